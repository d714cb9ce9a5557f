"""Faults of albums on their way: the whole album comes again, or nothing of it."""

import pytest

from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.faults.meetings import SORTS, Meeting
from tests.faults.outpost import Outpost
from tests.journeys.town import DESK, words

MEETS = pytest.mark.parametrize("case", SORTS.values(), ids=SORTS.keys())


@MEETS
def test_an_album_of_a_customer_on_its_way_to_staff_meets(polling: Outpost, case: Meeting) -> None:
    person, number = polling.with_ticket("Pia")
    polling.fault(method="copyMessages", chat_id=DESK, **case.fault)
    person.sends_album("front", "side", "back")
    person.says("And it is loud")
    polling.sees_in_topic(number, "And it is loud")
    polling.settle()

    shown = [text for text in polling.topic_texts(number) if text in ("front", "side", "back", "And it is loud")]
    assert shown == ["front", "side", "back"] * case.done + ["And it is loud"]
    rows = polling.rows(OutboxMessage, ticket_id=polling.ticket(number).id, method="copyMessages")
    assert [row.state for row in rows] == [OutboxState.SENT, OutboxState.DROPPED, OutboxState.DROPPED]
    assert (rows[0].attempts, rows[0].repeated) == (case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


@MEETS
def test_an_album_of_staff_on_its_way_to_the_customer_meets(webhook: Outpost, case: Meeting) -> None:
    person, number = webhook.with_ticket("Quy")
    webhook.fault(method="copyMessages", chat_id=person.id, **case.fault)
    anna = webhook.anna().in_topic(number)
    anna.sends_album("red", "blue")
    anna.says("Which one?")
    person.reads("Which one?")
    webhook.settle()

    read = [words(each) for each in webhook.messages(person.chat_id) if words(each) in ("red", "blue", "Which one?")]
    assert read == ["red", "blue"] * case.done + ["Which one?"]
    assert webhook.failures() == ([], [])
