"""Greetings: each run looks for those whose day it is, the first in an hour also for those whose day is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crm.greetings import AnniversaryGreeting, BirthdayGreeting
from jobs.greetings import send_birthday_greetings
from storage.job_runs import JobRun
from storage.vocabulary import JobName, JobResult
from tests.scene import Scene

# 15:20 in Shanghai.
AFTERNOON = datetime(2026, 3, 5, 7, 20, tzinfo=UTC)


async def greeted(scene: Scene, *, minutes: int | None) -> list[int]:
    """Run the job so long after another run and return the customers who were greeted."""
    if minutes is not None:
        at = scene.at - timedelta(minutes=minutes)
        await scene.keep(JobRun(job=JobName.BIRTHDAY_GREETINGS.value, started_at=at, ended_at=at, result=JobResult.DONE, done_count=1))
    business = replace(scene.business, greetings=replace(scene.business.greetings, anniversaries=True))
    await send_birthday_greetings(scene.database, business, scene.now, scene.make_tell)
    told = [each.customer.id for each in scene.told_of(BirthdayGreeting)] + [
        each.customer.id for each in scene.told_of(AnniversaryGreeting)
    ]
    return sorted(told)


async def come(scene: Scene) -> None:
    """The first two customers have birthday today and had it two days ago, the others came a year ago today, and a year ago then."""
    for number, day in ((1, 5), (2, 3)):
        scene.at = AFTERNOON - timedelta(days=60)
        await scene.customer(number, birthday=(3, day))
    for number, days in ((3, 365), (4, 367)):
        scene.at = AFTERNOON - timedelta(days=days)
        await scene.customer(number)
    scene.at = AFTERNOON


async def test_a_run_soon_after_another_looks_for_those_whose_day_it_is(scene: Scene) -> None:
    await come(scene)
    assert await greeted(scene, minutes=5) == [1, 3]


async def test_the_first_run_in_an_hour_looks_also_for_those_whose_day_is_over(scene: Scene) -> None:
    await come(scene)
    assert await greeted(scene, minutes=25) == [1, 2, 3, 4]


async def test_the_first_run_of_all_looks_for_everybody(scene: Scene) -> None:
    await come(scene)
    assert await greeted(scene, minutes=None) == [1, 2, 3, 4]
