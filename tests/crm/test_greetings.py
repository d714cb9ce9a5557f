"""Birthday greetings: in the customer's own morning, once a year, to those who want them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from crm.greetings import BirthdayGreeting, greet_birthdays
from crm.privacy import set_consent
from crm.rules.quiet_hours import QuietHours
from storage.vocabulary import ConsentKind
from tests.scene import Scene


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def greet(scene: Scene, *, is_said: bool = True) -> int:
    """Greet whose birthday it is, and queue the greetings as the chat does."""
    before = len(scene.told)
    async with scene.database.begin() as session:
        step = await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
        for notice in scene.told[before:]:
            if is_said and isinstance(notice, BirthdayGreeting):
                scene.queue(session, notice.key)
    return step.done


async def greeted_at(scene: Scene, moments: list[str]) -> list[str]:
    """Return at which of these moments a greeting goes out."""
    found = []
    for moment in moments:
        scene.at = at(moment)
        if await greet(scene):
            found.append(moment)
    return found


@pytest.mark.parametrize(
    ("zone", "greeted"),
    [
        ("Asia/Shanghai", "2026-03-05T01:00"),
        ("Europe/Berlin", "2026-03-05T08:00"),
        ("America/Los_Angeles", "2026-03-05T17:00"),
        ("Pacific/Kiritimati", "2026-03-04T19:00"),  # UTC+14
        ("Etc/GMT+12", "2026-03-05T21:00"),  # UTC-12
    ],
)
async def test_a_birthday_is_greeted_at_nine_where_the_customer_lives(scene: Scene, zone: str, greeted: str) -> None:
    await scene.customer(zone=zone, birthday=(3, 5))
    start = at("2026-03-04T00:00")
    hours = [f"{start + timedelta(hours=hour):%Y-%m-%dT%H:%M}" for hour in range(72)]
    assert await greeted_at(scene, hours) == [greeted]


async def test_a_birthday_is_greeted_once_a_year(scene: Scene) -> None:
    await scene.customer(birthday=(3, 5))
    assert await greeted_at(scene, ["2026-03-05T01:00", "2026-03-05T01:01", "2026-03-05T11:59", "2027-03-05T01:00"]) == [
        "2026-03-05T01:00",
        "2027-03-05T01:00",
    ]
    assert [notice.key for notice in scene.told_of(BirthdayGreeting)] == ["birthday:1:2026", "birthday:1:2027"]


async def test_the_key_stands_in_the_outbox_and_nothing_else_remembers_a_greeting(scene: Scene) -> None:
    await scene.customer(birthday=(3, 5))
    scene.at = at("2026-03-05T01:00")
    assert [await greet(scene, is_said=False), await greet(scene), await greet(scene)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("moments", "greeted"),
    [
        (["2026-02-28T02:00", "2026-03-01T02:00"], ["2026-02-28T02:00"]),
        (["2028-02-28T02:00", "2028-02-29T02:00", "2028-03-01T02:00"], ["2028-02-29T02:00"]),
        (["2100-02-28T02:00"], ["2100-02-28T02:00"]),
    ],
)
async def test_the_29th_of_february_is_greeted_on_the_28th_in_other_years(scene: Scene, moments: list[str], greeted: list[str]) -> None:
    await scene.customer(birthday=(2, 29))
    assert await greeted_at(scene, moments) == greeted


async def test_a_late_greeting_goes_out_until_the_latest_hour_and_not_after_it(scene: Scene) -> None:
    await scene.customer(birthday=(3, 5))
    scene.at = at("2026-03-05T11:59")  # 19:59
    assert await greet(scene) == 1
    [notice] = scene.told_of(BirthdayGreeting)
    assert notice.expires_at == at("2026-03-05T12:00")
    await scene.customer(2, birthday=(3, 5))
    assert await greeted_at(scene, ["2026-03-05T12:00", "2026-03-05T15:59", "2026-03-06T01:00"]) == []


async def test_quiet_hours_hold_a_greeting_back_and_end_it(scene: Scene) -> None:
    scene.business = replace(scene.business, quiet_hours=QuietHours(time(18), time(10)))
    await scene.customer(birthday=(3, 5))
    assert await greeted_at(scene, ["2026-03-05T01:00", "2026-03-05T02:00"]) == ["2026-03-05T02:00"]
    assert scene.told_of(BirthdayGreeting)[0].expires_at == at("2026-03-05T10:00")


async def test_who_has_blocked_the_desk_or_takes_no_greetings_is_left_out(scene: Scene) -> None:
    refusing = await scene.customer(1, birthday=(3, 5))
    no_reminders = await scene.customer(2, birthday=(3, 5))
    await scene.customer(3, birthday=(3, 5), is_blocked=True)
    await scene.customer(4, birthday=(3, 5), has_contact=False)
    async with scene.database.begin() as session:
        await set_consent(session, customer=refusing, kind=ConsentKind.GREETINGS, granted=False, at=scene.at)
        await set_consent(session, customer=no_reminders, kind=ConsentKind.REMINDERS, granted=False, at=scene.at)
    scene.at = at("2026-03-05T01:00")
    assert await greet(scene) == 1
    assert [notice.customer.id for notice in scene.told_of(BirthdayGreeting)] == [2]


async def test_nobody_without_a_birthday_is_greeted(scene: Scene) -> None:
    await scene.customer()
    await scene.customer(2, birthday=(3, 6))
    scene.at = at("2026-03-05T01:00")
    assert await greet(scene) == 0


async def test_many_are_greeted_in_steps(scene: Scene) -> None:
    for number in range(1, 6):
        await scene.customer(number, birthday=(3, 5))
    scene.at = at("2026-03-05T01:00")
    counts, after_id = [], 0
    while True:
        async with scene.database.begin() as session:
            step = await greet_birthdays(session, after_id=after_id, at=scene.at, business=scene.business, tell=scene.tell, limit=2)
        counts.append(step.done)
        if step.after_id is None:
            break
        after_id = step.after_id
    assert counts == [2, 2, 1]
    assert [notice.customer.id for notice in scene.told_of(BirthdayGreeting)] == [1, 2, 3, 4, 5]
