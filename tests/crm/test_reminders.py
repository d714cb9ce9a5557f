"""Reminders: of points, tiers and silences; each once, at a good hour, to those who want them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest

from crm.business import Business
from crm.privacy import set_consent
from crm.reminders import (
    FoundReminders,
    LongSilence,
    PointsWillExpire,
    Reminder,
    find_expiring_points,
    find_silences,
    find_tiers_at_risk,
    find_tiers_within_reach,
    send_reminders,
)
from crm.steps import Ahead
from storage.database import Session
from storage.interactions import keep_interaction
from storage.vocabulary import Author, ConsentKind, Direction, InteractionKind, PointsKind, TicketStatus
from tests.scene import Scene

# 11:00 in Shanghai, the hour of reminders.
MORNING = datetime(2026, 3, 5, 3, tzinfo=UTC)


class Find(Protocol):
    """A search for reminders."""

    async def __call__(
        self, session: Session, *, after_id: int, at: datetime, business: Business, limit: int = 500, ahead: Ahead | None = None
    ) -> FoundReminders: ...


async def found(scene: Scene, find: Find, *, limit: int = 500, after_id: int = 0, ahead: Ahead | None = None) -> FoundReminders:
    """Search at the moment of the scene."""
    async with scene.database.read() as session:
        return await find(session, after_id=after_id, at=scene.at, business=scene.business, limit=limit, ahead=ahead)


async def remind(scene: Scene, find: Find) -> list[Reminder]:
    """Search and say what was found, as the chat does; return it."""
    reminders = list((await found(scene, find)).reminders)
    async with scene.database.begin() as session:
        sent = await send_reminders(session, reminders=reminders, at=scene.at, business=scene.business, tell=scene.tell)
        assert sent == len(reminders)
        for reminder in reminders:
            scene.queue(session, reminder.key)
            keep_interaction(
                session,
                kind=InteractionKind.REMINDER,
                direction=Direction.OUT,
                author=Author.BOT,
                at=scene.at,
                customer_id=reminder.customer.id,
            )
    return reminders


def midnight(day: date) -> datetime:
    """Return the moment in Shanghai at which points that are good to the end of the day before expire."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)


async def test_points_that_expire_within_thirty_days_are_told_once_a_month(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=midnight(date(2026, 4, 4)))
    await scene.points(customer, 50, "b", expires_at=midnight(date(2026, 4, 21)))
    await scene.points(customer, 30, "c", expires_at=midnight(date(2026, 5, 2)))
    await scene.points(customer, 7, "d")
    scene.at = MORNING
    [first] = await remind(scene, find_expiring_points)
    assert isinstance(first, PointsWillExpire)
    assert (first.points, first.balance, first.first_day, first.last_day) == (150, 187, date(2026, 4, 3), date(2026, 4, 20))
    assert first.expires_at == datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
    scene.later(days=1)
    assert await remind(scene, find_expiring_points) == []
    scene.at = datetime(2026, 4, 6, 3, tzinfo=UTC)  # the first lot has expired, the second is 14 days away
    [second] = await remind(scene, find_expiring_points)
    assert isinstance(second, PointsWillExpire)
    assert (second.points, second.first_day, second.last_day) == (30, date(2026, 5, 1), date(2026, 5, 1))


async def test_points_that_were_spent_are_not_told_of(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=midnight(date(2026, 4, 1)))
    await scene.points(customer, -100, "b", kind=PointsKind.SPENT)
    scene.at = MORNING
    assert await remind(scene, find_expiring_points) == []


async def test_points_that_expire_later_are_not_told_of_yet(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=midnight(date(2026, 4, 6)))
    scene.at = MORNING
    assert await remind(scene, find_expiring_points) == []
    scene.later(days=2)
    assert len(await remind(scene, find_expiring_points)) == 1


