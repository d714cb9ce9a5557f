"""The outbox: messages that must be said, queued in the transaction that decided them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Index, Select, Update, bindparam, delete, func, literal_column, select, text, union_all, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.gathering import gather, write_gathered
from storage.interactions import MessagePlace
from storage.tickets import Ticket
from storage.vocabulary import InDoubt, Lane, OutboxState

SETTLED_STATES = (OutboxState.SENT, OutboxState.DROPPED)


class OutboxMessage(SQLModel, table=True):
    """One call to the Bot API that must be made.

    `in_topic` sends into the topic of the ticket, whatever its id is by then. `reply_to_interaction_id` and
    `edits_interaction_id` name what is answered or edited; its message id in the chat is looked up when the row is sent.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_queue", "lane", "position", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")
        ),
        Index(
            "ix_outbox_message_chat",
            "chat_id",
            "position",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_outbox_message_state_created_at", "state", "created_at"),
        Index("ix_outbox_message_ticket_id", "ticket_id"),
    )

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    position: int = Field(sa_type=BigId)
    lane: Lane = Field(sa_type=word(Lane, "lane"))
    chat_id: int | None = Field(default=None, sa_type=BigId)
    method: str = Field(max_length=64)
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: OutboxState = Field(sa_type=word(OutboxState, "state"))
    in_doubt: InDoubt = Field(sa_type=word(InDoubt, "in_doubt"))
    attempts: int = 0
    repeated: bool = False
    dedupe_key: str | None = Field(default=None, max_length=160, unique=True)
    not_before: datetime | None = None
    expires_at: datetime | None = None
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigId)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    interaction_id: int | None = Field(default=None, sa_type=BigId)
    in_topic: bool = False
    reply_to_interaction_id: int | None = Field(default=None, sa_type=BigId)
    edits_interaction_id: int | None = Field(default=None, sa_type=BigId)
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    sent_message_id: int | None = Field(default=None, sa_type=BigId)
    error: str | None = None


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


def queue_message(
    session: Session,
    *,
    method: str,
    payload: dict[str, Any],
    lane: Lane,
    at: datetime,
    chat_id: int | None = None,
    in_doubt: InDoubt = InDoubt.REPEAT,
    dedupe_key: str | None = None,
    expires_at: datetime | None = None,
    customer_id: int | None = None,
    ticket_id: int | None = None,
    interaction_id: int | None = None,
    in_topic: bool = False,
    reply_to_interaction_id: int | None = None,
    edits_interaction_id: int | None = None,
) -> int:
    """Gather a message to be said and return its id; it is sent after this transaction is committed, or not at all."""
    message_id = draw_id()
    gather(
        session,
        OutboxMessage,
        {
            "id": message_id,
            "position": message_id,
            "lane": lane,
            "chat_id": chat_id,
            "method": method,
            "payload": payload,
            "state": OutboxState.QUEUED,
            "in_doubt": in_doubt,
            "attempts": 0,
            "repeated": False,
            "dedupe_key": dedupe_key,
            "not_before": None,
            "expires_at": expires_at,
            "customer_id": customer_id,
            "ticket_id": ticket_id,
            "interaction_id": interaction_id,
            "in_topic": in_topic,
            "reply_to_interaction_id": reply_to_interaction_id,
            "edits_interaction_id": edits_interaction_id,
            "created_at": at,
            "claimed_at": None,
            "sent_at": None,
            "sent_message_id": None,
            "error": None,
        },
    )
    return message_id


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


async def claim_messages(session: Session, *, at: datetime, busy: Collection[int], limit: int) -> list[Outgoing]:
    """Take up to `limit` queued messages, urgent lanes first, at most one for a chat and none for a busy chat; mark them sending."""
    connection = await session.connection()
    window = min(max(limit, 16), 128)
    rows = (await connection.execute(_HEADS, {"at": at, "busy": list(busy), "window": window})).all()
    claimed: list[Outgoing] = []
    taken: set[int] = set()
    for row in rows:
        if len(claimed) == limit:
            break
        message = Outgoing(*row[:-1])
        if message.chat_id is not None:
            if message.chat_id in taken:
                continue
            taken.add(message.chat_id)
        claimed.append(message)
    if claimed:
        await connection.execute(_MARK_SENDING, [{"row_id": message.id, "at": at} for message in claimed])
    return claimed


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
        .where(col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.chat_id) == chat_id)
        .values(not_before=until)
        .execution_options(synchronize_session=False)
    )


