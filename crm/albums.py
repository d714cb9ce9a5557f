"""Albums: pictures and files that were sent together are copied together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.notices import Notice, Tell
from crm.outcomes import Sent
from storage.albums import find_album_from
from storage.bursts import GATHERED, let_speak
from storage.database import Session
from storage.deliveries import Outgoing
from storage.interactions import find_interaction_ids, keep_place
from storage.tickets import Ticket, get_ticket

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
    parts = [head, *await find_album_from(session, head)]
    if len(parts) == 1:
        return head
    message_ids = sorted({number for part in parts for number in part.payload["message_ids"]})
    payload = head.payload | {"message_ids": message_ids}
    return await let_speak(session, head, instead_of=parts, why=GATHERED, at=at, payload=payload)


async def record_album(session: Session, message: Outgoing, outcome: Sent, *, tell: Tell) -> None:
    """Keep where each part of an album stands now; where parts were left out nobody knows which copy is whose, and that is told."""
    originals: list[int] = message.payload["message_ids"]
    copies = [each["message_id"] for each in outcome.result]
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
