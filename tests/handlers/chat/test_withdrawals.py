"""Withdrawals: staff delete at the customer what they wrote."""

from typing import Any

import pytest

from crm.outcomes import Blocked, Outcome, Refused, TopicGone, Unknown
from storage.audit import AuditEvent
from storage.groups import GroupChat
from storage.interactions import MessagePlace
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Language, OutboxState, Role
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import VIA_BOT, has_replies
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, card_message_of, heard, open_desk, sent_to, ticket_of, topic_of

COLLEAGUE = 2002
SUPERVISOR = 2003
WORDS = "We send two of them"


async def answered(desk: Desk, *, deliver: bool = True) -> tuple[Ticket, int]:
    """A ticket with an answer at the customer, and the message of that answer in the topic."""
    await open_desk(desk)
    await desk.keep(
        *(
            StaffMember(user_id=user_id, name=name, role=role, language=Language.ENGLISH, added_at=desk.at)
            for user_id, name, role in ((COLLEAGUE, "Chen", Role.AGENT), (SUPERVISOR, "Sam", Role.SUPERVISOR))
        )
    )
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, WORDS, topic=topic_of(ticket))
    if deliver:
        await desk.deliver()
    return ticket, message_id


async def deleted(desk: Desk, *, in_group: bool = False) -> list[dict[str, Any]]:
    """What is deleted now at customers, or in the group."""
    return [payload for method, payload in await desk.deliver() if method == "deleteMessage" and (payload["chat_id"] < 0) is in_group]


def taken_back(desk: Desk, by: int = AGENT) -> str:
    """What the topic says when somebody took an answer back."""
    return desk.phrase("relay-withdrawn", name=f"Person{by}")


@pytest.mark.parametrize("by", [AGENT, SUPERVISOR])
async def test_who_wrote_it_or_a_supervisor_deletes_an_answer_at_the_customer(desk_on_both: Desk, by: int) -> None:
    desk = desk_on_both
    ticket, message_id = await answered(desk)
    copy = await sent_to(desk, CUSTOMER)
    desk.later(hours=47)
    await desk.says_in_group(by, "/delete", topic=topic_of(ticket), reply_to=message_id)
    line = (await desk.queued())[-1]
    assert line.payload["text"] == taken_back(desk, by)
    assert line.reply_to_interaction_id == (await heard(desk, WORDS)).id
    assert await deleted(desk) == [{"chat_id": CUSTOMER, "message_id": copy}]
    said = await heard(desk, WORDS)
    assert (said.withdrawn_at, said.ticket_id) == (desk.at, ticket.id)
    event = (await desk.rows(AuditEvent))[-1]
    member = await desk.row(StaffMember, user_id=by)
    assert (event.act, event.staff_id, event.ticket_id, event.subject) == ("message.withdrawn", member.id, ticket.id, str(said.id))


