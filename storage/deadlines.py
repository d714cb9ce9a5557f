"""Deadlines: what is promised on tickets, until when, and whether it was kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Index, select, text
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import DeadlineKind

# Written out, because a partial index serves only what says the same as it does.
_TO_LOOK_AT = text("look_at IS NOT NULL")
_UNMET = text("met_at IS NULL")
_RUNNING = text("met_at IS NULL AND paused_at IS NULL")


class Deadline(SQLModel, table=True):
    """One promise on a ticket: `target` of working time from `started_at` on, so until `due_at`.

    While its clock stands, `paused_at` and `time_left` are set and `due_at` says nothing. `look_at` is when the clock must look at it
    next: when half of the time is left, a fifth (then staff are warned), nothing (then it is broken).
    """

    __table_args__ = (
        CheckConstraint("(paused_at IS NULL) = (time_left IS NULL)", name="paused_whole"),
        Index("ix_deadline_ticket_id", "ticket_id"),
        Index("ix_deadline_look_at", "look_at", "id", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
        Index("ix_deadline_running", "due_at", "ticket_id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_deadline_unmet", "ticket_id", "kind", unique=True, sqlite_where=_UNMET, postgresql_where=_UNMET),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=BigId)
    kind: DeadlineKind = Field(sa_type=word(DeadlineKind, "kind"))
    target: timedelta
    started_at: datetime
    due_at: datetime
    look_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    paused_at: datetime | None = None
    time_left: timedelta | None = None


async def list_unmet_deadlines(session: Session, *, ticket_ids: Collection[int]) -> Sequence[Deadline]:
    """Return the promises on these tickets that are neither kept nor ended, the one that is due first first; each kind once a ticket."""
    statement = select(Deadline).where(_UNMET, col(Deadline.ticket_id).in_(ticket_ids)).order_by(col(Deadline.due_at), col(Deadline.id))
    found = (await session.execute(statement)).scalars().all()
    return [deadline for deadline in found if deadline.met_at is None]  # one that was met a moment ago may not be written yet


async def find_last_deadline(session: Session, *, ticket_id: int, kind: DeadlineKind) -> Deadline | None:
    """Return the newest promise of a kind on a ticket, kept or not."""
    statement = (
        select(Deadline)
        .where(col(Deadline.ticket_id) == ticket_id, col(Deadline.kind) == kind)
        .order_by(col(Deadline.started_at).desc(), col(Deadline.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def claim_deadlines_to_look_at(session: Session, *, until: datetime, after_id: int, limit: int) -> Sequence[Deadline]:
    """Return promises that the clock must look at by now, in steps: ids above `after_id`, in order. Nobody else may change them meanwhile."""
    number = col(Deadline.id) + 0  # a bare column would let the database walk through all promises, because they are wanted in order
    statement = (
        select(Deadline)
        .where(_TO_LOOK_AT, col(Deadline.look_at) <= until, number > after_id)
        .order_by(number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalars().all()
