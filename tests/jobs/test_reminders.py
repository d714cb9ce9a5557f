"""Reminders: each run looks for what is new, and a few runs a day at everybody."""

from datetime import UTC, datetime, timedelta

from crm.business import Business
from crm.reminders import PointsWillExpire, Reminder
from jobs.reminders import send_due_reminders
from storage.job_runs import JobRun
from storage.vocabulary import JobName, JobResult
from tests.scene import Scene

# 15:00 in Shanghai, an hour into a stretch of the day.
AFTERNOON = datetime(2026, 3, 5, 7, tzinfo=UTC)


async def ran_before(scene: Scene, **ago: float) -> None:
    """Let the job have run so long ago."""
    at = scene.at - timedelta(**ago)
    await scene.keep(JobRun(job=JobName.REMINDERS.value, started_at=at, ended_at=at, result=JobResult.DONE, done_count=1))


async def run(scene: Scene, business: Business) -> list[int]:
    """Run the job and return the customers who were reminded."""
    await send_due_reminders(scene.database, business, scene.now, scene.make_tell)
    return [reminder.customer.id for reminder in scene.told_of(PointsWillExpire)]


async def points_expire_in(scene: Scene, number: int, **time: float) -> None:
    """Store a customer whose points expire in so long."""
    await scene.points(await scene.customer(number), 100, f"c{number}", expires_at=scene.at + timedelta(**time))


async def test_a_run_soon_after_another_looks_for_what_became_due_since_yesterday(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    await points_expire_in(scene, 1, days=29, hours=12)
    await points_expire_in(scene, 2, days=20)
    await ran_before(scene, minutes=5)
    assert await run(scene, business) == [1]


async def test_the_first_run_of_a_stretch_of_the_day_looks_at_everybody(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    await points_expire_in(scene, 1, days=29, hours=12)
    await points_expire_in(scene, 2, days=20)
    await ran_before(scene, hours=8)
    assert await run(scene, business) == [1, 2]


async def test_the_first_run_of_all_looks_at_everybody(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    await points_expire_in(scene, 2, days=20)
    assert await run(scene, business) == [2]


async def test_after_a_time_off_what_became_due_meanwhile_is_found(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    await points_expire_in(scene, 1, days=25)
    await ran_before(scene, days=10)
    assert await run(scene, business) == [1]


async def test_a_tier_is_told_of_after_the_purchase_that_brought_it_near(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    for number, ago in ((1, timedelta(hours=2)), (2, timedelta(days=3))):
        customer = await scene.customer(number)
        await scene.points(customer, 460, f"c{number}")
        scene.at = AFTERNOON - ago
        await scene.purchase(customer, f"R-{number}")
        scene.at = AFTERNOON
    await ran_before(scene, minutes=5)
    await send_due_reminders(scene.database, business, scene.now, scene.make_tell)
    assert [notice.customer.id for notice in scene.told if isinstance(notice, Reminder)] == [1]


async def test_points_of_a_purchase_that_became_known_late_are_told_of_at_the_next_run(scene: Scene, business: Business) -> None:
    scene.at = AFTERNOON
    for number, ago in ((1, timedelta(hours=2)), (2, timedelta(days=3))):
        customer = await scene.customer(number)
        await scene.points(customer, 100, f"c{number}", expires_at=scene.at + timedelta(days=20))
        scene.at = AFTERNOON - ago
        await scene.purchase(customer, f"R-{number}")
        scene.at = AFTERNOON
    await ran_before(scene, minutes=5)
    assert await run(scene, business) == [1]


async def test_a_silence_is_broken_on_the_day_that_it_is_long_enough(scene: Scene, business: Business) -> None:
    for number, days in ((1, 60), (2, 63)):
        customer = await scene.customer(number)
        scene.at = AFTERNOON - timedelta(days=days, hours=1)
        await scene.hears(customer)
    scene.at = AFTERNOON
    await ran_before(scene, minutes=5)
    await send_due_reminders(scene.database, business, scene.now, scene.make_tell)
    assert [notice.customer.id for notice in scene.told if isinstance(notice, Reminder)] == [1]
