"""Plans of visits: which fit a ticket, a purchase and a tier, single visits by request, and plans that are switched off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crm.permissions import NotAllowed
from crm.rules.visit_plans import Occasion, VisitPlan, VisitStep
from crm.visit_lists import subject_words
from crm.visit_plans import NoSuchPlan, plan_standings, switch_plan
from crm.visits import (
    VisitDayNotUnderstood,
    VisitNeedsWords,
    VisitWordsTooLong,
    plan_visits_after_purchase,
    plan_visits_after_ticket,
    request_visit,
)
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import Language, Role, TicketKind, VisitReason, VisitWay
from tests.scene import Scene
from tests.visit_side import IN_PERSON, IN_STEPS, planned, visit_of, with_plans

BOUGHT = VisitPlan("bought", Occasion.PURCHASE, VisitWay.BOT, (VisitStep(3), VisitStep(30)))
GOLD = replace(IN_STEPS, key="gold", tiers=frozenset({"gold"}))
COMPLAINTS = replace(IN_STEPS, key="complaints", kinds=frozenset({TicketKind.COMPLAINT}))
DELIVERY = replace(IN_STEPS, key="delivery", categories=frozenset({"delivery"}))


async def after(scene: Scene, ticket: Ticket) -> set[str]:
    """Return the keys of the plans by which visits are planned after a ticket."""
    async with scene.database.begin() as session:
        return {visit.plan for visit in await plan_visits_after_ticket(session, ticket=ticket, at=scene.at, business=scene.business)}


async def test_a_plan_fits_by_kind_category_and_tier(scene: Scene) -> None:
    scene.business = with_plans(scene.business, GOLD, COMPLAINTS, DELIVERY, IN_PERSON)
    customer = await scene.customer()
    assert await after(scene, await scene.ticket(customer)) == {"care"}
    assert await after(scene, await scene.ticket(customer, number=2, kind=TicketKind.COMPLAINT, category="delivery")) == {
        "care",
        "complaints",
        "delivery",
    }
    await scene.points(customer, 2000)
    assert await after(scene, await scene.ticket(customer, number=3)) == {"care", "gold"}


async def test_the_simplest_plans_stand_in_front_of_the_others(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_PERSON, after_ticket_days=3, after_purchase_days=7)
    assert [plan.key for plan in scene.business.visits.all_plans] == ["ticket", "purchase", "care"]


async def test_each_step_after_a_purchase_is_planned_unless_the_same_is_ahead_or_it_is_too_late(scene: Scene) -> None:
    scene.business = with_plans(scene.business, BOUGHT)
    customer = await scene.customer()

    async def bought(reference: str) -> list[int]:
        purchase = await scene.purchase(customer, reference)
        async with scene.database.begin() as session:
            visits = await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)
        return [visit.days for visit in visits]

    assert await bought("A-1") == [3, 30]
    assert await bought("A-2") == []
    purchase = await scene.purchase(await scene.customer(2), "B-1")
    async with scene.database.begin() as session:
        late = await plan_visits_after_purchase(
            session,
            purchase=purchase,
            customer=await session.get_one(Customer, 2),
            at=scene.at + timedelta(days=10),
            business=scene.business,
        )
    assert [visit.days for visit in late] == [30]


async def test_a_plan_that_is_switched_off_plans_nothing_until_it_is_on_again(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_PERSON)
    owner, customer = await scene.staff(), await scene.customer()
    for number, is_off in enumerate((True, True, False), start=1):
        async with scene.database.begin() as session:
            assert (await switch_plan(session, key="care", is_off=is_off, by=owner, at=scene.at, business=scene.business)).is_off is is_off
            assert [each.is_off for each in await plan_standings(session, by=owner, business=scene.business)] == [is_off]
        assert await after(scene, await scene.ticket(customer, number=number)) == (set() if is_off else {"care"})
    assert [row.after for row in await scene.rows(AuditEvent)] == [{"running": False}, {"running": True}]


async def test_only_supervisors_switch_plans_and_only_those_that_there_are(scene: Scene) -> None:
    agent, owner = await scene.staff(Role.AGENT, user_id=2001), await scene.staff()
    async with scene.database.begin() as session:
        with pytest.raises(NotAllowed):
            await switch_plan(session, key="care", is_off=True, by=agent, at=scene.at, business=scene.business)
        with pytest.raises(NotAllowed):
            await plan_standings(session, by=agent, business=scene.business)
        with pytest.raises(NoSuchPlan):
            await switch_plan(session, key="care", is_off=True, by=owner, at=scene.at, business=scene.business)


async def test_what_is_talked_about_comes_from_the_plan_or_from_who_asked_for_the_visit(scene: Scene) -> None:
    business, customer = with_plans(scene.business, IN_STEPS), await scene.customer()
    step = await planned(scene, customer, 1, reason=VisitReason.TICKET, plan="steps", days=30)
    asked_for = await planned(scene, customer, 2, words="Tea?")
    async with scene.database.begin() as session:
        assert await subject_words(session, visit=step, language=Language.CHINESE, business=business) == "用得怎么样？"
        assert await subject_words(session, visit=step, language=Language.ENGLISH, business=with_plans(business)) is None
        assert await subject_words(session, visit=asked_for, language=Language.ENGLISH, business=business) == "Tea?"
    assert IN_STEPS.step_after(5) == VisitStep(5)


async def request(
    scene: Scene,
    customer: Customer,
    role: Role = Role.SUPERVISOR,
    *,
    words: str | None = None,
    day: str = "3d",
    way: VisitWay = VisitWay.STAFF,
) -> Visit:
    """Let one of the staff ask for a visit."""
    by = await scene.staff(role, user_id=3000)
    async with scene.database.begin() as session:
        return await request_visit(
            session, customer=customer, day=day, way=way, to=by, words=words, by=by, at=scene.at, business=scene.business
        )


async def test_a_supervisor_asks_for_a_visit_on_a_day(scene: Scene) -> None:
    visit = await request(scene, await scene.customer())
    assert visit.due_at == datetime(2026, 3, 7, 2, tzinfo=UTC)
    kept = await visit_of(scene, visit.id)
    assert (kept.reason, kept.subject_id, kept.staff_id, kept.planned_by) == (VisitReason.REQUEST, kept.id, kept.planned_by, kept.staff_id)
    [event] = await scene.rows(AuditEvent)
    assert (event.act, event.subject) == ("visit.planned", "1")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"role": Role.AGENT}, NotAllowed),
        ({"day": "soon"}, VisitDayNotUnderstood),
        ({"way": VisitWay.BOT}, VisitNeedsWords),
        ({"words": "x" * 501}, VisitWordsTooLong),
    ],
)
async def test_a_visit_that_cannot_be_is_refused(scene: Scene, fields: dict[str, object], refusal: type[Exception]) -> None:
    customer = await scene.customer()
    with pytest.raises(refusal):
        await request(scene, customer, **fields)  # type: ignore[arg-type]  # which argument it is differs
    assert await scene.rows(Visit) == []
