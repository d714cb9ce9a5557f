"""Edits: a changed message is a further version; its copy on the other side is changed too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.notices import Notice, Tell
from storage.bursts import stands_in_post
from storage.database import Session
from storage.deliveries import Outgoing
from storage.interactions import Interaction, find_interaction, last_version
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Author, Direction, InteractionKind

EDITS = frozenset({"editMessageText", "editMessageCaption"})


@dataclass(frozen=True)
class MessageEdited(Notice):
    """Somebody changed what they said on a ticket. `words` are the new ones, `entities` their formatting as the messenger gave it."""

    ticket: Ticket
    root_id: int
    by_customer: bool
    is_caption: bool
    words: str
    entities: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class ChangeNotInCopy(Notice):
    """A customer changed what they said, and there is no copy of it that could change with it."""

    ticket: Ticket
    words: str


async def has_no_copy(session: Session, edit: Outgoing) -> bool:
    """Tell whether what is edited stands in a post together with other words, so that the post must stay as it is."""
    chat_id, ticket_id, root_id = edit.chat_id, edit.ticket_id, edit.edits_interaction_id
    if edit.method not in EDITS or chat_id is None or ticket_id is None or root_id is None:
        return False
    return await stands_in_post(session, chat_id=chat_id, ticket_id=ticket_id, interaction_id=root_id)


async def tell_of_change(session: Session, edit: Outgoing, *, tell: Tell) -> None:
    """Tell the new words of a customer's message where there was nothing to edit."""
    root = None if edit.edits_interaction_id is None else await find_interaction(session, edit.edits_interaction_id)
    words = edit.payload.get("text") or edit.payload.get("caption")
    if root is not None and root.author is Author.CUSTOMER and edit.ticket_id is not None and words:
        await tell(ChangeNotInCopy(await get_ticket(session, edit.ticket_id), words))


async def keep_unsent_version(session: Session, *, root: Interaction, heard: dict[str, Any]) -> None:
    """Keep a new version (the interaction in hand) of what staff said that does not reach the customer: it is internal."""
    await _keep_version(session, root=root, heard=heard)
    heard["direction"] = Direction.INTERNAL


def is_unsent(version: Interaction) -> bool:
    """Tell whether a version of what staff said never reached the customer, who still has the one before."""
    return version.author is Author.STAFF and version.direction is Direction.INTERNAL and version.kind is not InteractionKind.NOTE


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
    await _keep_version(session, root=root, heard=heard)
    if root.ticket_id is None or root.author not in (Author.CUSTOMER, Author.STAFF) or heard["text"] is None:
        return
    if root.withdrawn_at is not None:
        return  # there is no copy any more
    if not is_caption and not heard["text"].strip():
        return  # Telegram takes no empty text: the copy stays as it was
    ticket = await get_ticket(session, root.ticket_id)
    await tell(MessageEdited(ticket, root.id, root.author is Author.CUSTOMER, is_caption, heard["text"], entities))


async def _keep_version(session: Session, *, root: Interaction, heard: dict[str, Any]) -> None:
    heard["root_id"] = root.id
    heard["version"] = await last_version(session, root_id=root.id) + 1
    heard["kind"], heard["ticket_id"], heard["customer_id"] = root.kind, root.ticket_id, root.customer_id
    heard["direction"], heard["author"] = root.direction, root.author
