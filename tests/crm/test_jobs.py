"""Jobs: how they stand, and running one at once."""

from datetime import timedelta

import pytest

from crm.jobs import CADENCES, JobReported, JobStanding, job_standings, report_job, request_job, wake_job
from storage.audit import AuditEvent
from storage.job_runs import JobRequest, JobRun
from storage.staff import find_staff_by_id
from storage.vocabulary import JobName, JobResult
from tests.scene import Scene


async def standing(scene: Scene, name: JobName) -> JobStanding:
    """Return how a job stands."""
    async with scene.database.read() as session:
        found = {each.name: each for each in await job_standings(session, at=scene.at)}
    assert set(found) == set(JobName)
    return found[name]


async def test_a_job_that_never_ran_has_no_last_run(scene: Scene) -> None:
    assert await standing(scene, JobName.VISITS) == JobStanding(JobName.VISITS, None, None)


async def test_the_next_run_follows_the_last_at_the_cadence_and_is_never_past(scene: Scene) -> None:
    await scene.keep(JobRun(job="reminders", started_at=scene.at, result=JobResult.DONE))
    cadence = CADENCES[JobName.REMINDERS]
    assert (await standing(scene, JobName.REMINDERS)).next_at == scene.at + (cadence or timedelta(0))
    scene.later(days=1)
    assert (await standing(scene, JobName.REMINDERS)).next_at == scene.at


async def test_a_job_on_demand_has_no_next_run(scene: Scene) -> None:
    await scene.keep(JobRun(job="failed_updates", started_at=scene.at, result=JobResult.DONE, done_count=2))
    found = await standing(scene, JobName.FAILED_UPDATES)
    assert found.last is not None
    assert (found.last.done_count, found.next_at) == (2, None)


async def test_a_request_waits_for_whoever_keeps_the_timetable(scene: Scene) -> None:
    owner = await scene.staff()
    async with scene.database.begin() as session:
        await request_job(session, job=JobName.VISITS, by=owner, at=scene.at)
    [request] = await scene.rows(JobRequest)
    assert (request.job, request.requested_by, request.taken_at) == (JobName.VISITS, owner.id, None)


async def test_a_job_is_woken_by_nobody_and_without_a_note(scene: Scene) -> None:
    async with scene.database.begin() as session:
        await wake_job(session, job=JobName.CAMPAIGNS, at=scene.at)
        await report_job(
            session, run=JobRun(job="campaigns", started_at=scene.at, result=JobResult.DONE), requested_by=None, tell=scene.tell
        )
    [request] = await scene.rows(JobRequest)
    assert (request.job, request.requested_by, request.taken_at) == (JobName.CAMPAIGNS, None, None)
    assert (scene.told_of(JobReported), await scene.rows(AuditEvent)) == ([], [])


@pytest.mark.parametrize(("is_there", "count"), [(True, 1), (False, 0)])
async def test_whoever_asked_is_told_unless_they_have_left(scene: Scene, is_there: bool, count: int) -> None:
    owner = await scene.staff()
    run = JobRun(job="visits", started_at=scene.at, result=JobResult.DONE)
    async with scene.database.begin() as session:
        stored = await find_staff_by_id(session, owner.id)
        assert stored is not None
        stored.removed_at = None if is_there else scene.at
        await report_job(session, run=run, requested_by=owner.id, tell=scene.tell)
        await report_job(session, run=run, requested_by=owner.id + 1, tell=scene.tell)
    assert len(scene.told_of(JobReported)) == count