async def test_a_silence_of_sixty_days_is_broken_once(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.hears(customer)
    scene.at = MORNING + timedelta(days=59)
    assert await remind(scene, find_silences) == []
    scene.later(days=1)
    [reminder] = await remind(scene, find_silences)
    assert isinstance(reminder, LongSilence)
    for _ in range(3):
        scene.later(days=1)
        assert await remind(scene, find_silences) == []
    await scene.hears(customer)
    scene.later(days=61)
    assert len(await remind(scene, find_silences)) == 1


async def test_a_purchase_is_a_sign_too(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.hears(customer)
    scene.at = MORNING + timedelta(days=30)
    await scene.purchase(customer)
    scene.later(days=31)
    assert await remind(scene, find_silences) == []
    scene.later(days=30)
    assert len(await remind(scene, find_silences)) == 1


async def test_what_the_desk_says_itself_breaks_no_silence(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.hears(customer)
    scene.later(days=30)
    async with scene.database.begin() as session:
        keep_interaction(
            session, kind=InteractionKind.GREETING, direction=Direction.OUT, author=Author.BOT, at=scene.at, customer_id=customer.id
        )
    scene.at = MORNING + timedelta(days=61)
    assert len(await remind(scene, find_silences)) == 1


async def test_a_silence_that_is_long_past_its_time_and_one_with_an_open_ticket_are_left_alone(scene: Scene) -> None:
    stale, waiting = await scene.customer(1), await scene.customer(2)
    await scene.hears(stale)
    await scene.hears(waiting)
    await scene.ticket(waiting, status=TicketStatus.NEW)
    scene.at = MORNING + timedelta(days=61)
    assert [reminder.customer.id for reminder in (await found(scene, find_silences)).reminders] == [1]
    scene.later(days=7)
    assert (await found(scene, find_silences)).reminders == []


async def test_a_customer_who_never_gave_a_sign_is_not_silent(scene: Scene) -> None:
    await scene.customer()
    scene.at = MORNING + timedelta(days=61)
    assert await remind(scene, find_silences) == []


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2026-03-05T02:59", 0),  # 10:59 in Shanghai
        ("2026-03-05T03:00", 1),
        ("2026-03-05T13:29", 1),  # late, but before quiet hours
        ("2026-03-05T13:30", 0),
        ("2026-03-05T20:00", 0),
    ],
)
async def test_reminders_are_sent_from_the_business_hour_until_quiet_hours(scene: Scene, moment: str, count: int) -> None:
    customer = await scene.customer()
    await scene.points(customer, 460)
    scene.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert len(await remind(scene, find_tiers_within_reach)) == count


async def test_who_takes_no_reminders_or_cannot_be_reached_gets_none(scene: Scene) -> None:
    refusing = await scene.customer(1)
    others = [await scene.customer(2, is_blocked=True), await scene.customer(3, has_contact=False), await scene.customer(4)]
    for customer in (refusing, *others):
        await scene.points(customer, 460, f"c{customer.id}")
    async with scene.database.begin() as session:
        await set_consent(session, customer=refusing, kind=ConsentKind.REMINDERS, granted=False, at=scene.at)
        await set_consent(session, customer=others[-1], kind=ConsentKind.GREETINGS, granted=False, at=scene.at)
    scene.at = MORNING
    assert [reminder.customer.id for reminder in await remind(scene, find_tiers_within_reach)] == [4]


async def test_nobody_gets_two_reminders_a_day(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 460, expires_at=midnight(date(2026, 3, 20)))
    scene.at = MORNING
    assert len(await remind(scene, find_expiring_points)) == 1
    assert await remind(scene, find_tiers_within_reach) == []
    scene.later(hours=23)
    assert await remind(scene, find_tiers_within_reach) == []
    scene.later(hours=1)
    assert len(await remind(scene, find_tiers_within_reach)) == 1


@pytest.mark.parametrize("find", [find_expiring_points, find_tiers_within_reach, find_tiers_at_risk, find_silences])
async def test_a_business_that_reminds_of_nothing_says_nothing(scene: Scene, find: Find) -> None:
    rules = replace(scene.business.reminders, points_expire_days=(), tier_within_percent=0, silence_days=0)
    loyalty = scene.business.loyalty
    loyalty = replace(loyalty, tier_rules=replace(loyalty.tier_rules, grace=timedelta()))
    scene.business = replace(scene.business, reminders=rules, loyalty=loyalty)
    customer = await scene.customer()
    await scene.hears(customer)
    await scene.points(customer, 460, expires_at=midnight(date(2026, 3, 20)))
    for days in (1, 61):
        scene.at = MORNING + timedelta(days=days)
        assert await found(scene, find) == FoundReminders((), None)


@pytest.mark.parametrize("find", [find_expiring_points, find_tiers_within_reach, find_silences])
async def test_reminders_are_found_in_steps(scene: Scene, find: Find) -> None:
    for number in (1, 2, 3):
        customer = await scene.customer(number)
        await scene.hears(customer)
        await scene.points(customer, 460, f"c{number}", expires_at=midnight(date(2026, 5, 20)))
    scene.at = MORNING + timedelta(days=61)
    first = await found(scene, find, limit=2)
    second = await found(scene, find, limit=2, after_id=first.after_id or 0)
    assert [reminder.customer.id for reminder in (*first.reminders, *second.reminders)] == [1, 2, 3]
    assert (first.after_id, second.after_id) == (2, None)


@pytest.mark.parametrize("find", [find_expiring_points, find_tiers_within_reach, find_silences])
async def test_what_was_found_ahead_is_gone_on_with(scene: Scene, find: Find) -> None:
    for number in (1, 2, 3):
        customer = await scene.customer(number)
        await scene.hears(customer)
        await scene.points(customer, 460, f"c{number}", expires_at=midnight(date(2026, 5, 20)))
    scene.at = MORNING + timedelta(days=61)
    ahead = Ahead()
    first = await found(scene, find, limit=2, ahead=ahead)
    second = await found(scene, find, limit=2, after_id=first.after_id or 0, ahead=ahead)
    assert [reminder.customer.id for reminder in (*first.reminders, *second.reminders)] == [1, 2, 3]
    assert (first.after_id, second.after_id) == (2, None)


async def told_days(scene: Scene, *, from_day: date, days: int) -> list[tuple[date, int, date]]:
    """Search every day at noon in Shanghai and return each reminder of points: when, how many, and their first day."""
    told = []
    for number in range(days):
        on = from_day + timedelta(days=number)
        scene.at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
        told += [
            (on, each.points, each.first_day) for each in await remind(scene, find_expiring_points) if isinstance(each, PointsWillExpire)
        ]
    return told


async def test_points_are_told_of_thirty_seven_and_one_days_before_they_expire(scene: Scene) -> None:
    last = date(2026, 5, 20)
    await scene.points(await scene.customer(), 100, expires_at=midnight(date(2026, 5, 21)))
    told = await told_days(scene, from_day=date(2026, 4, 10), days=60)
    assert told == [(date(2026, 4, 21), 100, last), (date(2026, 5, 14), 100, last), (date(2026, 5, 20), 100, last)]


async def test_points_that_expire_within_one_week_are_told_of_together(scene: Scene) -> None:
    customer = await scene.customer()
    for day in (12, 14, 16):  # Monday, Wednesday and Friday, and the Monday after
        await scene.points(customer, day, f"c{day}", expires_at=midnight(date(2026, 5, day)))
    await scene.points(customer, 7, "next", expires_at=midnight(date(2026, 5, 19)))
    told = await told_days(scene, from_day=date(2026, 4, 1), days=60)
    assert [points for _, points, _ in told] == [49, 42, 42, 7, 7]


async def test_who_hears_late_of_points_hears_of_the_nearest_days_only(scene: Scene) -> None:
    await scene.points(await scene.customer(), 100, expires_at=midnight(date(2026, 3, 8)))
    scene.at = MORNING
    assert [reminder.key for reminder in await remind(scene, find_expiring_points)] == ["points:1:7:2026-W10"]
    scene.later(days=1)
    assert await remind(scene, find_expiring_points) == []
