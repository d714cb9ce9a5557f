"""Faults of what stands in the staff group and of what is done there: copies, topics, changed posts, answers to presses."""

import pytest

from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Direction, OutboxState, TicketStatus
from tests.faults.meetings import SORTS, Meeting
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import DESK, until, words

MEETS = pytest.mark.parametrize("case", SORTS.values(), ids=SORTS.keys())


@MEETS
def test_a_message_of_a_customer_on_its_way_to_staff_meets(polling: Outpost, case: Meeting) -> None:
    person, number = polling.with_ticket("Dov")
    polling.fault(method="copyMessage", chat_id=DESK, **case.fault)
    person.says("It leaks")
    person.says("And it is loud")
    polling.sees_in_topic(number, "And it is loud")
    polling.settle()

    assert not person.has_read("could not pass this on")
    shown = [text for text in polling.topic_texts(number) if text in ("It leaks", "And it is loud")]
    assert shown == ["It leaks"] * case.done + ["And it is loud"]
    kept = polling.rows(Interaction, author_id=person.id, ticket_id=polling.ticket(number).id, direction=Direction.IN)
    assert [row.text for row in kept if row.text and row.text.startswith(("It", "And"))] == ["It leaks", "And it is loud"]
    (row,) = polling.rows(OutboxMessage, interaction_id=kept[-2].id)
    assert (row.state, row.attempts, row.repeated) == (OutboxState.SENT, case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


@MEETS
def test_a_topic_that_is_being_made_meets(polling: Outpost, case: Meeting) -> None:
    polling.fault(method="createForumTopic", **case.fault)
    person = polling.newcomer("Eli")
    person.says("/human")
    person.says("About my invoice")
    number = person.reads_ticket_number("Your ticket is")
    polling.settle()

    assert polling.times_read(person, "Your ticket is") == 1
    assert len(polling.topics(number)) == case.done
    polling.anna().in_topic(number).says("I look into it")
    person.reads("I look into it")
    texts = polling.topic_texts(number)
    assert [text for text in texts if text in ("About my invoice", "I look into it")] == ["About my invoice", "I look into it"]
    ticket = polling.ticket(number)
    assert (ticket.topic_chat_id, ticket.topic_id) == (DESK, polling.topic(number)["message_thread_id"])
    (row,) = polling.rows(OutboxMessage, ticket_id=ticket.id, method="createForumTopic")
    assert (row.state, row.attempts, row.repeated) == (OutboxState.SENT, case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


def test_a_topic_that_may_not_be_made_leaves_the_ticket_in_the_general_stream(polling: Outpost) -> None:
    polling.fault("error", method="createForumTopic", description="Bad Request: not enough rights to create a topic")
    person = polling.newcomer("Fay")
    person.says("/human")
    person.says("About my invoice, please")
    number = person.reads_ticket_number("Your ticket is")
    polling.settle()

    assert polling.topics(number) == []
    posts = [words(each) for each in polling.messages(DESK)]
    assert sum(text.startswith(f"#{number} · ") for text in posts) == 1
    assert posts.count("About my invoice, please") == 1
    assert polling.olivia_was_alerted()
    ticket = polling.ticket(number)
    assert (ticket.status, ticket.topic_id) == (TicketStatus.NEW, None)
    (row,) = polling.rows(OutboxMessage, ticket_id=ticket.id, method="createForumTopic")
    assert (row.state, row.error) == (OutboxState.FAILED, "Not enough rights to create a topic")


@MEETS
def test_a_changed_message_on_its_way_to_staff_meets(polling: Outpost, case: Meeting) -> None:
    person, number = polling.with_ticket("Gus")
    order = person.says("Order 4711")
    polling.sees_in_topic(number, "Order 4711")
    polling.settle()
    polling.fault(method="editMessageText", chat_id=DESK, **case.fault)
    person.edits(order, "Order 4712")
    polling.sees_in_topic(number, "Order 4712")
    polling.settle()

    assert "Order 4711" not in polling.topic_texts(number)
    assert polling.heard(person)[-2:] == ["Order 4711", "Order 4712"]
    row = polling.rows(OutboxMessage, ticket_id=polling.ticket(number).id, method="editMessageText")[-1]
    # When the first try was heard after all, the second changes nothing and is refused, which is as good.
    assert row.state is (OutboxState.SENT if case.done == 1 else OutboxState.DROPPED)
    assert (row.attempts, row.repeated) == (case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


@MEETS
def test_the_answer_to_a_press_meets(polling: Outpost, case: Meeting) -> None:
    person, number = polling.with_ticket("Hal")
    polling.fault(method="answerCallbackQuery", **case.fault)
    polling.anna().presses(SAY("card-claim"))
    polling.sees_in_topic(number, "Anna Weber has it")
    polling.settle()

    assert not person.has_read("Anna Weber")
    assert polling.ticket(number).status is TicketStatus.OPEN
    row = polling.rows(OutboxMessage, method="answerCallbackQuery")[-1]
    # A press that was answered already is refused the second time, which is as good.
    assert row.state is (OutboxState.SENT if case.done == 1 else OutboxState.DROPPED)
    assert (row.attempts, row.repeated) == (case.attempts, case.is_repeated)
    assert polling.failures() == ([], [])


def test_an_answer_that_stays_in_doubt_is_told_in_the_topic_and_to_the_owners(webhook: Outpost) -> None:
    person, number = webhook.with_ticket("Ida")
    webhook.fault("reset", method="copyMessage", chat_id=person.id, times=None)
    webhook.anna().in_topic(number).says("It is on its way")
    told = "did not confirm this message"
    until(lambda: [text for text in webhook.topic_texts(number) if told in text], patience=120, what=f"{told!r} in the topic")
    webhook.end_faults()
    webhook.settle()

    assert not person.has_read("It is on its way")
    assert webhook.olivia_was_alerted()
    (kept,) = webhook.rows(Interaction, ticket_id=webhook.ticket(number).id, text="It is on its way")
    (row,) = webhook.rows(OutboxMessage, interaction_id=kept.id)
    assert (row.state, row.attempts, row.repeated) == (OutboxState.FAILED, 5, True)

    olivia = webhook.olivia()
    olivia.says("/failed")
    olivia.presses(SAY("admin-button-send-again"))
    person.reads("It is on its way", patience=60)
    until(lambda: webhook.failures() == ([], []), what="nothing that failed")
