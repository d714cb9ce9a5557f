"""The timetable: runs what is due, and what an owner asks for; nothing is said twice."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm.greetings import BirthdayGreeting
from crm.jobs import JobReported, request_job, wake_job
from crm.reminders import Reminder
from crm.rules.frequency import UnaskedCap
from crm.surveys import SurveyAsked
from crm.visit_rounds import VisitAsked
from crm.visits import plan_visits_after_ticket
from jobs.catalogue import RetryUpdates
from jobs.timetable import Timetable
from storage.database import Database
from storage.job_runs import JobRequest, JobRun
from storage.points import PointsEntry
from storage.surveys import Survey
from storage.vocabulary import JobName, JobResult, PointsKind, SurveyKind
from tests.scene import Scene

SCHEDULED = [
    "deadlines",
    "surveys",
    "visits",
    "birthday_greetings",
    "reminders",
    "points_expiry",
    "housekeeping",
    "waiting_tickets",
    "assignment",
    "old_topics",
    "campaigns",
    "win_back",
]


async def retry() -> int:
    """Run failed updates again: three of them."""
    return 3


def timetable_of(scene: Scene, retry_updates: RetryUpdates | None = None) -> Timetable:
    """Return a timetable on the scene that is not started."""
    return Timetable(
        database=scene.database, business=scene.business, now=scene.now, make_tell=scene.make_tell, retry_updates=retry_updates
    )


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens soon."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  # nothing announces it
            await asyncio.sleep(0.02)


async def test_every_job_runs_and_does_its_work(scene: Scene) -> None:
    scene.business = replace(scene.business, unasked=UnaskedCap(0, 0))  # all at once: a cap would let one of them through
    customer = await scene.customer(birthday=(3, 7))
    ticket = await scene.ticket(customer)
    async with scene.database.begin() as session:
        await plan_visits_after_ticket(session, ticket=ticket, at=scene.at, business=scene.business)
    scene.at = datetime(2026, 3, 7, 3, tzinfo=UTC)  # 11:00 in Shanghai
    await scene.points(customer, 470, "a", expires_at=scene.at + timedelta(days=20))
    await scene.points(await scene.customer(2), 10, "b", expires_at=scene.at - timedelta(seconds=1))
    await scene.keep(Survey(ticket_id=1, customer_id=1, kind=SurveyKind.CSAT, asked_at=scene.at, expires_at=scene.at + timedelta(days=7)))
    runs = await timetable_of(scene).run_all_now()
    assert [(run.job, run.result, run.done_count) for run in runs] == [
        ("deadlines", JobResult.DONE, 0),
        ("surveys", JobResult.DONE, 1),
        ("visits", JobResult.DONE, 1),
        ("birthday_greetings", JobResult.DONE, 1),
        ("reminders", JobResult.DONE, 2),  # of points and of a tier: nothing is said in this scene, so nothing holds the second back
        ("points_expiry", JobResult.DONE, 1),
        ("housekeeping", JobResult.DONE, 0),
        ("waiting_tickets", JobResult.DONE, 0),
        ("assignment", JobResult.DONE, 0),
        ("old_topics", JobResult.DONE, 0),
        ("campaigns", JobResult.DONE, 0),
        ("win_back", JobResult.DONE, 0),
    ]
    counts = [len(scene.told_of(kind)) for kind in (SurveyAsked, VisitAsked, BirthdayGreeting, Reminder)]
    assert counts == [1, 1, 1, 2]
    assert [entry.points for entry in await scene.rows(PointsEntry) if entry.kind is PointsKind.EXPIRED] == [-10]


async def test_points_that_expire_later_are_found_by_later_runs(scene: Scene) -> None:
    customer = await scene.customer()
    for days in (1, 40):
        await scene.points(customer, 10, f"c{days}", expires_at=scene.at + timedelta(days=days))
    timetable, counts = timetable_of(scene), []
    for days in (1, 20, 20):
        scene.later(days=days)
        counts.append((await timetable.run_now(JobName.POINTS_EXPIRY)).done_count)
    assert counts == [1, 0, 1]


async def test_a_job_that_the_desk_does_not_have_cannot_be_run(scene: Scene) -> None:
    timetable = timetable_of(scene)
    for name in ("nonsense", "failed_updates"):
        with pytest.raises(LookupError):
            await timetable.run_now(name)


async def test_failed_updates_are_run_again_on_demand_only(scene: Scene) -> None:
    timetable = timetable_of(scene, retry_updates=retry)
    assert [run.job for run in await timetable.run_all_now()] == SCHEDULED
    assert (await timetable.run_now("failed_updates")).done_count == 3


async def test_a_request_is_served_once_and_its_result_told(scene: Scene) -> None:
    owner = await scene.staff()
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.VISITS, by=owner, at=scene.at)
    timetable = timetable_of(scene)
    assert [await timetable.serve_requests(), await timetable.serve_requests()] == [1, 0]
    assert [(notice.run.job, notice.to.id) for notice in scene.told_of(JobReported)] == [("visits", owner.id)]
    assert [request.taken_at for request in await scene.rows(JobRequest)] == [scene.at]


async def test_a_job_that_is_woken_runs_once_and_nobody_is_told(scene: Scene) -> None:
    await scene.staff()
    async with scene.database.begin() as session:
        await wake_job(session, job=JobName.VISITS, at=scene.at)
    timetable = timetable_of(scene)
    assert [await timetable.serve_requests(), await timetable.serve_requests()] == [1, 0]
    assert [run.job for run in await scene.rows(JobRun)] == [JobName.VISITS]
    assert scene.told_of(JobReported) == []


async def test_a_request_for_what_the_desk_does_not_have_is_told_as_failed(scene: Scene) -> None:
    owner = await scene.staff()
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.FAILED_UPDATES, by=owner, at=scene.at)
    assert await timetable_of(scene).serve_requests() == 1
    [notice] = scene.told_of(JobReported)
    assert notice.run.result is JobResult.FAILED


async def test_two_timetables_serve_a_request_once(scene: Scene) -> None:
    owner = await scene.staff()
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.VISITS, by=owner, at=scene.at)
    served = await asyncio.gather(timetable_of(scene).serve_requests(), timetable_of(scene).serve_requests())
    assert sorted(served) == [0, 1]


async def test_a_started_timetable_runs_everything_at_once_and_serves_requests_within_seconds(scene: Scene) -> None:
    owner = await scene.staff()
    timetable = timetable_of(scene)
    timetable.start()
    await until(lambda: set(timetable.run_counts()) == set(SCHEDULED))
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.VISITS, by=owner, at=scene.at)
    await until(lambda: bool(scene.told_of(JobReported)))
    await timetable.stop()
    assert {run.result for run in await scene.rows(JobRun)} == {JobResult.DONE}


async def test_a_timetable_can_be_stopped_at_any_time_and_started_again(scene: Scene) -> None:
    timetable = timetable_of(scene)
    await timetable.stop()
    for _ in range(2):
        timetable.start()
        await asyncio.sleep(0)
        await timetable.stop()
    runs = await scene.rows(JobRun)
    assert {run.result for run in runs} <= {JobResult.DONE, JobResult.FAILED}
    assert timetable.run_counts()["housekeeping"][0] >= 1


async def test_a_job_that_hangs_is_cut_off_when_the_timetable_stops(scene: Scene) -> None:
    hangs = asyncio.Event()

    async def hang() -> int:
        hangs.set()
        await asyncio.Event().wait()
        return 0

    owner = await scene.staff()
    timetable = Timetable(database=scene.database, business=scene.business, now=scene.now, make_tell=scene.make_tell, retry_updates=hang)
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.FAILED_UPDATES, by=owner, at=scene.at)
    timetable.start()
    async with asyncio.timeout(20):
        await hangs.wait()
    async with asyncio.timeout(5):
        await timetable.stop()
    assert [run.result for run in await scene.rows(JobRun) if run.job == "failed_updates"] == [JobResult.RUNNING]


async def test_a_timetable_outlives_a_database_that_is_away(scene: Scene, tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path}/there/is/none.db")
    timetable = Timetable(database=gone, business=scene.business, now=scene.now, make_tell=scene.make_tell)
    timetable.start()
    await until(lambda: len(timetable.run_counts()) == len(SCHEDULED))
    await asyncio.sleep(1.2)
    await timetable.stop()
    await gone.close()
    assert set(timetable.run_counts().values()) == {(0, 1)}
