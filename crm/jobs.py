"""Jobs: what the clock does for the desk, how often, how it went, and running one at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.notices import Notice, Tell
from storage.database import Session
from storage.job_runs import JobRequest, JobRun, last_runs
from storage.staff import StaffMember, find_staff_by_id
from storage.vocabulary import JobName

# None: only when somebody asks for it.
CADENCES: Mapping[JobName, timedelta | None] = {
    JobName.DEADLINES: timedelta(minutes=1),
    JobName.SURVEYS: timedelta(minutes=1),
    JobName.VISITS: timedelta(minutes=1),
    JobName.BIRTHDAY_GREETINGS: timedelta(minutes=5),
    JobName.REMINDERS: timedelta(minutes=5),
    JobName.POINTS_EXPIRY: timedelta(hours=1),
    JobName.HOUSEKEEPING: timedelta(hours=6),
    JobName.WAITING_TICKETS: timedelta(minutes=1),
    JobName.ASSIGNMENT: timedelta(minutes=1),
    JobName.OLD_TOPICS: timedelta(minutes=1),
    JobName.CAMPAIGNS: timedelta(minutes=1),
    JobName.WIN_BACK: timedelta(hours=8),
    JobName.FAILED_UPDATES: None,
}


@dataclass(frozen=True)
class JobStanding:
    """How a job stands: its last run, and about when the next begins; None when it never ran, or runs on demand only."""

    name: JobName
    last: JobRun | None
    next_at: datetime | None


@dataclass(frozen=True)
class JobReported(Notice):
    """A job that somebody asked for has run."""

    run: JobRun
    to: StaffMember


async def job_standings(session: Session, *, at: datetime) -> list[JobStanding]:
    """Return how each job stands."""
    runs = {run.job: run for run in await last_runs(session)}
    return [JobStanding(name, runs.get(name), _next_at(runs.get(name), every, at)) for name, every in CADENCES.items()]


async def request_job(session: Session, *, job: JobName, by: StaffMember, at: datetime) -> JobRequest:
    """Let a job run at once for somebody who is told how it went; whoever keeps the timetable takes the request within seconds."""
    request = JobRequest(job=job, requested_by=by.id, requested_at=at)
    session.add(request)
    note_act(session, act="job.requested", by=by, at=at, before={}, after={"job": job})
    await session.flush()
    return request


async def wake_job(session: Session, *, job: JobName, at: datetime) -> None:
    """Let a job see at once what has changed, instead of at its next run; nobody is told how that run went."""
    session.add(JobRequest(job=job, requested_at=at))
    await session.flush()


async def report_job(session: Session, *, run: JobRun, requested_by: int | None, tell: Tell) -> None:
    """Tell whoever asked for a run how it went, if somebody did who has not left the desk."""
    member = None if requested_by is None else await find_staff_by_id(session, requested_by)
    if member is not None and member.removed_at is None:
        await tell(JobReported(run, member))


def _next_at(last: JobRun | None, every: timedelta | None, at: datetime) -> datetime | None:
    return None if last is None or every is None else max(at, last.started_at + every)
