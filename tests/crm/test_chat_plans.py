"""Plans of visits made in the chat: they begin switched off, follow what they name, are replaced and deleted, and nobody else makes them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from crm.permissions import NotAllowed
from crm.rules.plan_writing import PlanKeyTaken
from crm.rules.visit_plans import MOST_PLANS, Occasion, VisitPlan, VisitStep
from crm.visit_lists import subject_words
from crm.visit_plans import (
    NoSuchPlan,
    PlanStanding,
    TooManyPlans,
    delete_plan,
    find_plan,
    get_standing,
    keys_gone,
    make_plan,
    plan_standings,
    switch_plan,
)
from crm.visit_rounds import VisitAsked
from crm.visits import plan_visits_after_purchase, plan_visits_after_ticket
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.staff import StaffMember
from storage.visit_plans import ChatPlan, VisitPlanSwitch
from storage.visits import Visit
from storage.vocabulary import Language, Role, TicketKind, VisitSkip, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import IN_PERSON, planned, runs, with_plans

WRITTEN = "tea ticket bot complaint quality gold\n3\n30 en Is it well?\n30 zh 一切都好吗？"
STEPS = (VisitStep(3), VisitStep(30, "Is it well?", "一切都好吗？"))
TEA = VisitPlan(
    "tea", Occasion.TICKET_CLOSED, VisitWay.BOT, STEPS, frozenset({TicketKind.COMPLAINT}), frozenset({"quality"}), frozenset({"gold"})
)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene of a business whose file has one plan, in person after tickets."""
    scene.business = with_plans(scene.business, IN_PERSON)
    return scene


async def make(scene: Scene, by: StaffMember | None, text: str = WRITTEN) -> PlanStanding:
    """Make a plan."""
    async with scene.database.begin() as session:
        return await make_plan(session, text=text, by=by, at=scene.at, business=scene.business)


async def switch(scene: Scene, by: StaffMember, key: str, *, is_off: bool = False) -> None:
    """Switch a plan."""
    async with scene.database.begin() as session:
        await switch_plan(session, key=key, is_off=is_off, by=by, at=scene.at, business=scene.business)


async def delete(scene: Scene, by: StaffMember | None, key: str) -> None:
    """Delete a plan."""
    async with scene.database.begin() as session:
        await delete_plan(session, key=key, by=by, at=scene.at, business=scene.business)


async def after_ticket(scene: Scene, customer: Customer, number: int, **fields: object) -> Sequence[Visit]:
    """Return the visits that are planned after a ticket."""
    ticket = await scene.ticket(customer, number=number, **fields)  # type: ignore[arg-type]  # which argument it is differs
    async with scene.database.begin() as session:
        return await plan_visits_after_ticket(session, ticket=ticket, at=scene.at, business=scene.business)


async def test_a_plan_of_the_chat_begins_switched_off_and_then_follows_what_it_names(scene: Scene) -> None:
    sue, customer = await scene.staff(Role.SUPERVISOR), await scene.customer()
    fitting = {"kind": TicketKind.COMPLAINT, "category": "quality"}
    assert await make(scene, sue) == PlanStanding(TEA, is_off=True, is_of_chat=True)
    await scene.points(customer, 2000)
    assert [visit.plan for visit in await after_ticket(scene, customer, 1, **fitting)] == ["care"]
    await switch(scene, sue, "tea")
    visits = [(visit.plan, visit.days, visit.way) for visit in await after_ticket(scene, customer, 2, **fitting)]
    assert visits == [("care", 3, VisitWay.STAFF), ("tea", 3, VisitWay.BOT), ("tea", 30, VisitWay.BOT)]
    assert [visit.plan for visit in await after_ticket(scene, customer, 3, category="quality")] == ["care"]
    assert [visit.plan for visit in await after_ticket(scene, await scene.customer(2), 4, **fitting)] == ["care"]


async def test_a_plan_of_the_chat_follows_purchases_where_the_file_has_no_plan(scene: Scene) -> None:
    scene.business = with_plans(scene.business)
    sue, customer = await scene.staff(Role.SUPERVISOR), await scene.customer()
    await make(scene, sue, "bought purchase staff\n7")
    await switch(scene, sue, "bought")
    purchase = await scene.purchase(customer, "A-1")
    async with scene.database.begin() as session:
        visits = await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)
    assert [(visit.plan, visit.days, visit.way) for visit in visits] == [("bought", 7, VisitWay.STAFF)]


async def test_what_a_plan_of_the_chat_asks_is_asked_in_the_customers_language_and_shown_to_staff(scene: Scene) -> None:
    sue, customer = await scene.staff(Role.SUPERVISOR), await scene.customer(language=Language.CHINESE)
    await make(scene, sue)
    await switch(scene, sue, "tea")
    visit = await planned(scene, customer, 1, plan="tea", days=30)
    async with scene.database.begin() as session:
        assert await subject_words(session, visit=visit, language=Language.ENGLISH, business=scene.business) == "Is it well?"
    await runs(scene)
    assert [notice.words for notice in scene.told_of(VisitAsked)] == ["一切都好吗？"]


