"""Lapses: what nobody pays is told once a day and over after some days; then it holds nothing back and counts as not kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.visit_lapses import NAMED_AT_ONCE, VisitLapsed, VisitsOverdue
from crm.visit_lists import Kept, plan_kept
from crm.visit_rounds import VisitAsked, VisitSkipped
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.vocabulary import Role, VisitSkip, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import planned, runs, visit_of, with_plans

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # a Wednesday, in Shanghai


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene at ten in the morning in Shanghai, the hour of visits; without plans, and what is not paid lapses after five days."""
    scene.at, scene.business = TEN, with_plans(scene.business, lapse_days=5)
    return scene


async def anna_has(scene: Scene, *numbers: int, **fields: Any) -> StaffMember:
    """Let Anna be given these visits, each to a customer of its own."""
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    for number in numbers:
        await planned(scene, await scene.customer(number), number, way=VisitWay.STAFF, staff_id=anna.id, **fields)
    await runs(scene)
    assert {(await visit_of(scene, number)).status for number in numbers} == {VisitStatus.GIVEN}
    return anna


async def overdue(scene: Scene) -> list[tuple[str, list[int], int]]:
    """Let the clock run, and return who is told of what, as if it had been queued."""
    before = len(scene.told)
    await runs(scene)
    told = [each for each in scene.told[before:] if isinstance(each, VisitsOverdue)]
    async with scene.database.begin() as session:
        for each in told:
            scene.queue(session, each.key)
    return [(each.to.name, [one.visit.id for one in each.longest], each.count) for each in told]


async def test_those_in_charge_are_told_once_a_day_of_what_was_not_paid_on_its_day(scene: Scene) -> None:
    await scene.staff(Role.OWNER, name="Olivia")
    await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    await anna_has(scene, 1, 2)
    scene.later(hours=5)
    assert await overdue(scene) == []
    scene.later(hours=19)
    assert await overdue(scene) == [("Olivia", [1, 2], 2), ("Sue", [1, 2], 2)]
    scene.later(hours=5)
    assert await overdue(scene) == []
    scene.later(hours=19)
    assert await overdue(scene) == [("Olivia", [1, 2], 2), ("Sue", [1, 2], 2)]
    [first, *_] = scene.told_of(VisitsOverdue)
    assert [each.holder and each.holder.name for each in first.longest] == ["Anna", "Anna"]


async def test_a_new_supervisor_is_told_the_same_day(scene: Scene) -> None:
    await scene.staff(Role.OWNER, name="Olivia")
    await anna_has(scene, 1)
    scene.later(days=1)
    assert await overdue(scene) == [("Olivia", [1], 1)]
    await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    assert await overdue(scene) == [("Sue", [1], 1)]


async def test_the_longest_overdue_are_named_and_all_are_counted(scene: Scene) -> None:
    await scene.staff(Role.OWNER, name="Olivia")
    await anna_has(scene, *range(1, NAMED_AT_ONCE + 3))
    scene.later(days=1)
    assert await overdue(scene) == [("Olivia", [*range(1, NAMED_AT_ONCE + 1)], NAMED_AT_ONCE + 2)]


@pytest.mark.parametrize("hours", [12, 22, 24 * 4], ids=["quiet", "before the desk opens", "a day on which it is closed"])
async def test_nobody_is_told_at_night_or_while_the_desk_is_closed(scene: Scene, hours: int) -> None:
    await scene.staff(Role.OWNER, name="Olivia")
    await anna_has(scene, 1, due_at=TEN - timedelta(days=1))
    scene.at = TEN + timedelta(hours=hours)
    assert await overdue(scene) == []


async def test_what_nobody_pays_lapses_counts_as_not_kept_and_lets_the_next_one_be_paid(scene: Scene) -> None:
    owner = await scene.staff(Role.OWNER, name="Olivia")
    anna = await anna_has(scene, 1)
    async with scene.database.read() as session:
        customer = await session.get_one(Customer, 1)
    await planned(scene, customer, 9)
    for _ in range(5):
        scene.later(days=1)
        await runs(scene)
    assert (scene.told_of(VisitLapsed), scene.told_of(VisitAsked)) == ([], [])
    scene.later(days=1)
    await runs(scene)
    [lapsed] = scene.told_of(VisitLapsed)
    assert (lapsed.visit.id, lapsed.customer.id, lapsed.to and lapsed.to.name) == (1, 1, "Anna")
    assert [each.visit.id for each in scene.told_of(VisitAsked)] == [9]
    visit = await visit_of(scene, 1)
    assert (visit.status, visit.skipped_why, visit.done_at) == (VisitStatus.SKIPPED, VisitSkip.TOO_LATE, None)
    [act] = [row for row in await scene.rows(AuditEvent) if row.act == "visit.lapsed"]
    assert (act.staff_id, act.subject, act.after) == (None, "1", {"assignee": anna.id})
    async with scene.database.read() as session:
        kept = await plan_kept(session, by=owner, at=scene.at)
    assert kept is not None
    assert [(member and member.name, part) for member, part in kept.each] == [("Anna", Kept(due=1, kept=0))]
    assert kept.skipped == {VisitSkip.TOO_LATE: 1}


async def test_who_asked_for_a_visit_hears_that_it_lapsed_unless_it_was_theirs(scene: Scene) -> None:
    sue = await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    for number, member in ((1, anna), (2, sue)):
        await planned(scene, await scene.customer(number), number, way=VisitWay.STAFF, staff_id=member.id, planned_by=sue.id)
    await runs(scene)
    scene.later(days=6)
    await runs(scene)
    assert [(each.visit.id, each.to and each.to.name) for each in scene.told_of(VisitLapsed)] == [(1, "Anna"), (2, "Sue")]
    assert [(each.visit.id, each.planned_by.name) for each in scene.told_of(VisitSkipped)] == [(1, "Sue")]


async def test_a_business_may_let_nothing_lapse(scene: Scene) -> None:
    scene.business = with_plans(scene.business, lapse_days=0)
    await anna_has(scene, 1)
    scene.later(days=100)
    await runs(scene)
    assert (await visit_of(scene, 1)).status is VisitStatus.GIVEN


async def test_what_was_given_late_is_not_over_before_the_grace_is(scene: Scene) -> None:
    scene.business = with_plans(scene.business, lapse_days=1, grace_days=3)
    await anna_has(scene, 1, due_at=TEN - timedelta(days=3))
    await runs(scene)
    assert (await visit_of(scene, 1)).status is VisitStatus.GIVEN
    scene.later(days=1)
    await runs(scene)
    assert (await visit_of(scene, 1)).status is VisitStatus.SKIPPED


async def test_nothing_is_queued_by_telling_the_business(scene: Scene) -> None:
    await anna_has(scene, 1)
    scene.later(days=1)
    assert await overdue(scene) == []  # there is nobody in charge
    assert await scene.rows(OutboxMessage) == []
