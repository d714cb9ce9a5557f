"""Runs of scheduled jobs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, delete, func, select
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
    result: JobResult = Field(sa_type=word(JobResult, "result"))  # type: ignore[call-overload]  # an instance is meant
    done_count: int = 0
    error: str | None = None


async def last_runs(session: Session) -> Sequence[JobRun]:
    """Return the newest run of each job, by the job's name."""
    newest = select(col(JobRun.job), func.max(col(JobRun.id)).label("id")).group_by(col(JobRun.job)).subquery()
    statement = select(JobRun).join(newest, col(JobRun.id) == newest.c.id).order_by(col(JobRun.job))
    return (await session.execute(statement)).scalars().all()


async def drop_job_runs(session: Session, *, before: datetime) -> None:
    """Forget runs older than a moment."""
    await session.execute(delete(JobRun).where(col(JobRun.started_at) < before))
