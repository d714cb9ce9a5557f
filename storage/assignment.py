"""Assignment: who has which tickets, which wait for somebody, and handovers of everything that somebody has."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, func, select, text
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session
from storage.gathering import write_gathered
from storage.interactions import Interaction
from storage.tickets import OPEN_STATUSES, Ticket
from storage.vocabulary import Author, Direction, InteractionKind, TicketStatus

# Written out, because a partial index serves only what says the same as it does.
_IS_OPEN, _UNDER_WAY = text("ticket.status <> 'closed'"), text("ended_at IS NULL")


class Handover(SQLModel, table=True):
    """Everything open that one staff member has goes to another, in steps until `ended_at`: so many tickets and visits by now."""

    __table_args__ = (Index("ix_handover_under_way", "id", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),)

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    from_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    to_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    by_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    at: datetime
    moved_count: int = 0
    visit_count: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    ended_at: datetime | None = None


async def get_handover(session: Session, handover_id: int) -> Handover:
    """Return a handover; raise LookupError when there is none with this id."""
    handover = await session.get(Handover, handover_id)
    if handover is None:
        raise LookupError(f"no handover {handover_id}")
    return handover


async def list_handovers_under_way(session: Session, *, limit: int = 100) -> Sequence[Handover]:
    """Return the handovers that have not ended, oldest first."""
    statement = select(Handover).where(_UNDER_WAY).order_by(col(Handover.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def list_tickets_held(session: Session, *, staff_id: int, given_at: datetime | None = None, limit: int) -> Sequence[Ticket]:
    """Return the open tickets that somebody has, oldest first; only those got at one moment when it is named."""
    statement = (
        select(Ticket)
        .where(_IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES), col(Ticket.assignee_id) == staff_id)
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    if given_at is not None:
        statement = statement.where(col(Ticket.assigned_at) == given_at)
    return (await session.execute(statement)).scalars().all()


async def count_tickets_held(session: Session, *, staff_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """Return for each of these staff members who has open tickets how many, and when the oldest was opened."""
    statement = (
        select(col(Ticket.assignee_id), func.count(), func.min(col(Ticket.opened_at)))
        .where(_IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES), col(Ticket.assignee_id).in_(staff_ids))
        .group_by(col(Ticket.assignee_id))
    )
    rows = (await session.execute(statement)).all()
    return {staff_id: (count, oldest) for staff_id, count, oldest in rows if staff_id is not None}


async def list_tickets_of_nobody(session: Session, *, after_id: int = 0, limit: int) -> Sequence[Ticket]:
    """Return new tickets that nobody has or ever had, in steps: ids above `after_id`, in order."""
    is_untouched = col(Ticket.assignee_id).is_(None) & col(Ticket.assigned_at).is_(None)
    statement = (
        select(Ticket)
        .where(_IS_OPEN, col(Ticket.status) == TicketStatus.NEW, is_untouched, col(Ticket.id) > after_id)
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def list_silent_tickets(session: Session, *, at: datetime, limit: int) -> Sequence[Ticket]:
    """Return tickets whose silence is due, the longest due first."""
    due = col(Ticket.silence_due_at)
    statement = select(Ticket).where(due <= at).order_by(due, col(Ticket.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def has_customer_spoken_last(session: Session, *, ticket_id: int) -> bool:
    """Tell whether the last words on a ticket are the customer's."""
    await write_gathered(session)
    statement = (
        select(col(Interaction.author))
        .where(
            col(Interaction.ticket_id) == ticket_id,
            col(Interaction.kind) != InteractionKind.SYSTEM,
            col(Interaction.author).in_((Author.CUSTOMER, Author.STAFF)),
            col(Interaction.direction) != Direction.INTERNAL,
        )
        .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none() is Author.CUSTOMER
