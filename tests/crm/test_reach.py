"""Reach: whatever the desk says unasked keeps to one cap, and whoever is over it is asked later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm.greetings import greet_birthdays
from crm.reach import find_next_turns, find_reachable, find_willing
from crm.reminders import find_expiring_points, find_silences
from crm.rules.frequency import UnaskedCap
from storage.customers import Customer
from storage.interactions import keep_interaction
from storage.vocabulary import Author, ConsentKind, Direction, InteractionKind, Role, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import planned, runs, visit_of

AFTERNOON = datetime(2026, 3, 5, 7, tzinfo=UTC)  # 15:00 in Shanghai
CAP = UnaskedCap(per_day=1, per_week=3)


async def told(scene: Scene, number: int, kind: InteractionKind = InteractionKind.REMINDER, **ago: float) -> None:
    """The desk said something of this kind to a customer so long ago."""
    async with scene.database.begin() as session:
        keep_interaction(session, kind=kind, direction=Direction.OUT, author=Author.BOT, at=scene.at - timedelta(**ago), customer_id=number)


async def visited(scene: Scene, number: int, **ago: float) -> None:
    """A customer was visited by the bot so long ago."""
    asked_at = scene.at - timedelta(**ago)
    await planned(scene, await customer_of(scene, number), 10 + number, status=VisitStatus.ASKED, asked_at=asked_at)


async def customer_of(scene: Scene, number: int) -> Customer:
    """Return a customer as they are stored."""
    customer: Customer = next(each for each in await scene.rows(Customer) if each.id == number)
    return customer


async def reached(scene: Scene, *numbers: int, cap: UnaskedCap = CAP) -> set[int]:
    """Return whom of these customers a reminder may reach."""
    async with scene.database.read() as session:
        return set(await find_reachable(session, customer_ids=numbers, kind=ConsentKind.REMINDERS, at=scene.at, cap=cap))


async def test_each_kind_of_unasked_message_counts_and_answers_do_not(scene: Scene) -> None:
    for number in range(1, 8):
        await scene.customer(number)
    await told(scene, 1, InteractionKind.GREETING, hours=23)
    await told(scene, 2, InteractionKind.REMINDER, hours=23)
    await visited(scene, 3, hours=23)
    for number, kind in ((4, InteractionKind.INQUIRY), (5, InteractionKind.SURVEY), (6, InteractionKind.FOLLOW_UP)):
        await told(scene, number, kind, hours=1)
    assert await reached(scene, *range(1, 8)) == {4, 5, 6, 7}
    scene.later(hours=1)
    assert await reached(scene, 1, 2, 3) == {1, 2, 3}


async def test_a_visit_that_was_asked_again_counts_both_times(scene: Scene) -> None:
    customer = await scene.customer()
    first, again = scene.at - timedelta(days=5), scene.at - timedelta(days=2)
    await planned(scene, customer, 11, status=VisitStatus.ASKED, asked_at=again, done_at=first, attempts=2)
    assert await reached(scene, 1, cap=UnaskedCap(1, 2)) == set()
    scene.later(days=2)
    assert await reached(scene, 1, cap=UnaskedCap(1, 2)) == {1}


@pytest.mark.parametrize("kind", list(ConsentKind))
async def test_who_works_at_the_desk_is_left_out_and_who_has_left_it_is_not(scene: Scene, kind: ConsentKind) -> None:
    for number in (1, 2, 3):
        await scene.customer(number)
    await scene.staff(Role.AGENT, user_id=1001, name="Anna")
    gone = await scene.staff(Role.OWNER, user_id=1002)
    await scene.staff(Role.AGENT, user_id=1009, name="Chen Jing")
    async with scene.database.begin() as session:
        session.add(gone)
        gone.removed_at = scene.at
    async with scene.database.read() as session:
        assert set(await find_willing(session, customer_ids=[1, 2, 3, 4], kind=kind, at=scene.at)) == {2, 3}


async def test_three_in_a_week_are_enough_and_the_next_turn_is_known(scene: Scene) -> None:
    await scene.customer(1)
    await told(scene, 1, InteractionKind.GREETING, days=6)
    await told(scene, 1, days=4)
    await visited(scene, 1, days=2)
    async with scene.database.read() as session:
        turns = await find_next_turns(session, customer_ids=[1], at=scene.at, cap=CAP, waits_for_tickets=False)
    assert turns == {1: scene.at + timedelta(days=1)}
    assert await reached(scene, 1) == set()
    assert await reached(scene, 1, cap=UnaskedCap(per_day=1, per_week=0)) == {1}


async def test_a_greeting_that_comes_too_soon_goes_out_later_the_same_day(scene: Scene) -> None:
    scene.at = datetime(2026, 3, 5, 1, tzinfo=UTC)  # 9:00 in Shanghai
    await scene.customer(1, birthday=(3, 5))
    await told(scene, 1, hours=21)
    greeted = []
    for _ in range(5):
        async with scene.database.begin() as session:
            step = await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
        greeted.append(step.done)
        scene.later(hours=1)
    assert greeted[:4] == [0, 0, 0, 1]


async def test_a_reminder_that_comes_too_soon_is_found_again(scene: Scene) -> None:
    scene.at = AFTERNOON
    customer = await scene.customer(1)
    await scene.points(customer, 100, expires_at=AFTERNOON + timedelta(days=20))
    await told(scene, 1, InteractionKind.GREETING, hours=20)
    found = []
    for _ in range(2):
        async with scene.database.read() as session:
            step = await find_expiring_points(session, after_id=0, at=scene.at, business=scene.business)
        found.append([reminder.customer.id for reminder in step.reminders])
        scene.later(hours=4)
    assert found == [[], [1]]


async def test_a_visit_waits_for_its_turn_and_is_not_lost(scene: Scene) -> None:
    scene.at = AFTERNOON
    customer = await scene.customer(1)
    await told(scene, 1, hours=6)
    visit = await planned(scene, customer, 7)
    asked = []
    for _ in range(3):
        asked.append(await runs(scene))
        scene.later(hours=10)
    assert asked == [0, 0, 1]
    assert (await visit_of(scene, visit.id)).due_at == AFTERNOON + timedelta(hours=19)  # ten in the morning


async def test_a_visit_in_person_is_no_message_and_waits_for_no_turn(scene: Scene) -> None:
    scene.at = AFTERNOON
    customer = await scene.customer(1)
    await told(scene, 1, hours=6)
    await planned(scene, customer, 7, way=VisitWay.STAFF)
    assert await runs(scene) == 1


@pytest.mark.parametrize(("factor", "purchases", "reminded"), [("2", 3, False), ("2", 2, True), ("0", 3, True)])
async def test_a_fixed_silence_is_broken_for_those_whom_no_win_back_looks_after(
    scene: Scene, factor: str, purchases: int, *, reminded: bool
) -> None:
    customer: Customer = await scene.customer(1)
    for each in range(purchases):
        scene.at = AFTERNOON - timedelta(days=60 + 30 * each, hours=1)
        await scene.purchase(customer, str(each))
    scene.at = AFTERNOON
    business = replace(scene.business, win_back=replace(scene.business.win_back, factor=Decimal(factor)))
    async with scene.database.read() as session:
        step = await find_silences(session, after_id=0, at=scene.at, business=business)
    assert [reminder.customer.id for reminder in step.reminders] == ([1] if reminded else [])
