"""Follow-up visits: asking a customer some days later how it went."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, select, text
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import VisitOutcome, VisitReason, VisitStatus

NEEDS_STAFF = (VisitOutcome.QUESTION, VisitOutcome.UNHAPPY)
# Needs a person of the staff and has opened no ticket; written out, because a partial index serves only what says the same as it does.
_UNATTENDED = text("outcome IN ('question', 'unhappy') AND ticket_id IS NULL")


class Visit(SQLModel, table=True):
    """One follow-up visit, due at a moment; one for each ticket or purchase. `ticket_id` is the ticket that its answer opened."""

    __table_args__ = (
        UniqueConstraint("reason", "subject_id"),
        Index("ix_visit_status_due_at", "status", "due_at"),
        Index("ix_visit_unattended", "answered_at", sqlite_where=_UNATTENDED, postgresql_where=_UNATTENDED),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    reason: VisitReason = Field(sa_type=word(VisitReason, "reason"))
    subject_id: int = Field(sa_type=BigId)
    status: VisitStatus = Field(sa_type=word(VisitStatus, "status"))
    outcome: VisitOutcome | None = Field(default=None, sa_type=word(VisitOutcome, "outcome"))
    due_at: datetime
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)


async def find_visit(session: Session, visit_id: int) -> Visit | None:
    """Return a visit."""
    return await session.get(Visit, visit_id)


async def find_visit_on(session: Session, *, reason: VisitReason, subject_id: int) -> Visit | None:
    """Return the visit that looks back on a ticket or a purchase."""
    statement = select(Visit).where(col(Visit.reason) == reason, col(Visit.subject_id) == subject_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def list_due_visits(session: Session, *, at: datetime, after: tuple[datetime, int] | None, limit: int) -> Sequence[Visit]:
    """Return planned visits that are due, in steps: those after a (due_at, id) pair, in order."""
    statement = select(Visit).where(col(Visit.status) == VisitStatus.PLANNED, col(Visit.due_at) <= at)
    if after is not None:
        due_at, visit_id = after
        statement = statement.where((col(Visit.due_at) > due_at) | ((col(Visit.due_at) == due_at) & (col(Visit.id) > visit_id)))
    statement = statement.order_by(col(Visit.due_at), col(Visit.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def find_planned_visit(session: Session, *, customer_id: int, reason: VisitReason) -> Visit | None:
    """Return the next visit planned for a customer for this reason."""
    statement = (
        select(Visit)
        .where(col(Visit.customer_id) == customer_id, col(Visit.reason) == reason, col(Visit.status) == VisitStatus.PLANNED)
        .order_by(col(Visit.due_at), col(Visit.id))
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def list_unattended_visits(session: Session, *, answered_before: datetime, limit: int) -> Sequence[Visit]:
    """Return visits whose answer needs a person of the staff and has opened no ticket yet, oldest answer first."""
    statement = (
        select(Visit)
        .where(_UNATTENDED, col(Visit.status) == VisitStatus.ANSWERED, col(Visit.answered_at) < answered_before)
        .order_by(col(Visit.answered_at), col(Visit.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def find_moments_asked(session: Session, *, since: datetime, customer_ids: Collection[int]) -> dict[int, list[datetime]]:
    """Return when each of these customers was visited since a moment; nobody who was not."""
    if not customer_ids:
        return {}
    await session.flush()
    statement = select(col(Visit.customer_id), col(Visit.asked_at)).where(
        col(Visit.customer_id).in_(customer_ids), col(Visit.asked_at) > since
    )
    moments: dict[int, list[datetime]] = {}
    for number, asked_at in (await session.execute(statement)).all():
        if asked_at is not None:
            moments.setdefault(number, []).append(asked_at)
    return moments
