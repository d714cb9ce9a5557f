"""Albums: pictures and files that were sent together are copied together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm.notices import Notice, Tell
from crm.outcomes import Sent
from storage.albums import AlbumPart, find_album_from
from storage.bursts import GATHERED, let_speak
from storage.database import Session
from storage.deliveries import Outgoing
from storage.interactions import find_interaction_ids, keep_place
from storage.outbox import ALBUM
from storage.tickets import Ticket, get_ticket

SENT_ALBUM = "sendMediaGroup"
# Kept with such a call to know of which messages it is a copy; Telegram is not told.
COPIED_FROM = frozenset({"from_chat_id", "message_ids"})
_SENT_AS = frozenset({"photo", "video", "document", "audio"})
# The parts come one after another, nearly always in one batch; so long the first waits for the others.
PARTS_MEET_WITHIN = timedelta(milliseconds=500)


@dataclass(frozen=True)
class AlbumIncomplete(Notice):
    """Of an album that was copied the messenger left so many parts out, and does not say which."""

    ticket: Ticket
    interaction_id: int
    missing: int


async def gather_album(session: Session, head: Outgoing, *, at: datetime) -> Outgoing:
    """Return a claimed part of an album together with those that wait behind it; the first speaks for all, which are settled."""
    parts = await find_album_from(session, head)
    message_ids = sorted({number for part in parts for number in part.message.payload["message_ids"]})
    method, payload = ALBUM, head.payload | {"message_ids": message_ids}
    if await _is_answer(session, head):
        # copyMessages takes no reply.
        if len(message_ids) == 1:
            method, payload = "copyMessage", {**payload, "message_id": message_ids[0]}
            del payload["message_ids"]
        elif all(len(part.message.payload["message_ids"]) == 1 and part.media.get("kind") in _SENT_AS for part in parts):
            in_order = sorted(parts, key=lambda part: int(part.message.payload["message_ids"][0]))
            method, payload = SENT_ALBUM, payload | {"media": [_medium(part) for part in in_order]}
    if (method, payload) == (head.method, head.payload):
        return head
    return await let_speak(session, head, instead_of=[part.message for part in parts], why=GATHERED, at=at, method=method, payload=payload)


async def _is_answer(session: Session, head: Outgoing) -> bool:
    if head.reply_to_interaction_id is not None or head.ticket_id is None or not head.in_topic:
        return head.reply_to_interaction_id is not None
    ticket = await get_ticket(session, head.ticket_id)
    return ticket.topic_id is None  # without topics every post answers the card


def _medium(part: AlbumPart) -> dict[str, Any]:
    medium: dict[str, Any] = {"type": part.media["kind"], "media": part.media["file_id"]}
    if part.words:
        medium |= {"caption": part.words, "caption_entities": part.media.get("entities", [])}
    return medium | {name: True for name in ("has_spoiler", "show_caption_above_media") if part.media.get(name)}


async def record_album(session: Session, message: Outgoing, outcome: Sent, *, tell: Tell) -> None:
    """Keep where each part of an album stands now; where parts were left out nobody knows which copy is whose, and that is told."""
    originals: list[int] = message.payload["message_ids"]
    copies = [each["message_id"] for each in outcome.result] if isinstance(outcome.result, list) else []
    if message.chat_id is None or message.ticket_id is None or message.interaction_id is None:
        return
    if len(copies) < len(originals):
        ticket = await get_ticket(session, message.ticket_id)
        await tell(AlbumIncomplete(ticket, message.interaction_id, len(originals) - len(copies)))
        return
    known = await find_interaction_ids(session, chat_id=message.payload["from_chat_id"], message_ids=originals)
    for original, copy in zip(originals, copies, strict=True):
        if original in known:
            keep_place(session, chat_id=message.chat_id, message_id=copy, interaction_id=known[original])
