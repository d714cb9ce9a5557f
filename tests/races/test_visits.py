"""Races on visits: who answers while the clock goes on is heard, and two presses at the same moment count once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from crm.visit_outcomes import answer_visit
from crm.visit_rounds import ask_once_more, pay_due_visits
from crm.visit_tickets import attend_unworded_visits, open_visit_ticket
from handlers.chat.visit_buttons import VisitAnswer, VisitWords
from handlers.chat.visit_desk_buttons import VisitDay, VisitReport
from handlers.chat.visit_hands import VisitTaker
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.visit_entries import VisitEntry
from storage.visits import Visit, lock_visit
from storage.vocabulary import VisitOutcome, VisitReason, VisitStatus, VisitWay
from tests.desk import Desk
from tests.handlers.chat.customer_side import Talker, tickets
from tests.races.rivals import take_at_once
from tests.races.test_tickets import press
from tests.team_side import ANNA, BEA, CHEN, SUE, member, team_of
from tests.visit_side import desk_with

CUSTOMER = 1001
VISIT = 1
WEEK = timedelta(days=7)
# Long enough for the other to reach what is locked, or to be done where nothing is.
A_MOMENT = 0.5


async def visited(desk: Desk, *user_ids: int, **fields: Any) -> tuple[Desk, Customer]:
    """Return a desk and a customer with one visit, which the bot has asked unless the fields say otherwise."""
    desk = desk_with(await team_of(desk, *user_ids))
    ivy = Talker(desk, CUSTOMER)
    await ivy.says("/start")
    customer = await ivy.customer()
    values: dict[str, Any] = {
        "reason": VisitReason.REQUEST, "subject_id": VISIT, "plan": "request", "days": 0, "way": VisitWay.BOT, "words": "All well?",
        "status": VisitStatus.ASKED, "asked_at": desk.at, "done_at": desk.at, "attempts": 1, "due_at": desk.at, "planned_for": desk.at,
        "keep_until": desk.at + timedelta(hours=9), "planned_by": (await member(desk, SUE)).id,
    }  # fmt: skip
    await desk.keep(Visit(id=VISIT, customer_id=customer.id, **values | fields))
    return desk, customer


async def the_visit(desk: Desk) -> Visit:
    """Return the visit as it is kept now."""
    visit: Visit = await desk.row(Visit, id=VISIT)
    return visit


async def meanwhile(desk: Desk, first: Callable[[Session], Awaitable[Any]], second: Callable[[Session], Awaitable[Any]]) -> Any:
    """Let the second begin when the first has done all but commit, and return what it returns. On SQLite it waits until the first is over."""

    async def also() -> Any:
        async with desk.database.begin() as session:
            return await second(session)

    async with desk.database.begin() as session:
        await first(session)
        await session.flush()
        other = asyncio.create_task(also())
        await asyncio.wait({other}, timeout=A_MOMENT)
    return await other


def answering(desk: Desk, customer: Customer, outcome: VisitOutcome = VisitOutcome.FINE) -> Callable[[Session], Awaitable[Visit]]:
    """Return what a customer's tap does."""
    return lambda session: answer_visit(session, visit_id=VISIT, customer=customer, outcome=outcome, at=desk.at, tell=desk.tell(session))


def paying(desk: Desk) -> Callable[[Session], Awaitable[Any]]:
    """Return what the clock does with visits that are due."""
    return lambda session: pay_due_visits(session, after=None, at=desk.at, business=desk.business, tell=desk.tell(session))


async def desk_is_due(desk: Desk) -> None:
    """Let the visit be due now."""
    async with desk.database.begin() as session:
        (await session.get_one(Visit, VISIT)).due_at = desk.at


async def test_who_answers_while_they_are_to_be_asked_once_more_is_not_asked(desk_on_both: Desk) -> None:
    desk, customer = await visited(desk_on_both)
    desk.at += WEEK
    again = await meanwhile(desk, answering(desk, customer), lambda session: ask_once_more(session, at=desk.at, business=desk.business))
    assert again == 0
    visit = await the_visit(desk)
    assert (visit.status, visit.outcome) == (VisitStatus.ANSWERED, VisitOutcome.FINE)
    assert [entry.outcome for entry in await desk.rows(VisitEntry)] == [VisitOutcome.FINE]


async def test_who_answers_while_the_question_is_put_again_is_not_asked(desk_on_both: Desk) -> None:
    desk, customer = await visited(desk_on_both, status=VisitStatus.PLANNED)
    desk.at += WEEK
    await desk_is_due(desk)
    step = await meanwhile(desk, answering(desk, customer), paying(desk))
    assert step.done == 0
    visit = await the_visit(desk)
    assert (visit.status, visit.outcome, visit.attempts) == (VisitStatus.ANSWERED, VisitOutcome.FINE, 1)


async def test_an_answer_that_comes_just_after_the_question_was_put_again_counts(desk_on_both: Desk) -> None:
    desk, customer = await visited(desk_on_both, status=VisitStatus.PLANNED)
    desk.at += WEEK
    await desk_is_due(desk)
    await meanwhile(desk, paying(desk), answering(desk, customer, VisitOutcome.UNHAPPY))
    visit = await the_visit(desk)
    assert (visit.status, visit.outcome, visit.attempts) == (VisitStatus.ANSWERED, VisitOutcome.UNHAPPY, 2)


