"""Listeners: a search leaves out at once who is asleep or was told something lately, and nobody else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from crm.business import Business
from crm.greetings import Awake, awake_for_greetings, find_anniversaries, find_birthdays
from crm.privacy import set_consent
from crm.reach import zones_asleep_now
from crm.reminders import (
    FoundReminders,
    find_expiring_points,
    find_silences,
    find_tiers_at_risk,
    find_tiers_within_reach,
    reminder_listeners,
)
from crm.rules.unasked import days_awake
from crm.win_back import find_lapsed
from jobs.rfm import recent_cuts
from storage.customers import Customer
from storage.database import Session
from storage.interactions import keep_interaction
from storage.listeners import Listeners
from storage.vocabulary import Author, ConsentKind, Direction, InteractionKind
from tests.scene import Scene

MORNING = datetime(2026, 3, 5, 3, tzinfo=UTC)  # 11:00 in Shanghai, the middle of the night in Berlin
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


class Find(Protocol):
    """A search for reminders."""

    async def __call__(
        self, session: Session, *, after_id: int, at: datetime, business: Business, among: Listeners | None = None
    ) -> FoundReminders: ...


async def found(scene: Scene, find: Find, among: Listeners | None = None) -> list[int]:
    """Return whom a search finds."""
    async with scene.database.read() as session:
        step = await find(session, after_id=0, at=scene.at, business=scene.business, among=among)
    return [reminder.customer.id for reminder in step.reminders]


async def fall_silent(scene: Scene) -> None:
    """Two customers come who are to be reminded of their points, of a tier and after a silence 61 days later."""
    for number in (1, 2):
        customer = await scene.customer(number)
        await scene.hears(customer)
        await scene.points(customer, 460, f"c{number}", expires_at=datetime(2026, 5, 20, 16, tzinfo=UTC))
    scene.at += timedelta(days=61)


async def fall_below(scene: Scene) -> None:
    """Two customers come who are about to lose a tier."""
    for number in (1, 2):
        customer = await scene.customer(number)
        await scene.purchase(customer, f"R-{number}", amount_minor=60_000)
        await scene.points(customer, 600, f"c{number}")
    scene.at += scene.business.loyalty.tier_rules.window + timedelta(days=1)


SEARCHES = pytest.mark.parametrize(
    ("find", "come"),
    [
        (find_expiring_points, fall_silent),
        (find_tiers_within_reach, fall_silent),
        (find_silences, fall_silent),
        (find_tiers_at_risk, fall_below),
    ],
)


@SEARCHES
async def test_who_is_asleep_is_not_looked_for(scene: Scene, find: Find, come: Callable[[Scene], Awaitable[None]]) -> None:
    scene.at = MORNING
    await come(scene)
    assert await found(scene, find) == [1, 2]
    assert await found(scene, find, reminder_listeners(scene.at, scene.business)) == [1, 2]
    assert await found(scene, find, Listeners([BERLIN])) == [1, 2]
    assert await found(scene, find, Listeners([BERLIN, SHANGHAI])) == []


@SEARCHES
async def test_who_has_switched_a_kind_off_is_not_looked_for(scene: Scene, find: Find, come: Callable[[Scene], Awaitable[None]]) -> None:
    scene.at = MORNING
    await come(scene)
    first, second = await scene.rows(Customer)
    async with scene.database.begin() as session:
        for customer, granted in ((first, True), (second, False)):
            await set_consent(session, customer=customer, kind=ConsentKind.CAMPAIGNS, granted=granted, at=scene.at)
    assert await found(scene, find, Listeners([], willing=ConsentKind.REMINDERS)) == [1, 2]
    assert await found(scene, find, Listeners([], willing=ConsentKind.CAMPAIGNS)) == [1]
    assert reminder_listeners(scene.at, scene.business).willing is ConsentKind.REMINDERS


@SEARCHES
async def test_where_one_message_a_day_is_all_who_got_another_is_not_looked_for(
    scene: Scene, find: Find, come: Callable[[Scene], Awaitable[None]]
) -> None:
    scene.at = MORNING
    await come(scene)
    one_a_day, several = (replace(scene.business, unasked=replace(scene.business.unasked, per_day=most)) for most in (1, 2))
    scene.business = several
    async with scene.database.begin() as session:
        for number, hours in ((1, 23), (2, 24)):
            at = scene.at - timedelta(hours=hours)
            keep_interaction(session, kind=InteractionKind.GREETING, direction=Direction.OUT, author=Author.BOT, at=at, customer_id=number)
    assert await found(scene, find, reminder_listeners(scene.at, several)) == [1, 2]
    assert await found(scene, find, reminder_listeners(scene.at, one_a_day)) == [2]


@pytest.mark.parametrize("find", [find_expiring_points, find_tiers_within_reach, find_silences])
async def test_who_was_told_lately_is_not_looked_for(scene: Scene, find: Find) -> None:
    scene.at = MORNING
    await fall_silent(scene)
    async with scene.database.begin() as session:
        for number, direction in ((1, Direction.OUT), (2, Direction.IN)):
            kind, author = InteractionKind.SURVEY, Author.BOT if direction is Direction.OUT else Author.CUSTOMER
            keep_interaction(session, kind=kind, direction=direction, author=author, at=scene.at - timedelta(days=61), customer_id=number)
    told_at = scene.at - timedelta(days=61)
    assert await found(scene, find, Listeners([], untold=([InteractionKind.SURVEY], told_at))) == [2]
    assert await found(scene, find, Listeners([], untold=([InteractionKind.SURVEY], told_at + timedelta(seconds=1)))) == [1, 2]
    assert await found(scene, find, Listeners([], untold=([InteractionKind.REMINDER], told_at))) == [1, 2]


async def test_nobody_is_greeted_in_their_sleep(scene: Scene) -> None:
    scene.at = MORNING
    await scene.customer(1, birthday=(3, 5))
    await scene.customer(2, birthday=(3, 5), zone=BERLIN)
    asleep = awake_for_greetings(scene.at, scene.business).asleep
    assert BERLIN in asleep
    assert SHANGHAI not in asleep
    scene.business = replace(scene.business, greetings=replace(scene.business.greetings, anniversaries=True))
    scene.at = MORNING.replace(year=2027) + timedelta(hours=7)
    for find in (find_birthdays, find_anniversaries):
        for zones, numbers in (((), [1, 2]), ([SHANGHAI], [2]), (asleep, [1])):
            async with scene.database.read() as session:
                awake = Awake(zones, days_awake(scene.at, asleep=zones))
                step = await find(session, after_id=0, at=scene.at, business=scene.business, awake=awake)
            assert list(step.customer_ids) == numbers, find


async def test_nobody_is_won_back_in_their_sleep(scene: Scene) -> None:
    scene.at = MORNING + timedelta(hours=4)
    for number, zone in ((1, SHANGHAI), (2, "America/New_York")):
        customer = await scene.customer(number, zone=zone)
        for days in (41, 61, 81, 101):
            scene.at = MORNING - timedelta(days=days)
            await scene.purchase(customer, f"{number}-{days}")
    scene.at = MORNING
    cuts = await recent_cuts(scene.database, at=scene.at, business=scene.business)
    for asleep, numbers in (((), [1, 2]), (zones_asleep_now(scene.at, scene.business), [1])):
        async with scene.database.read() as session:
            step = await find_lapsed(session, cuts=cuts, after_id=0, at=scene.at, business=scene.business, asleep=asleep)
        assert [lapsed.customer.id for lapsed in step.lapsed] == numbers


async def test_the_fifths_of_many_buyers_are_kept_for_a_day(scene: Scene) -> None:
    async def fifths(*, hours: float) -> object:
        return await recent_cuts(scene.database, at=MORNING + timedelta(hours=hours), business=scene.business, many=2)

    scene.at = MORNING - timedelta(days=2)
    for number in (1, 2):
        await scene.purchase(await scene.customer(number), f"R-{number}", amount_minor=1000 * number)
    of_two = await fifths(hours=0)
    await scene.purchase(await scene.customer(3), "R-3", amount_minor=50_000)
    of_three = await fifths(hours=0)
    assert of_three != of_two  # two are not many
    await scene.purchase(await scene.customer(4), "R-4", amount_minor=90_000)
    assert await fifths(hours=19) == of_three
    assert await fifths(hours=-1) != of_three  # a clock that was put back
    assert await fifths(hours=20) != of_three
