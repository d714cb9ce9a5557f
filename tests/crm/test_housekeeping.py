"""Housekeeping: old keys, messages and runs go; what still guards stays."""

from crm.housekeeping import forget_keys_of_updates, forget_runs, forget_settled_messages
from storage.deliveries import set_rows
from storage.job_runs import JobRequest, JobRun
from storage.outbox import OutboxMessage
from storage.updates import ProcessedUpdate, keep_processed
from storage.vocabulary import JobName, JobResult, OutboxState
from tests.scene import Scene


async def test_settled_messages_are_forgotten_after_two_weeks_but_for_those_with_a_key(scene: Scene) -> None:
    async with scene.database.begin() as session:
        sent, dropped, keyed, failed, queued = (scene.queue(session, "birthday:1:2026" if place == 2 else None) for place in range(5))
    states = {sent: OutboxState.SENT, dropped: OutboxState.DROPPED, keyed: OutboxState.SENT, failed: OutboxState.FAILED}
    async with scene.database.begin() as session:
        await set_rows(session, [{"id": message_id, "state": state} for message_id, state in states.items()])
    counts = []
    for days in (14, 1):
        scene.later(days=days)
        async with scene.database.begin() as session:
            counts.append(await forget_settled_messages(session, at=scene.at))
    assert counts == [0, 2]
    assert sorted(row.id for row in await scene.rows(OutboxMessage)) == sorted([keyed, failed, queued])


async def test_settled_messages_are_forgotten_in_steps(scene: Scene) -> None:
    async with scene.database.begin() as session:
        ids = [scene.queue(session) for _ in range(3)]
    async with scene.database.begin() as session:
        await set_rows(session, [{"id": message_id, "state": OutboxState.SENT} for message_id in ids])
    scene.later(days=15)
    async with scene.database.begin() as session:
        assert [await forget_settled_messages(session, at=scene.at, limit=2) for _ in range(2)] == [2, 1]


async def test_keys_of_updates_and_runs_of_jobs_are_forgotten_in_their_time(scene: Scene) -> None:
    owner = await scene.staff()
    async with scene.database.begin() as session:
        keep_processed(session, bot_id=1, update_id=7, at=scene.at)
    await scene.keep(
        JobRun(job="visits", started_at=scene.at, result=JobResult.DONE),
        JobRequest(job=JobName.VISITS, requested_by=owner.id, requested_at=scene.at, taken_at=scene.at),
    )
    left = []
    for days in (7, 1, 22, 1):
        scene.later(days=days)
        async with scene.database.begin() as session:
            await forget_keys_of_updates(session, at=scene.at)
            await forget_runs(session, at=scene.at)
        left.append(tuple([len(await scene.rows(table)) for table in (ProcessedUpdate, JobRun, JobRequest)]))
    assert left == [(1, 1, 1), (0, 1, 1), (0, 1, 1), (0, 0, 0)]
