"""Visits: planned after a ticket or a purchase, asked at a good hour, answered once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crm.privacy import set_consent
from crm.steps import DueStep
from crm.visit_outcomes import AllIsWell, answer_visit
from crm.visit_rounds import VisitAsked, pay_due_visits
from crm.visits import plan_visits_after_purchase, plan_visits_after_ticket
from storage.customers import Customer
from storage.purchases import Purchase
from storage.tickets import Ticket, get_ticket
from storage.visits import Visit
from storage.vocabulary import ConsentKind, TicketStatus, VisitOutcome, VisitReason, VisitStatus
from tests.scene import Scene

# The ticket is closed on 4 March at 20:00 in Shanghai; the visit is due on the 7th at 10:00 there.
DUE = datetime(2026, 3, 7, 2, tzinfo=UTC)


async def plan(scene: Scene, ticket: Ticket) -> Visit | None:
    """Plan the visit after a ticket."""
    async with scene.database.begin() as session:
        planned = await plan_visits_after_ticket(session, ticket=ticket, at=scene.at, business=scene.business)
    return planned[0] if planned else None


async def planned(scene: Scene, number: int = 1, *, zone: str = "Asia/Shanghai") -> tuple[Customer, Visit]:
    """Return a customer and the visit planned after their ticket."""
    customer = await scene.customer(number, zone=zone)
    visit = await plan(scene, await scene.ticket(customer, number=number))
    assert visit is not None
    return customer, visit


async def ask(scene: Scene) -> DueStep:
    """Ask what is due."""
    async with scene.database.begin() as session:
        return await pay_due_visits(session, after=None, at=scene.at, business=scene.business, tell=scene.tell)


async def answered(scene: Scene, visit_id: int, customer: Customer, outcome: VisitOutcome) -> Visit:
    """Let a customer answer."""
    async with scene.database.begin() as session:
        return await answer_visit(session, visit_id=visit_id, customer=customer, outcome=outcome, at=scene.at, tell=scene.tell)


async def visit_now(scene: Scene) -> Visit:
    """Return the only visit as it is stored."""
    [visit] = await scene.rows(Visit)
    assert isinstance(visit, Visit)
    return visit


async def test_a_visit_is_asked_three_days_after_closing_at_the_hour_of_the_customers_day(scene: Scene) -> None:
    customer, visit = await planned(scene)
    assert visit.due_at == DUE
    scene.at = DUE - timedelta(minutes=1)
    assert (await ask(scene)).done == 0
    scene.at = DUE
    assert (await ask(scene)).done == 1
    assert (await ask(scene)).done == 0
    [notice] = scene.told_of(VisitAsked)
    assert isinstance(notice.subject, Ticket)
    assert (notice.customer.id, notice.subject.id, notice.contact.address) == (customer.id, 1, "1001")
    assert notice.expires_at == datetime(2026, 3, 7, 13, 30, tzinfo=UTC)
    assert (await visit_now(scene)).status is VisitStatus.ASKED


async def test_no_visits_are_planned_by_a_business_that_makes_none(scene: Scene) -> None:
    scene.business = replace(scene.business, visits=replace(scene.business.visits, after_ticket_days=0, after_purchase_days=0))
    customer = await scene.customer()
    assert await plan(scene, await scene.ticket(customer)) is None
    assert await plan_after(scene, await scene.purchase(customer), customer) is None
    assert await scene.rows(Visit) == []


async def test_closing_again_plans_the_same_visit_anew_until_it_was_asked(scene: Scene) -> None:
    _, visit = await planned(scene)
    async with scene.database.read() as session:
        ticket = await get_ticket(session, 1)
    scene.later(days=1)
    again = await plan(scene, ticket)
    assert again is not None
    assert (again.id, again.due_at) == (visit.id, DUE + timedelta(days=1))
    scene.at = again.due_at
    await ask(scene)
    await plan(scene, ticket)
    assert (await visit_now(scene)).status is VisitStatus.ASKED


async def test_a_ticket_that_is_open_again_is_not_looked_back_on(scene: Scene) -> None:
    await planned(scene)
    async with scene.database.begin() as session:
        ticket = await get_ticket(session, 1)
        ticket.status, ticket.closed_at = TicketStatus.OPEN, None
    scene.at = DUE
    assert (await ask(scene)).done == 0
    visit = await visit_now(scene)
    assert (visit.status, visit.due_at) == (VisitStatus.PLANNED, DUE + timedelta(days=1))


async def test_a_visit_waits_for_the_end_of_quiet_hours(scene: Scene) -> None:
    await planned(scene)
    scene.at = datetime(2026, 3, 7, 15, tzinfo=UTC)  # 23:00 in Shanghai: the bot was off during the day
    assert (await ask(scene)).done == 0
    # Quiet hours end at 8:30 and the hour of visits is 10:00.
    scene.at = datetime(2026, 3, 8, 1, tzinfo=UTC)
    assert (await ask(scene)).done == 0
    scene.at = datetime(2026, 3, 8, 2, tzinfo=UTC)
    assert (await ask(scene)).done == 1


async def test_a_customer_who_moved_is_asked_at_the_hour_of_the_new_place(scene: Scene) -> None:
    customer, _ = await planned(scene)
    async with scene.database.begin() as session:
        moved = await session.get(Customer, customer.id)
        assert moved is not None
        moved.time_zone = "Europe/Berlin"
    scene.at = DUE  # 3:00 in Berlin
    assert (await ask(scene)).done == 0
    scene.at = datetime(2026, 3, 7, 9, tzinfo=UTC)
    assert (await ask(scene)).done == 1


async def test_a_visit_that_is_more_than_its_grace_late_is_skipped(scene: Scene) -> None:
    await planned(scene)
    scene.at = DUE + timedelta(days=3, hours=1)
    assert (await ask(scene)).done == 0
    assert (await visit_now(scene)).status is VisitStatus.SKIPPED


async def test_who_takes_no_reminders_is_not_visited(scene: Scene) -> None:
    customer, _ = await planned(scene)
    async with scene.database.begin() as session:
        await set_consent(session, customer=customer, kind=ConsentKind.REMINDERS, granted=False, at=scene.at)
    scene.at = DUE
    assert (await ask(scene)).done == 0
    assert (await visit_now(scene)).status is VisitStatus.SKIPPED


@pytest.mark.parametrize(("has_contact", "is_blocked"), [(False, False), (True, True)])
async def test_who_cannot_be_reached_is_not_visited(scene: Scene, has_contact: bool, is_blocked: bool) -> None:
    customer = await scene.customer(has_contact=has_contact, is_blocked=is_blocked)
    await plan(scene, await scene.ticket(customer))
    scene.at = DUE
    assert (await ask(scene)).done == 0
    assert (await visit_now(scene)).status is VisitStatus.SKIPPED


async def test_visits_are_asked_in_steps_even_when_some_are_put_off(scene: Scene) -> None:
    await planned(scene, 1)
    await planned(scene, 2)
    await planned(scene, 3)
    async with scene.database.begin() as session:
        moved = await session.get(Customer, 2)
        assert moved is not None
        moved.time_zone = "Europe/Berlin"
    scene.at = DUE
    after, steps = None, []
    while True:
        async with scene.database.begin() as session:
            step = await pay_due_visits(session, after=after, at=scene.at, business=scene.business, tell=scene.tell, limit=2)
        steps.append(step.done)
        after = step.after
        if after is None:
            break
    assert (sum(steps), len(steps)) == (2, 2)


async def plan_after(scene: Scene, purchase: Purchase, customer: Customer) -> Visit | None:
    """Plan the visit after a purchase."""
    async with scene.database.begin() as session:
        planned = await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)
    return planned[0] if planned else None


async def test_a_purchase_is_asked_about_after_seven_days_and_only_one_at_a_time(scene: Scene) -> None:
    customer = await scene.customer()
    first = await plan_after(scene, await scene.purchase(customer, "A-1"), customer)
    assert first is not None
    assert first.due_at == datetime(2026, 3, 11, 2, tzinfo=UTC)
    assert await plan_after(scene, await scene.purchase(customer, "A-2"), customer) is None
    scene.at = first.due_at
    await ask(scene)
    [notice] = scene.told_of(VisitAsked)
    assert isinstance(notice.subject, Purchase)
    assert notice.subject.reference == "A-1"
    assert await plan_after(scene, await scene.purchase(customer, "A-3"), customer) is not None


async def test_an_old_purchase_is_not_asked_about(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await scene.purchase(customer)
    scene.later(days=11)
    assert await plan_after(scene, purchase, customer) is None


async def test_all_is_well_is_told_after_a_ticket_and_not_after_a_purchase(scene: Scene) -> None:
    customer, visit = await planned(scene)
    scene.at = DUE
    await ask(scene)
    assert (await answered(scene, visit.id, customer, VisitOutcome.FINE)).status is VisitStatus.ANSWERED
    assert len(scene.told_of(AllIsWell)) == 1
    bought = await plan_after(scene, await scene.purchase(customer), customer)
    assert bought is not None
    scene.at = bought.due_at
    await ask(scene)
    await answered(scene, bought.id, customer, VisitOutcome.FINE)
    assert len(scene.told_of(AllIsWell)) == 1


async def test_reasons_keep_tickets_and_purchases_apart(scene: Scene) -> None:
    customer, _ = await planned(scene)
    await plan_after(scene, await scene.purchase(customer), customer)
    assert sorted(visit.reason for visit in await scene.rows(Visit)) == [VisitReason.PURCHASE, VisitReason.TICKET]
