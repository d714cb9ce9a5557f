"""Edits: a changed message is a further version; its copy on the other side is changed too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.notices import Notice, Tell
from storage.database import Session
from storage.interactions import Interaction, last_version
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Author


@dataclass(frozen=True)
class MessageEdited(Notice):
    """Somebody changed what they said on a ticket. `words` are the new ones, `entities` their formatting as the messenger gave it."""

    ticket: Ticket
    root_id: int
    by_customer: bool
    is_caption: bool
    words: str
    entities: tuple[dict[str, Any], ...]


async def edit_message(
    session: Session,
    *,
    root: Interaction,
    heard: dict[str, Any],
    is_caption: bool,
    entities: tuple[dict[str, Any], ...],
    at: datetime,
    tell: Tell,
) -> None:
    """Keep the new version (the interaction in hand) and let the other side's copy follow when the message is one of a ticket."""
    heard["root_id"] = root.id
    heard["version"] = await last_version(session, root_id=root.id) + 1
    heard["kind"], heard["ticket_id"], heard["customer_id"] = root.kind, root.ticket_id, root.customer_id
    heard["direction"], heard["author"] = root.direction, root.author
    if root.ticket_id is None or root.author not in (Author.CUSTOMER, Author.STAFF) or heard["text"] is None:
        return
    if not is_caption and not heard["text"].strip():
        return  # Telegram takes no empty text: the copy stays as it was
    ticket = await get_ticket(session, root.ticket_id)
    await tell(MessageEdited(ticket, root.id, root.author is Author.CUSTOMER, is_caption, heard["text"], entities))
