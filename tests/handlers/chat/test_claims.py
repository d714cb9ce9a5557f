"""Claims, closing and reopening: by command, by the card's buttons, and with the topic."""

from handlers.chat.ticket_buttons import TicketAct, TicketPress
from storage.staff import StaffMember
from storage.vocabulary import Direction, TicketStatus
from tests.desk import AGENT, BOT_USERNAME, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    CUSTOMER,
    STRANGER,
    card_message_of,
    copies_to,
    fresh,
    heard,
    ticket_of,
    topic_of,
)


async def test_claim_close_and_reopen_by_command(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-claimed", number=ticket.number, name=f"Person{AGENT}")
    await desk.says_in_group(AGENT, f"/close@{BOT_USERNAME}", topic=topic_of(ticket))
    closed = await fresh(desk, ticket)
    agent = await desk.row(StaffMember, user_id=AGENT)
    assert (closed.status, closed.closed_by, closed.assignee_id) == (TicketStatus.CLOSED, agent.id, agent.id)
    assert "closeForumTopic" in await desk.methods()
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-closed", number=ticket.number)
    await desk.says_in_group(OWNER, "/reopen", topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("ticket-reopened-for-them", number=ticket.number)
    await desk.says_in_group(OWNER, "/reopen", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-not-closed", number=ticket.number)


async def test_the_second_to_claim_is_told_who_has_it(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    press = TicketPress(act=TicketAct.CLAIM, ticket_id=ticket.id).pack()
    card = await card_message_of(desk, ticket)
    await desk.presses(AGENT, press, chat_id=STAFF_GROUP, message_id=card, topic=topic_of(ticket))
    await desk.presses(OWNER, press, chat_id=STAFF_GROUP, message_id=card, topic=topic_of(ticket))
    name = f"Person{AGENT}"
    assert await desk.press_answers() == [
        desk.phrase("desk-claimed", number=ticket.number, name=name),
        desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=name),
    ]


async def test_two_claims_in_one_batch_have_one_winner(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(
        desk.group_message(AGENT, "/claim", topic=topic_of(ticket)), desk.group_message(OWNER, "/claim", topic=topic_of(ticket))
    )
    assert (await desk.said_to(STAFF_GROUP))[-2:] == [
        desk.phrase("desk-claimed", number=ticket.number, name=f"Person{AGENT}"),
        desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=f"Person{AGENT}"),
    ]


async def test_the_card_is_closed_and_reopened_by_its_buttons(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.presses_button(AGENT, "Close")
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    await desk.deliver()
    await desk.presses_button(AGENT, "Reopen")
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    assert await desk.press_answers() == ["", ""]


async def test_writing_on_a_closed_ticket_is_refused_with_a_hint(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "One more thing", topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == []
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-closed", number=ticket.number)
    said = await heard(desk, "One more thing")
    assert (said.direction, said.ticket_id) == (Direction.INTERNAL, ticket.id)


async def test_a_topic_closed_and_opened_by_hand_takes_the_ticket_along(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_closed={})
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_closed={})
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_reopened={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_reopened={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_a_stranger_who_closes_the_topic_closes_no_ticket(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(STRANGER, topic=topic_of(ticket), forum_topic_closed={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=f"Person{STRANGER}")
