"""The timetable: lets each job run at its cadence, and at once when an owner asks for it."""

import asyncio
import contextlib
from collections.abc import Coroutine
from datetime import UTC
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from crm.business import Business
from crm.deliveries import MakeTell
from crm.jobs import report_job
from jobs.catalogue import Job, RetryUpdates, build_catalogue
from jobs.running import Runner, survive
from jobs.stepping import Clock
from storage.database import Database
from storage.job_runs import JobRequest, JobRun, claim_request, list_open_requests
from storage.vocabulary import JobName, JobResult

NOT_HERE = "not available"
REQUEST_SECONDS = 1
END_SECONDS = 3.0
_GRACE_SECONDS = 3600


class Timetable:
    """Keeps the hours of the desk while it is started. What is due stands in rows: a tick that is missed loses nothing."""

    def __init__(
        self, *, database: Database, business: Business, now: Clock, make_tell: MakeTell, retry_updates: RetryUpdates | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._make_tell = make_tell
        self._runner = Runner(database=database, business=business, now=now, make_tell=make_tell)
        self._jobs: dict[JobName, Job] = {job.name: job for job in build_catalogue(retry_updates=retry_updates)}
        self._scheduler: AsyncIOScheduler | None = None
        self._at_work: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin to keep the hours: every job that has a cadence runs at once, and then at its cadence."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        settings = {"misfire_grace_time": _GRACE_SECONDS, "coalesce": True, "max_instances": 1}
        for job in self._jobs.values():
            if job.every is not None:
                scheduler.add_job(self._tick, "interval", args=[job], seconds=job.every.total_seconds(), id=job.name.value, **settings)
        scheduler.add_job(self._serve_requests, "interval", seconds=REQUEST_SECONDS, id="requests", **settings)
        scheduler.start()
        self._scheduler = scheduler
        self._work(self.run_all_now())

    async def stop(self) -> None:
        """Start nothing more; what runs is given a little time to end."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=END_SECONDS)
        for task in list(self._at_work):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def run_now(self, name: JobName | str) -> JobRun:
        """Run a job now and return how it went. Raises LookupError for a job that this desk does not have."""
        job = self._jobs.get(JobName(name)) if name in set(JobName) else None
        if job is None:
            raise LookupError(name)
        return await self._runner.run(job)

    async def run_all_now(self) -> list[JobRun]:
        """Run every job that has a cadence, one after another, and return how they went."""
        return [await self._runner.run(job) for job in self._jobs.values() if job.every is not None]

    def run_counts(self) -> dict[str, tuple[int, int]]:
        """Return for each job that ran since the program began how many runs went well and how many failed."""
        return self._runner.counts()

    async def serve_requests(self) -> int:
        """Run the jobs that owners asked for and tell them how it went; return how many."""
        async with self._database.read() as session:
            waiting = await list_open_requests(session)
        served = 0
        for request in waiting:
            async with self._database.begin() as session:
                is_ours = await claim_request(session, request_id=request.id, at=self._now())
            if is_ours:
                await self._serve(request)
                served += 1
        return served

    async def _serve(self, request: JobRequest) -> None:
        at = self._now()
        if request.job in self._jobs:
            run = await self.run_now(request.job)
        else:
            run = JobRun(job=request.job, started_at=at, ended_at=at, result=JobResult.FAILED, error=NOT_HERE)
        async with self._database.begin() as session:
            await report_job(session, run=run, requested_by=request.requested_by, tell=self._make_tell(session, at))

    async def _tick(self, job: Job) -> None:
        if not self._runner.is_running(job.name):
            await self._work(self._runner.run(job))

    async def _serve_requests(self) -> None:
        await self._work(survive(self.serve_requests()))

    def _work(self, work: Coroutine[Any, Any, Any]) -> asyncio.Future[Any]:
        # The scheduler cancels what it waits for when it is shut down; a run must not end in the middle of a step.
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return asyncio.shield(task)