async def test_while_somebody_acts_on_one_visit_the_customers_others_wait(desk_on_both: Desk) -> None:
    desk, customer = await visited(desk_on_both, way=VisitWay.STAFF, status=VisitStatus.GIVEN, asked_at=None)
    await desk.keep(
        Visit(
            id=2, customer_id=customer.id, reason=VisitReason.REQUEST, subject_id=2, plan="request", days=0, way=VisitWay.BOT, words="And?",
            status=VisitStatus.PLANNED, due_at=desk.at, planned_for=desk.at, keep_until=desk.at + timedelta(hours=9),
        )
    )  # fmt: skip
    await meanwhile(desk, lambda session: lock_visit(session, VISIT), paying(desk))
    assert (await desk.row(Visit, id=2)).status is VisitStatus.PLANNED


async def test_two_answers_at_once_are_one(desk_on_both: Desk) -> None:
    desk, _ = await visited(desk_on_both)
    taps = [
        press(CUSTOMER, VisitAnswer(visit_id=VISIT, outcome=outcome).pack(), chat_id=CUSTOMER, number=number)
        for number, outcome in enumerate((VisitOutcome.FINE, VisitOutcome.QUESTION))
    ]
    await take_at_once(desk, *taps, at_the_beginning=True)
    [entry] = await desk.rows(VisitEntry)
    assert (await the_visit(desk)).outcome is entry.outcome
    told = [desk.phrase("visit-noted"), desk.phrase("refusal-visit-already-answered", outcome=str(entry.outcome))]
    assert sorted(await desk.press_answers()) == sorted(told)


@pytest.mark.parametrize("outcome", [VisitOutcome.NO_ANSWER, VisitOutcome.FINE])
async def test_two_presses_on_a_card_are_one_visit(desk_on_both: Desk, outcome: VisitOutcome) -> None:
    desk, _ = await visited(desk_on_both, way=VisitWay.STAFF, status=VisitStatus.GIVEN, asked_at=None, done_at=None, attempts=0)
    data = VisitReport(visit_id=VISIT, outcome=outcome).pack()
    await take_at_once(desk, *[press(user, data, number=user) for user in (ANNA, SUE)], at_the_beginning=True)
    assert ((await the_visit(desk)).attempts, len(await desk.rows(VisitEntry))) == (1, 1)
    assert [row.act for row in await desk.rows(AuditEvent)] == ["visit.reported"]


async def test_two_presses_on_a_day_are_one_act(desk_on_both: Desk) -> None:
    desk, _ = await visited(desk_on_both, way=VisitWay.STAFF, status=VisitStatus.GIVEN, asked_at=None, done_at=None, attempts=0)
    data = VisitDay(visit_id=VISIT, is_wish=True, days=3).pack()
    await take_at_once(desk, *[press(ANNA, data, number=number) for number in (1, 2)], at_the_beginning=True)
    assert len(await desk.rows(VisitEntry)) == 1


async def test_a_person_is_fetched_once_by_two_taps(desk_on_both: Desk) -> None:
    desk, _ = await visited(desk_on_both, status=VisitStatus.ANSWERED, outcome=VisitOutcome.UNHAPPY, answered_at=None)
    data = VisitWords(visit_id=VISIT).pack()
    await take_at_once(desk, *[press(CUSTOMER, data, chat_id=CUSTOMER, number=number) for number in (1, 2)], at_the_beginning=True)
    [ticket] = await tickets(desk)
    assert (await the_visit(desk)).ticket_id == ticket.id


async def test_the_clock_opens_no_second_ticket(desk_on_both: Desk) -> None:
    desk, customer = await visited(desk_on_both, status=VisitStatus.ANSWERED, outcome=VisitOutcome.UNHAPPY)
    async with desk.database.begin() as session:
        (await session.get_one(Visit, VISIT)).answered_at = desk.at
    desk.later(minutes=31)

    async def opens(session: Session) -> None:
        visit = await session.get_one(Visit, VISIT)
        await open_visit_ticket(
            session, visit=visit, customer=await session.get_one(Customer, customer.id), interaction_ids=(), at=desk.at, business=desk.business,
            tell=desk.tell(session),
        )  # fmt: skip

    attended = await meanwhile(
        desk, opens, lambda session: attend_unworded_visits(session, at=desk.at, business=desk.business, tell=desk.tell(session))
    )
    assert (attended, len(await tickets(desk))) == (0, 1)


async def test_of_two_colleagues_to_whom_a_visit_is_given_at_once_one_gets_it(desk_on_both: Desk) -> None:
    desk, _ = await visited(desk_on_both, BEA, CHEN, way=VisitWay.STAFF, status=VisitStatus.GIVEN, asked_at=None, done_at=None, attempts=0)
    anna = await member(desk, ANNA)
    async with desk.database.begin() as session:
        (await session.get_one(Visit, VISIT)).staff_id = anna.id
    takers = [await member(desk, user) for user in (BEA, CHEN)]
    presses = [press(ANNA, VisitTaker(visit_id=VISIT, staff_id=taker.id).pack(), number=taker.user_id) for taker in takers]
    await take_at_once(desk, *presses, at_the_beginning=True)
    winner = await desk.row(StaffMember, id=(await the_visit(desk)).staff_id)
    assert winner.user_id in (BEA, CHEN)
    assert sorted(await desk.press_answers()) == sorted(["", desk.phrase("refusal-visit-not-yours", name=winner.name)])
    assert [row.act for row in await desk.rows(AuditEvent)] == ["visit.handed_over"]
