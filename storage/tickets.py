"""Tickets: what needs a person of the staff."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Index, Integer, false, func, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, word
from storage.database import Session
from storage.padding import padded
from storage.vocabulary import Priority, Severity, TicketKind, TicketStatus

OPEN_STATUSES = (TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.ON_HOLD)
DONE_STATUSES = (TicketStatus.SOLVED, TicketStatus.CLOSED)
# Written out, because a partial index serves only what says the same as it does.
_IS_OPEN = text("status <> 'closed'")
_ANSWERED, _DONE = text("first_response_at IS NOT NULL"), text("closed_at IS NOT NULL")
IS_PENDING, IS_SNOOZED, IS_SOLVED = text("status = 'pending'"), text("snoozed_until IS NOT NULL"), text("status = 'solved'")
_WATCHED = text("silence_due_at IS NOT NULL")
_HAS_OLD_TOPIC = text("status = 'closed' AND topic_id IS NOT NULL")
_REVISION: Column[int] = Column("revision", Integer, nullable=False)


class Ticket(SQLModel, table=True):
    """A matter of one customer that staff work on; `revision` makes a concurrent change fail instead of being lost.

    `closed_at` is since when it is solved or closed, `waiting_since` since when it is pending. It is snoozed while there is a
    `snoozed_at`: up to `snoozed_until`, or until the customer writes.
    `team` is the key of the team that it belongs to, None being the main desk; `topic_since` is when it was shown to staff last.
    `silence_due_at` is when it is asked whether the assignee, who got it at `assigned_at`, lets the customer wait too long.
    It is quiet as long as the customer does not know of it: they are told nothing, asked nothing and promised nothing. It is unasked
    until they write on it, and `asked_at` is when they did; what was never unasked they asked when it was opened.
    """

    __table_args__ = (
        Index("ix_ticket_customer_id_status", "customer_id", "status"),
        Index("ix_ticket_topic", "topic_chat_id", "topic_id"),
        Index("ix_ticket_open", "status", "id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_ticket_assignee", "assignee_id", "id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_ticket_silence", "silence_due_at", "id", sqlite_where=_WATCHED, postgresql_where=_WATCHED),
        # What the figures are made of is read from these alone.
        Index("ix_ticket_opened_at_kind", "opened_at", "kind"),
        Index("ix_ticket_first_response", "first_response_at", "opened_at", "asked_at", sqlite_where=_ANSWERED, postgresql_where=_ANSWERED),
        Index("ix_ticket_resolution", "closed_at", "opened_at", sqlite_where=_DONE, postgresql_where=_DONE),
        # What the clock looks for.
        Index("ix_ticket_waiting", "waiting_since", "id", sqlite_where=IS_PENDING, postgresql_where=IS_PENDING),
        Index("ix_ticket_snoozed", "snoozed_until", "id", sqlite_where=IS_SNOOZED, postgresql_where=IS_SNOOZED),
        Index("ix_ticket_solved", "closed_at", "id", sqlite_where=IS_SOLVED, postgresql_where=IS_SOLVED),
        Index("ix_ticket_old_topic", "closed_at", "id", sqlite_where=_HAS_OLD_TOPIC, postgresql_where=_HAS_OLD_TOPIC),
        Index("ix_ticket_open_topic", "topic_chat_id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    number: int = Field(unique=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    kind: TicketKind = Field(sa_type=word(TicketKind, "kind"))
    category: str = Field(max_length=32)
    severity: Severity = Field(sa_type=word(Severity, "severity"))
    status: TicketStatus = Field(sa_type=word(TicketStatus, "status"))
    priority: Priority = Field(default=Priority.NORMAL, sa_type=word(Priority, "priority"), sa_column_kwargs={"server_default": "normal"})
    wish: str | None = None
    assignee_id: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    assigned_at: datetime | None = None
    silence_due_at: datetime | None = None
    reminded_at: datetime | None = None
    previous_ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    topic_chat_id: int | None = Field(default=None, sa_type=BigId)
    topic_id: int | None = Field(default=None, sa_type=BigId)
    topic_since: datetime | None = None
    team: str | None = Field(default=None, max_length=20)
    card_interaction_id: int | None = Field(default=None, sa_type=BigId)
    opened_at: datetime
    due_at: datetime
    first_response_at: datetime | None = None
    last_message_at: datetime
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, sa_type=BigId)
    waiting_since: datetime | None = None
    nudged_at: datetime | None = None
    snoozed_at: datetime | None = None
    snoozed_until: datetime | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    # The oldest message of the customer that no person has answered, and the time in which the next such is to be answered.
    customer_waits_since: datetime | None = None
    next_response_target: timedelta | None = None
    is_quiet: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_unasked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    asked_at: datetime | None = None
    revision: int = Field(default=1, sa_column=_REVISION)

    __mapper_args__ = {"version_id_col": _REVISION}


_AT_HAND = "tickets_of_customers"
_CLOSED_SINCE = "tickets_closed_since"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def load_tickets(session: Session, *, customer_ids: Collection[int], closed_since: datetime) -> None:
    """Keep the tickets of these customers that are open, or were closed since a moment, at hand by one query."""
    at_hand: dict[int, list[Ticket]] = session.info.setdefault(_AT_HAND, {})
    at_hand.update({customer_id: [] for customer_id in customer_ids})
    session.info[_CLOSED_SINCE] = closed_since
    if not customer_ids:
        return
    statement = (
        select(Ticket)
        .where(
            col(Ticket.customer_id).in_(padded(customer_ids)),
            col(Ticket.status).in_(OPEN_STATUSES) | (col(Ticket.closed_at) >= closed_since),
        )
        .order_by(col(Ticket.id))
    )
    for ticket in (await session.execute(statement)).scalars():
        at_hand[ticket.customer_id].append(ticket)


def know_no_tickets(session: Session, *, customer_id: int) -> None:
    """Keep at hand that a new customer has no ticket yet."""
    session.info.setdefault(_AT_HAND, {})[customer_id] = []
    session.info.setdefault(_CLOSED_SINCE, _LONG_AGO)


def forget_tickets_at_hand(session: Session) -> None:
    """Let the database be asked again for tickets."""
    session.info.pop(_AT_HAND, None)


def keep_ticket(session: Session, ticket: Ticket) -> None:
    """Add a new ticket, or keep a reopened one at hand again."""
    session.add(ticket)
    at_hand: dict[int, list[Ticket]] = session.info.setdefault(_AT_HAND, {})
    if ticket.customer_id in at_hand and ticket not in at_hand[ticket.customer_id]:
        at_hand[ticket.customer_id].append(ticket)


async def open_tickets_of(session: Session, *, customer_id: int) -> list[Ticket]:
    """Return a customer's tickets that are not closed, the one spoken on last first."""
    at_hand: dict[int, list[Ticket]] = session.info.setdefault(_AT_HAND, {})
    if customer_id in at_hand:
        tickets = [ticket for ticket in at_hand[customer_id] if ticket.status in OPEN_STATUSES]
    else:
        tickets = list(await find_open_tickets(session, customer_ids=[customer_id]))
    return sorted(tickets, key=lambda ticket: (ticket.last_message_at, ticket.id), reverse=True)


