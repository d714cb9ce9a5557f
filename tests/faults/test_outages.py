"""Outages: Telegram answers nothing useful for a while, or lets nobody write for a while."""

import time

from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.faults.meetings import PAGE
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import until

OUTAGE_SECONDS = 6.0


def test_in_an_outage_nothing_is_given_up_and_nothing_is_said_again_and_again(polling: Outpost) -> None:
    people = [polling.newcomer(name) for name in ("Ned", "Oda", "Pam")]
    asked = {person.id: polling.asked("sendMessage", person.id) for person in people}
    harmless = len(polling.calls("getMe"))
    polling.fault("status", status=502, body=PAGE, times=None)
    for person in people:
        person.says("/nonsense")
    time.sleep(OUTAGE_SECONDS)
    rows = {person.id: polling.rows(OutboxMessage, chat_id=person.id)[-1] for person in people}
    assert {row.state for row in rows.values()} == {OutboxState.QUEUED}
    assert max(row.attempts for row in rows.values()) <= 1
    assert all(polling.asked("sendMessage", person.id) <= asked[person.id] + 1 for person in people)
    assert len(polling.calls("getMe")) > harmless

    polling.end_faults()
    for person in people:
        person.reads(SAY("menu-unknown-command"), patience=60)
    polling.settle()
    for person in people:
        assert polling.times_read(person, SAY("menu-unknown-command")) == 1
        row = polling.rows(OutboxMessage, chat_id=person.id)[-1]
        assert (row.state, row.attempts <= 2) == (OutboxState.SENT, True)
        assert polling.heard(person) == ["/start", "/nonsense"]
    assert polling.failures() == ([], [])


def test_a_flood_wait_of_many_chats_is_one_of_the_bot(polling: Outpost) -> None:
    people = [polling.newcomer(name) for name in ("Quin", "Rex", "Sue", "Tom")]
    asked = {person.id: polling.asked("sendMessage", person.id) for person in people}
    polling.fault("status", status=429, retry_after=3, method="sendMessage", times=None)
    for person in people[:3]:
        person.says("/nonsense")
    until(lambda: all(polling.asked("sendMessage", person.id) == asked[person.id] + 1 for person in people[:3]), what="three refusals")
    time.sleep(0.3)
    people[3].says("/nonsense")
    until(lambda: polling.heard(people[3])[-1:] == ["/nonsense"], what="the message of the fourth")
    time.sleep(0.5)
    assert polling.asked("sendMessage", people[3].id) == asked[people[3].id]

    polling.end_faults()
    for person in people:
        person.reads(SAY("menu-unknown-command"))
        assert polling.times_read(person, SAY("menu-unknown-command")) == 1
    polling.settle()
    rows = [polling.rows(OutboxMessage, chat_id=person.id)[-1] for person in people]
    assert [(row.state, row.attempts, row.repeated) for row in rows] == [(OutboxState.SENT, 1, False)] * 4
    assert polling.failures() == ([], [])


def test_a_program_that_starts_in_an_outage_begins_when_it_is_over(polling: Outpost) -> None:
    person = polling.newcomer("Uma")
    person.says("/human")
    person.reads("What is it about?")
    polling.settle()
    polling.end_program()
    person.says("/tickets")
    polling.fault("status", status=502, body=PAGE, method="getMe", times=1)
    polling.fault("status", status=429, retry_after=1, method="deleteWebhook", times=2)
    polling.fault("reset", method="getChat", times=1)
    polling.start()
    polling.ready()
    polling.settle()
    assert polling.faults() == []
    assert polling.times_read(person, SAY("my-tickets-none")) == 1

    # A button of before still works, and once.
    person.presses(SAY("human-button-connect"))
    number = person.reads_ticket_number("Your ticket is")
    polling.sees_in_topic(number, f"#{number} · ")
    polling.settle()
    assert polling.times_read(person, "Your ticket is") == 1
    assert polling.heard(person) == ["/start", "/human", "/tickets", SAY("human-button-connect")]
    assert polling.failures() == ([], [])
