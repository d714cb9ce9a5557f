"""Transfers: a ticket goes to another team's group, and what is written where it was reaches nobody."""

from typing import Any

import pytest

from crm.rules.assignment import AssignmentMode
from handlers.chat.ticket_buttons import TicketAct, TicketPress
from handlers.chat.transfers import TransferPress
from storage.audit import AuditEvent
from storage.former_topics import FormerTopic
from storage.staff import StaffMember
from storage.vocabulary import TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import (
    BEN,
    PARCELS_GROUP,
    has_ben,
    has_group,
    posts_in,
    ticket_about,
    with_teams,
)
from tests.handlers.chat.staff_side import CUSTOMER, copies_to, fresh, topic_of


async def two_groups(desk: Desk, *, mode: AssignmentMode = AssignmentMode.OFF) -> Desk:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    return with_teams(desk, mode=mode)


async def test_a_new_ticket_goes_to_the_group_of_its_team_and_another_to_the_main_desk(desk_on_both: Desk) -> None:
    desk = await two_groups(desk_on_both)
    parcel, order = await ticket_about(desk), await ticket_about(desk, "order", user_id=1002)
    assert (parcel.team, parcel.topic_chat_id, order.team, order.topic_chat_id) == ("parcels", PARCELS_GROUP, None, STAFF_GROUP)
    assert parcel.topic_id is not None
    message_id = await desk.says_in_group(AGENT, "On its way", chat_id=PARCELS_GROUP, topic=topic_of(parcel))
    assert await copies_to(desk, CUSTOMER) == [{"chat_id": CUSTOMER, "from_chat_id": PARCELS_GROUP, "message_id": message_id}]
    await desk.says(CUSTOMER, "Thank you")
    await desk.deliver()
    assert posts_in(desk, PARCELS_GROUP, methods=["copyMessage"])[-1][1]["message_thread_id"] == parcel.topic_id
    card = next(payload["text"] for _, payload in posts_in(desk, PARCELS_GROUP, methods=["sendMessage"]))
    assert desk.phrase("card-team", team="Parcels") in card


async def test_a_transferred_ticket_leaves_its_topic_with_a_line_and_begins_anew_in_the_other_group(desk_on_both: Desk) -> None:
    desk = await two_groups(desk_on_both)
    ticket = await ticket_about(desk, "order", words="My cup came broken")
    old = topic_of(ticket)
    await desk.says_in_group(AGENT, "Let me see", topic=old)
    await desk.deliver()
    desk.calls.clear()
    said_to_customer = await desk.said_to(CUSTOMER)
    await desk.says_in_group(AGENT, "/transfer parcels", topic=old)
    await desk.deliver()
    left = posts_in(desk, STAFF_GROUP)
    assert [method for method, _ in left] == ["sendMessage", "closeForumTopic"]
    assert {payload["message_thread_id"] for _, payload in left} == {old}
    assert desk.phrase("transfer-done", number=ticket.number, name=f"Person{AGENT}", team="Parcels") in left[0][1]["text"]
    now = await fresh(desk, ticket)
    assert (now.team, now.topic_chat_id, now.assignee_id, now.assigned_at, now.status) == (
        "parcels",
        PARCELS_GROUP,
        None,
        None,
        TicketStatus.NEW,
    )
    shown = posts_in(desk, PARCELS_GROUP)
    assert [method for method, _ in shown] == ["createForumTopic", "sendMessage", "sendMessage"]
    assert {payload["message_thread_id"] for _, payload in shown[1:]} == {now.topic_id}
    assert "My cup came broken" in shown[2][1]["text"]
    assert "Let me see" in shown[2][1]["text"]
    assert await desk.said_to(CUSTOMER) == said_to_customer
    [act] = [each for each in await desk.rows(AuditEvent) if each.act == "ticket.transferred"]
    anna = await desk.row(StaffMember, user_id=AGENT)
    assert (act.before["team"], act.before["assignee"], act.after["team"], act.after["assignee"]) == ("main", anna.id, "parcels", None)


