"""Recaps: what was said so far, on a ticket or by a customer at all, as posts for the staff."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm.edits import is_unsent
from crm.masking import mask_text, mask_words
from crm.rules.lengths import shortened, utf16_units
from crm.rules.local_time import local_date
from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.interactions import Interaction, list_interactions, list_ticket_interactions
from storage.tickets import Ticket, list_tickets
from storage.vocabulary import Author, Direction, InteractionKind

LONGEST_POST = 3500
LONGEST_LINE = 800
MOST_LINES = 60
MOST_TICKETS = 20


@dataclass(frozen=True)
class Story:
    """A ticket's story: texts to post, and what carries media and must be copied."""

    texts: tuple[str, ...]
    media_interaction_ids: tuple[int, ...]


async def recap_texts(ticket: Ticket, voice: Voice, phrases: Phrases | None = None) -> Story:
    """Return the newest part of what customer and staff said on a ticket, oldest first, in the language of the group or a reader's."""
    phrases = phrases or voice.staff_phrases
    interactions = await list_ticket_interactions(voice.session, ticket_id=ticket.id)
    said = _by_people(interactions)
    media = tuple(each.id for each in said if each.author is Author.CUSTOMER and (each.media or {}).get("kind", "text") != "text")
    title = phrases("recap-title", number=ticket.number)
    return Story(await _posts(title, said, _changed(interactions), ticket.customer_id, voice, phrases), media)


async def story_texts(customer_id: int, voice: Voice) -> Sequence[str]:
    """Return posts of a customer's tickets and of what customer and staff said last, whatever it was about, oldest first."""
    phrases, zone = voice.staff_phrases, voice.business.time_zone
    customer = await get_customer(voice.session, customer_id)
    lines = [phrases("history-title", name=mask_text(customer.name, voice.business))]
    for ticket in await list_tickets(voice.session, customer_id=customer_id, limit=MOST_TICKETS):
        status, kind = phrases.plain(f"ticket-status-{ticket.status.value}"), phrases.plain(f"ticket-kind-{ticket.kind}")
        opened = phrases.day(local_date(ticket.opened_at, zone))
        lines.append(phrases("desk-info-ticket", number=ticket.number, kind=kind, opened=opened, status=status))
    interactions = await list_interactions(voice.session, customer_id=customer_id)
    return await _posts("\n".join(lines), _by_people(interactions), _changed(interactions), customer_id, voice, phrases)


def _changed(interactions: Sequence[Interaction]) -> dict[int, str]:
    """Return the newest words of what was changed, by the id of what was said first; not what the customer never got."""
    versions = [each for each in interactions if each.root_id is not None and each.text and not is_unsent(each)]
    versions.sort(key=lambda each: each.version)
    return {each.root_id: each.text for each in versions if each.root_id is not None and each.text is not None}


def _by_people(interactions: Sequence[Interaction]) -> list[Interaction]:
    return [
        each
        for each in interactions
        if each.author in (Author.CUSTOMER, Author.STAFF) and each.kind is not InteractionKind.SYSTEM and each.root_id is None
    ][-MOST_LINES:]


async def _posts(
    title: str, said: Sequence[Interaction], changed: Mapping[int, str], customer_id: int, voice: Voice, phrases: Phrases
) -> tuple[str, ...]:
    zone = voice.business.time_zone
    customer = await get_customer(voice.session, customer_id)
    posts: list[str] = []
    current = title
    for each in said:
        words = changed.get(each.id) or each.text or phrases.plain("media-kind", kind=str((each.media or {}).get("kind", "unknown")))
        if each.author is Author.CUSTOMER:
            author = mask_text(customer.name, voice.business)
            entities = () if each.id in changed else (each.media or {}).get("entities", ())
            hidden = mask_words(words, entities, voice.business)
            words = words if hidden is None else hidden.words
        else:
            author = phrases.plain("recap-note" if each.direction is Direction.INTERNAL else "recap-staff")
        if each.withdrawn_at is not None:
            author = phrases.plain("recap-withdrawn", author=author)
        line = phrases("recap-line", time=phrases.moment(each.at, zone), author=author, words=shortened(words, LONGEST_LINE))
        if utf16_units(html.unescape(current)) + utf16_units(html.unescape(line)) > LONGEST_POST:
            posts.append(current)
            current = line
        else:
            current = f"{current}\n{line}"
    return (*posts, current)
