"""Birthday greetings: in the customer's own morning, once a year, to those who want them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from crm.business import Business
from crm.greeting_stops import AlreadyGreeted, AlreadyUngreeted, resume_greetings, stop_greetings
from crm.greetings import AnniversaryGreeting, BirthdayGreeting, find_anniversaries, find_birthdays, greet_anniversaries, greet_birthdays
from crm.privacy import set_consent
from crm.rules.quiet_hours import QuietHours
from storage.audit import AuditEvent
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.vocabulary import ConsentKind, OutboxState, PointsKind
from tests.scene import Scene


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def greet(scene: Scene, *, is_said: bool = True) -> int:
    """Greet whose birthday it is, and queue the greetings as the chat does."""
    before = len(scene.told)
    async with scene.database.read() as session:
        found = await find_birthdays(session, after_id=0, at=scene.at, business=scene.business)
    async with scene.database.begin() as session:
        step = await greet_birthdays(session, customer_ids=found.customer_ids, at=scene.at, business=scene.business, tell=scene.tell)
        assert step.done == len(found.customer_ids)
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
    assert await greeted_at(scene, ["2026-03-05T12:00", "2026-03-05T15:59"]) == []


@pytest.mark.parametrize(
    ("moments", "greeted", "key"),
    [
        (["2026-03-05T12:00", "2026-03-06T00:59", "2026-03-06T01:00", "2026-03-07T01:00"], "2026-03-06T01:00", "birthday:1:2026:1"),
        (["2026-03-06T12:00", "2026-03-07T00:59", "2026-03-07T11:59", "2026-03-07T11:59"], "2026-03-07T11:59", "birthday:1:2026:2"),
        (["2026-03-07T12:00", "2026-03-08T01:00"], None, None),
    ],
)
async def test_after_downtime_a_birthday_is_greeted_up_to_two_days_late(
    scene: Scene, moments: list[str], greeted: str | None, key: str | None
) -> None:
    await scene.customer(birthday=(3, 5))
    assert await greeted_at(scene, moments) == ([greeted] if greeted else [])
    assert [notice.key for notice in scene.told_of(BirthdayGreeting)] == ([key] if key else [])


async def test_a_birthday_at_the_end_of_a_year_is_belated_in_the_next_and_counts_for_its_own(scene: Scene) -> None:
    await scene.customer(birthday=(12, 31))
    assert await greeted_at(scene, ["2027-01-02T01:00", "2027-12-31T01:00"]) == ["2027-01-02T01:00", "2027-12-31T01:00"]
    assert [notice.key for notice in scene.told_of(BirthdayGreeting)] == ["birthday:1:2026:2", "birthday:1:2027"]


@pytest.mark.parametrize(("error", "greeted"), [("too_late", 1), ("interrupted", 0), (None, 0)])
async def test_only_a_greeting_that_was_too_late_to_be_said_is_made_up_for(scene: Scene, error: str | None, greeted: int) -> None:
    scene.business = replace(scene.business, greetings=replace(scene.business.greetings, birthday_points=50))
    await scene.customer(birthday=(3, 5))
    scene.at = at("2026-03-05T01:00")
    assert await greet(scene) == 1
    async with scene.database.begin() as session:
        await session.execute(update(OutboxMessage).values(state=OutboxState.DROPPED, error=error))
    scene.at = at("2026-03-05T02:00")
    assert await greet(scene) == 0
    scene.at = at("2026-03-06T01:00")
    assert await greet(scene) == greeted
    assert [row.points for row in await scene.rows(PointsEntry)] == [50]


async def test_points_are_given_with_each_years_greeting_once(scene: Scene) -> None:
    scene.business = replace(scene.business, greetings=replace(scene.business.greetings, birthday_points=50))
    await scene.customer(birthday=(3, 5))
    await greeted_at(scene, ["2026-03-05T01:00", "2026-03-05T01:01", "2026-03-06T01:00", "2027-03-05T01:00"])
    rows = await scene.rows(PointsEntry)
    assert [(row.kind, row.points, row.cause) for row in rows] == [
        (PointsKind.GIFT, 50, "birthday:1:2026"),
        (PointsKind.GIFT, 50, "birthday:1:2027"),
    ]
    assert [notice.points for notice in scene.told_of(BirthdayGreeting)] == [50, 50]


async def test_who_shall_not_be_greeted_is_left_out_until_that_is_taken_back(scene: Scene) -> None:
    scene.business = with_anniversaries(scene)
    scene.at = at("2025-03-05T01:00")
    customer = await scene.customer(birthday=(3, 5))
    member = await scene.staff()
    scene.at = at("2026-03-05T01:00")
    async with scene.database.begin() as session:
        await stop_greetings(session, customer=customer, by=member, at=scene.at)
    with pytest.raises(AlreadyUngreeted):
        async with scene.database.begin() as session:
            await stop_greetings(session, customer=customer, by=member, at=scene.at)
    assert [await greet(scene), await thank(scene)] == [0, 0]
    async with scene.database.begin() as session:
        await resume_greetings(session, customer=customer, by=member, at=scene.at)
    with pytest.raises(AlreadyGreeted):
        async with scene.database.begin() as session:
            await resume_greetings(session, customer=customer, by=member, at=scene.at)
    assert [await greet(scene), await thank(scene)] == [1, 1]
    acts = [(row.act, row.subject, row.before, row.after) for row in await scene.rows(AuditEvent)]
    assert acts == [
        ("customer.greetings_stopped", "1", {"greeted": True}, {"greeted": False}),
        ("customer.greetings_resumed", "1", {"greeted": False}, {"greeted": True}),
    ]


def with_anniversaries(scene: Scene) -> Business:
    """Return the business as one that greets anniversaries."""
    return replace(scene.business, greetings=replace(scene.business.greetings, anniversaries=True))


async def thank(scene: Scene) -> int:
    """Greet whose anniversary it is, and queue the greetings as the chat does."""
    before = len(scene.told)
    async with scene.database.begin() as session:
        found = await find_anniversaries(session, after_id=0, at=scene.at, business=scene.business)
        step = await greet_anniversaries(session, customer_ids=found.customer_ids, at=scene.at, business=scene.business, tell=scene.tell)
        assert step.done == len(found.customer_ids)
        for notice in scene.told[before:]:
            if isinstance(notice, AnniversaryGreeting):
                scene.queue(session, notice.key)
    return step.done


@pytest.mark.parametrize(
    ("came", "zone", "thanked"),
    [
        ("2024-03-04T20:00", "Asia/Shanghai", ["2025-03-05T01:00 1", "2026-03-05T01:00 2"]),  # 5 March there
        ("2024-03-05T04:00", "America/Los_Angeles", ["2025-03-04T17:00 1", "2026-03-04T17:00 2"]),  # 4 March there
        ("2024-02-29T04:00", "Asia/Shanghai", ["2025-02-28T01:00 1", "2026-02-28T01:00 2"]),
        ("2024-12-31T04:00", "Asia/Shanghai", ["2025-12-31T01:00 1"]),
        ("2025-01-01T04:00", "Asia/Shanghai", ["2026-01-01T01:00 1"]),
        ("2024-12-31T20:00", "Pacific/Kiritimati", ["2025-12-31T19:00 1"]),  # 1 January there
    ],
)
async def test_an_anniversary_is_greeted_each_year_on_the_day_of_the_first_contact(
    scene: Scene, came: str, zone: str, thanked: list[str]
) -> None:
    scene.business = with_anniversaries(scene)
    scene.at = at(came)
    await scene.customer(zone=zone)
    days = [at(came).replace(hour=0, minute=0) + timedelta(days=day) for day in (*range(5), *range(361, 370), *range(726, 735))]
    found = []
    for scene.at in [day + timedelta(hours=hour) for day in days for hour in (1, 17, 19)]:
        if scene.at < at("2026-04-01T00:00") and await thank(scene):
            [*_, notice] = scene.told_of(AnniversaryGreeting)
            found.append(f"{scene.at:%Y-%m-%dT%H:%M} {notice.years}")
    assert found == thanked


async def test_anniversaries_are_greeted_only_where_the_business_wants_it_and_there_is_somebody(scene: Scene) -> None:
    assert await thank(scene) == 0
    scene.business = with_anniversaries(scene)
    assert await thank(scene) == 0
    await scene.customer()
    assert await thank(scene) == 0


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
