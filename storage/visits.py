"""Follow-up visits: asking a customer some days later how it went, by the bot or by somebody of the staff."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Index, Select, UniqueConstraint, and_, case, delete, func, or_, select, text
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, is_word, word
from storage.database import Session
from storage.padding import padded
from storage.staff import StaffMember
from storage.vocabulary import VisitOutcome, VisitReason, VisitSkip, VisitStatus, VisitWay

NEEDS_STAFF = (VisitOutcome.QUESTION, VisitOutcome.UNHAPPY)
# Written out, because a partial index serves only what says the same as it does.
# Needs a person of the staff and has opened no ticket.
_UNATTENDED = text("outcome IN ('question', 'unhappy') AND ticket_id IS NULL")
# The bot has asked, and nobody has answered.
_UNANSWERED = text("status = 'asked'")
# Somebody of the staff has it to pay, now or later.
_PERSONAL = text("way = 'staff' AND status IN ('planned', 'given')")


class Visit(SQLModel, table=True):
    """One follow-up visit, due at a moment; one for each step of a plan and each ticket or purchase, or one that staff asked for.

    `plan` and `days` name the step; a visit that staff asked for looks back on itself. `planned_for` is when it was due at first, and
    decides the order; `keep_until` is the end of the day on which it is promised. `asked_at` is when the customer saw it last,
    `attempts` how often, `done_at` when what was promised was done. `ticket_id` is the ticket that its answer opened.
    """

    __table_args__ = (
        UniqueConstraint("reason", "subject_id", "plan", "days"),
        Index("ix_visit_status_due_at", "status", "due_at"),
        Index("ix_visit_keep_until", "keep_until"),
        Index("ix_visit_unattended", "answered_at", sqlite_where=_UNATTENDED, postgresql_where=_UNATTENDED),
        Index("ix_visit_unanswered", "asked_at", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
        Index("ix_visit_personal", "due_at", "id", sqlite_where=_PERSONAL, postgresql_where=_PERSONAL),
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
    plan: str = Field(max_length=20)
    days: int
    way: VisitWay = Field(sa_type=word(VisitWay, "way"))
    staff_id: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    planned_for: datetime
    keep_until: datetime
    attempts: int = 0
    done_at: datetime | None = None
    skipped_why: VisitSkip | None = Field(default=None, sa_type=word(VisitSkip, "skipped_why"))
    words: str | None = Field(default=None, max_length=500)
    planned_by: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)


async def lock_visit(session: Session, visit_id: int) -> Visit | None:
    """Return a visit as it is now, and let nobody else change it before this transaction ends."""
    await session.flush()
    return await session.get(Visit, visit_id, with_for_update=True, populate_existing=True)


async def lock_visits_on(session: Session, *, reason: VisitReason, subject_id: int) -> Sequence[Visit]:
    """Return the visits that look back on a ticket or a purchase, in the order of plans and days, for this transaction to change."""
    statement = select(Visit).where(col(Visit.reason) == reason, col(Visit.subject_id) == subject_id)
    return await _locked(session, statement.order_by(col(Visit.plan), col(Visit.days)).limit(1000), skip_locked=False)


async def drop_visits(session: Session, *, visit_ids: Collection[int]) -> None:
    """Forget visits of which nothing has come yet."""
    await session.execute(delete(Visit).where(col(Visit.id).in_(visit_ids)).execution_options(synchronize_session="fetch"))


async def list_due_visits(session: Session, *, at: datetime, after: tuple[datetime, int] | None, limit: int) -> Sequence[Visit]:
    """Return planned visits that are due, in steps: those after a (due_at, id) pair, in order."""
    statement = select(Visit).where(col(Visit.status) == VisitStatus.PLANNED, col(Visit.due_at) <= at)
    if after is not None:
        due_at, visit_id = after
        statement = statement.where((col(Visit.due_at) > due_at) | ((col(Visit.due_at) == due_at) & (col(Visit.id) > visit_id)))
    statement = statement.order_by(col(Visit.due_at), col(Visit.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def lock_visits_around(session: Session, *, customer_ids: Collection[int], at: datetime, seen_since: datetime) -> Sequence[Visit]:
    """Return of these customers the visits that are due, that somebody of the staff has to pay, or that they saw since a moment, for
    this transaction to change.

    A few a customer at most: they are in the order of the days for which they were planned. There are none of a customer while
    somebody else changes one of these: who does not know all of them cannot tell whose turn it is.
    """
    status = col(Visit.status)
    counts = or_(
        and_(status == VisitStatus.PLANNED, col(Visit.due_at) <= at), status == VisitStatus.GIVEN, col(Visit.asked_at) > seen_since
    )
    meant = (col(Visit.customer_id).in_(padded(customer_ids)), counts)
    statement = select(Visit).where(*meant).order_by(col(Visit.planned_for), col(Visit.id)).limit(100_000)
    visits = await _locked(session, statement)
    ours = {visit.id for visit in visits}
    everybodys = (await session.execute(select(col(Visit.id), col(Visit.customer_id)).where(*meant))).all()
    busy = {customer_id for visit_id, customer_id in everybodys if visit_id not in ours}
    return [visit for visit in visits if visit.customer_id not in busy]


async def list_planned_steps(session: Session, *, customer_id: int, reason: VisitReason) -> set[tuple[str, int]]:
    """Return the (plan, days) of the visits that a customer has ahead for this reason."""
    statement = select(col(Visit.plan), col(Visit.days)).where(
        col(Visit.customer_id) == customer_id, col(Visit.reason) == reason, col(Visit.status) == VisitStatus.PLANNED
    )
    return {(plan, days) for plan, days in (await session.execute(statement)).all()}


async def list_moments_ahead(session: Session, *, customer_id: int, until: datetime, but: int) -> Sequence[datetime]:
    """Return when the visits of a customer are due that are planned for a moment or before, but one, in the order of their turn."""
    statement = select(col(Visit.due_at)).where(
        col(Visit.customer_id) == customer_id,
        col(Visit.status) == VisitStatus.PLANNED,
        col(Visit.planned_for) <= until,
        col(Visit.id) != but,
    )
    return (await session.execute(statement.order_by(col(Visit.planned_for), col(Visit.id)).limit(100))).scalars().all()


async def lock_unattended_visits(session: Session, *, answered_before: datetime, limit: int) -> Sequence[Visit]:
    """Return visits whose answer needs a person of the staff and has opened no ticket yet, oldest answer first, for this transaction to
    change; none that somebody else changes just now.
    """
    statement = (
        select(Visit)
        .where(_UNATTENDED, is_word(Visit.status, VisitStatus.ANSWERED), col(Visit.answered_at) < answered_before)
        .order_by(col(Visit.answered_at), col(Visit.id))
        .limit(limit)
    )
    return await _locked(session, statement)


async def find_moments_asked(session: Session, *, since: datetime, customer_ids: Collection[int]) -> dict[int, list[datetime]]:
    """Return when each of these customers was visited since a moment, also for the first time by a visit that was asked again; nobody who
    was not.
    """
    if not customer_ids:
        return {}
    await session.flush()
    first_asked_at = case((col(Visit.attempts) > 0, col(Visit.done_at)))
    statement = select(col(Visit.customer_id), col(Visit.asked_at), first_asked_at).where(
        col(Visit.customer_id).in_(customer_ids), or_(col(Visit.asked_at) > since, first_asked_at > since)
    )
    moments: dict[int, list[datetime]] = {}
    for number, *asked in (await session.execute(statement)).all():
        moments.setdefault(number, []).extend(sorted({at for at in asked if at is not None and at > since}))
    return moments


async def lock_unanswered_visits(session: Session, *, asked_before: datetime, limit: int) -> Sequence[Visit]:
    """Return visits that the bot asked before a moment and that nobody has answered, the oldest first, for this transaction to change;
    none that is being answered just now.
    """
    statement = (
        select(Visit).where(_UNANSWERED, col(Visit.asked_at) <= asked_before).order_by(col(Visit.asked_at), col(Visit.id)).limit(limit)
    )
    return await _locked(session, statement)


async def lock_visits_of_leavers(session: Session, *, at: datetime, limit: int) -> Sequence[Visit]:
    """Return visits that somebody was given who has left the staff, the longest due first, for this transaction to change."""
    statement = (
        select(Visit)
        .join(StaffMember, col(StaffMember.id) == col(Visit.staff_id))
        .where(_PERSONAL, col(Visit.due_at) <= at, col(Visit.status) == VisitStatus.GIVEN, col(StaffMember.removed_at).is_not(None))
        .order_by(col(Visit.due_at), col(Visit.id))
        .limit(limit)
    )
    return await _locked(session, statement)


async def lock_visits_held(session: Session, *, staff_id: int, limit: int) -> Sequence[Visit]:
    """Return the visits that somebody of the staff has to pay, now or later, the longest due first, for this transaction to change."""
    statement = select(Visit).where(_PERSONAL, col(Visit.staff_id) == staff_id).order_by(col(Visit.due_at), col(Visit.id)).limit(limit)
    return await _locked(session, statement, skip_locked=False)


async def find_next_personal_visit(session: Session, *, customer_id: int) -> Visit | None:
    """Return the visit that staff have to pay a customer next: one that is given to somebody before those that are planned."""
    statement = select(Visit).where(col(Visit.customer_id) == customer_id, col(Visit.status).in_((VisitStatus.PLANNED, VisitStatus.GIVEN)))
    ahead = (await session.execute(statement.order_by(col(Visit.due_at), col(Visit.id)).limit(1000))).scalars().all()
    personal = [visit for visit in ahead if visit.way is VisitWay.STAFF]
    return min(personal, key=lambda visit: visit.status is VisitStatus.PLANNED, default=None)


async def lock_visits_given(session: Session, *, due_before: datetime, limit: int) -> Sequence[Visit]:
    """Return visits that staff were given and were due before a moment, the longest due first, for this transaction to change; none that
    somebody reports just now.
    """
    statement = select(Visit).where(*_given(due_before)).order_by(col(Visit.due_at), col(Visit.id))
    return await _locked(session, statement.limit(limit))


async def list_visits_given(session: Session, *, due_before: datetime, limit: int) -> tuple[Sequence[Visit], int]:
    """Return visits that staff were given and were due before a moment, the longest due first, and how many there are in all."""
    meant = _given(due_before)
    count = int((await session.execute(select(func.count()).select_from(Visit).where(*meant))).scalar_one())
    if not count:
        return (), 0
    statement = select(Visit).where(*meant).order_by(col(Visit.due_at), col(Visit.id)).limit(limit)
    return (await session.execute(statement)).scalars().all(), count


async def list_personal_visits(session: Session, *, staff_id: int | None, due_before: datetime, offset: int, limit: int) -> Sequence[Visit]:
    """Return visits that staff have to pay before a moment, the longest due first; with a `staff_id` those of one and of nobody."""
    statement = select(Visit).where(_PERSONAL, col(Visit.due_at) < due_before)
    if staff_id is not None:
        statement = statement.where(or_(col(Visit.staff_id) == staff_id, col(Visit.staff_id).is_(None)))
    return (await session.execute(statement.order_by(col(Visit.due_at), col(Visit.id)).offset(offset).limit(limit))).scalars().all()


async def count_personal_visits(session: Session, *, staff_id: int | None, due_before: datetime) -> int:
    """Return how many visits `list_personal_visits` would return without a limit."""
    statement = select(func.count()).select_from(Visit).where(_PERSONAL, col(Visit.due_at) < due_before)
    if staff_id is not None:
        statement = statement.where(or_(col(Visit.staff_id) == staff_id, col(Visit.staff_id).is_(None)))
    return int((await session.execute(statement)).scalar_one())


async def count_visits_given(session: Session, *, due_before: datetime) -> dict[int, int]:
    """Return for each of the staff who has visits to pay before a moment how many."""
    statement = (
        select(col(Visit.staff_id), func.count())
        .where(_PERSONAL, col(Visit.due_at) < due_before)
        .group_by(col(Visit.staff_id))
        .order_by(col(Visit.staff_id))
        .limit(1000)
    )
    return {staff_id: count for staff_id, count in (await session.execute(statement)).all() if staff_id is not None}


def _given(due_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Visit.status) == VisitStatus.GIVEN, col(Visit.due_at) < due_before


async def _locked(session: Session, statement: Select[Visit], *, skip_locked: bool = True) -> Sequence[Visit]:
    """Lock what a statement selects and return it as it is then. What others have locked is left out, or waited for."""
    await session.flush()
    locking = statement.with_for_update(skip_locked=skip_locked, of=Visit).execution_options(populate_existing=True)
    return (await session.execute(locking)).scalars().all()
