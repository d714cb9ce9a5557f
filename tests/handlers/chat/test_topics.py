"""Topics of tickets that were closed long ago: deleted by the clock, made anew when somebody wants to see the ticket."""

from typing import Any

import pytest

from crm.outcomes import Refused, TopicGone
from jobs.topics import tend_topics
from storage.former_topics import FormerTopic
from storage.groups import GroupChat
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import PARCELS_GROUP, has_group, posts_in, ticket_about, with_teams
from tests.handlers.chat.staff_side import CUSTOMER, bot_member, copies_to, fresh, topic_of


async def cleared(desk: Desk) -> int:
    """Let the clock's job run, and everything that follows be done."""
    count = await tend_topics(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    return count


async def closed_ticket(desk: Desk, category: str = "order", *, user_id: int = CUSTOMER) -> Ticket:
    ticket = await ticket_about(desk, category, user_id=user_id)
    await desk.says_in_group(AGENT, "Solved", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.deliver()
    return await fresh(desk, ticket)


async def lose_topic_with(desk: Desk, words: str) -> None:
    """Say what is queued up to these words, which meet a topic that somebody has deleted by hand."""
    while claimed := await desk.claim():
        async with desk.database.begin() as session:
            for message in claimed:
                is_meant = message.payload.get("text") == words
                await desk._settle(session, message, TopicGone() if is_meant else None)
        if any(message.payload.get("text") == words for message in claimed):
            return
    raise AssertionError(f"{words!r} was not queued")


async def test_a_topic_is_deleted_when_its_ticket_has_been_closed_for_so_long(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=30)
    ticket, still_open = await closed_ticket(desk), await ticket_about(desk, "order", user_id=1002)
    desk.later(days=29)
    assert await cleared(desk) == 0
    desk.later(days=1)
    assert await cleared(desk) == 1
    assert posts_in(desk, STAFF_GROUP)[-1] == ("deleteForumTopic", {"chat_id": STAFF_GROUP, "message_thread_id": ticket.topic_id})
    now = await fresh(desk, ticket)
    assert (now.topic_chat_id, now.topic_id, now.card_interaction_id) == (None, None, None)
    assert (await fresh(desk, still_open)).topic_id == still_open.topic_id
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []
    assert await cleared(desk) == 0


async def test_by_itself_no_topic_is_ever_deleted(desk: Desk) -> None:
    await desk.has_staff_group()
    await closed_ticket(desk)
    desk.later(days=3000)
    assert await cleared(desk) == 0


async def test_only_a_few_topics_of_a_group_are_deleted_in_one_run(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk, delete_topics_after_days=1)
    for number in range(7):
        await closed_ticket(desk, user_id=1001 + number)
    desk.later(days=2)
    assert [await cleared(desk) for _ in range(3)] == [5, 2, 0]


async def test_topics_that_tickets_have_left_are_deleted_with_them(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk, delete_topics_after_days=10)
    ticket = await ticket_about(desk, "order")
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    moved = await fresh(desk, ticket)
    desk.later(days=20)
    assert await cleared(desk) == 0  # the ticket is open
    await desk.says_in_group(AGENT, "/close", chat_id=PARCELS_GROUP, topic=topic_of(moved))
    await desk.deliver()
    desk.later(days=10)
    assert await cleared(desk) == 2
    deleted = [(payload["chat_id"], payload["message_thread_id"]) for method, payload in desk.calls if method == "deleteForumTopic"]
    assert sorted(deleted) == sorted([(STAFF_GROUP, ticket.topic_id), (PARCELS_GROUP, moved.topic_id)])
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []


async def test_without_the_right_nothing_is_lost_and_nothing_more_is_tried(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=1)
    ticket, _ = await closed_ticket(desk), await closed_ticket(desk, user_id=1002)
    desk.later(days=2)
    await tend_topics(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver(answers={"deleteForumTopic": Refused("Bad Request: not enough rights to delete a topic")})
    assert await desk.unsettled() == []
    assert (await desk.row(GroupChat, chat_id=STAFF_GROUP)).may_delete_messages is False
    assert await cleared(desk) == 0
    await desk.says_in_group(AGENT, "Is this still a ticket?", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("transfer-put-away", number=ticket.number)


async def test_a_topic_that_is_gone_already_is_no_trouble(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk, delete_topics_after_days=1)
    await closed_ticket(desk)
    desk.later(days=2)
    await tend_topics(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver(answers={"deleteForumTopic": TopicGone()})
    assert await desk.unsettled() == []
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []


async def test_a_customer_who_takes_a_ticket_up_again_finds_staff_with_the_whole_story(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=1)
    ticket = await closed_ticket(desk)
    desk.later(days=2)
    await cleared(desk)
    desk.calls.clear()
    await desk.says(CUSTOMER, "It broke again")
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert (now.status, now.topic_chat_id) == (TicketStatus.OPEN, STAFF_GROUP)
    shown = [payload for _, payload in posts_in(desk, STAFF_GROUP) if payload.get("message_thread_id") == now.topic_id]
    story = "\n".join(payload.get("text", "") for payload in shown)
    assert [story.count(words) for words in ("Where is my parcel?", "Solved", "It broke again")] == [1, 1, 1]
    assert now.topic_id != ticket.topic_id


async def test_staff_ask_for_a_ticket_and_get_a_topic_that_stays_for_a_while(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=5)
    ticket = await closed_ticket(desk)
    desk.later(days=6)
    await cleared(desk)
    desk.calls.clear()
    await desk.says(AGENT, f"/ticket #{ticket.number}")
    assert await desk.last_said_to(AGENT) == desk.phrase("topic-made", number=ticket.number, title="Desk")
    await desk.deliver()
    now = await fresh(desk, ticket)
    methods = [method for method, _ in posts_in(desk, STAFF_GROUP)]
    assert methods == ["createForumTopic", "sendMessage", "sendMessage", "closeForumTopic"]
    assert now.status is TicketStatus.CLOSED
    assert await cleared(desk) == 0
    await desk.says_in_group(AGENT, "/reopen", topic=topic_of(now))
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    await desk.says_in_group(AGENT, "/close", topic=topic_of(now))
    desk.later(days=5)
    assert await cleared(desk) == 1


async def test_a_ticket_that_has_a_topic_is_linked_and_a_topic_deleted_by_hand_is_made_anew(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order")
    await desk.says_in_group(AGENT, f"/ticket {ticket.number}")
    there = desk.phrase("topic-there", title="Desk")
    [linked] = [text for text in await desk.said_to(STAFF_GROUP) if text.startswith(there)]
    assert f"https://t.me/c/1000000001/{ticket.topic_id}" in linked
    asked = desk.phrase("topic-asked-for", number=ticket.number, name=f"Person{AGENT}")
    assert await desk.last_said_to(STAFF_GROUP) == asked
    await lose_topic_with(desk, asked)
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert now.topic_id != ticket.topic_id
    assert [payload["text"] for _, payload in posts_in(desk, STAFF_GROUP) if payload.get("message_thread_id") == now.topic_id][-1] == asked


async def test_an_answer_of_the_bot_in_a_topic_that_is_gone_follows_into_the_new_one(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order")
    await desk.says_in_group(AGENT, "/tag vip", topic=topic_of(ticket))
    words = await desk.last_said_to(STAFF_GROUP)
    await lose_topic_with(desk, words)
    await desk.deliver()
    now = await fresh(desk, ticket)
    last = [payload for _, payload in posts_in(desk, STAFF_GROUP) if payload.get("text") == words]
    assert [payload["message_thread_id"] for payload in last] == [now.topic_id]
    assert len(posts_in(desk, STAFF_GROUP, methods=["createForumTopic"])) == 2


@pytest.mark.parametrize(
    ("words", "key", "facts"),
    [
        ("/ticket", "topic-usage", {}),
        ("/ticket twelve", "topic-usage", {}),
        ("/ticket 1234567890123456", "topic-usage", {}),
        ("/ticket 99", "refusal-no-such-ticket", {"number": 99}),
    ],
)
async def test_a_ticket_that_is_not_named_or_not_there(desk: Desk, words: str, key: str, facts: dict[str, Any]) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, words)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase(key, **facts)


async def test_customers_ask_for_no_tickets_and_without_a_group_there_is_nowhere_to_show_one(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order")
    await desk.says(CUSTOMER, f"/ticket {ticket.number}")
    assert await copies_to(desk, STAFF_GROUP) != []
    async with desk.database.begin() as session:
        group = await session.get(GroupChat, STAFF_GROUP)
        assert group is not None
        group.is_member = False
    await desk.says(OWNER, f"/ticket {ticket.number}")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-nowhere-to-show")


async def run_job(desk: Desk, *, refused: str | None = None) -> int:
    """Let the clock's job run, and the deletions of topics be refused when that is wished; return how many were asked for."""
    count = await tend_topics(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver(answers={} if refused is None else {"deleteForumTopic": Refused(refused)})
    return count


@pytest.mark.parametrize("why", ["Bad Request: not enough rights to delete a topic", "Bad Request: TOPIC_DELETE_FORBIDDEN"])
async def test_a_refused_deletion_is_tried_again_each_day_until_it_is_left_to_people(desk_on_both: Desk, why: str) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=1)
    await closed_ticket(desk)
    desk.later(days=2)
    assert await run_job(desk, refused=why) == 1
    assert await run_job(desk) == 0
    for _ in range(2):
        desk.later(days=1)
        assert await run_job(desk, refused=why) == 1
    desk.later(days=9)
    assert await run_job(desk) == 0
    assert await desk.unsettled() == []
    await desk.says(OWNER, "/groups")
    assert desk.phrase("groups-kept-topics", count=1) in await desk.last_said_to(OWNER)


async def test_a_deletion_that_works_the_second_time_is_forgotten(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk, delete_topics_after_days=1)
    await closed_ticket(desk)
    desk.later(days=2)
    await run_job(desk, refused="Bad Request: not enough rights")
    desk.later(days=1)
    assert await run_job(desk) == 1
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []
    await desk.says(OWNER, "/groups")
    assert desk.phrase("groups-kept-topics", count=1) not in await desk.last_said_to(OWNER)


async def test_only_a_refusal_for_want_of_rights_stops_the_others_of_the_group(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk, delete_topics_after_days=1)
    await closed_ticket(desk)
    desk.later(days=2)
    await run_job(desk, refused="Bad Request: TOPIC_DELETE_FORBIDDEN")
    assert (await desk.row(GroupChat, chat_id=STAFF_GROUP)).may_delete_messages is None


async def test_when_the_bot_gets_the_right_what_was_left_to_people_is_tried_anew(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both, delete_topics_after_days=1)
    await closed_ticket(desk)
    desk.later(days=2)
    for _ in range(3):
        await run_job(desk, refused="Bad Request: not enough rights")
        desk.later(days=1)
    right = bot_member("administrator", by=OWNER, was="administrator", may_manage_topics=True)
    await desk.feed(right)
    assert await run_job(desk) == 0
    right["my_chat_member"]["new_chat_member"]["can_delete_messages"] = True
    await desk.feed(right)
    assert await run_job(desk) == 1
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []
    await desk.feed(right)
