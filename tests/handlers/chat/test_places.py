"""Places of tickets: what stands in no group where staff answer is shown in one, by the clock at the latest."""

from crm.outcomes import Blocked, Refused
from crm.places import MAY_COME_BACK_FOR
from crm.repairs import send_again
from jobs.topics import tend_topics
from storage.groups import GroupChat
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import PARCELS_GROUP, SECOND_GROUP, has_group, posts_in, ticket_about, with_teams
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, bot_member, fresh, topic_of

BASIC_GROUP = -77


async def tidied(desk: Desk) -> int:
    """Let the clock look for tickets without a place, and everything that follows be said."""
    count = await tend_topics(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    return count


async def stands(desk: Desk, ticket: Ticket, chat_id: int) -> bool:
    """Tell whether a ticket has a topic in this group."""
    now = await fresh(desk, ticket)
    return now.topic_chat_id == chat_id and now.topic_id is not None


async def test_a_ticket_that_nobody_showed_is_shown_with_its_story_and_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await ticket_about(desk, "order", words="My tea is cold")
    assert await tidied(desk) == 0  # there is no group
    await desk.has_staff_group()
    assert [await tidied(desk), await tidied(desk)] == [1, 0]
    assert await stands(desk, ticket, STAFF_GROUP)
    assert [method for method, _ in posts_in(desk, STAFF_GROUP)].count("createForumTopic") == 1
    assert any("My tea is cold" in payload.get("text", "") for _, payload in posts_in(desk, STAFF_GROUP))


async def test_a_group_is_not_filled_with_topics_all_at_once(desk: Desk) -> None:
    for number in range(8):
        await ticket_about(desk, "order", user_id=CUSTOMER + number)
    await desk.has_staff_group()
    assert [await tidied(desk) for _ in range(3)] == [6, 2, 0]


async def test_what_is_closed_or_stands_where_it_belongs_is_left_alone(desk: Desk) -> None:
    await desk.has_staff_group()
    for number, words in ((CUSTOMER, "/close"), (CUSTOMER + 1, "/solve"), (CUSTOMER + 2, "/claim")):
        ticket = await ticket_about(desk, "order", user_id=number)
        await desk.says_in_group(AGENT, words, topic=topic_of(ticket))
    assert await tidied(desk) == 0


async def test_a_ticket_is_shown_in_the_group_of_its_team(desk: Desk) -> None:
    desk = with_teams(desk)
    ticket = await ticket_about(desk)
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    assert await tidied(desk) == 1
    assert await stands(desk, ticket, PARCELS_GROUP)


async def test_tickets_of_a_lost_group_go_on_in_another_when_it_does_not_come_back_soon(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await has_group(desk, SECOND_GROUP, title="Second desk")
    tickets = [await ticket_about(desk, "order", user_id=CUSTOMER + number) for number in range(2)]
    [lost] = [ticket for ticket in tickets if ticket.topic_chat_id == SECOND_GROUP]
    await desk.feed(bot_member("kicked", by=STRANGER, was="administrator", chat_id=SECOND_GROUP, title="Second desk"))
    await desk.deliver()
    assert await tidied(desk) == 0
    desk.at += MAY_COME_BACK_FOR
    assert [await tidied(desk), await tidied(desk)] == [1, 0]
    assert await stands(desk, lost, STAFF_GROUP)


async def test_a_lost_group_without_another_gets_its_tickets_back(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order")
    await desk.feed(bot_member("kicked", by=STRANGER, was="administrator"))
    desk.later(hours=1)
    late = await ticket_about(desk, "order", user_id=CUSTOMER + 1)
    assert await tidied(desk) == 0
    await desk.feed(bot_member("administrator", by=OWNER, was="kicked", may_manage_topics=True))
    await desk.deliver()
    assert await stands(desk, late, STAFF_GROUP)
    assert (await fresh(desk, ticket)).topic_id == ticket.topic_id
    assert await tidied(desk) == 0


async def test_a_group_that_becomes_a_supergroup_takes_its_tickets_along(desk: Desk) -> None:
    await has_group(desk, BASIC_GROUP, is_forum=False, may_manage_topics=False)
    ticket = await ticket_about(desk, "order")
    assert ticket.topic_chat_id == BASIC_GROUP
    await desk.feed(desk.group_message(OWNER, chat_id=STAFF_GROUP, migrate_from_chat_id=BASIC_GROUP))
    await desk.deliver()
    assert (await fresh(desk, ticket)).topic_chat_id == STAFF_GROUP
    assert await tidied(desk) == 0


async def test_a_ticket_of_which_the_group_was_found_to_be_lost_is_shown_when_it_is_back(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order", words="My tea is cold", delivers=False)
    desk.later(seconds=2)
    await desk.deliver(answers=dict.fromkeys(("createForumTopic", "sendMessage", "copyMessage"), Blocked("Forbidden: bot was kicked")))
    assert (await desk.row(GroupChat, chat_id=STAFF_GROUP)).is_member is False
    desk.later(minutes=3)
    await desk.feed(bot_member("administrator", by=OWNER, was="kicked", may_manage_topics=True))
    await desk.deliver()
    assert await stands(desk, ticket, STAFF_GROUP)


async def test_a_ticket_whose_topic_cannot_be_made_stands_in_the_group_and_gets_it_when_that_is_tried_again(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_about(desk, "order", words="My tea is cold", delivers=False)
    await desk.deliver(answers={"createForumTopic": Refused("Bad Request: too many topics")})
    now = await fresh(desk, ticket)
    assert (now.topic_chat_id, now.topic_id, now.status) == (STAFF_GROUP, None, TicketStatus.NEW)
    card = next(payload["text"] for method, payload in posts_in(desk, STAFF_GROUP) if method == "sendMessage")
    [failed] = await desk.unsettled()
    assert failed.method == "createForumTopic"
    assert await tidied(desk) == 0
    owner = await desk.row(StaffMember, user_id=OWNER)
    async with desk.database.begin() as session:
        await send_again(session, message_id=failed.id, by=owner, at=desk.at)
    desk.calls.clear()
    await desk.deliver()
    assert await stands(desk, ticket, STAFF_GROUP)
    topic = topic_of(await fresh(desk, ticket))
    made, *posts = posts_in(desk, STAFF_GROUP)
    assert made[0] == "createForumTopic"
    assert [payload["message_thread_id"] for _, payload in posts] == [topic] * 2
    assert posts[0][1]["text"] == card
    assert "My tea is cold" in posts[1][1]["text"]


async def test_a_topic_that_is_made_late_for_a_group_that_is_lost_stays_empty(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_about(desk, "order", delivers=False)
    await desk.deliver(answers={"createForumTopic": Refused("Bad Request: too many topics")})
    [failed] = await desk.unsettled()
    owner = await desk.row(StaffMember, user_id=OWNER)
    async with desk.database.begin() as session:
        await send_again(session, message_id=failed.id, by=owner, at=desk.at)
    await desk.feed(bot_member("kicked", by=STRANGER, was="administrator"))
    desk.calls.clear()
    await desk.deliver()
    assert [method for method, _ in posts_in(desk, STAFF_GROUP)] == ["createForumTopic"]
