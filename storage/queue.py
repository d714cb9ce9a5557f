"""The queue: open tickets as staff look through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, distinct, func, literal_column, select, text
from sqlmodel import col

from storage.customers import Customer
from storage.database import Session
from storage.deadlines import Deadline
from storage.staff import StaffMember
from storage.tickets import OPEN_STATUSES, Ticket

# Written out, because a partial index serves only what says the same as it does.
_IS_OPEN = text("ticket.status <> 'closed'")
_RUNNING = text("deadline.met_at IS NULL AND deadline.paused_at IS NULL")
# A bare column would let the database walk through the promises of all tickets in the order of these.
_TICKET = col(Deadline.ticket_id) + literal_column("0")


@dataclass(frozen=True, slots=True)
class Queuing:
    """An open ticket with the names of its customer and of who has it; None when nobody has."""

    ticket: Ticket
    customer: str
    holder: str | None


async def list_queue(session: Session, *, offset: int, limit: int) -> Sequence[Queuing]:
    """Return open tickets, oldest first."""
    statement = _with_names().where(_IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES)).order_by(col(Ticket.id)).offset(offset).limit(limit)
    return [_queuing(row) for row in (await session.execute(statement)).all()]


async def list_overdue(session: Session, *, at: datetime, offset: int, limit: int) -> Sequence[Queuing]:
    """Return tickets on which a promise is past its deadline, the longest past first."""
    oldest = func.min(col(Deadline.due_at)).label("oldest")
    late = (
        select(_TICKET.label("ticket_id"), oldest)
        .where(_RUNNING, col(Deadline.due_at) <= at)
        .group_by(_TICKET)
        .order_by(oldest, _TICKET)
        .offset(offset)
        .limit(limit)
        .subquery()
    )
    statement = _with_names().join(late, late.c.ticket_id == col(Ticket.id)).order_by(late.c.oldest, col(Ticket.id))
    return [_queuing(row) for row in (await session.execute(statement)).all()]


async def count_overdue(session: Session, *, at: datetime) -> int:
    """Return on how many tickets a promise is past its deadline."""
    statement = select(func.count(distinct(_TICKET))).where(_RUNNING, col(Deadline.due_at) <= at)
    return int((await session.execute(statement)).scalar_one())


def _with_names() -> Select[Ticket, str, str]:
    return (
        select(Ticket, col(Customer.name), col(StaffMember.name))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .outerjoin(StaffMember, col(StaffMember.id) == col(Ticket.assignee_id))
    )


def _queuing(row: Row[Ticket, str, str]) -> Queuing:
    ticket, customer, holder = row
    return Queuing(ticket, customer, holder)
