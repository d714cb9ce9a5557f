"""Points: writes off what has expired."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from crm.business import Business
from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.points import expire_points, find_expired_points
from crm.steps import Ahead, Found
from jobs.stepping import Clock, find_and_act, is_first_in
from storage.database import Database, Session
from storage.job_runs import JobRun, find_last_success
from storage.vocabulary import JobName

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
# Looks back behind the last run that went well, in case a clock was set: far a few times a day, else a little.
_OVERLAP, _LITTLE_OVERLAP = timedelta(days=2), timedelta(hours=2)
_OVERLAP_EVERY = timedelta(hours=8)


async def write_off_expired_points(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Write off the points that have expired since the last run that went well; return of how many customers."""
    async with database.read() as session:
        last = await find_last_success(session, job=JobName.POINTS_EXPIRY)
    since = _since(last, now())
    ahead = Ahead()

    async def find(session: Session, after_id: int, at: datetime) -> Found:
        return await find_expired_points(session, after_id=after_id, since=since, at=at, ahead=ahead)

    async def write_off(session: Session, customer_ids: Sequence[int], at: datetime, tell: Tell) -> int:
        return (await expire_points(session, customer_ids=customer_ids, since=since, at=at)).done

    return await find_and_act(find, write_off, database=database, now=now, make_tell=make_tell)


def _since(last: JobRun | None, at: datetime) -> datetime:
    if last is None:
        return _EVER
    return last.started_at - (_OVERLAP if is_first_in(_OVERLAP_EVERY, at, after=last.started_at) else _LITTLE_OVERLAP)
