"""Faults of what is said to a customer: each answer of Telegram, and each silence."""

import pytest

from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Author, Direction, OutboxState
from tests.faults.meetings import MEETINGS, SORTS, Meeting
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import until


@pytest.mark.parametrize("case", MEETINGS.values(), ids=MEETINGS.keys())
def test_a_reply_of_the_bot_meets(polling: Outpost, case: Meeting) -> None:
    person = polling.newcomer("Ada")
    polling.fault(method="sendMessage", chat_id=person.id, **case.fault)
    person.says("/nonsense")
    said = SAY("menu-unknown-command")
    person.reads(said)
    polling.settle()

    assert polling.times_read(person, said) == case.done
    assert polling.heard(person) == ["/start", "/nonsense"]
    assert [
        row.text for row in polling.rows(Interaction, direction=Direction.OUT, text=said) if row.id in _said_to(polling, person.id)
    ] == [said]
    row = polling.rows(OutboxMessage, chat_id=person.id, method="sendMessage")[-1]
    assert (row.state, row.attempts, row.repeated) == (OutboxState.SENT, case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


@pytest.mark.parametrize("case", SORTS.values(), ids=SORTS.keys())
def test_an_answer_of_staff_meets(polling: Outpost, case: Meeting) -> None:
    person, number = polling.with_ticket("Bea")
    polling.fault(method="copyMessage", chat_id=person.id, **case.fault)
    anna = polling.anna().in_topic(number)
    anna.says("We send it today")
    anna.says("And a gift with it")
    person.reads("And a gift with it")
    polling.settle()

    assert polling.times_read(person, "We send it today") == case.done
    assert polling.times_read(person, "And a gift with it") == 1
    assert [text for text in polling.topic_texts(number) if "Not delivered" in text or "did not confirm" in text] == []
    (kept,) = polling.rows(Interaction, ticket_id=polling.ticket(number).id, author=Author.STAFF, text="We send it today")
    (row,) = polling.rows(OutboxMessage, interaction_id=kept.id)
    assert (row.state, row.attempts, row.repeated) == (OutboxState.SENT, case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


def _said_to(outpost: Outpost, chat_id: int) -> set[int]:
    return {row.interaction_id for row in outpost.rows(OutboxMessage, chat_id=chat_id)}


def test_nothing_overtakes_a_reply_that_is_in_doubt(polling: Outpost) -> None:
    person = polling.newcomer("Cem")
    polling.fault("status", status=500, method="sendMessage", chat_id=person.id)
    person.says("/nonsense")
    until(lambda: polling.faults() == [], what="the fault used up")
    person.says("/tickets")
    polling.settle()
    said = polling.rows(OutboxMessage, chat_id=person.id, method="sendMessage")[-2:]
    assert [row.sent_message_id for row in said] == sorted(row.sent_message_id for row in said)
    assert (said[0].repeated, said[1].repeated) == (True, False)
