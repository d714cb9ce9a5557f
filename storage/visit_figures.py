"""Figures of follow-up visits: how many of those due were paid in time, and why others were skipped."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import col

from storage.database import Session
from storage.visits import Visit
from storage.vocabulary import VisitSkip, VisitWay

# What is promised for today is over within a day, wherever the customer lives.
_ONE_DAY = timedelta(days=1)


async def count_kept_visits(session: Session, *, since: datetime, at: datetime) -> dict[tuple[VisitWay, int | None], tuple[int, int]]:
    """Return by the way and who had them how many visits were due on days that ended since a moment, and how many were done in time.

    Those of a day that has not ended count when they are done. What was skipped for being too late was due, what was skipped for
    another reason was not.
    """
    is_over = or_(col(Visit.keep_until) <= at, col(Visit.done_at).is_not(None))
    was_due = or_(col(Visit.skipped_why).is_(None), col(Visit.skipped_why) == VisitSkip.TOO_LATE)
    in_time = case((col(Visit.done_at) <= col(Visit.keep_until), 1), else_=0)
    statement = (
        select(col(Visit.way), col(Visit.staff_id), func.count(), func.sum(in_time))
        .where(and_(col(Visit.keep_until) > since, col(Visit.keep_until) <= at + _ONE_DAY), is_over, was_due)
        .group_by(col(Visit.way), col(Visit.staff_id))
        .order_by(col(Visit.way), col(Visit.staff_id))
        .limit(1000)
    )
    return {(way, staff_id): (due, int(kept)) for way, staff_id, due, kept in (await session.execute(statement)).all()}


async def count_skipped_visits(session: Session, *, since: datetime, at: datetime) -> dict[VisitSkip, int]:
    """Return for which reason how many visits were skipped that were due on days that ended between two moments."""
    statement = (
        select(col(Visit.skipped_why), func.count())
        .where(col(Visit.keep_until) > since, col(Visit.keep_until) <= at + _ONE_DAY, col(Visit.skipped_why).is_not(None))
        .group_by(col(Visit.skipped_why))
        .order_by(col(Visit.skipped_why))
        .limit(len(VisitSkip))
    )
    return {why: count for why, count in (await session.execute(statement)).all() if why is not None}