async def test_the_same_key_again_replaces_the_plan_and_switches_it_off(scene: Scene) -> None:
    sue = await scene.staff(Role.SUPERVISOR)
    await make(scene, sue)
    await switch(scene, sue, "tea")
    await make(scene, sue, "tea purchase staff\n9")
    await make(scene, sue, "tea purchase staff\n9")
    async with scene.database.begin() as session:
        found = await get_standing(session, key="tea", by=sue, business=scene.business)
    assert found == PlanStanding(VisitPlan("tea", Occasion.PURCHASE, VisitWay.STAFF, (VisitStep(9),)), is_off=True, is_of_chat=True)
    events = [(event.act, event.subject, event.before, event.after) for event in await scene.rows(AuditEvent)]
    assert events == [
        ("visit_plan.made", "tea", {}, {"plan": WRITTEN, "running": False}),
        ("visit_plan.switched", "tea", {"running": False}, {"running": True}),
        ("visit_plan.made", "tea", {"plan": WRITTEN, "running": True}, {"plan": "tea purchase staff\n9", "running": False}),
    ]


async def test_what_a_deleted_plan_has_planned_is_skipped_with_the_reason(scene: Scene) -> None:
    sue, customer = await scene.staff(Role.SUPERVISOR), await scene.customer()
    await make(scene, sue)
    await switch(scene, sue, "tea")
    await planned(scene, customer, 1, plan="tea", days=30)
    await delete(scene, sue, "tea")
    assert (await scene.rows(ChatPlan), await scene.rows(VisitPlanSwitch)) == ([], [])
    await runs(scene)
    [visit] = await scene.rows(Visit)
    assert (visit.status, visit.skipped_why) == (VisitStatus.SKIPPED, VisitSkip.PLAN_GONE)
    event = (await scene.rows(AuditEvent))[-1]
    assert (event.act, event.subject, event.before, event.after) == ("visit_plan.deleted", "tea", {"plan": WRITTEN, "running": True}, {})


async def test_a_plan_of_the_file_is_neither_replaced_nor_deleted_in_the_chat(scene: Scene) -> None:
    sue = await scene.staff(Role.SUPERVISOR)
    with pytest.raises(PlanKeyTaken):
        await make(scene, sue, "care ticket bot\n3")
    for key in ("care", "gone"):
        with pytest.raises(NoSuchPlan):
            await delete(scene, sue, key)
    assert (await scene.rows(ChatPlan), await scene.rows(AuditEvent)) == ([], [])


async def test_where_the_file_has_come_to_name_the_key_its_plan_is_the_one(scene: Scene) -> None:
    sue = await scene.staff(Role.SUPERVISOR)
    await make(scene, sue)
    scene.business = with_plans(scene.business, replace(IN_PERSON, key="tea"))
    async with scene.database.begin() as session:
        [standing] = await plan_standings(session, by=sue, business=scene.business)
        assert await find_plan(session, key="tea", business=scene.business) == standing.plan == replace(IN_PERSON, key="tea")
    assert not standing.is_of_chat
    with pytest.raises(NoSuchPlan):
        await delete(scene, sue, "tea")


async def test_there_are_as_many_plans_as_may_be_and_one_of_them_is_still_replaced(scene: Scene) -> None:
    sue = await scene.staff(Role.SUPERVISOR)
    for number in range(MOST_PLANS - 1):
        await make(scene, sue, f"p{number} ticket bot\n3")
    with pytest.raises(TooManyPlans):
        await make(scene, sue)
    assert (await make(scene, sue, "p0 ticket staff\n3")).plan.way is VisitWay.STAFF
    assert len(await scene.rows(ChatPlan)) == MOST_PLANS - 1


async def test_only_supervisors_make_and_delete_plans(scene: Scene) -> None:
    sue, agent = await scene.staff(Role.SUPERVISOR), await scene.staff(Role.AGENT, user_id=2001)
    await make(scene, sue)
    for nobody in (agent, None):
        with pytest.raises(NotAllowed):
            await make(scene, nobody, "nonsense")
        with pytest.raises(NotAllowed):
            await delete(scene, nobody, "tea")
    assert len(await scene.rows(ChatPlan)) == 1


async def test_a_category_or_tier_that_the_file_has_no_more_is_named(scene: Scene) -> None:
    assert keys_gone(TEA, business=scene.business) == []
    tiers = tuple(tier for tier in scene.business.tiers if tier.key != "gold")
    gone = replace(scene.business, tiers=tiers, inquiry_categories=(), complaint_categories=())
    assert keys_gone(TEA, business=gone) == ["quality", "gold"]
