"""Races on tickets: of two who act at the same moment both get what is true afterwards, and no word is lost."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.orm.exc import StaleDataError

from crm.rules.sla import ClockState, clock_of
from handlers.chat.survey_buttons import SurveyScore
from handlers.chat.ticket_buttons import TicketAct, TicketPress
from jobs.waiting_tickets import attend_waiting_tickets
from storage.audit import AuditEvent
from storage.staff import StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus
from tests.desk import BOT_ID, OWNER, STAFF_GROUP, Desk, person
from tests.handlers.chat.staff_side import CUSTOMER, fresh, ticket_of, topic_of
from tests.races.rivals import Meeting, Rival, program, take_at_once
from tests.team_side import ANNA, BEA, SUE, holder, says_on, team_of, tickets_of


def press(user_id: int, data: str, *, chat_id: int = STAFF_GROUP, number: int = 1) -> dict[str, Any]:
    """The update of a press; each has a number of its own."""
    is_group = chat_id < 0
    chat = (
        {"id": chat_id, "type": "supergroup", "title": "Desk", "is_forum": True}
        if is_group
        else {"id": chat_id, "type": "private", "first_name": "X"}
    )
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": BOT_ID, "is_bot": True, "first_name": "Kefu"}, "text": "…"}
    return {"callback_query": {"id": f"press{number}", "from": person(user_id), "chat_instance": "1", "data": data, "message": message}}


def card_press(user_id: int, act: TicketAct, ticket: Ticket) -> dict[str, Any]:
    """The update of a press on a ticket's card, however old the card is that somebody looks at."""
    return press(user_id, TicketPress(act=act, ticket_id=ticket.id).pack(), number=user_id)


async def reached_topic(desk: Desk, ticket: Ticket, words: str, message_id: int) -> int:
    """How often something that the customer said stands in a ticket's topic: as a copy, or in a story told there."""
    rows = [row for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.ticket_id == ticket.id]
    copies = [row for row in rows if row.method == "copyMessage" and row.payload["message_id"] == message_id]
    told = [row for row in rows if row.method == "sendMessage" and words in row.payload["text"]]
    return len(copies) + len(told)


async def test_of_two_who_claim_at_once_one_gets_the_ticket_and_the_other_is_told_who(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await take_at_once(desk, card_press(ANNA, TicketAct.CLAIM, ticket), card_press(BEA, TicketAct.CLAIM, ticket))
    winner = await desk.row(StaffMember, id=(await fresh(desk, ticket)).assignee_id)
    won = desk.phrase("desk-claimed", number=ticket.number, name=winner.name)
    told = desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=winner.name)
    assert sorted(await desk.press_answers()) == sorted([won, told])
    assert [row.act for row in await desk.rows(AuditEvent)] == ["ticket.claimed"]
    card = [row.payload["text"] for row in await desk.queued() if row.method == "editMessageText"][-1]
    assert desk.phrase("card-status-open", name=winner.name) in card


@pytest.mark.parametrize(
    ("before", "refusal"),
    [("/claim", "ticket-already-claimed"), ("/close", "ticket-already-closed"), ("/merge 2", "ticket-already-closed")],
)
async def test_a_claim_on_a_card_that_shows_how_it_was_changes_nothing(desk_on_both: Desk, before: str, refusal: str) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await ticket_of(desk, words="And my cup")
    await says_on(desk, ticket, BEA, before)
    was = await fresh(desk, ticket)
    await desk.feed(card_press(ANNA, TicketAct.CLAIM, ticket))
    assert (await desk.press_answers())[-1] == desk.phrase(f"refusal-{refusal}", number=ticket.number, name=f"Person{BEA}")
    now = await fresh(desk, ticket)
    assert (now.assignee_id, now.status, now.revision) == (was.assignee_id, was.status, was.revision)


