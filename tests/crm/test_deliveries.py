"""Deliveries: what follows for the desk when something did not arrive."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm.deliveries import MOST_ANSWERED_ATTEMPTS, MOST_ATTEMPTS, recover_interrupted, settle_unsent
from crm.outcomes import Blocked, Migrated, NotReached, Outcome, Refused, Sent, TopicGone, TryLater, Unknown
from storage.claims import claim_messages
from storage.customers import Contact
from storage.deliveries import Outgoing
from storage.groups import GroupChat
from storage.outbox import OutboxMessage, queue_message
from storage.tickets import Ticket
from storage.vocabulary import InDoubt, Lane, OutboxState
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk

CUSTOMER = 7


async def opened(desk: Desk, *, is_forum: bool = True) -> Ticket:
    """Return a ticket that stands in the staff group, everything about it delivered."""
    await desk.has_staff_group(is_forum=is_forum)
    await desk.says(CUSTOMER, "/human")
    await desk.says(CUSTOMER, "My tea is cold")
    await desk.deliver()
    (ticket,) = await desk.rows(Ticket)
    assert isinstance(ticket, Ticket)
    return ticket


async def claimed(desk: Desk, **columns: Any) -> Outgoing:
    """Return a claimed message with these columns."""
    async with desk.database.begin() as session:
        queue_message(session, payload={"text": "x"}, lane=Lane.REPLY, at=desk.at, **({"method": "sendMessage"} | columns))
    async with desk.database.begin() as session:
        (message,) = await claim_messages(session, at=desk.at, limit=1)
    return message


async def settled(desk: Desk, message: Outgoing, outcome: Outcome) -> OutboxMessage:
    """Settle a message that did not arrive and return its row."""
    assert not isinstance(outcome, Sent)
    async with desk.database.begin() as session:
        await settle_unsent(session, message=message, outcome=outcome, at=desk.at, tell=desk.tell(session))
    row = await desk.row(OutboxMessage, id=message.id)
    assert isinstance(row, OutboxMessage)
    return row


@pytest.mark.parametrize("outcome", [TryLater(timedelta(seconds=9)), Unknown("no answer")])
async def test_what_has_no_chat_waits_alone(desk: Desk, outcome: Outcome) -> None:
    row = await settled(desk, await claimed(desk, method="answerCallbackQuery"), outcome)
    assert (row.state, row.chat_id) == (OutboxState.QUEUED, None)
    assert row.not_before is not None
    assert row.not_before > desk.at


async def test_what_has_no_chat_tells_nothing_of_any_when_it_is_forbidden(desk: Desk) -> None:
    row = await settled(desk, await claimed(desk, method="answerCallbackQuery"), Blocked("Forbidden"))
    assert (row.state, row.error) == (OutboxState.DROPPED, "Forbidden")
    assert await desk.rows(Contact) == []


async def test_what_never_left_is_queued_as_it_was(desk: Desk) -> None:
    row = await settled(desk, await claimed(desk, chat_id=CUSTOMER), NotReached("refused"))
    assert (row.state, row.not_before) == (OutboxState.QUEUED, None)


async def test_a_message_in_doubt_too_often_is_given_up_and_shown(desk: Desk) -> None:
    message = replace(await claimed(desk, chat_id=CUSTOMER), attempts=MOST_ATTEMPTS - 1)
    assert (await settled(desk, message, Unknown("no answer"))).state is OutboxState.FAILED


async def test_a_parked_message_is_never_queued_again(desk: Desk) -> None:
    row = await settled(desk, await claimed(desk, chat_id=CUSTOMER, in_doubt=InDoubt.PARK), Unknown("no answer"))
    assert row.state is OutboxState.PARKED


async def test_in_a_plain_group_no_topic_is_closed(desk: Desk) -> None:
    ticket = await opened(desk, is_forum=False)
    card = await desk.row(OutboxMessage, interaction_id=ticket.card_interaction_id, chat_id=STAFF_GROUP)
    await desk.says_in_group(AGENT, "/close", reply_to=card.sent_message_id, is_forum=False)
    await desk.deliver()
    row = await desk.row(OutboxMessage, method="closeForumTopic")
    assert (row.state, row.error) == (OutboxState.DROPPED, "no_topic")


async def test_a_topic_that_is_gone_need_not_be_closed(desk: Desk) -> None:
    ticket = await opened(desk)
    await desk.says_in_group(AGENT, "/close", topic=ticket.topic_id)
    await desk.deliver(answers={"closeForumTopic": TopicGone()})
    row = await desk.row(OutboxMessage, method="closeForumTopic")
    assert (row.state, row.error) == (OutboxState.DROPPED, "topic_gone")


async def test_a_lost_topic_is_made_anew_once_for_all_that_waits_for_it(desk: Desk) -> None:
    ticket = await opened(desk)
    message = await claimed(desk, chat_id=STAFF_GROUP, ticket_id=ticket.id, in_topic=True)
    await settled(desk, message, TopicGone())
    row = await settled(desk, message, TopicGone())
    assert row.state is OutboxState.QUEUED
    made = [row for row in await desk.queued() if row.method == "createForumTopic"]
    assert len(made) == 2
    assert made[-1].position < row.position


async def test_a_group_that_threw_the_bot_out_blocks_no_customer(desk: Desk) -> None:
    row = await settled(desk, await claimed(desk, chat_id=STAFF_GROUP), Blocked("Forbidden: bot was kicked"))
    assert row.state is OutboxState.DROPPED


async def test_a_second_block_keeps_the_moment_of_the_first(desk: Desk) -> None:
    await desk.says(CUSTOMER, "hello")
    await desk.deliver()
    await settled(desk, await claimed(desk, chat_id=CUSTOMER), Blocked("Forbidden"))
    first = desk.at
    desk.later(hours=1)
    await settled(desk, await claimed(desk, chat_id=CUSTOMER), Blocked("Forbidden"))
    (contact,) = [row for row in await desk.rows(Contact) if row.address == str(CUSTOMER)]
    assert contact.blocked_at == first


async def test_the_old_group_of_an_answer_cannot_be_followed_into_a_customers_chat(desk: Desk) -> None:
    ticket = await opened(desk)
    await desk.says_in_group(AGENT, "We make a new one", topic=ticket.topic_id)
    calls = await desk.deliver(answers={"copyMessage": Migrated(-100777)})
    assert {payload["chat_id"] for _, payload in calls if payload.get("chat_id", 0) > 0} == {CUSTOMER, OWNER}
    assert desk.phrase("reply-refused") in await desk.said_to(STAFF_GROUP)


async def test_a_group_that_moved_takes_its_messages_along(desk: Desk) -> None:
    await desk.has_staff_group()
    row = await settled(desk, await claimed(desk, chat_id=STAFF_GROUP), Migrated(-100777))
    assert (row.state, row.chat_id, row.payload["chat_id"]) == (OutboxState.QUEUED, -100777, -100777)


async def test_what_a_customer_sent_and_telegram_will_not_copy_is_told_to_both(desk: Desk) -> None:
    ticket = await opened(desk)
    await desk.says(CUSTOMER, "Look at this")
    await desk.deliver(answers={"copyMessage": Refused("Bad Request: message can't be copied")})
    kind = desk.phrase("media-kind", kind="text")
    assert desk.phrase("message-not-relayed", kind=kind) in await desk.said_to(CUSTOMER)
    assert desk.phrase("message-not-relayed-staff", kind=kind) in await desk.said_to(STAFF_GROUP)
    assert ticket.topic_id is not None


async def test_an_answer_that_stays_in_doubt_is_told_in_the_topic(desk: Desk) -> None:
    ticket = await opened(desk)
    answer = await desk.says_in_group(AGENT, "We make a new one", topic=ticket.topic_id)
    assert answer
    async with desk.database.begin() as session:
        relayed = [each for each in await claim_messages(session, at=desk.at, limit=9) if each.method == "copyMessage"]
    await settled(desk, replace(relayed[0], attempts=MOST_ATTEMPTS), Unknown("no answer"))
    assert desk.phrase("reply-in-doubt") in await desk.said_to(STAFF_GROUP)


async def test_a_failure_of_something_that_nobody_remembers_is_told_to_owners_only(desk: Desk) -> None:
    ticket = await opened(desk)
    message = await claimed(desk, chat_id=CUSTOMER, ticket_id=ticket.id, interaction_id=404)
    before = len(await desk.queued())
    assert (await settled(desk, message, Refused("Bad Request: why not"))).state is OutboxState.FAILED
    assert [row.chat_id for row in (await desk.queued())[before:]] == [OWNER]


async def test_a_card_that_could_not_be_posted_is_not_edited(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.begin() as session:
        queue_message(
            session, method="editMessageText", payload={"text": "x"}, lane=Lane.STAFF, at=desk.at, chat_id=STAFF_GROUP, ticket_id=ticket.id,
            edits_interaction_id=404,
        )  # fmt: skip
    await desk.deliver()
    row = (await desk.queued())[-1]
    assert (row.state, row.error) == (OutboxState.DROPPED, "nothing_to_edit")


async def test_in_a_plain_group_an_answer_stands_below_what_it_answers(desk: Desk) -> None:
    ticket = await opened(desk, is_forum=False)
    heard = next(row for row in await desk.story(ticket.customer_id) if row.text == "My tea is cold")
    async with desk.database.begin() as session:
        queue_message(
            session, method="sendMessage", payload={"text": "x"}, lane=Lane.STAFF, at=desk.at, chat_id=STAFF_GROUP, ticket_id=ticket.id, in_topic=True,
            reply_to_interaction_id=heard.id,
        )  # fmt: skip
    ((_, payload),) = await desk.deliver()
    shown = await desk.row(OutboxMessage, interaction_id=heard.id, chat_id=STAFF_GROUP)
    assert payload["reply_parameters"]["message_id"] == shown.sent_message_id
    assert "message_thread_id" not in payload


async def test_a_failure_of_the_bots_own_words_is_shown_to_owners_only(desk: Desk) -> None:
    ticket = await opened(desk)
    own = next(row for row in await desk.story(ticket.customer_id) if row.author == "bot")
    message = await claimed(desk, chat_id=CUSTOMER, ticket_id=ticket.id, interaction_id=own.id)
    before = len(await desk.queued())
    assert (await settled(desk, message, Refused("Bad Request: why not"))).state is OutboxState.FAILED
    assert [row.chat_id for row in (await desk.queued())[before:]] == [OWNER]
    assert await desk.last_said_to(OWNER) == desk.phrase("delivery-unsettled-alert")


async def test_owners_are_told_of_failures_once_an_hour(desk: Desk) -> None:
    await opened(desk)
    for hours in (0, 0, 1):
        desk.later(hours=hours)
        await settled(desk, await claimed(desk, chat_id=CUSTOMER), Refused("Bad Request: why not"))
    assert await desk.said_to(OWNER) == [desk.phrase("delivery-unsettled-alert")] * 2


async def test_owners_are_told_of_what_hangs_in_doubt(desk: Desk) -> None:
    await desk.has_staff_group()
    await settled(desk, await claimed(desk, chat_id=CUSTOMER, in_doubt=InDoubt.PARK), Unknown("no answer"))
    assert await desk.said_to(OWNER) == [desk.phrase("delivery-unsettled-alert")]


async def test_owners_are_told_of_what_a_crash_left_in_doubt(desk: Desk) -> None:
    await desk.has_staff_group()
    await claimed(desk, chat_id=CUSTOMER, in_doubt=InDoubt.PARK)
    async with desk.database.begin() as session:
        assert await recover_interrupted(session, tell=desk.tell(session)) == (0, 1)
    assert await desk.said_to(OWNER) == [desk.phrase("delivery-unsettled-alert")]


@pytest.mark.parametrize("outcome", [TryLater(timedelta(seconds=9)), NotReached("refused")])
async def test_what_did_not_arrive_for_certain_is_no_attempt(desk: Desk, outcome: Outcome) -> None:
    message = await claimed(desk, chat_id=CUSTOMER)
    assert (await settled(desk, message, outcome)).attempts == 0


async def attempts_in_an_outage(desk: Desk, outcome: Unknown) -> tuple[timedelta, int]:
    """Return for how long a message is tried while every call ends like this, and how often."""
    await claimed(desk, chat_id=CUSTOMER)
    async with desk.database.begin() as session:
        await recover_interrupted(session, tell=desk.tell(session))
    began = desk.at
    for attempts in range(1, 100):
        await desk.deliver(answers={"sendMessage": outcome})
        (row,) = await desk.rows(OutboxMessage)
        if row.state is OutboxState.FAILED:
            return desk.at - began, attempts
        desk.at = row.not_before
    raise AssertionError("it is never given up")


async def test_an_outage_that_telegram_admits_is_waited_for(desk: Desk) -> None:
    lasted, attempts = await attempts_in_an_outage(desk, Unknown("Internal Server Error", is_answered=True))
    assert lasted >= timedelta(minutes=9)
    assert attempts < MOST_ANSWERED_ATTEMPTS + 1


async def test_what_may_have_arrived_each_time_is_soon_given_up(desk: Desk) -> None:
    lasted, attempts = await attempts_in_an_outage(desk, Unknown("ServerDisconnectedError"))
    assert (lasted < timedelta(minutes=1), attempts < MOST_ATTEMPTS + 1) == (True, True)


async def test_what_telegram_can_never_take_holds_its_chat_up_for_a_short_time_only(desk: Desk) -> None:
    message = await claimed(desk, chat_id=CUSTOMER)
    await claimed_behind(desk)
    trouble = Unknown("Internal Server Error", is_answered=True)
    await settled(desk, replace(message, attempts=MOST_ATTEMPTS - 2), trouble)
    behind = (await desk.queued())[-1]
    assert behind.not_before is not None
    desk.at = behind.not_before
    row = await settled(desk, replace(message, attempts=MOST_ATTEMPTS - 1), trouble)
    assert (row.state, (await desk.queued())[-1].not_before) == (OutboxState.QUEUED, behind.not_before)
    assert row.not_before is not None
    assert row.not_before > behind.not_before


async def claimed_behind(desk: Desk) -> None:
    """Queue something more for the same chat."""
    async with desk.database.begin() as session:
        queue_message(session, method="sendMessage", payload={"text": "y"}, lane=Lane.REPLY, at=desk.at, chat_id=CUSTOMER)


@pytest.mark.parametrize("why", ["Bad Request: chat not found", "Forbidden: bot was kicked from the supergroup chat"])
async def test_a_staff_group_that_is_gone_is_told_to_owners_once(desk: Desk, why: str) -> None:
    await desk.has_staff_group()
    for _ in range(2):
        await settled(desk, await claimed(desk, chat_id=STAFF_GROUP), Blocked(why))
    assert await desk.said_to(OWNER) == [desk.phrase("staff-group-lost", title="Desk")]
    group = await desk.row(GroupChat, chat_id=STAFF_GROUP)
    assert (group.is_member, group.staff_group_since is not None) == (False, True)


async def test_what_a_customer_sent_and_hangs_in_doubt_is_told_to_both(desk: Desk) -> None:
    ticket = await opened(desk)
    await desk.says(CUSTOMER, "Look at this")
    await desk.deliver()
    heard = next(row for row in await desk.story(ticket.customer_id) if row.text == "Look at this")
    message = await claimed(desk, chat_id=STAFF_GROUP, ticket_id=ticket.id, interaction_id=heard.id)
    await settled(desk, replace(message, attempts=MOST_ATTEMPTS - 1), Unknown("no answer"))
    kind = desk.phrase("media-kind", kind="text")
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("message-not-relayed", kind=kind)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("message-not-relayed-staff", kind=kind)
