"""Transfers while something else happens: nothing lands in the wrong topic."""

import asyncio

from crm.outcomes import NotReached, TopicGone
from handlers.chat.transfers import TransferPress
from storage.audit import AuditEvent
from storage.former_topics import FormerTopic
from storage.vocabulary import OutboxState
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import (
    PARCELS_GROUP,
    SECOND_GROUP,
    has_group,
    posts_in,
    ticket_about,
)
from tests.handlers.chat.staff_side import CUSTOMER, copies_to, fresh, topic_of
from tests.handlers.chat.test_transfers import two_groups


async def test_of_two_transfers_at_once_one_moves_the_ticket_and_the_other_is_told_where_it_is(desk_on_both: Desk) -> None:
    desk = await two_groups(desk_on_both)
    await has_group(desk, SECOND_GROUP, team="experts", title="Experts")
    ticket = await ticket_about(desk, "order")
    rival = desk.of(desk.business)
    await asyncio.gather(
        desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket)),
        rival.says_in_group(OWNER, "/transfer experts", topic=topic_of(ticket)),
    )
    await desk.deliver()
    now = await fresh(desk, ticket)
    places = {"parcels": PARCELS_GROUP, "experts": SECOND_GROUP}
    assert now.topic_chat_id == places[now.team or ""]
    made = [payload["chat_id"] for method, payload in desk.calls if method == "createForumTopic"]
    assert made == [STAFF_GROUP, now.topic_chat_id]
    told = [text for text in await desk.said_to(STAFF_GROUP) if "is not spoken of here any more" in text]
    assert len(told) == 1
    assert len([each for each in await desk.rows(AuditEvent) if each.act == "ticket.transferred"]) == 1
    assert await desk.unsettled() == []


async def test_two_transfers_in_one_batch_move_the_ticket_once(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    await desk.feed(*[desk.group_message(AGENT, f"/transfer {team}", topic=topic_of(ticket)) for team in ("parcels", "main")])
    await desk.deliver()
    assert (await fresh(desk, ticket)).topic_chat_id == PARCELS_GROUP


async def test_what_a_customer_writes_while_the_ticket_is_transferred_stands_in_the_new_topic(desk_on_both: Desk) -> None:
    desk = await two_groups(desk_on_both)
    ticket = await ticket_about(desk, "order")
    rival = desk.of(desk.business)
    await asyncio.gather(rival.says(CUSTOMER, "One more thing"), desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket)))
    await desk.deliver()
    now = await fresh(desk, ticket)
    shown = [payload for _, payload in posts_in(desk, PARCELS_GROUP) if payload.get("message_thread_id") == now.topic_id]
    recapped = any("One more thing" in payload.get("text", "") for payload in shown)
    copied = any(payload.get("from_chat_id") == CUSTOMER for payload in shown)
    assert recapped or copied
    assert all(payload.get("message_thread_id") != now.topic_id for _, payload in posts_in(desk, STAFF_GROUP))


async def test_what_was_still_waiting_for_the_old_topic_is_told_in_the_new_one_only(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    await desk.says(CUSTOMER, "Not yet posted")
    desk.calls.clear()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    assert [method for method, _ in posts_in(desk, STAFF_GROUP)] == ["sendMessage", "closeForumTopic"]
    assert any("Not yet posted" in payload.get("text", "") for _, payload in posts_in(desk, PARCELS_GROUP))


async def test_a_post_that_was_on_its_way_to_the_old_topic_does_not_land_beside_the_new_one(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    await desk.says(CUSTOMER, "On its way")
    [claimed] = [message for message in await desk.claim() if message.chat_id == STAFF_GROUP]
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    async with desk.database.begin() as session:
        await desk._settle(session, claimed, NotReached("no network"))
    desk.calls.clear()
    await desk.deliver()
    [row] = [row for row in await desk.queued() if row.id == claimed.id]
    assert (row.state, row.error) == (OutboxState.DROPPED, "moved")
    assert [method for method, _ in posts_in(desk, STAFF_GROUP)] == ["sendMessage", "closeForumTopic"]


async def test_an_old_topic_that_is_gone_says_nothing_of_the_new_one(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    await desk.says(CUSTOMER, "On its way")
    [claimed] = [message for message in await desk.claim() if message.chat_id == STAFF_GROUP]
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    moved = await fresh(desk, ticket)
    async with desk.database.begin() as session:
        await desk._settle(session, claimed, TopicGone())
    assert (await fresh(desk, ticket)).topic_id == moved.topic_id


async def test_a_topic_that_is_made_after_its_ticket_went_elsewhere_is_closed_again(desk_on_both: Desk) -> None:
    desk = await two_groups(desk_on_both)
    ticket = await ticket_about(desk, "order", delivers=False)
    [making] = [message for message in await desk.claim() if message.method == "createForumTopic"]
    await desk.presses(AGENT, TransferPress(ticket_id=ticket.id, team="parcels").pack(), chat_id=STAFF_GROUP)
    async with desk.database.begin() as session:
        await desk._settle(session, making, None)
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert now.topic_chat_id == PARCELS_GROUP
    [former] = await desk.rows(FormerTopic, FormerTopic.topic_id)
    assert (former.chat_id, former.ticket_id) == (STAFF_GROUP, ticket.id)
    closed = posts_in(desk, STAFF_GROUP, methods=["closeForumTopic"])
    assert [payload["message_thread_id"] for _, payload in closed] == [former.topic_id]
    await desk.says_in_group(AGENT, "Anybody?", topic=former.topic_id)
    assert await copies_to(desk, CUSTOMER) == []
