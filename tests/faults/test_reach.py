"""Faults that say where a message cannot go: blocked, gone, another topic, another group."""

import pytest

from storage.groups import GroupChat
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import DESK, OLIVIA, Somebody, until

BLOCKED = "Not delivered: the customer has blocked the bot"


@pytest.mark.parametrize(
    ("code", "description", "why"),
    [
        (403, "Forbidden: bot was blocked by the user", "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated", "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found", "Chat not found"),
    ],
)
def test_a_customer_who_cannot_be_reached(polling: Outpost, code: int, description: str, why: str) -> None:
    person, number = polling.with_ticket("Jon")
    polling.fault("error", method="copyMessage", chat_id=person.id, error_code=code, description=description)
    polling.anna().in_topic(number).says("Your parcel is here")
    polling.sees_in_topic(number, BLOCKED)
    polling.settle()

    assert not person.has_read("Your parcel is here")
    (kept,) = polling.rows(Interaction, ticket_id=polling.ticket(number).id, text="Your parcel is here")
    (row,) = polling.rows(OutboxMessage, interaction_id=kept.id)
    assert (row.state, row.error, row.attempts) == (OutboxState.DROPPED, why, 1)
    assert polling.contact(person).blocked_at is not None

    person.says("I am back")
    polling.sees_in_topic(number, "I am back")
    polling.settle()
    assert polling.contact(person).blocked_at is None
    assert polling.failures() == ([], [])


def test_a_customer_who_blocks_the_bot_is_known_before_anything_is_said(both: Outpost) -> None:
    person, number = both.with_ticket("Kay")
    both.act("blocked", person_id=person.id, blocked=True)
    until(lambda: both.contact(person).blocked_at, what="a contact that is blocked")
    both.anna().in_topic(number).says("Are you there?")
    both.sees_in_topic(number, BLOCKED)
    both.settle()
    assert not person.has_read("Are you there?")
    assert both.contact(person).blocked_at is not None
    assert both.failures() == ([], [])


@pytest.mark.parametrize("wording", ["message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID"])
def test_a_deleted_topic_is_made_anew_whatever_telegram_calls_it(polling: Outpost, wording: str) -> None:
    person, number = polling.with_ticket("Lea")
    person.says("About my invoice")
    polling.sees_in_topic(number, "About my invoice")
    polling.settle()
    first = polling.topic(number)["message_thread_id"]
    polling.act("topics/deletions", chat_id=DESK, thread_id=first)
    polling.fault("error", method="copyMessage", chat_id=DESK, description=f"Bad Request: {wording}")
    person.says("Hello? Anybody there?")
    person.says("I wait")
    until(lambda: polling.topic(number)["message_thread_id"] != first, what="a new topic")
    polling.settle()

    assert not person.has_read("could not pass this on")
    texts = polling.topic_texts(number)
    assert sum("About my invoice" in text for text in texts) == 1
    assert texts.index("Hello? Anybody there?") < texts.index("I wait")
    assert len(polling.topics(number)) == 1
    assert polling.ticket(number).topic_id == polling.topic(number)["message_thread_id"]
    states = {row.state for row in polling.rows(OutboxMessage, ticket_id=polling.ticket(number).id)}
    assert states <= {OutboxState.SENT, OutboxState.DROPPED}
    polling.anna().in_topic(number).says("Yes, here")
    person.reads("Yes, here")
    assert polling.failures() == ([], [])


@pytest.mark.parametrize(
    ("code", "description"), [(403, "Forbidden: bot was kicked from the supergroup chat"), (400, "Bad Request: chat not found")]
)
def test_a_staff_group_that_is_gone_is_told_to_the_owner_and_waits_for_its_return(polling: Outpost, code: int, description: str) -> None:
    person, number = polling.with_ticket("Max")
    before = polling.times_read(polling.olivia(), "I was removed from the staff group")
    polling.fault("error", method="*", chat_id=DESK, error_code=code, description=description, times=None)
    person.says("Is it the pump?")
    until(lambda: polling.times_read(polling.olivia(), "I was removed from the staff group") == before + 1, what="an alert to the owner")
    polling.settle()

    (group,) = polling.rows(GroupChat, chat_id=DESK, key="chat_id")
    assert (group.is_member, group.staff_group_since is not None) == (False, True)
    person.says("Or the valve?")
    polling.settle()
    assert [text for text in polling.topic_texts(number) if "pump" in text or "valve" in text] == []
    assert polling.heard(person)[-2:] == ["Is it the pump?", "Or the valve?"]

    polling.end_faults()
    Somebody(polling, OLIVIA, DESK).says("/setup")
    polling.sees_in_topic(number, "Or the valve?")
    polling.settle()
    assert [text for text in polling.topic_texts(number) if "Is it the pump?" in text]
    (group,) = polling.rows(GroupChat, chat_id=DESK, key="chat_id")
    assert group.is_member
    assert polling.failures() == ([], [])
    assert SAY("setup-back") in [each.get("text") for each in polling.messages(DESK)]