async def test_a_colleague_deletes_nothing_that_somebody_else_wrote(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(COLLEAGUE, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-written-by-colleague")
    assert await deleted(desk) == []
    assert (await heard(desk, WORDS)).withdrawn_at is None


async def test_nobody_but_staff_deletes(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(STRANGER, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=f"Person{STRANGER}")
    assert await deleted(desk) == []


async def test_what_is_older_than_two_days_stays(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    desk.later(hours=48)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-too-old-to-withdraw", hours=48)
    assert await deleted(desk) == []


async def test_a_second_time_there_is_nothing_left_to_delete(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    for _ in range(2):
        await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-withdrawn-already")
    assert len(await deleted(desk)) == 1


async def test_only_answers_to_the_customer_of_the_ticket_can_be_deleted(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    other = await ticket_of(desk, 1002)
    note = await desk.says_in_group(AGENT, "/note be kind", topic=topic_of(ticket))
    customers = next(row.sent_message_id for row in await desk.queued() if row.method == "copyMessage" and row.chat_id == STAFF_GROUP)
    for topic, reply_to in (
        (topic_of(ticket), None),
        (topic_of(ticket), note),
        (topic_of(ticket), customers),
        (topic_of(ticket), await card_message_of(desk, ticket)),
        (topic_of(other), message_id),
    ):
        await desk.says_in_group(AGENT, "/delete", topic=topic, reply_to=reply_to)
        assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-nothing-to-withdraw")
    assert await deleted(desk) == []


async def test_outside_of_every_topic_the_place_is_asked_for(desk: Desk) -> None:
    await answered(desk)
    await desk.says_in_group(AGENT, "/delete")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")


async def test_what_has_not_left_yet_never_does(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket, message_id = await answered(desk, deliver=False)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert [payload for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER and "from_chat_id" in payload] == []
    copy = await desk.row(OutboxMessage, method="copyMessage", chat_id=CUSTOMER)
    assert (copy.state, copy.error) == (OutboxState.DROPPED, "withdrawn")


async def test_what_is_on_its_way_is_deleted_when_it_is_there(desk: Desk) -> None:
    ticket, message_id = await answered(desk, deliver=False)
    await desk.deliver(answers={"copyMessage": Unknown("no answer")}, once=True)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    desk.later(minutes=1)
    calls = [(method, payload["message_id"]) for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER]
    copy = await desk.row(OutboxMessage, method="copyMessage", chat_id=CUSTOMER)
    assert calls == [("copyMessage", message_id), ("deleteMessage", copy.sent_message_id)]


async def test_what_never_reached_the_customer_cannot_be_deleted(desk: Desk) -> None:
    ticket, message_id = await answered(desk, deliver=False)
    await desk.deliver(answers={"copyMessage": Blocked("Forbidden: bot was blocked by the user")})
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-at-customer")


@pytest.mark.parametrize("outcome", [Refused("Bad Request: message can't be deleted for everyone"), Blocked("Forbidden")])
async def test_what_cannot_be_deleted_is_told_and_can_be_tried_again(desk: Desk, outcome: Outcome) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    await desk.deliver(answers={"deleteMessage": outcome})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("relay-not-withdrawn")
    assert (await heard(desk, WORDS)).withdrawn_at is None
    assert await desk.unsettled() == []
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert len(await deleted(desk)) == 1


async def test_a_deletion_in_doubt_is_tried_again_until_it_is_given_up_and_told(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    for _ in range(5):
        await desk.deliver(answers={"deleteMessage": Unknown("no answer")})
        desk.later(minutes=2)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("relay-not-withdrawn")


async def test_what_the_customer_has_deleted_meanwhile_is_gone(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message to delete not found")})
    assert await desk.last_said_to(STAFF_GROUP) == taken_back(desk)
    assert await desk.unsettled() == []


async def test_an_edit_of_what_was_deleted_is_kept_and_changes_nothing(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    await desk.deliver()
    update = desk.group_message(AGENT, "We send three", topic=topic_of(ticket))
    await desk.feed({"edited_message": update["message"] | {"message_id": message_id, "edit_date": 2}})
    assert await desk.deliver() == []
    assert (await heard(desk, "We send three")).version == 2


async def test_in_a_group_without_topics_the_answered_message_says_which_ticket(desk: Desk) -> None:
    await open_desk(desk, is_forum=False)
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, WORDS, is_forum=False, reply_to=await card_message_of(desk, ticket))
    await desk.deliver()
    copy = await sent_to(desk, CUSTOMER)
    await desk.says_in_group(AGENT, "/delete", is_forum=False, reply_to=message_id)
    assert await deleted(desk) == [{"chat_id": CUSTOMER, "message_id": copy}]


async def test_what_was_deleted_is_marked_in_the_story_of_the_ticket(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    await desk.deliver()
    await desk.says(CUSTOMER, "Hello?")
    await desk.deliver(answers={"copyMessage": TopicGone()}, once=True)
    author = desk.phrase("recap-withdrawn", author=desk.phrase("recap-staff"))
    assert f"<b>{author}:</b> {WORDS}" in await desk.last_said_to(STAFF_GROUP)


@pytest.mark.parametrize("by", [AGENT, SUPERVISOR])
async def test_what_is_gone_at_the_customer_goes_in_the_topic_too_and_the_record_keeps_it(desk_on_both: Desk, by: int) -> None:
    desk = desk_on_both
    ticket, message_id = await answered(desk)
    await desk.says_in_group(by, "/delete", topic=topic_of(ticket), reply_to=message_id)
    deletions = [(payload["chat_id"], payload["message_id"]) for method, payload in await desk.deliver() if method == "deleteMessage"]
    assert deletions == [(CUSTOMER, deletions[0][1]), (STAFF_GROUP, message_id)]
    said = await heard(desk, WORDS)
    assert (said.withdrawn_at, said.text) == (desk.at, WORDS)
    assert await desk.unsettled() == []


async def test_what_still_stands_at_the_customer_stays_in_the_topic(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    refused = Refused("Bad Request: message can't be deleted for everyone")
    calls = await desk.deliver(answers={"deleteMessage": refused})
    assert [payload["chat_id"] for method, payload in calls if method == "deleteMessage"] == [CUSTOMER]


async def test_what_never_left_goes_in_the_topic_at_once(desk: Desk) -> None:
    ticket, message_id = await answered(desk, deliver=False)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert [payload["message_id"] for payload in await deleted(desk, in_group=True)] == [message_id]


async def test_where_telegram_refuses_a_short_hint_says_so(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    await desk.deliver(once=True)
    await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message can't be deleted")})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("relay-stands-here")
    assert (await heard(desk, WORDS)).withdrawn_at == desk.at
    assert await desk.unsettled() == []


async def test_where_the_bot_is_known_not_to_be_allowed_it_says_so_at_once_and_does_not_try(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    async with desk.database.begin() as session:
        (await session.get_one(GroupChat, STAFF_GROUP)).may_delete_messages = False
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=message_id)
    assert await desk.last_said_to(STAFF_GROUP) == f"{taken_back(desk)}\n{desk.phrase('relay-stands-here')}"
    deletions = [payload["chat_id"] for method, payload in await desk.deliver() if method == "deleteMessage"]
    assert deletions == [CUSTOMER]


async def test_a_reply_at_hand_goes_from_the_topic_with_the_post_that_asked_for_it(desk: Desk) -> None:
    await has_replies(desk, "add refund en Dear {name}")
    ticket = await ticket_of(desk)
    posted = await desk.says_in_group(AGENT, "Dear {name}", topic=topic_of(ticket), **VIA_BOT)
    await desk.deliver()
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=posted)
    said = await heard(desk, f"Dear Person{CUSTOMER}")
    places = [
        row.message_id
        for row in await desk.rows(MessagePlace, MessagePlace.message_id)
        if row.interaction_id == said.id and row.chat_id < 0
    ]
    assert len(places) == 2
    assert [payload["message_id"] for payload in await deleted(desk, in_group=True)] == places
