"""The outbox: messages that must be said, queued in the transaction that decided them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Index, delete, func, or_, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.gathering import gather, write_gathered
from storage.vocabulary import InDoubt, Lane, OutboxState

# Written out, because a partial index serves only what says the same as it does.
QUEUED = text("state = 'queued'")
UNSETTLED = text("state NOT IN ('sent', 'dropped')")
TOO_LATE = "too_late"  # why a message was dropped that nobody got
BANNED = "banned"
OPTED_OUT = "opted_out"
HELD_BACK = "held_back"  # why a message waits on in the queue: its customer is chatting
GIVEN_UP = "given_up"  # by a person
GIVEN_UP_IN_DOUBT = "given_up_in_doubt"  # by a person, and it may have arrived
# What was dropped for one of these reached nobody and may be said later.
UNSAID = (TOO_LATE, BANNED, OPTED_OUT)
ALBUM = "copyMessages"  # an album, or a part of one that waits for the others
DELETION = "deleteMessage"
_WITHOUT_KEY = text("coalesce(dedupe_key, '') = ''")  # SQLite would look a bare NULL up in the unique index, where all without a key are
SETTLED_STATES = (OutboxState.SENT, OutboxState.DROPPED)


class OutboxMessage(SQLModel, table=True):
    """One call to the Bot API that must be made.

    `in_topic` sends into the topic of the ticket, whatever its id is by then. `reply_to_interaction_id` and
    `edits_interaction_id` name what is answered or edited; its message id in the chat is looked up when the row is sent. What has `vanish_seconds` is deleted so long
    after it arrived: the deletion is queued when the message id is recorded, and so outlives a restart.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_queue", "lane", "position", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("ix_outbox_message_chat", "chat_id", "position", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("ix_outbox_message_unsettled", "state", "lane", "created_at", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
        Index("ix_outbox_message_created_at", "created_at", sqlite_where=_WITHOUT_KEY, postgresql_where=_WITHOUT_KEY),
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
    vanish_seconds: int | None = None
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    sent_message_id: int | None = Field(default=None, sa_type=BigId)
    error: str | None = None


# Whatever was not dropped so that nobody got it.
IS_SETTLED = or_(
    col(OutboxMessage.state) != OutboxState.DROPPED, col(OutboxMessage.error).is_(None), col(OutboxMessage.error).not_in(UNSAID)
)


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
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    customer_id: int | None = None,
    ticket_id: int | None = None,
    interaction_id: int | None = None,
    in_topic: bool = False,
    reply_to_interaction_id: int | None = None,
    edits_interaction_id: int | None = None,
    vanish_seconds: int | None = None,
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
            "not_before": not_before,
            "expires_at": expires_at,
            "customer_id": customer_id,
            "ticket_id": ticket_id,
            "interaction_id": interaction_id,
            "in_topic": in_topic,
            "reply_to_interaction_id": reply_to_interaction_id,
            "edits_interaction_id": edits_interaction_id,
            "vanish_seconds": vanish_seconds,
            "created_at": at,
            "claimed_at": None,
            "sent_at": None,
            "sent_message_id": None,
            "error": None,
        },
    )
    return message_id


async def find_message_by_key(session: Session, dedupe_key: str) -> OutboxMessage | None:
    """Return the message with this key, whatever became of it."""
    await write_gathered(session)
    return (await session.execute(select(OutboxMessage).where(col(OutboxMessage.dedupe_key) == dedupe_key))).scalar_one_or_none()


async def find_known_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys that a message carries already."""
    if not keys:
        return set()
    await write_gathered(session)
    statement = select(col(OutboxMessage.dedupe_key)).where(col(OutboxMessage.dedupe_key).in_(keys))
    return {key for key in (await session.execute(statement)).scalars().all() if key is not None}


async def find_settled_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys that a message carries, unless it was dropped so that nobody got it."""
    if not keys:
        return set()
    await write_gathered(session)
    statement = select(col(OutboxMessage.dedupe_key)).where(col(OutboxMessage.dedupe_key).in_(keys), IS_SETTLED)
    return {key for key in (await session.execute(statement)).scalars().all() if key is not None}