async def known_open_tickets_of(session: Session, *, customer_id: int) -> list[Ticket]:
    """Return those of a customer's tickets that are not closed of which the customer knows, the one spoken on last first."""
    return [ticket for ticket in await open_tickets_of(session, customer_id=customer_id) if not ticket.is_quiet]


async def find_lately_closed_ticket(session: Session, *, customer_id: int, since: datetime) -> Ticket | None:
    """Return the ticket of a customer that was closed last, and not before a moment; none of which the customer does not know."""
    at_hand: dict[int, list[Ticket]] = session.info.get(_AT_HAND, {})
    if customer_id in at_hand and session.info[_CLOSED_SINCE] <= since:
        closed = [
            ticket
            for ticket in at_hand[customer_id]
            if ticket.closed_at is not None and ticket.closed_at >= since and ticket.merged_into_id is None and not ticket.is_quiet
        ]
        return max(closed, key=lambda ticket: (ticket.closed_at, ticket.id), default=None)
    last = await find_last_closed_ticket(session, customer_id=customer_id, is_known=True)
    return last if last is not None and last.closed_at is not None and last.closed_at >= since else None


async def get_ticket(session: Session, ticket_id: int) -> Ticket:
    """Return a ticket; raise LookupError when there is none with this id."""
    ticket = await session.get(Ticket, ticket_id)
    if ticket is None:
        raise LookupError(f"no ticket {ticket_id}")
    return ticket


async def find_tickets(session: Session, *, ticket_ids: Collection[int]) -> dict[int, Ticket]:
    """Return the tickets with these ids, by id."""
    if not ticket_ids:
        return {}
    statement = select(Ticket).where(col(Ticket.id).in_(ticket_ids)).order_by(col(Ticket.id))
    return {ticket.id: ticket for ticket in (await session.execute(statement)).scalars().all()}


