"""Points: writes off what has expired."""

from datetime import UTC, datetime, timedelta

from crm.business import Business
from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.points import expire_points
from crm.steps import Step
from jobs.stepping import Clock, in_steps
from storage.database import Database, Session
from storage.job_runs import find_last_success
from storage.vocabulary import JobName

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
# Looks back behind the last run that went well, in case a clock was set.
_OVERLAP = timedelta(days=2)


async def write_off_expired_points(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Write off the points that have expired since the last run that went well; return of how many customers."""
    async with database.read() as session:
        last = await find_last_success(session, job=JobName.POINTS_EXPIRY)
    since = last.started_at - _OVERLAP if last else _EVER

    async def take_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await expire_points(session, after_id=after_id, since=since, at=at)

    return await in_steps(take_step, database=database, now=now, make_tell=make_tell)
