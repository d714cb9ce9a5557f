"""Runs of scheduled jobs, and requests that one be run at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, delete, func, select, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import JobResult


class JobRun(SQLModel, table=True):
    """One run of a job that did something or failed, and the last idle run of each."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_job_started_at", "job", "started_at"),)

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    job: str = Field(max_length=64)
    started_at: datetime
    ended_at: datetime | None = None
    result: JobResult = Field(sa_type=word(JobResult, "result"))
    done_count: int = 0
    error: str | None = None


class JobRequest(SQLModel, table=True):
    """A job is to run at once; the process that keeps the timetable takes it. `requested_by` is None where nobody waits to hear how it went."""

    __tablename__ = "job_request"

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    job: str = Field(max_length=64)
    requested_by: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    requested_at: datetime
    taken_at: datetime | None = Field(default=None, index=True)


async def last_runs(session: Session) -> Sequence[JobRun]:
    """Return the newest run of each job, by the job's name."""
    newest = select(col(JobRun.job), func.max(col(JobRun.id)).label("id")).group_by(col(JobRun.job)).subquery()
    statement = select(JobRun).join(newest, col(JobRun.id) == newest.c.id).order_by(col(JobRun.job))
    return (await session.execute(statement)).scalars().all()


async def find_job_run(session: Session, run_id: int) -> JobRun | None:
    """Return a run."""
    return await session.get(JobRun, run_id)


async def find_last_success(session: Session, *, job: str) -> JobRun | None:
    """Return the newest run of a job that did what it should."""
    statement = (
        select(JobRun)
        .where(col(JobRun.job) == job, col(JobRun.result) == JobResult.DONE)
        .order_by(col(JobRun.started_at).desc(), col(JobRun.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def fail_interrupted_runs(session: Session, *, job: str, at: datetime, error: str) -> None:
    """Let runs of a job that never ended count as failed."""
    await session.execute(
        update(JobRun)
        .where(col(JobRun.job) == job, col(JobRun.result) == JobResult.RUNNING)
        .values(result=JobResult.FAILED, ended_at=at, error=error)
        .execution_options(synchronize_session=False)
    )


async def drop_idle_runs(session: Session, *, job: str, besides: int) -> None:
    """Forget the runs of a job that had nothing to do, but one."""
    await session.execute(
        delete(JobRun)
        .where(col(JobRun.job) == job, col(JobRun.result) == JobResult.DONE, col(JobRun.done_count) == 0, col(JobRun.id) != besides)
        .execution_options(synchronize_session=False)
    )


async def drop_job_runs(session: Session, *, before: datetime) -> None:
    """Forget runs, and requests for runs, older than a moment."""
    await session.execute(delete(JobRun).where(col(JobRun.started_at) < before).execution_options(synchronize_session=False))
    await session.execute(delete(JobRequest).where(col(JobRequest.requested_at) < before).execution_options(synchronize_session=False))


async def list_open_requests(session: Session, *, limit: int = 20) -> Sequence[JobRequest]:
    """Return requests that nobody has taken yet, oldest first."""
    statement = (
        select(JobRequest).where(col(JobRequest.taken_at).is_(None)).order_by(col(JobRequest.requested_at), col(JobRequest.id)).limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def claim_request(session: Session, *, request_id: int, at: datetime) -> bool:
    """Take a request; tell whether it was still there to be taken."""
    statement = (
        update(JobRequest)
        .where(col(JobRequest.id) == request_id, col(JobRequest.taken_at).is_(None))
        .values(taken_at=at)
        .returning(col(JobRequest.id))
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None
