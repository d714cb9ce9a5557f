"""Deliveries: messages of the outbox being claimed, and what was recorded of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, literal_column, select, union_all, update
from sqlmodel import col

from storage.columns import draw_id
from storage.database import Session
from storage.gathering import write_gathered
from storage.interactions import MessagePlace
from storage.outbox import QUEUED, UNSETTLED, OutboxMessage
from storage.tickets import Ticket
from storage.vocabulary import InDoubt, Lane, OutboxState

MOST_EXCLUDED = 1000
MOST_LOOKS = 8


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
    created_at: datetime


_OUTGOING_COLUMNS = [getattr(OutboxMessage, name) for name in Outgoing.__dataclass_fields__]


def _heads() -> Select[Any]:
    """Return the query for the next messages of each lane, built once because building it costs more than running it."""
    heads = []
    for rank, lane in enumerate(Lane):
        head = (
            select(*_OUTGOING_COLUMNS, literal_column(str(rank)).label("rank"))
            .where(
                col(OutboxMessage.state) == literal_column("'queued'"),  # the partial index matches the literal only
                col(OutboxMessage.lane) == literal_column(f"'{lane.value}'"),
                col(OutboxMessage.not_before).is_(None) | (col(OutboxMessage.not_before) <= bindparam("at")),
                col(OutboxMessage.chat_id).is_(None) | col(OutboxMessage.chat_id).not_in(bindparam("busy", expanding=True)),
            )
            .order_by(col(OutboxMessage.position))
            .limit(bindparam("window"))
            .subquery()
        )
        heads.append(select(head))
    every = union_all(*heads).subquery()
    return select(every).order_by(every.c.rank, every.c.position)


_HEADS = _heads()
_MARK_SENDING = (
    update(OutboxMessage.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(OutboxMessage.id) == bindparam("row_id"))
    .values(state=OutboxState.SENDING, claimed_at=bindparam("at"), attempts=col(OutboxMessage.attempts) + 1)
)


async def claim_messages(
    session: Session, *, at: datetime, busy: Collection[int], limit: int, bulk_limit: int | None = None
) -> list[Outgoing]:
    """Take up to `limit` queued messages, urgent lanes first, at most one for a chat and none for a busy chat; mark them sending.

    Bulk is taken only as long as no more than `bulk_limit` are taken in all.
    """
    connection = await session.connection()
    window = min(max(limit, 16), 128)
    claimed: list[Outgoing] = []
    taken = set(busy)
    for _ in range(MOST_LOOKS):
        # A statement holds so many values and no more; the chats beyond are passed over below.
        excluded = list(islice(taken, MOST_EXCLUDED))
        rows = (await connection.execute(_HEADS, {"at": at, "busy": excluded, "window": window})).all()
        has_passed_over = _take(rows, claimed, taken, limit=limit, bulk_limit=bulk_limit)
        # Where one chat fills the window, those behind it are looked for again.
        if not has_passed_over or len(claimed) == limit or len(rows) < window:
            break
    if claimed:
        await connection.execute(_MARK_SENDING, [{"row_id": message.id, "at": at} for message in claimed])
    return claimed


def _take(rows: Sequence[Any], claimed: list[Outgoing], taken: set[int], *, limit: int, bulk_limit: int | None) -> bool:
    """Add to the claimed messages and taken chats; tell whether a chat's further messages were passed over."""
    known = {message.id for message in claimed}
    has_passed_over = False
    for row in rows:
        if len(claimed) == limit:
            break
        message = Outgoing(*row[:-1])
        if message.lane is Lane.BULK and bulk_limit is not None and len(claimed) >= bulk_limit:
            break
        if message.id in known:
            continue
        if message.chat_id is not None:
            if message.chat_id in taken:
                has_passed_over = True
                continue
            taken.add(message.chat_id)
        claimed.append(message)
    return has_passed_over


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
    """Hold back everything queued for a chat until a moment."""
    await session.execute(
        update(OutboxMessage)
        .where(QUEUED, col(OutboxMessage.chat_id) == chat_id)
        .values(not_before=until)
        .execution_options(synchronize_session=False)
    )


async def find_pauses(session: Session, *, at: datetime) -> dict[int, datetime]:
    """Return the chats that are held back, each with the end of its pause."""
    statement = (
        select(col(OutboxMessage.chat_id), func.max(col(OutboxMessage.not_before)))
        .where(QUEUED, col(OutboxMessage.not_before) > at, col(OutboxMessage.chat_id).is_not(None))
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


async def find_threads(session: Session, *, ticket_ids: Collection[int]) -> dict[int, Thread]:
    """Return where these tickets are spoken of."""
    if not ticket_ids:
        return {}
    statement = select(col(Ticket.id), col(Ticket.topic_id), col(Ticket.card_interaction_id)).where(col(Ticket.id).in_(ticket_ids))
    return {ticket_id: Thread(topic_id, card) for ticket_id, topic_id, card in (await session.execute(statement)).all()}


async def find_message_ids(session: Session, *, chat_id: int, interaction_ids: Collection[int]) -> dict[int, int]:
    """Return, for interactions that stand in a chat, the id of their (last) message there."""
    statement = (
        select(col(MessagePlace.interaction_id), func.max(col(MessagePlace.message_id)))
        .where(col(MessagePlace.chat_id) == chat_id, col(MessagePlace.interaction_id).in_(interaction_ids))
        .group_by(col(MessagePlace.interaction_id))
    )
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}