async def test_what_staff_write_in_the_topic_that_a_ticket_has_left_reaches_nobody_and_they_are_told_where_it_is(
    desk_on_both: Desk,
) -> None:
    desk = await two_groups(desk_on_both)
    ticket = await ticket_about(desk, "order")
    old = topic_of(ticket)
    await desk.says_in_group(AGENT, "/transfer parcels", topic=old)
    await desk.deliver()
    gone = desk.phrase("transfer-gone", number=ticket.number, team="Parcels")
    link = f"https://t.me/c/1000000011/{(await fresh(desk, ticket)).topic_id}"
    for words in ("Are you still there?", "/claim", "/assign @anna", "/transfer main", "/delete", "/r x", "/original"):
        await desk.says_in_group(AGENT, words, topic=old)
        said = await desk.last_said_to(STAFF_GROUP)
        assert said.startswith(gone), words
        assert link in said
    assert await copies_to(desk, CUSTOMER) == []
    assert (await fresh(desk, ticket)).assignee_id is None
    await desk.presses(AGENT, TicketPress(act=TicketAct.CLOSE, ticket_id=ticket.id).pack(), chat_id=STAFF_GROUP, topic=old)
    assert (await desk.press_answers())[-1] == desk.phrase("press-is-old")
    await desk.feed({"message": desk.group_message(AGENT, topic=old)["message"] | {"forum_topic_reopened": {}}})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_the_media_of_a_customer_are_copied_once_into_the_new_topic(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    message_id = await desk.says(CUSTOMER, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    await desk.deliver()
    desk.calls.clear()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    copies = [payload for method, payload in posts_in(desk, PARCELS_GROUP) if method == "copyMessage"]
    assert [(copy["from_chat_id"], copy["message_id"]) for copy in copies] == [(CUSTOMER, message_id)]


async def test_the_story_has_the_newest_words_of_what_was_changed(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk, "order")
    raw = desk.private_message(CUSTOMER, "Order 11")
    await desk.feed(raw)
    await desk.deliver()
    for words in ("Order 12", "Order 13"):
        await desk.feed({"edited_message": raw["message"] | {"text": words, "edit_date": 2}})
    desk.calls.clear()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    story = "\n".join(payload.get("text", "") for _, payload in posts_in(desk, PARCELS_GROUP))
    assert ("Order 13" in story, "Order 12" in story, "Order 11" in story) == (True, False, False)


async def test_transfer_alone_offers_the_other_teams_and_a_press_moves_the_ticket(desk: Desk) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk)
    await desk.says_in_group(AGENT, "/transfer", chat_id=PARCELS_GROUP, topic=topic_of(ticket))
    offered = (await desk.queued())[-1].payload
    assert offered["text"] == desk.phrase("transfer-where", number=ticket.number)
    assert [button["text"] for row in offered["reply_markup"]["inline_keyboard"] for button in row] == ["Experts", desk.phrase("team-main")]
    data = TransferPress(ticket_id=ticket.id, team="main").pack()
    await desk.presses(1002, data, chat_id=PARCELS_GROUP)
    await desk.presses(AGENT, data, chat_id=STAFF_GROUP)
    assert (await fresh(desk, ticket)).team == "parcels"
    await desk.presses_button(AGENT, desk.phrase("team-main"))
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert (now.team, now.topic_chat_id) == (None, STAFF_GROUP)
    assert (now.topic_id or 0) > topic_of(ticket)
    await desk.presses(AGENT, data, chat_id=PARCELS_GROUP)
    assert (await desk.press_answers())[-1] == desk.phrase("press-is-old")


@pytest.mark.parametrize(
    ("words", "key", "facts"),
    [
        ("/transfer sales", "refusal-no-such-team", {"team": "sales", "known": "parcels, experts, main"}),
        ("/transfer Parcels", "refusal-ticket-with-team-already", {"number": 1, "team": "Parcels"}),
        ("/transfer 物流", "refusal-ticket-with-team-already", {"number": 1, "team": "Parcels"}),
    ],
)
async def test_a_transfer_that_makes_no_sense_is_refused(desk: Desk, words: str, key: str, facts: dict[str, Any]) -> None:
    desk = await two_groups(desk)
    ticket = await ticket_about(desk)
    await desk.says_in_group(AGENT, words, chat_id=PARCELS_GROUP, topic=topic_of(ticket))
    assert await desk.last_said_to(PARCELS_GROUP) == desk.phrase(key, **facts)
    assert (await fresh(desk, ticket)).topic_id == ticket.topic_id


async def test_agents_pass_on_their_own_tickets_and_those_of_nobody_and_never_a_closed_one(desk: Desk) -> None:
    desk = await two_groups(desk)
    await has_ben(desk)
    ticket = await ticket_about(desk, "order")
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    await desk.says_in_group(BEN, "/transfer parcels", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-of-colleague", number=ticket.number, name=f"Person{AGENT}")
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-closed", number=ticket.number)
    await desk.says_in_group(AGENT, "/reopen", topic=topic_of(ticket))
    await desk.says_in_group(OWNER, "/transfer parcels", topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).topic_chat_id == PARCELS_GROUP


async def test_without_teams_and_outside_of_a_ticket_transfer_says_so(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_about(desk)
    await desk.says_in_group(AGENT, "/transfer", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("transfer-no-teams")
    await desk.says_in_group(AGENT, "/transfer")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")


async def test_a_team_without_a_group_works_in_the_main_one_and_owners_hear_it_once(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both)
    first, _ = await ticket_about(desk), await ticket_about(desk, user_id=1002)
    assert (first.team, first.topic_chat_id) == ("parcels", STAFF_GROUP)
    told = desk.phrase("team-without-group", team="Parcels", word="parcels")
    assert [text for text in await desk.said_to(OWNER) if text == told] == [told]
    await desk.says_in_group(AGENT, "/transfer experts", topic=topic_of(first))
    await desk.deliver()
    now = await fresh(desk, first)
    assert (now.team, now.topic_chat_id, now.topic_id) == ("experts", STAFF_GROUP, first.topic_id)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("transfer-done", number=first.number, name=f"Person{AGENT}", team="Experts")
    await has_group(desk, PARCELS_GROUP, team="experts")
    await desk.says_in_group(AGENT, "/transfer experts", topic=topic_of(first))
    assert (await fresh(desk, first)).topic_chat_id == PARCELS_GROUP  # its team's already, but not in its team's group


async def test_in_plain_groups_a_reply_to_an_old_post_reaches_nobody(desk: Desk) -> None:
    await desk.has_staff_group(is_forum=False)
    await has_group(desk, PARCELS_GROUP, team="parcels", is_forum=False, may_manage_topics=False)
    desk = with_teams(desk)
    ticket = await ticket_about(desk, "order")
    [card] = [row for row in await desk.queued() if row.interaction_id == ticket.card_interaction_id]
    assert card.sent_message_id is not None
    await desk.says_in_group(AGENT, "/transfer parcels", is_forum=False, reply_to=card.sent_message_id)
    calls = await desk.deliver()
    [left] = [payload for method, payload in calls if method == "sendMessage" and payload["chat_id"] == STAFF_GROUP]
    assert left["reply_parameters"]["message_id"] == card.sent_message_id
    assert await desk.rows(FormerTopic, FormerTopic.topic_id) == []
    await desk.says_in_group(AGENT, "Hello?", is_forum=False, reply_to=card.sent_message_id)
    assert await copies_to(desk, CUSTOMER) == []
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("transfer-gone", number=ticket.number, team="Parcels")


async def test_a_transferred_ticket_is_given_to_somebody_of_the_team(desk: Desk) -> None:
    desk = await two_groups(desk, mode=AssignmentMode.LEAST_LOADED)
    await has_ben(desk, teams="parcels")
    await desk.says_in_group(AGENT, "/join main")
    ticket = await ticket_about(desk, "order")
    anna, ben = await desk.row(StaffMember, user_id=AGENT), await desk.row(StaffMember, user_id=BEN)
    assert ticket.assignee_id == anna.id
    desk.calls.clear()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert (now.assignee_id, now.status) == (ben.id, TicketStatus.OPEN)
    assert now.silence_due_at is not None
    shown = [payload["text"] for method, payload in posts_in(desk, PARCELS_GROUP) if method == "sendMessage"]
    assert shown[-1] == desk.phrase("assigned-by-desk", number=ticket.number, name="Ben", user_id=str(BEN))
    desk.later(minutes=5)
    await desk.says_in_group(BEN, "/pending", chat_id=PARCELS_GROUP, topic=now.topic_id)
    await desk.says_in_group(BEN, "/transfer main", chat_id=PARCELS_GROUP, topic=now.topic_id)
    waiting = await fresh(desk, ticket)
    assert (waiting.status, waiting.assignee_id) == (TicketStatus.PENDING, None)


# --- races ------------------------------------------------------------------------------------------------------------
