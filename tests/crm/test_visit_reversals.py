"""Visits of a purchase that was taken back: called off, and planned for the other purchases instead."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.reversals import reverse_purchase
from crm.rules.visit_plans import Occasion, VisitPlan, VisitStep
from crm.visit_outcomes import VisitIsOver, answer_visit, report_visit
from crm.visit_reversals import VisitCalledOff
from crm.visits import plan_visits_after_purchase
from storage.customers import Customer
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import Role, VisitOutcome, VisitSkip, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import runs, with_plans

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # in Shanghai
BY_BOT = VisitPlan("tea", Occasion.PURCHASE, VisitWay.BOT, (VisitStep(3), VisitStep(30)))
IN_PERSON = VisitPlan("care", Occasion.PURCHASE, VisitWay.STAFF, (VisitStep(3),))
CALLED_OFF = (VisitStatus.SKIPPED, VisitSkip.REVERSED)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene at ten in the morning in Shanghai, the hour of visits; the bot asks after purchases, twice."""
    scene.at, scene.business = TEN, with_plans(scene.business, BY_BOT)
    return scene


async def buys(scene: Scene, customer: Customer, reference: str) -> Purchase:
    """Let a customer buy something now, with the visits to come."""
    purchase = await scene.purchase(customer, reference)
    async with scene.database.begin() as session:
        await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)
    return purchase


async def sends_back(scene: Scene, reference: str) -> None:
    """Let a supervisor take a purchase back."""
    by = next((each for each in await scene.rows(StaffMember) if each.role is Role.SUPERVISOR), None)
    by = by or await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    async with scene.database.begin() as session:
        await reverse_purchase(session, reference=reference, reason="", by=by, at=scene.at, business=scene.business, tell=scene.tell)


async def standing(scene: Scene, purchase: Purchase) -> list[tuple[VisitStatus, VisitSkip | None]]:
    """Return how the visits after a purchase stand, in the order of their steps."""
    visits = [visit for visit in await scene.rows(Visit) if visit.subject_id == purchase.id]
    return [(visit.status, visit.skipped_why) for visit in sorted(visits, key=lambda each: each.days)]


async def test_what_was_asked_and_what_is_to_come_is_called_off(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await buys(scene, customer, "A-1")
    scene.later(days=3)
    assert await runs(scene) == 1
    await sends_back(scene, "A-1")
    assert await standing(scene, purchase) == [CALLED_OFF, CALLED_OFF]
    for _ in range(40):
        scene.later(days=1)
        assert await runs(scene) == 0


async def test_what_a_customer_answered_stays(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await buys(scene, customer, "A-1")
    scene.later(days=3)
    await runs(scene)
    async with scene.database.begin() as session:
        [visit, _] = sorted(await scene.rows(Visit), key=lambda each: each.days)
        await answer_visit(session, visit_id=visit.id, customer=customer, outcome=VisitOutcome.FINE, at=scene.at, tell=scene.tell)
    await sends_back(scene, "A-1")
    assert await standing(scene, purchase) == [(VisitStatus.ANSWERED, None), CALLED_OFF]


async def test_who_answers_after_all_is_heard(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await buys(scene, customer, "A-1")
    scene.later(days=3)
    await runs(scene)
    await sends_back(scene, "A-1")
    [visit, _] = sorted(await scene.rows(Visit), key=lambda each: each.days)
    async with scene.database.begin() as session:
        await answer_visit(session, visit_id=visit.id, customer=customer, outcome=VisitOutcome.UNHAPPY, at=scene.at, tell=scene.tell)
    assert await standing(scene, purchase) == [(VisitStatus.ANSWERED, None), CALLED_OFF]


@pytest.mark.parametrize("has_left", [False, True])
async def test_who_had_it_to_pay_is_told_and_cannot_report_it_any_more(scene: Scene, has_left: bool) -> None:
    scene.business = with_plans(scene.business, IN_PERSON)
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    purchase = await buys(scene, await scene.customer(), "A-1")
    scene.later(days=3)
    await runs(scene)
    [visit] = await scene.rows(Visit)
    async with scene.database.begin() as session:
        (await session.get_one(Visit, visit.id)).staff_id = anna.id
        (await session.get_one(StaffMember, anna.id)).removed_at = scene.at if has_left else None
    await sends_back(scene, "A-1")
    assert await standing(scene, purchase) == [CALLED_OFF]
    [notice] = scene.told_of(VisitCalledOff)
    assert (notice.visit.id, None if notice.to is None else notice.to.id) == (visit.id, None if has_left else anna.id)
    by = anna if not has_left else await scene.staff(Role.AGENT, user_id=2002, name="Bea")
    async with scene.database.begin() as session:
        with pytest.raises(VisitIsOver):
            await report_visit(
                session, visit_id=visit.id, outcome=VisitOutcome.FINE, by=by, at=scene.at, business=scene.business, tell=scene.tell
            )


async def test_a_visit_that_nobody_had_is_called_off_before_all(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_PERSON)
    await buys(scene, await scene.customer(), "A-1")
    scene.later(days=3)
    await runs(scene)
    await sends_back(scene, "A-1")
    assert [notice.to for notice in scene.told_of(VisitCalledOff)] == [None]


async def test_the_purchase_that_stays_gets_the_visits_that_the_other_one_stood_for(scene: Scene) -> None:
    customer = await scene.customer()
    await buys(scene, customer, "A-1")
    scene.later(days=1)
    other = await buys(scene, customer, "A-2")
    assert await standing(scene, other) == []
    await sends_back(scene, "A-1")
    assert await standing(scene, other) == [(VisitStatus.PLANNED, None)] * 2
    assert [visit.due_at for visit in await scene.rows(Visit) if visit.subject_id == other.id and visit.days == 3] == [
        scene.at + timedelta(days=3)
    ]
    scene.later(days=3)
    assert await runs(scene) == 1


async def test_only_what_is_missing_is_planned_for_the_others_and_once(scene: Scene) -> None:
    customer = await scene.customer()
    await buys(scene, customer, "A-1")
    scene.later(days=3)
    await runs(scene)
    scene.later(days=2)
    other = await buys(scene, customer, "A-2")  # the first step of A-1 is over, the second is ahead
    third = await buys(scene, customer, "A-3")
    assert (len(await standing(scene, other)), len(await standing(scene, third))) == (1, 0)
    await sends_back(scene, "A-1")
    assert await standing(scene, other) == [(VisitStatus.PLANNED, None)] * 2
    assert await standing(scene, third) == []
    await sends_back(scene, "A-2")
    assert await standing(scene, third) == [(VisitStatus.PLANNED, None)] * 2


async def test_a_purchase_of_long_ago_is_not_asked_about_because_another_one_went(scene: Scene) -> None:
    customer = await scene.customer()
    old = await scene.purchase(customer, "A-0")
    scene.later(days=60)
    await buys(scene, customer, "A-1")
    await sends_back(scene, "A-1")
    assert await standing(scene, old) == []


async def test_the_next_purchase_is_asked_about_although_the_one_before_was_sent_back(scene: Scene) -> None:
    customer = await scene.customer()
    await buys(scene, customer, "A-1")
    scene.later(days=3)
    await runs(scene)
    await sends_back(scene, "A-1")
    other = await buys(scene, customer, "A-2")
    assert await standing(scene, other) == [(VisitStatus.PLANNED, None)] * 2
    done = 0
    for _ in range(8):  # one a week
        scene.later(days=1)
        done += await runs(scene)
    assert done == 1
