"""The staff group is lost and found: tickets wait, owners are told, and what was said meanwhile is shown."""

from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    CUSTOMER,
    STRANGER,
    bot_member,
    fresh,
    ticket_of,
    topic_of,
)
from tests.handlers.chat.test_setup import group


async def test_thrown_out_of_the_staff_group_the_desk_tells_owners_and_tickets_wait(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(bot_member("kicked", by=STRANGER, was="administrator"))
    assert await desk.last_said_to(OWNER) == desk.phrase("staff-group-lost", title="Desk")
    before = len(await desk.queued())
    desk.later(minutes=5)
    await desk.says(CUSTOMER, "Is anybody there?")
    later = await ticket_of(desk, 1002, words="Where is my parcel?")
    to_group = [row for row in (await desk.queued())[before:] if row.chat_id == STAFF_GROUP]
    assert to_group == []
    assert await desk.last_said_to(OWNER) == desk.phrase("staff-group-missing", number=later.number)

    desk.later(minutes=5)
    await desk.feed(bot_member("administrator", by=OWNER, was="kicked", may_manage_topics=True))
    calls = await desk.deliver()
    [recap] = [payload for _, payload in calls if "Is anybody there?" in payload.get("text", "")]
    assert recap["message_thread_id"] == topic_of(ticket)
    assert (await fresh(desk, ticket)).topic_id == ticket.topic_id
    assert (await fresh(desk, later)).topic_id is not None
    assert [payload["text"] for _, payload in calls if "Where is my parcel?" in payload.get("text", "")] != []


async def test_media_said_while_the_bot_was_out_is_copied_when_it_is_back(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(bot_member("left", by=OWNER, was="administrator"))
    desk.later(minutes=5)
    message_id = await desk.says(CUSTOMER, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    await desk.says(CUSTOMER, story={"id": 1, "chat": {"id": CUSTOMER, "type": "private"}})
    await desk.feed(bot_member("administrator", by=OWNER, may_manage_topics=True))
    calls = await desk.deliver()
    copies = [payload for method, payload in calls if method == "copyMessage" and payload["message_id"] == message_id]
    assert [payload["message_thread_id"] for payload in copies] == [topic_of(ticket)]


async def test_owners_are_told_once_that_topics_are_out_of_reach(desk: Desk) -> None:
    await desk.has_staff_group()
    for _ in range(2):
        await desk.feed(bot_member("administrator", by=STRANGER, was="administrator"))
    assert await desk.said_to(OWNER) == [desk.phrase("staff-group-without-topics", title="Desk")]
    ticket = await ticket_of(desk)
    assert (ticket.topic_chat_id, ticket.topic_id) == (STAFF_GROUP, None)


async def test_topics_switched_off_are_noticed_by_the_next_message(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, "Where are the topics?", is_forum=False)
    await desk.says_in_group(AGENT, "/claim", is_forum=False)
    assert await desk.said_to(OWNER) == [desk.phrase("staff-group-without-topics", title="Desk")]
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")
    await desk.says_in_group(AGENT, "Back again")
    assert (await group(desk)).is_forum is True
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-done-topics", tickets=0)
