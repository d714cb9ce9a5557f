"""Masking: what of a customer's words staff see, and who may see all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from phonenumbers import PhoneNumberMatcher

from crm.audit import note_act
from crm.business import Business
from crm.identities import region_of
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.canned_replies import LONGEST_VALUE
from crm.rules.lengths import shortened
from crm.rules.masking import Mask, Masked, Span, cards_in, links_in, masked, phone_at, phones_marked_in, spans_of
from storage.database import Session
from storage.interactions import Interaction, MessagePlace, find_places, newest_version
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Author, Role

# What a copy shows besides words, by what the message carries; of files it is what they are called.
_SHOWN = {
    "contact": ("name", "last_name", "vcard"),
    "venue": ("title", "address"),
    "poll": ("question", "description", "explanation", "options"),
    "rich_message": ("lines",),
}
_NAMES_OF_FILES = ("name", "title", "performer")
_FILES = frozenset({"audio", "document", "video", "animation", "voice"})


class NoCustomersWords(Refusal):
    """The message that is answered does not show what the customer of this ticket wrote."""


@dataclass(frozen=True)
class OriginalWanted(Notice):
    """A supervisor wants to read a customer's words as they were written; `file_at` is where a file stands that the topic does not show."""

    ticket: Ticket
    by: StaffMember
    words: str
    file_at: MessagePlace | None = None


def mask_words(words: str, entities: Sequence[dict[str, Any]], business: Business) -> Masked | None:
    """Return a customer's words as staff may see them; None when they may see all.

    Formatting that would bring back what is masked goes: a link behind other words, a number that can be tapped.
    """
    mask = business.relay.mask
    spans: list[Span] = []
    without: set[str] = set()
    if Mask.LINKS in mask:
        spans += links_in(words) + spans_of(words, entities, kind="url", last=None)
        without |= {"url", "text_link", "text_mention"}
    if Mask.CARDS in mask:
        spans += cards_in(words)
    if Mask.PHONES in mask:
        spans += _phones_in(words, region_of(business.time_zone)) + phones_marked_in(words, entities)
        without |= {"phone_number"}
    return masked(words, entities, spans, without=frozenset(without))


def mask_media(media: Mapping[str, Any], business: Business) -> dict[str, Any] | None:
    """Return what a message carries besides words as staff may see it; None when they may see all, and so a copy.

    `media` is what is kept of it: names of contacts and files, places, polls.
    """
    if not business.relay.mask:
        return None
    seen = dict(media)
    for name in _shown_by(media):
        value = media[name]
        seen[name] = [mask_text(part, business) for part in value] if isinstance(value, list) else mask_text(str(value), business)
    if media.get("kind") == "contact":
        seen["phone"] = mask_phone(str(media["phone"]), business)
    return None if seen == dict(media) else seen


def _shown_by(media: Mapping[str, Any]) -> list[str]:
    kind = str(media.get("kind"))
    names = _NAMES_OF_FILES if kind in _FILES else _SHOWN.get(kind, ())
    return [name for name in names if media.get(name)]


def mask_text(text: str, business: Business) -> str:
    """Return what a customer wrote without formatting, such as their name, as staff may see it."""
    hidden = mask_words(text, (), business)
    return text if hidden is None else hidden.words


def username_seen(username: str | None, business: Business) -> str | None:
    """Return a customer's username as staff may see it: it is a link to them, and where links are masked there is none."""
    return None if Mask.LINKS in business.relay.mask else username


def mask_name_in(words: str, name: str, business: Business) -> str:
    """Return words to a customer who is called by name in them as staff may see them."""
    filled_in = shortened(name, LONGEST_VALUE)
    return words.replace(filled_in, mask_text(filled_in, business))


def mask_name_in_html(html: str | None, name: str, business: Business) -> str | None:
    """Return the same for formatted words, as HTML; None for none."""
    filled_in = shortened(name, LONGEST_VALUE)
    return None if html is None else html.replace(escape(filled_in), escape(mask_text(filled_in, business)))


def mask_phone(phone: str, business: Business) -> str:
    """Return a phone number as staff may see it."""
    if Mask.PHONES not in business.relay.mask:
        return phone
    hidden = masked(phone, (), [phone_at(0, len(phone))], without=frozenset())
    return phone if hidden is None else hidden.words


def _phones_in(words: str, region: str | None) -> list[Span]:
    regions: Collection[str | None] = {None, region}
    return [phone_at(found.start, found.end) for each in regions for found in PhoneNumberMatcher(words, each)]


async def show_original(
    session: Session, *, ticket: Ticket, message: Interaction | None, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> None:
    """Tell a supervisor in private what a customer wrote, in its newest version, and what the topic does not show of a file.

    Raises NotAllowed, NoCustomersWords.
    """
    require_role(by, Role.SUPERVISOR)
    if message is None or message.ticket_id != ticket.id or message.author is not Author.CUSTOMER:
        raise NoCustomersWords
    newest = await newest_version(session, root_id=message.id) or message
    media = message.media or {}
    words = newest.text or "\n".join(_said_by(media))
    file_at = None
    if media.get("kind") in _FILES and mask_media(media, business) is not None:
        file_at = next((place for place in await find_places(session, interaction_ids=[message.id]) if place.chat_id > 0), None)
    if not words and file_at is None:
        raise NoCustomersWords
    note_act(
        session,
        act="message.read",
        by=by,
        at=at,
        ticket_id=ticket.id,
        subject=str(message.id),
        before={"read": False},
        after={"read": True},
    )
    await tell(OriginalWanted(ticket, by, words, file_at))


def _said_by(media: Mapping[str, Any]) -> Iterator[str]:
    if media.get("kind") == "contact":
        yield str(media["phone"])
    for name in _SHOWN.get(str(media.get("kind")), ()):
        value = media.get(name) or []
        yield from value if isinstance(value, list) else [str(value)]
