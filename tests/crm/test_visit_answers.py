"""Answers to visits by the bot: each counts once, and bad ones open a ticket."""

import pytest

from crm.visit_outcomes import NoSuchVisit, VisitAlreadyAnswered
from crm.visit_tickets import VisitTicketOpened, attend_unworded_visits, open_visit_ticket
from storage.counters import draw_numbers
from storage.customers import Customer
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import Severity, TicketKind, VisitOutcome
from tests.crm.test_visits import DUE, answered, ask, plan_after, planned, visit_now
from tests.scene import Scene


async def test_a_visit_is_answered_once(scene: Scene) -> None:
    customer, visit = await planned(scene)
    scene.at = DUE
    await ask(scene)
    await answered(scene, visit.id, customer, VisitOutcome.UNHAPPY)
    with pytest.raises(VisitAlreadyAnswered) as refused:
        await answered(scene, visit.id, customer, VisitOutcome.FINE)
    assert refused.value.facts == {"outcome": "unhappy"}


async def test_nobody_answers_for_somebody_else_nor_what_was_not_asked(scene: Scene) -> None:
    customer, visit = await planned(scene)
    stranger = await scene.customer(2)
    for visit_id, writer in ((visit.id, customer), (visit.id, stranger), (visit.id + 1, customer)):
        with pytest.raises(NoSuchVisit):
            await answered(scene, visit_id, writer, VisitOutcome.FINE)


async def opened(scene: Scene, visit: Visit, customer: Customer) -> Ticket:
    """Open the ticket of an answer."""
    async with scene.database.begin() as session:
        stored = await session.get(Visit, visit.id)
        assert stored is not None
        return await open_visit_ticket(
            session, visit=stored, customer=customer, interaction_ids=(), at=scene.at, business=scene.business, tell=scene.tell
        )


async def draw_past(scene: Scene, number: int) -> None:
    """Let the next ticket have a higher number than the scene's own tickets."""
    async with scene.database.begin() as session:
        await draw_numbers(session, name="ticket", count=number)


@pytest.mark.parametrize(("outcome", "severity"), [(VisitOutcome.UNHAPPY, Severity.MEDIUM), (VisitOutcome.QUESTION, Severity.LOW)])
async def test_a_bad_answer_opens_one_ticket_that_links_the_old_one(scene: Scene, outcome: VisitOutcome, severity: Severity) -> None:
    customer, visit = await planned(scene)
    await draw_past(scene, 1)
    scene.at = DUE
    await ask(scene)
    await answered(scene, visit.id, customer, outcome)
    ticket = await opened(scene, visit, customer)
    again = await opened(scene, visit, customer)
    assert (ticket.id, ticket.kind, ticket.category, ticket.severity) == (again.id, TicketKind.FOLLOW_UP, "order", severity)
    assert ticket.previous_ticket_id == 1
    assert [notice.looked_back_on and notice.looked_back_on.id for notice in scene.told_of(VisitTicketOpened)] == [1]


async def test_a_bad_answer_after_a_purchase_opens_a_ticket_too(scene: Scene) -> None:
    customer = await scene.customer()
    visit = await plan_after(scene, await scene.purchase(customer), customer)
    assert visit is not None
    scene.at = visit.due_at
    await ask(scene)
    await answered(scene, visit.id, customer, VisitOutcome.UNHAPPY)
    ticket = await opened(scene, visit, customer)
    assert (ticket.category, ticket.previous_ticket_id) == ("other", None)
    assert [notice.looked_back_on for notice in scene.told_of(VisitTicketOpened)] == [None]


async def test_who_wanted_a_person_and_says_nothing_more_gets_one_after_half_an_hour(scene: Scene) -> None:
    customer, visit = await planned(scene)
    await draw_past(scene, 1)
    scene.at = DUE
    await ask(scene)
    await answered(scene, visit.id, customer, VisitOutcome.UNHAPPY)
    counts = []
    for minutes in (30, 1, 1):
        scene.later(minutes=minutes)
        async with scene.database.begin() as session:
            counts.append(await attend_unworded_visits(session, at=scene.at, business=scene.business, tell=scene.tell))
    assert counts == [0, 1, 0]
    assert (await visit_now(scene)).ticket_id == 2


async def test_who_said_that_all_is_well_gets_no_ticket(scene: Scene) -> None:
    customer, visit = await planned(scene)
    scene.at = DUE
    await ask(scene)
    await answered(scene, visit.id, customer, VisitOutcome.FINE)
    scene.later(hours=1)
    async with scene.database.begin() as session:
        assert await attend_unworded_visits(session, at=scene.at, business=scene.business, tell=scene.tell) == 0