async def find_pauses(session: Session, *, at: datetime) -> dict[int, datetime]:
    """Return the chats that are held back, each with the end of its pause."""
    statement = (
        select(col(OutboxMessage.chat_id), func.max(col(OutboxMessage.not_before)))
        .where(col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.not_before) > at, col(OutboxMessage.chat_id).is_not(None))
        .group_by(col(OutboxMessage.chat_id))
    )
    rows = (await session.execute(statement)).all()
    return {chat_id: until for chat_id, until in rows if chat_id is not None and until is not None}


async def move_chat(session: Session, *, old_chat_id: int, new_chat_id: int) -> None:
    """Address everything that is queued for a chat to the chat that it became."""
    await session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.chat_id) == old_chat_id)
        .values(chat_id=new_chat_id)
        .execution_options(synchronize_session=False)
    )


async def find_sending(session: Session) -> Sequence[OutboxMessage]:
    """Return messages that were being sent: after a start, those of which nobody knows whether they arrived."""
    statement = select(OutboxMessage).where(col(OutboxMessage.state) == OutboxState.SENDING).order_by(col(OutboxMessage.position))
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


async def find_message_by_key(session: Session, dedupe_key: str) -> OutboxMessage | None:
    """Return the message with this key, whatever became of it."""
    await write_gathered(session)
    return (await session.execute(select(OutboxMessage).where(col(OutboxMessage.dedupe_key) == dedupe_key))).scalar_one_or_none()


async def find_known_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys that a message carries already."""
    await write_gathered(session)
    statement = select(col(OutboxMessage.dedupe_key)).where(col(OutboxMessage.dedupe_key).in_(keys))
    return {key for key in (await session.execute(statement)).scalars().all() if key is not None}


async def find_message(session: Session, message_id: int) -> OutboxMessage | None:
    """Return a message by its id."""
    return await session.get(OutboxMessage, message_id)


async def list_unsettled(session: Session, *, limit: int = 50) -> Sequence[OutboxMessage]:
    """Return messages that failed or are parked, oldest first."""
    statement = (
        select(OutboxMessage)
        .where(col(OutboxMessage.state).in_([OutboxState.FAILED, OutboxState.PARKED]))
        .order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def count_unsettled(session: Session) -> int:
    """Return how many messages failed or are parked."""
    statement = (
        select(func.count()).select_from(OutboxMessage).where(col(OutboxMessage.state).in_([OutboxState.FAILED, OutboxState.PARKED]))
    )
    return int((await session.execute(statement)).scalar_one())


async def queue_depths(session: Session) -> dict[Lane, tuple[int, datetime]]:
    """Return for each lane with something queued how much it is and since when the oldest waits."""
    statement = (
        select(col(OutboxMessage.lane), func.count(), func.min(col(OutboxMessage.created_at)))
        .where(col(OutboxMessage.state) == OutboxState.QUEUED)
        .group_by(col(OutboxMessage.lane))
    )
    return {lane: (count, oldest) for lane, count, oldest in (await session.execute(statement)).all()}


async def drop_settled(session: Session, *, before: datetime, limit: int = 5000) -> int:
    """Forget messages that were sent or dropped before a moment, but those with a key, which still guard; return how many."""
    settled = (
        select(col(OutboxMessage.id))
        .where(
            col(OutboxMessage.state).in_(SETTLED_STATES), col(OutboxMessage.created_at) < before, col(OutboxMessage.dedupe_key).is_(None)
        )
        .limit(limit)
    )
    result = await session.execute(
        delete(OutboxMessage)
        .where(col(OutboxMessage.id).in_(settled))
        .returning(col(OutboxMessage.id))
        .execution_options(synchronize_session=False)
    )
    return len(result.all())
