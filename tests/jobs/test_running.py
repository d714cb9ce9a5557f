"""Running: every run leaves its trace, failures stay where they are, and no two runs of a job overlap."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col
from structlog.testing import capture_logs

from crm.business import Business
from crm.deliveries import MakeTell
from jobs.catalogue import Job
from jobs.running import INTERRUPTED, UNAVAILABLE, Runner, survive
from jobs.stepping import Clock
from storage.database import Database, Session
from storage.job_runs import JobRun
from storage.purchases import Purchase
from storage.vocabulary import JobName, JobResult
from tests.scene import Scene


def runner_of(scene: Scene) -> Runner:
    """Return a runner on the scene."""
    return Runner(database=scene.database, business=scene.business, now=scene.now, make_tell=scene.make_tell)


def job_that(do: Callable[[], Coroutine[Any, Any, int]], name: JobName = JobName.VISITS) -> Job:
    """Return a job that does this."""

    async def run(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
        return await do()

    return Job(name, None, run)


def doing(*counts: int) -> Callable[[], Coroutine[Any, Any, int]]:
    """Return work that does so much, run after run."""
    remaining = iter(counts)

    async def do() -> int:
        return next(remaining)

    return do


async def test_a_run_is_recorded_with_what_it_did(scene: Scene) -> None:
    async def do() -> int:
        [running] = await scene.rows(JobRun)
        assert running.result is JobResult.RUNNING
        scene.later(minutes=1)
        return 3

    started_at = scene.at
    run = await runner_of(scene).run(job_that(do))
    [stored] = await scene.rows(JobRun)
    assert (stored.job, stored.result, stored.done_count, stored.error) == ("visits", JobResult.DONE, 3, None)
    assert (stored.started_at, stored.ended_at) == (started_at, scene.at)
    assert (run.id, run.result, run.done_count) == (stored.id, JobResult.DONE, 3)


async def test_of_runs_with_nothing_to_do_only_the_last_is_kept(scene: Scene) -> None:
    runner, job = runner_of(scene), job_that(doing(0, 0, 2, 0, 0))
    for _ in range(5):
        await runner.run(job)
        scene.later(minutes=1)
    await runner.run(job_that(doing(0), JobName.REMINDERS))
    assert [(run.job, run.done_count) for run in await scene.rows(JobRun)] == [("visits", 2), ("visits", 0), ("reminders", 0)]


async def test_a_run_that_fails_is_logged_once_and_recorded(scene: Scene) -> None:
    async def do() -> int:
        raise ValueError("broken\nwith the words of a customer")

    runner = runner_of(scene)
    with capture_logs() as logs:
        await runner.run(job_that(do))
    [run] = await scene.rows(JobRun)
    assert (run.result, run.error, run.ended_at) == (JobResult.FAILED, "ValueError: broken", scene.at)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("job.failed", "error")]
    assert runner.counts() == {"visits": (0, 1)}


async def test_an_error_without_words_is_told_by_its_name(scene: Scene) -> None:
    async def do() -> int:
        raise LookupError

    assert (await runner_of(scene).run(job_that(do))).error == "LookupError"


async def test_a_job_never_runs_twice_at_once(scene: Scene) -> None:
    at_work = 0
    most = 0

    async def do() -> int:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.01)
        at_work -= 1
        return 1

    runner, job = runner_of(scene), job_that(do)
    first = asyncio.create_task(runner.run(job))
    await asyncio.sleep(0)
    assert runner.is_running(JobName.VISITS)
    assert not runner.is_running(JobName.REMINDERS)
    await asyncio.gather(first, runner.run(job))
    assert (most, runner.counts()) == (1, {"visits": (2, 0)})


async def test_a_run_that_was_interrupted_counts_as_failed_at_the_next(scene: Scene) -> None:
    await scene.keep(JobRun(job="visits", started_at=scene.at, result=JobResult.RUNNING))
    scene.later(hours=1)
    await runner_of(scene).run(job_that(doing(1)))
    interrupted, done = await scene.rows(JobRun)
    assert (interrupted.result, interrupted.error, interrupted.ended_at) == (JobResult.FAILED, INTERRUPTED, scene.at)
    assert done.result is JobResult.DONE


async def test_without_a_database_a_run_fails_softly_and_the_next_goes_well(scene: Scene, tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path}/there/is/none.db")
    away = Runner(database=gone, business=scene.business, now=scene.now, make_tell=scene.make_tell)
    with capture_logs() as logs:
        run = await away.run(job_that(doing(1)))
    await gone.close()
    assert (run.result, run.error) == (JobResult.FAILED, UNAVAILABLE)
    assert {entry["log_level"] for entry in logs} == {"warning"}
    assert (await runner_of(scene).run(job_that(doing(1)))).result is JobResult.DONE


async def test_a_run_whose_start_was_not_recorded_is_recorded_at_its_end(scene: Scene) -> None:
    async def do() -> int:
        for run in await scene.rows(JobRun):
            async with scene.database.begin() as session:
                await session.delete(await session.merge(run))
        return 1

    await runner_of(scene).run(job_that(do))
    [run] = await scene.rows(JobRun)
    assert (run.result, run.done_count) == (JobResult.DONE, 1)


async def test_the_timetables_own_work_survives_what_it_meets() -> None:
    async def fails(error: Exception) -> int:
        raise error

    with capture_logs() as logs:
        assert [await survive(fails(TimeoutError())), await survive(fails(ValueError())), await survive(doing(4)())] == [0, 0, 4]
    assert [entry["event"] for entry in logs] == ["timetable.database_unavailable", "timetable.failed"]


async def test_a_job_that_another_transaction_was_in_the_way_of_is_run_again(scene: Scene) -> None:
    ivy = await scene.customer(name="Ivy")
    purchases = [await scene.purchase(ivy, "A"), await scene.purchase(ivy, "B")]
    # Where only one transaction writes at a time nobody is in the way.
    both_at_work = asyncio.Barrier(1 if scene.database.is_sqlite else 2)

    def raising(first: Purchase, second: Purchase) -> Callable[[], Coroutine[Any, Any, int]]:
        async def do() -> int:
            async with scene.database.begin() as session:
                await raise_amount(session, first)
                if not has_met.is_set():
                    await both_at_work.wait()
                    has_met.set()
                await raise_amount(session, second)
            return 1

        has_met = asyncio.Event()
        return do

    runner = runner_of(scene)
    with capture_logs() as said:
        runs = await asyncio.gather(
            runner.run(job_that(raising(*purchases), JobName.VISITS)), runner.run(job_that(raising(*reversed(purchases)), JobName.SURVEYS))
        )
    assert [(run.result, run.done_count) for run in runs] == [(JobResult.DONE, 1)] * 2
    assert [purchase.amount_minor for purchase in await scene.rows(Purchase)] == [10_002, 10_002]
    assert [line["event"] for line in said] == ([] if scene.database.is_sqlite else ["job.collided"])


async def raise_amount(session: Session, purchase: Purchase) -> None:
    """Make a purchase a little dearer."""
    await session.execute(update(Purchase).where(col(Purchase.id) == purchase.id).values(amount_minor=col(Purchase.amount_minor) + 1))
