"""Faults of what comes from Telegram: polls that fail, and updates that are strange, doubled or out of order."""

from typing import Any

import pytest

from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.updates import FailedUpdate, ProcessedUpdate
from storage.vocabulary import OutboxState
from tests.faults.meetings import PAGE
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import until

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 502, "body": PAGE},
        {"kind": "status", "status": 200, "body": PAGE},
        {"kind": "status", "status": 200, "body": '["ok"]'},
        {"kind": "status", "status": 200, "body": '{"ok": true, "result": {"update_id": 1}}'},
        {"kind": "reset"},
        {"kind": "timeout_before", "seconds": 0.5},
        {"kind": "delay", "seconds": 1.0},
        {"kind": "error", "error_code": 409, "description": CONFLICT},
        {"kind": "status", "status": 429, "retry_after": 1},
    ],
    ids=lambda fault: " ".join(str(value)[:12] for value in fault.values()),
)
def test_a_poll_that_fails_loses_nothing_and_doubles_nothing(polling: Outpost, fault: dict[str, Any]) -> None:
    person, number = polling.with_ticket("Vic")
    polling.fault(method="getUpdates", times=2, **fault)
    for text in ("It leaks", "It is loud", "It is late"):
        person.says(text)
    polling.sees_in_topic(number, "It is late")
    polling.settle()

    assert polling.faults() == []
    assert [text for text in polling.topic_texts(number) if text.startswith("It ")] == ["It leaks", "It is loud", "It is late"]
    assert polling.heard(person)[-3:] == ["It leaks", "It is loud", "It is late"]
    kept = polling.rows(Interaction, ticket_id=polling.ticket(number).id, author_id=person.id)
    assert [polling.rows(OutboxMessage, interaction_id=row.id)[-1].state for row in kept[-3:]] == [OutboxState.SENT] * 3
    assert polling.failures() == ([], [])


@pytest.mark.parametrize("kind", ["twice", "again", "unknown_fields"])
def test_an_update_that_comes_twice_or_with_news_is_handled_once(both: Outpost, kind: str) -> None:
    person, number = both.with_ticket("Wim")
    both.fault(kind)
    person.says("It leaks")
    both.sees_in_topic(number, "It leaks")
    person.says("/nonsense")
    person.reads(SAY("menu-unknown-command"))
    both.settle()

    assert both.faults() == []
    assert both.times_read(person, SAY("menu-unknown-command")) == 1
    assert both.topic_texts(number).count("It leaks") == 1
    assert both.heard(person)[-2:] == ["It leaks", "/nonsense"]
    assert both.failures() == ([], [])


def test_a_press_that_comes_twice_opens_one_ticket(both: Outpost) -> None:
    person = both.newcomer("Xia")
    person.says("/human")
    person.reads("What is it about?")
    both.settle()
    both.fault("twice")
    person.presses(SAY("human-button-connect"))
    number = person.reads_ticket_number("Your ticket is")
    both.sees_in_topic(number, f"#{number} · ")
    both.settle()

    assert both.times_read(person, "Your ticket is") == 1
    assert len(both.topics(number)) == 1
    assert both.heard(person) == ["/start", "/human", SAY("human-button-connect")]
    assert both.failures() == ([], [])


def test_an_edit_that_overtakes_its_message_reaches_staff_in_its_new_words(both: Outpost) -> None:
    person, number = both.with_ticket("Yan")
    both.fault("backwards", seconds=1.0)
    order = person.says("Order 4711")
    person.edits(order, "Order 4712")
    both.sees_in_topic(number, "Order 4712")
    both.settle()

    assert both.faults() == []
    assert [text for text in both.topic_texts(number) if text.startswith("Order")] == ["Order 4712"]
    # The copy is made of the message as it stands at Telegram; both versions are kept, in the order in which they came.
    assert both.heard(person)[-2:] == ["Order 4712", "Order 4711"]
    both.anna().in_topic(number).says("We found it")
    person.reads("We found it")
    assert both.failures() == ([], [])


def test_messages_that_come_backwards_are_all_there(both: Outpost) -> None:
    person, number = both.with_ticket("Zoe")
    both.fault("backwards", seconds=1.0)
    for text in ("part 1", "part 2"):
        person.says(text)
    both.sees_in_topic(number, "part 1")
    both.settle()
    assert sorted(text for text in both.topic_texts(number) if text.startswith("part")) == ["part 1", "part 2"]
    assert sorted(text or "" for text in both.heard(person)[-2:]) == ["part 1", "part 2"]
    person.says("part 3")
    both.sees_in_topic(number, "part 3")
    assert both.failures() == ([], [])


def test_a_new_kind_of_update_is_confirmed_and_hinders_nobody(both: Outpost) -> None:
    person = both.newcomer("Abe")
    news = {"kind": "new", "chat": {"id": person.id, "type": "private"}}
    update_id = both.act("updates", message_of_tomorrow=news)["update_id"]
    person.says("/nonsense")
    person.reads(SAY("menu-unknown-command"))
    both.settle()
    assert both.heard(person) == ["/start", "/nonsense"]
    assert len(both.rows(ProcessedUpdate, key="update_id", update_id=update_id)) == 1
    assert both.failures() == ([], [])


def test_an_update_that_cannot_be_read_is_kept_and_told_and_hinders_nobody(both: Outpost) -> None:
    person, number = both.with_ticket("Bob")
    alerts = both.times_read(both.olivia(), "could not be handled")
    person.says("before")
    strange = {"message_id": "none", "date": "yesterday", "chat": {"id": person.id, "type": "private"}, "text": "strange"}
    update_id = both.act("updates", message=strange)["update_id"]
    person.says("after")
    both.sees_in_topic(number, "after")
    person.reads(SAY("update-failed"))
    until(lambda: both.times_read(both.olivia(), "could not be handled") == alerts + 1, what="an alert to the owner")
    both.settle()

    assert [text for text in both.topic_texts(number) if text in ("before", "strange", "after")] == ["before", "after"]
    assert both.times_read(person, SAY("update-failed")) == 1
    assert both.heard(person)[-2:] == ["before", "after"]
    (failed,) = both.rows(FailedUpdate, update_id=update_id)
    assert (failed.raw["message"]["text"], failed.resolved_at) == ("strange", None)
    both.ledger.forgive()
