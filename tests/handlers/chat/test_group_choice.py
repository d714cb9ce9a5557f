"""Which group a ticket goes to where the main desk has several: they are spread, and stay where they were."""

from typing import Any

from sqlalchemy import Engine, event

from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import PARCELS_GROUP, SECOND_GROUP, has_group, posts_in, ticket_about, with_teams
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, bot_member, fresh, topic_of


async def test_new_tickets_are_spread_over_the_groups_of_the_main_desk(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, SECOND_GROUP)
    desk = with_teams(desk_on_both)
    tickets = [await ticket_about(desk, "order", user_id=1001 + number, delivers=False) for number in range(6)]
    assert [ticket.topic_chat_id for ticket in tickets] == [STAFF_GROUP, SECOND_GROUP] * 3
    await desk.deliver()
    desk.later(minutes=2)
    again = await ticket_about(desk, "order", user_id=1050)
    assert again.topic_chat_id == STAFF_GROUP


async def test_tickets_of_one_batch_are_spread_too(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, SECOND_GROUP)
    desk = with_teams(desk)
    customers = range(1001, 1005)
    for customer in customers:
        await desk.says(customer, "/human")
    await desk.feed(*[desk.private_message(customer, f"Question {customer}") for customer in customers])
    await desk.deliver()
    made = [payload["chat_id"] for method, payload in desk.calls if method == "createForumTopic"]
    assert sorted(made) == [SECOND_GROUP] * 2 + [STAFF_GROUP] * 2


async def test_a_group_that_is_busy_or_full_is_passed_over(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, SECOND_GROUP)
    desk = with_teams(desk, most_topics=2)
    for number in range(3):
        await ticket_about(desk, "order", user_id=1001 + number)
        desk.later(minutes=2)
    assert len(posts_in(desk, STAFF_GROUP, methods=["createForumTopic"])) == 2  # the first and, being quieter by then, the third
    for _ in range(4):
        await desk.says(1002, "Quite a lot to say")  # whose ticket stands in the second group
    await desk.deliver()
    full = await ticket_about(desk, "order", user_id=1010)
    assert full.topic_chat_id == SECOND_GROUP


async def test_a_returning_customer_finds_the_ticket_where_it_was(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, SECOND_GROUP)
    desk = with_teams(desk)
    first, second = await ticket_about(desk, "order", delivers=False), await ticket_about(desk, "order", user_id=1002)
    assert second.topic_chat_id == SECOND_GROUP
    await desk.says_in_group(AGENT, "/close", chat_id=SECOND_GROUP, topic=topic_of(second))
    await desk.deliver()
    desk.calls.clear()
    for _ in range(9):
        await desk.says_in_group(AGENT, "/queue", chat_id=SECOND_GROUP)
    await desk.says(1002, "Still broken")
    await desk.deliver()
    assert (await fresh(desk, second)).topic_id == second.topic_id
    methods = [method for method, payload in posts_in(desk, SECOND_GROUP) if payload.get("message_thread_id") == second.topic_id]
    assert methods[0] == "reopenForumTopic"
    assert methods[-1] == "copyMessage"
    assert first.topic_chat_id == STAFF_GROUP


async def test_an_ordinary_message_costs_no_further_query_with_three_groups(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_about(desk, "order")
    alone = await _queries_of_a_message(with_teams(desk))
    await has_group(desk, SECOND_GROUP)
    await has_group(desk, PARCELS_GROUP, team="parcels")
    assert await _queries_of_a_message(with_teams(desk)) == alone


async def _queries_of_a_message(desk: Desk) -> int:
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    desk.later(seconds=1)
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        await desk.says(CUSTOMER, "And then")
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert len(heard) > 3
    return len(heard)


async def test_tickets_of_a_lost_team_group_go_on_in_the_main_one_when_the_customer_writes(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk_on_both)
    written, silent = await ticket_about(desk), await ticket_about(desk, user_id=1002)
    await desk.feed(bot_member("kicked", by=STRANGER, was="administrator", chat_id=PARCELS_GROUP, title="Parcels desk"))
    assert await desk.last_said_to(OWNER) == desk.phrase("staff-group-lost", title="Parcels desk")
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "Hello?")
    await desk.deliver()
    assert (await fresh(desk, written)).topic_chat_id == STAFF_GROUP
    assert any("Hello?" in payload.get("text", "") for _, payload in posts_in(desk, STAFF_GROUP))
    desk.calls.clear()
    await desk.feed(
        bot_member("administrator", by=OWNER, was="kicked", chat_id=PARCELS_GROUP, title="Parcels desk", may_manage_topics=True)
    )
    await desk.deliver()
    assert (await fresh(desk, silent)).topic_id == silent.topic_id
    assert (await fresh(desk, written)).topic_chat_id == STAFF_GROUP
    assert (await fresh(desk, await ticket_about(desk, user_id=1003))).topic_chat_id == PARCELS_GROUP