async def test_a_claim_and_a_close_at_once_leave_the_ticket_closed(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await take_at_once(desk, card_press(ANNA, TicketAct.CLAIM, ticket), card_press(BEA, TicketAct.CLOSE, ticket))
    now = await fresh(desk, ticket)
    assert now.status is TicketStatus.CLOSED
    refused = desk.phrase("refusal-ticket-already-closed", number=ticket.number)
    assert (now.assignee_id is None) == (refused in await desk.press_answers())
    assert (await desk.said_to(CUSTOMER)).count(desk.phrase("ticket-closed", number=ticket.number, days=3)) == 1


async def test_words_written_while_the_ticket_is_closed_reach_the_topic_once(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "Try the other pot")
    desk.later(minutes=5)
    writes = desk.private_message(CUSTOMER, "It is still cold")
    await take_at_once(desk, writes, card_press(ANNA, TicketAct.CLOSE, ticket))
    assert await reached_topic(desk, ticket, "It is still cold", writes["message"]["message_id"]) == 1
    said, status = await desk.said_to(CUSTOMER), (await fresh(desk, ticket)).status
    assert said.count(desk.phrase("ticket-closed", number=ticket.number, days=3)) == 1
    assert status in (TicketStatus.OPEN, TicketStatus.CLOSED)
    assert (desk.phrase("ticket-reopened", number=ticket.number) in said) == (status is TicketStatus.OPEN)


async def test_words_written_on_a_ticket_while_it_is_merged_stand_in_the_other(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    into = await ticket_of(desk, words="And my cup")
    desk.later(minutes=5)
    ticket = await ticket_of(desk)
    desk.later(minutes=5)
    writes = desk.private_message(CUSTOMER, "It is the green one")
    await take_at_once(desk, writes, desk.group_message(ANNA, f"/merge {into.number}", topic=topic_of(ticket)))
    merged, other = await fresh(desk, ticket), await fresh(desk, into)
    assert (merged.status, merged.merged_into_id) == (TicketStatus.CLOSED, into.id)
    assert await reached_topic(desk, into, "It is the green one", writes["message"]["message_id"]) == 1
    assert (clock_of(other.status), other.customer_waits_since is not None) == (ClockState.RUNS, True)


async def test_of_two_supervisors_who_hand_over_the_same_one_moves_all_and_the_other_nothing(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    tickets = await tickets_of(desk, 3)
    for ticket in tickets:
        await says_on(desk, ticket, ANNA, "/claim")
    for user_id in (SUE, OWNER):  # whom the bot sees for the first time gets a number, which is drawn by one after the other
        await desk.says(user_id, "/queue")
    gives = [
        desk.private_message(SUE, f"/reassign @person{ANNA} @person{BEA}"),
        desk.private_message(OWNER, f"/reassign @person{ANNA} @person{SUE}"),
    ]
    await take_at_once(desk, *gives)
    holders = {await holder(desk, ticket) for ticket in tickets}
    assert holders in ({BEA}, {SUE})
    taker = f"Person{holders.pop()}"
    said = await desk.said_to(STAFF_GROUP)
    assert said.count(desk.phrase("handover-done", giver=f"Person{ANNA}", taker=taker, count=3)) == 1
    other = f"Person{SUE}" if taker == f"Person{BEA}" else f"Person{BEA}"
    assert said.count(desk.phrase("handover-done", giver=f"Person{ANNA}", taker=other, count=0)) == 1
    assert [row.act for row in await desk.rows(AuditEvent)].count("ticket.assigned") == len(tickets)


async def test_who_answers_while_the_clock_closes_the_ticket_is_heard(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "Which colour is it?")
    await says_on(desk, ticket, ANNA, "/pending")
    desk.later(hours=25)
    await attend_waiting_tickets(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    desk.later(hours=49)
    meeting = Meeting(desk)
    clock, writes = Rival(desk, meeting), desk.private_message(CUSTOMER, "It is blue")
    closing = attend_waiting_tickets(
        desk.database, desk.business, lambda: desk.at, lambda session, at: clock.tell_with(clock.voice(session, at))
    )
    taking = program(desk, Rival(desk, meeting)).take([{"update_id": 800_000} | writes])
    outcome, taken = await asyncio.gather(closing, taking, return_exceptions=True)
    assert outcome == 1 or isinstance(outcome, StaleDataError)
    assert taken is None
    await desk.deliver()
    # whoever lost the race tries again at the next tick
    assert await attend_waiting_tickets(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session)) == 0
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert await reached_topic(desk, ticket, "It is blue", writes["message"]["message_id"]) == 1
    said = await desk.said_to(CUSTOMER)
    closed, reopened = (said.count(desk.phrase(key, number=ticket.number, days=3)) for key in ("ticket-closed", "ticket-reopened"))
    assert closed == reopened == (1 if outcome == 1 else 0)


async def test_two_taps_on_a_survey_at_once_are_one_score(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/close")
    survey = await desk.row(Survey, ticket_id=ticket.id)
    taps = [press(CUSTOMER, SurveyScore(survey_id=survey.id, score=score).pack(), chat_id=CUSTOMER, number=score) for score in (4, 5)]
    await take_at_once(desk, *taps, at_the_beginning=True)
    response = await desk.row(SurveyResponse, survey_id=survey.id)
    first = 9 - response.score
    told = [desk.phrase("survey-noted", score=first), desk.phrase("survey-changed", score=response.score)]
    assert sorted(await desk.press_answers()) == sorted(told)


async def test_the_same_tap_twice_at_once_counts_once(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/close")
    survey = await desk.row(Survey, ticket_id=ticket.id)
    taps = [press(CUSTOMER, SurveyScore(survey_id=survey.id, score=1).pack(), chat_id=CUSTOMER, number=number) for number in (1, 2)]
    await take_at_once(desk, *taps, at_the_beginning=True)
    assert (await desk.row(SurveyResponse, survey_id=survey.id)).score == 1
    alerts = [text for text in await desk.said_to(OWNER) if "1 of 5" in text]
    assert len(alerts) == 1