async def find_ticket_by_number(session: Session, number: int) -> Ticket | None:
    """Return the ticket with this number."""
    return (await session.execute(select(Ticket).where(col(Ticket.number) == number))).scalar_one_or_none()


async def find_ticket_of_topic(session: Session, *, chat_id: int, topic_id: int) -> Ticket | None:
    """Return the ticket whose topic this is."""
    statement = select(Ticket).where(col(Ticket.topic_chat_id) == chat_id, col(Ticket.topic_id) == topic_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def find_open_tickets(session: Session, *, customer_ids: Collection[int]) -> Sequence[Ticket]:
    """Return the tickets of these customers that are not closed, the one spoken on last first."""
    if not customer_ids:
        return ()
    statement = (
        select(Ticket)
        .where(col(Ticket.customer_id).in_(customer_ids), col(Ticket.status).in_(OPEN_STATUSES))
        .order_by(col(Ticket.last_message_at).desc(), col(Ticket.id).desc())
    )
    return (await session.execute(statement)).scalars().all()


async def find_last_closed_ticket(session: Session, *, customer_id: int, is_known: bool = False) -> Ticket | None:
    """Return the ticket of a customer that was closed last; with `is_known` of those of which the customer knows."""
    statement = select(Ticket).where(
        col(Ticket.customer_id) == customer_id, col(Ticket.status).in_(DONE_STATUSES), col(Ticket.merged_into_id).is_(None)
    )
    if is_known:
        statement = statement.where(col(Ticket.is_quiet).is_(False))
    statement = statement.order_by(col(Ticket.closed_at).desc(), col(Ticket.id).desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def list_tickets(session: Session, *, customer_id: int, limit: int = 20, is_known: bool = False) -> Sequence[Ticket]:
    """Return a customer's tickets, newest first; with `is_known` only those of which the customer knows."""
    statement = select(Ticket).where(col(Ticket.customer_id) == customer_id)
    if is_known:
        statement = statement.where(col(Ticket.is_quiet).is_(False))
    statement = statement.order_by(col(Ticket.opened_at).desc(), col(Ticket.id).desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def list_open_tickets(session: Session, *, after_id: int = 0, limit: int = 500) -> Sequence[Ticket]:
    """Return open tickets in steps: ids above `after_id`, in order."""
    statement = (
        select(Ticket)
        .where(_IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES), col(Ticket.id) > after_id)
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def count_open_tickets(session: Session) -> int:
    """Return how many tickets are not closed."""
    statement = select(func.count()).select_from(Ticket).where(_IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES))
    return int((await session.execute(statement)).scalar_one())


async def count_tickets_of(session: Session, *, customer_id: int) -> int:
    """Return how many tickets a customer ever had."""
    statement = select(func.count()).select_from(Ticket).where(col(Ticket.customer_id) == customer_id)
    return int((await session.execute(statement)).scalar_one())


async def move_topics(session: Session, *, old_chat_id: int, new_chat_id: int) -> None:
    """Let the topics of a group belong to the group that it became."""
    await session.execute(
        update(Ticket)
        .where(col(Ticket.topic_chat_id) == old_chat_id)
        .values(topic_chat_id=new_chat_id)
        .execution_options(synchronize_session=False)
    )


async def forget_topics_elsewhere(session: Session, *, chat_ids: Collection[int]) -> None:
    """Let closed tickets forget their topics in other groups than these; one that is reopened is shown anew."""
    await session.execute(
        update(Ticket)
        .where(col(Ticket.status).in_(DONE_STATUSES), col(Ticket.topic_chat_id).not_in(chat_ids))
        .values(topic_chat_id=None, topic_id=None, card_interaction_id=None)
        .execution_options(synchronize_session=False)
    )


async def find_ticket(session: Session, ticket_id: int) -> Ticket | None:
    """Return the ticket with this id."""
    return await session.get(Ticket, ticket_id)


async def list_tickets_with_old_topic(session: Session, *, closed_before: datetime, chat_id: int, limit: int) -> Sequence[Ticket]:
    """Return tickets that were closed before a moment and still have a topic, not made since then, in this group; longest closed first."""
    statement = select(Ticket).where(
        _HAS_OLD_TOPIC,
        col(Ticket.closed_at) <= closed_before,
        col(Ticket.topic_since).is_(None) | (col(Ticket.topic_since) <= closed_before),
        col(Ticket.topic_chat_id) == chat_id,
    )
    return (await session.execute(statement.order_by(col(Ticket.closed_at), col(Ticket.id)).limit(limit))).scalars().all()
