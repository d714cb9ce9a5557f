"""Strangers: who is not of the staff moves nothing in the staff group, neither by words nor by presses."""

from typing import Any

import pytest

from handlers.chat.ticket_buttons import TicketAct, TicketPress
from storage.vocabulary import Author, TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    ANONYMOUS,
    CHANNEL,
    CUSTOMER,
    STRANGER,
    copies_to,
    fresh,
    heard,
    ticket_of,
    topic_of,
)


async def test_a_stranger_is_told_once_an_hour_and_moves_nothing(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    for words in ("Send me money", "/close", "/note x", "/setup"):
        await desk.says_in_group(STRANGER, words, topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == []
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    told = desk.phrase("desk-stranger", name=f"Person{STRANGER}")
    assert (await desk.said_to(STAFF_GROUP)).count(told) == 1
    assert (await heard(desk, "Send me money")).author is Author.STRANGER
    desk.later(hours=1)
    await desk.says_in_group(STRANGER, "Hello?", topic=topic_of(ticket))
    assert (await desk.said_to(STAFF_GROUP)).count(told) == 2


@pytest.mark.parametrize(
    "sender",
    [
        {"from": ANONYMOUS, "sender_chat": {"id": STAFF_GROUP, "type": "supergroup", "title": "Desk"}},
        {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL},
        {"sender_chat": CHANNEL},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
    ],
)
async def test_who_writes_anonymously_or_as_a_channel_is_told_why_nothing_happens(desk: Desk, sender: dict[str, Any]) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    for text in ("This is on us", "/close", "/staff add", "/setup"):
        await desk.says_in_group(AGENT, text, topic=topic_of(ticket), **sender)
    assert await copies_to(desk, CUSTOMER) == []
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    assert (await desk.said_to(STAFF_GROUP)).count(desk.phrase("desk-nobody")) == 1


async def test_another_bot_is_not_answered(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    before = len(await desk.queued())
    await desk.says_in_group(5, "beep", topic=topic_of(ticket), **{"from": {"id": 5, "is_bot": True, "first_name": "Beep"}})
    assert len(await desk.queued()) == before


async def test_a_removed_staff_member_is_a_stranger_at_once_even_within_the_batch(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(
        desk.group_message(OWNER, f"/staff remove {AGENT}"), desk.group_message(AGENT, "Bye, and here is my number", topic=topic_of(ticket))
    )
    assert await copies_to(desk, CUSTOMER) == []
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=f"Person{AGENT}")


@pytest.mark.parametrize("act", TicketAct)
async def test_a_customer_who_forges_a_press_in_private_is_refused(desk: Desk, act: TicketAct) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.presses(CUSTOMER, TicketPress(act=act, ticket_id=ticket.id).pack())
    assert await desk.press_answers() == [desk.phrase("refusal-not-allowed", role="agent")]
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_a_stranger_in_the_group_cannot_press(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.presses(STRANGER, TicketPress(act=TicketAct.CLOSE, ticket_id=ticket.id).pack(), chat_id=STAFF_GROUP)
    assert await desk.press_answers() == [desk.phrase("refusal-not-allowed", role="agent")]
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


@pytest.mark.parametrize(("chat_id", "ticket_id"), [(None, 1), (-100_77, 1), (STAFF_GROUP, 4711)])
async def test_staff_who_press_elsewhere_or_on_nothing_are_told_so(desk: Desk, chat_id: int | None, ticket_id: int) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    assert ticket.id == 1
    await desk.presses(AGENT, TicketPress(act=TicketAct.CLOSE, ticket_id=ticket_id).pack(), chat_id=chat_id)
    assert await desk.press_answers() == [desk.phrase("press-is-old")]
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_a_stale_press_is_answered_with_how_the_ticket_stands(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.presses(AGENT, TicketPress(act=TicketAct.CLAIM, ticket_id=ticket.id).pack(), chat_id=STAFF_GROUP)
    assert await desk.press_answers() == [desk.phrase("refusal-ticket-already-closed", number=ticket.number)]