class Fate(NamedTuple):
    """What became of a message: its state, why it is in it, and whether a person had it sent again."""

    state: OutboxState
    error: str | None
    repeated: bool

    @property
    def may_be_known(self) -> bool:
        """Whether it may have arrived. What was sent again may have the first time, whatever became of it then."""
        return self.state in (OutboxState.SENT, OutboxState.PARKED) or self.error == GIVEN_UP_IN_DOUBT or self.repeated


async def find_fates(session: Session, keys: Collection[str]) -> dict[str, Fate]:
    """Return what became of the messages with these keys."""
    if not keys:
        return {}
    await write_gathered(session)
    statement = select(
        col(OutboxMessage.dedupe_key), col(OutboxMessage.state), col(OutboxMessage.error), col(OutboxMessage.repeated)
    ).where(col(OutboxMessage.dedupe_key).in_(keys))
    rows = (await session.execute(statement)).all()
    return {key: Fate(state, error, repeated) for key, state, error, repeated in rows if key is not None}


async def find_message(session: Session, message_id: int) -> OutboxMessage | None:
    """Return a message by its id."""
    return await session.get(OutboxMessage, message_id)


async def drop_queued_copies(session: Session, *, ticket_id: int, interaction_ids: Collection[int]) -> set[int]:
    """Give up the copies of these interactions that have not left for a customer yet; return the interactions of which there were some."""
    await write_gathered(session)
    statement = (
        update(OutboxMessage)
        .where(
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.interaction_id).in_(interaction_ids),
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.chat_id) > 0,
            col(OutboxMessage.attempts) == 0,
        )
        .values(state=OutboxState.DROPPED, error="withdrawn")
        .returning(col(OutboxMessage.interaction_id))
        .execution_options(synchronize_session=False)
    )
    return {number for number in (await session.execute(statement)).scalars().all() if number is not None}


async def is_being_sent(session: Session, *, ticket_id: int, interaction_ids: Collection[int]) -> bool:
    """Tell whether a copy of one of these interactions is on its way to a customer, or may be."""
    statement = (
        select(col(OutboxMessage.id))
        .where(
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.interaction_id).in_(interaction_ids),
            col(OutboxMessage.state).in_([OutboxState.QUEUED, OutboxState.SENDING]),
            col(OutboxMessage.chat_id) > 0,
        )
        .limit(1)
    )
    return (await session.execute(statement)).first() is not None


async def list_unsettled(session: Session, *, limit: int = 50) -> Sequence[OutboxMessage]:
    """Return messages that failed or are parked, oldest first."""
    statement = (
        select(OutboxMessage)
        .where(UNSETTLED, col(OutboxMessage.state).in_([OutboxState.FAILED, OutboxState.PARKED]))
        .order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def count_unsettled(session: Session) -> int:
    """Return how many messages failed or are parked."""
    statement = (
        select(func.count())
        .select_from(OutboxMessage)
        .where(UNSETTLED, col(OutboxMessage.state).in_([OutboxState.FAILED, OutboxState.PARKED]))
    )
    return int((await session.execute(statement)).scalar_one())


async def queue_depths(session: Session) -> dict[Lane, tuple[int, datetime]]:
    """Return for each lane with something queued how much it is and since when the oldest waits."""
    statement = (
        select(col(OutboxMessage.lane), func.count(), func.min(col(OutboxMessage.created_at)))
        .where(UNSETTLED, col(OutboxMessage.state) == OutboxState.QUEUED)
        .group_by(col(OutboxMessage.lane))
    )
    return {lane: (count, oldest) for lane, count, oldest in (await session.execute(statement)).all()}


async def drop_settled(session: Session, *, before: datetime, limit: int) -> int:
    """Forget messages that were sent or dropped before a moment, but those with a key, which still guard; return how many."""
    settled = (
        select(col(OutboxMessage.id))
        .where(_WITHOUT_KEY, col(OutboxMessage.created_at) < before, col(OutboxMessage.state).in_(SETTLED_STATES))
        .limit(limit)
    )
    result = await session.execute(
        delete(OutboxMessage)
        .where(col(OutboxMessage.id).in_(settled))
        .returning(col(OutboxMessage.id))
        .execution_options(synchronize_session=False)
    )
    return len(result.all())
