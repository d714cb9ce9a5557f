"""Replies at hand that staff post by inline mode."""

from storage.outbox import OutboxMessage
from storage.vocabulary import Author, Direction
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import VIA_BOT, has_replies, said_on
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, copies_to, fresh, heard, ticket_of, topic_of
from tests.handlers.chat.test_canned_replies import DEAR, FILLED, REFUND, on_ticket, uses, words_to_customer


async def test_a_post_by_inline_mode_reaches_the_customer_once_and_filled(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, DEAR, topic=topic_of(ticket), **VIA_BOT)
    assert await words_to_customer(desk) == [FILLED]
    assert await copies_to(desk, CUSTOMER) == []
    said = await heard(desk, FILLED)
    assert (said.author, said.direction, said.ticket_id) == (Author.STAFF, Direction.OUT, ticket.id)
    assert (await said_on(desk))[-1].endswith(f"<blockquote>{FILLED}</blockquote>")
    assert await uses(desk) == {"refund": 1}
    assert (await fresh(desk, ticket)).first_response_at == desk.at


async def test_a_post_by_inline_mode_without_placeholders_is_copied(desk: Desk) -> None:
    await has_replies(desk, "add hello en Good morning")
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, "Good morning", topic=topic_of(ticket), **VIA_BOT)
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [message_id]
    assert await words_to_customer(desk) == []
    assert await uses(desk) == {"hello": 1}


async def test_a_changed_post_of_inline_mode_leaves_the_customers_copy_alone(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    update = desk.group_message(AGENT, DEAR, topic=topic_of(ticket), **VIA_BOT)
    await desk.feed(update)
    await desk.deliver()
    before = len(await desk.rows(OutboxMessage))
    await desk.feed({"edited_message": update["message"] | {"edit_date": 2}})
    assert len(await desk.rows(OutboxMessage)) == before


async def test_a_post_by_inline_mode_on_a_closed_ticket_stays_inside(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/close", ticket)
    await desk.says_in_group(AGENT, DEAR, topic=topic_of(ticket), **VIA_BOT)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-closed", number=1)
    assert await words_to_customer(desk) == []


async def test_a_post_by_inline_mode_outside_tickets_or_by_a_stranger_goes_nowhere(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    before = len(await desk.rows(OutboxMessage))
    await desk.says_in_group(AGENT, DEAR, **VIA_BOT)
    assert len(await desk.rows(OutboxMessage)) == before
    await desk.says_in_group(STRANGER, DEAR, topic=topic_of(ticket), **VIA_BOT)
    assert await words_to_customer(desk) == []
    assert await copies_to(desk, CUSTOMER) == []


async def test_a_post_by_another_bot_goes_to_the_customer_as_it_is(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    other = {"id": 777001, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    message_id = await desk.says_in_group(AGENT, DEAR, topic=topic_of(ticket), via_bot=other)
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [message_id]
    assert await uses(desk) == {"refund": 0}
