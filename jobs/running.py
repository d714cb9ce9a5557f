"""Running: one run of a job, with a row that tells how it went; never two runs of a job at once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable
from datetime import datetime

import structlog

from crm.business import Business
from crm.deliveries import MakeTell
from jobs.catalogue import Job
from jobs.stepping import Clock
from storage.database import DATABASE_ERRORS, Database, is_collision, is_unavailable
from storage.job_runs import JobRun, drop_idle_runs, fail_interrupted_runs, find_job_run
from storage.vocabulary import JobName, JobResult

log = structlog.get_logger(__name__)

INTERRUPTED = "interrupted"
UNAVAILABLE = "database unavailable"
MOST_COLLISIONS = 3
_LONGEST_ERROR = 500


class Runner:
    """Runs jobs and keeps their books."""

    def __init__(self, *, database: Database, business: Business, now: Clock, make_tell: MakeTell) -> None:
        self._database = database
        self._business = business
        self._now = now
        self._make_tell = make_tell
        self._locks: defaultdict[JobName, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._counts: Counter[tuple[JobName, JobResult]] = Counter()

    def is_running(self, name: JobName) -> bool:
        """Tell whether a job runs at the moment."""
        return self._locks[name].locked()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return for each job that ran how many runs went well and how many failed."""
        return {name.value: (self._counts[name, JobResult.DONE], self._counts[name, JobResult.FAILED]) for name, _ in sorted(self._counts)}

    async def run(self, job: Job) -> JobRun:
        """Run a job, after the run that goes on when there is one, and return how it went. Never raises what the job meets."""
        async with self._locks[job.name]:
            run = JobRun(job=job.name.value, started_at=self._now(), result=JobResult.RUNNING)
            try:
                await self._begin(run)
                count = await self._run_past_collisions(job)
                await self._end(run, result=JobResult.DONE, count=count)
            except Exception as error:  # one run that fails must not stop the timetable
                if is_unavailable(error):
                    log.warning("job.database_unavailable", job=job.name.value, error=type(error).__name__)
                else:
                    log.exception("job.failed", job=job.name.value)
                await self._end_failed(run, error)
            self._counts[job.name, run.result] += 1
            return run

    async def _run_past_collisions(self, job: Job) -> int:
        """Run a job, again from its beginning when another transaction was in its way: what it has done is not due any more."""
        for _ in range(MOST_COLLISIONS):
            try:
                return await job.run(self._database, self._business, self._now, self._make_tell)
            except DATABASE_ERRORS as error:
                if not is_collision(error):
                    raise
                log.warning("job.collided", job=job.name.value)
        return await job.run(self._database, self._business, self._now, self._make_tell)

    async def _begin(self, run: JobRun) -> None:
        async with self._database.begin() as session:
            await fail_interrupted_runs(session, job=run.job, at=run.started_at, error=INTERRUPTED)
            session.add(run)

    async def _end(self, run: JobRun, *, result: JobResult, count: int = 0, error: str | None = None) -> None:
        ended_at = self._now()
        async with self._database.begin() as session:
            stored = await find_job_run(session, run.id)
            if stored is None:
                stored = JobRun(id=run.id, job=run.job, started_at=run.started_at, result=result)
                session.add(stored)
            _write(stored, result, count, error, ended_at)
            if result is JobResult.DONE and count == 0:
                await drop_idle_runs(session, job=run.job, besides=run.id)
        _write(run, result, count, error, ended_at)

    async def _end_failed(self, run: JobRun, problem: Exception) -> None:
        words = UNAVAILABLE if is_unavailable(problem) else _first_line(problem)
        try:
            await self._end(run, result=JobResult.FAILED, error=words)
        except Exception as error:  # the row stays as it is and counts as interrupted at the next run
            log.warning("job.not_recorded", job=run.job, error=type(error).__name__)
            _write(run, JobResult.FAILED, 0, words, self._now())


async def survive(work: Awaitable[int]) -> int:
    """Do a piece of the timetable's own work and return how much it did; what it meets is logged, and tried again at the next tick."""
    try:
        return await work
    except Exception as error:
        if is_unavailable(error):
            log.warning("timetable.database_unavailable", error=type(error).__name__)
        else:
            log.exception("timetable.failed")
        return 0


def _write(run: JobRun, result: JobResult, count: int, error: str | None, ended_at: datetime) -> None:
    run.result, run.done_count, run.error, run.ended_at = result, count, error, ended_at


def _first_line(error: Exception) -> str:
    # Further lines of a database error show the values of the row, which may be a customer's words.
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}"[:_LONGEST_ERROR] if lines else type(error).__name__
