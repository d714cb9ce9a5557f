"""Deliveries: messages of the outbox on their way, and what was recorded of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, func, or_, select, update
from sqlmodel import col

from storage.columns import draw_id
from storage.database import Session
from storage.gathering import write_gathered
from storage.interactions import MessagePlace
from storage.outbox import DELETION, HELD_BACK, QUEUED, UNSETTLED, OutboxMessage
from storage.padding import padded
from storage.tickets import Ticket
from storage.vocabulary import InDoubt, Lane, OutboxState

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message: what delivery needs to make the call."""

    id: int
    position: int
    lane: Lane
    chat_id: int | None
    method: str
    payload: dict[str, Any]
    in_doubt: InDoubt
    attempts: int
    expires_at: datetime | None
    customer_id: int | None
    ticket_id: int | None
    interaction_id: int | None
    in_topic: bool
    reply_to_interaction_id: int | None
    edits_interaction_id: int | None
    vanish_seconds: int | None
    created_at: datetime
    not_before: datetime | None


OUTGOING_COLUMNS = [getattr(OutboxMessage, name) for name in Outgoing.__dataclass_fields__]


async def find_queued_positions(session: Session, *, ticket_id: int, chat_id: int) -> Sequence[int]:
    """Return ids of the messages still queued for a ticket's topic, in order."""
    await write_gathered(session)
    statement = (
        select(col(OutboxMessage.id))
        .where(
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.chat_id) == chat_id,
        )
        .order_by(col(OutboxMessage.position))
    )
    return (await session.execute(statement)).scalars().all()


async def drop_posts_of(session: Session, *, ticket_id: int, chat_id: int) -> None:
    """Give up what waits for a ticket's topic in a group, because the ticket is shown elsewhere with all that was said."""
    await write_gathered(session)
    belongs = col(OutboxMessage.in_topic) | col(OutboxMessage.edits_interaction_id).is_not(None)
    await session.execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.chat_id) == chat_id,
            QUEUED,
            belongs | (col(OutboxMessage.method) == "createForumTopic"),
        )
        .values(state=OutboxState.DROPPED, error=MOVED)
        .execution_options(synchronize_session=False)
    )


async def set_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Change several outbox rows alike: each dict has the row's `id` and the same further columns."""
    if not rows:
        return
    connection = await session.connection()
    columns = tuple(name for name in rows[0] if name != "id")
    await connection.execute(_update_of(columns), [{"row_id": row["id"]} | {name: row[name] for name in columns} for row in rows])


@cache
def _update_of(columns: tuple[str, ...]) -> Update:
    table = OutboxMessage.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
    return update(table).where(table.c.id == bindparam("row_id")).values({name: bindparam(name) for name in columns})


async def requeue_behind(session: Session, *, ids: Sequence[int]) -> None:
    """Queue messages again behind everything queued so far, in the order given."""
    await set_rows(session, [{"id": message_id, "state": OutboxState.QUEUED, "position": draw_id()} for message_id in ids])


async def pause_chat(session: Session, *, chat_id: int, until: datetime) -> None:
    """Hold back everything queued for a chat until a moment; what has to wait longer does."""
    await session.execute(
        update(OutboxMessage)
        .where(
            QUEUED,
            col(OutboxMessage.chat_id) == chat_id,
            or_(col(OutboxMessage.not_before).is_(None), col(OutboxMessage.not_before) < until),
        )
        .values(not_before=until)
        .execution_options(synchronize_session=False)
    )


async def find_pauses(session: Session, *, at: datetime) -> dict[int, datetime]:
    """Return the chats that are held back, each with the end of its pause; what vanishes later on, or waits by itself, holds nothing back."""
    statement = (
        select(col(OutboxMessage.chat_id), func.max(col(OutboxMessage.not_before)))
        .where(
            QUEUED,
            col(OutboxMessage.not_before) > at,
            col(OutboxMessage.chat_id).is_not(None),
            col(OutboxMessage.method) != DELETION,
            col(OutboxMessage.error).is_distinct_from(HELD_BACK),
        )
        .group_by(col(OutboxMessage.chat_id))
    )
    rows = (await session.execute(statement)).all()
    return {chat_id: until for chat_id, until in rows if chat_id is not None and until is not None}


async def move_chat(session: Session, *, old_chat_id: int, new_chat_id: int) -> None:
    """Address everything that is queued for a chat to the chat that it became."""
    await session.execute(
        update(OutboxMessage)
        .where(QUEUED, col(OutboxMessage.chat_id) == old_chat_id)
        .values(chat_id=new_chat_id)
        .execution_options(synchronize_session=False)
    )


async def find_sending(session: Session) -> Sequence[OutboxMessage]:
    """Return messages that were being sent: after a start, those of which nobody knows whether they arrived."""
    statement = (
        select(OutboxMessage).where(UNSETTLED, col(OutboxMessage.state) == OutboxState.SENDING).order_by(col(OutboxMessage.position))
    )
    return (await session.execute(statement)).scalars().all()


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a ticket is spoken of: its topic, and its card, which is answered where there are no topics."""

    topic_id: int | None
    card_interaction_id: int | None
    chat_id: int | None


async def find_threads(session: Session, *, ticket_ids: Collection[int]) -> dict[int, Thread]:
    """Return where these tickets are spoken of."""
    if not ticket_ids:
        return {}
    statement = select(col(Ticket.id), col(Ticket.topic_id), col(Ticket.card_interaction_id), col(Ticket.topic_chat_id)).where(
        col(Ticket.id).in_(padded(ticket_ids))
    )
    return {ticket_id: Thread(*thread) for ticket_id, *thread in (await session.execute(statement)).all()}


async def find_message_ids(session: Session, *, chat_id: int, interaction_ids: Collection[int]) -> dict[int, int]:
    """Return, for interactions that stand in a chat, the id of their (last) message there."""
    statement = (
        select(col(MessagePlace.interaction_id), func.max(col(MessagePlace.message_id)))
        .where(col(MessagePlace.chat_id) == chat_id, col(MessagePlace.interaction_id).in_(padded(interaction_ids)))
        .group_by(col(MessagePlace.interaction_id))
    )
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}
