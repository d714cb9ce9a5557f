"""Recaps: what was said on a ticket so far, as posts for the staff."""

import html
from dataclasses import dataclass

from crm.masking import mask_words
from crm.rules.lengths import shortened, utf16_units
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.interactions import list_ticket_interactions
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, InteractionKind

LONGEST_POST = 3500
LONGEST_LINE = 800
MOST_LINES = 60


@dataclass(frozen=True)
class Story:
    """A ticket's story: texts to post, and what carries media and must be copied."""

    texts: tuple[str, ...]
    media_interaction_ids: tuple[int, ...]


async def recap_texts(ticket: Ticket, voice: Voice) -> Story:
    """Return the newest part of what customer and staff said on a ticket, oldest first."""
    phrases, zone = voice.staff_phrases, voice.business.time_zone
    customer = await get_customer(voice.session, ticket.customer_id)
    said = [
        each
        for each in await list_ticket_interactions(voice.session, ticket_id=ticket.id)
        if each.author in (Author.CUSTOMER, Author.STAFF) and each.kind is not InteractionKind.SYSTEM and each.root_id is None
    ][-MOST_LINES:]
    posts: list[str] = []
    current = phrases("recap-title", number=ticket.number)
    media: list[int] = []
    for each in said:
        if each.media is not None and each.media.get("kind") != "text" and each.author is Author.CUSTOMER:
            media.append(each.id)
        words = each.text or phrases.plain("media-kind", kind=str((each.media or {}).get("kind", "unknown")))
        if each.author is Author.CUSTOMER:
            author = customer.name
            hidden = mask_words(words, (), voice.business)
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
    return Story((*posts, current), tuple(media))
