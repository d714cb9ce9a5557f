"""Captions that became longer than a bot may write: said in another way, never refused by Telegram and never lost."""

from typing import Any

from tests.desk import AGENT, Desk
from tests.handlers.chat.staff_side import CUSTOMER, ticket_of, topic_of

DOCUMENT: dict[str, Any] = {"document": {"file_id": "d", "file_unique_id": "d"}, "caption": "The invoice"}
LONGEST = "😀" * 512
TOO_LONG = LONGEST + "!"


async def edits_at(desk: Desk, chat_id: int | None) -> list[str]:
    return [
        payload["caption"] for method, payload in await desk.deliver() if method == "editMessageCaption" and payload["chat_id"] == chat_id
    ]


async def test_a_caption_of_a_colleague_that_became_too_long_is_not_changed_and_they_are_told(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.group_message(AGENT, topic=topic_of(ticket), **DOCUMENT)
    await desk.feed(raw)
    await desk.deliver()
    await desk.feed({"edited_message": raw["message"] | {"caption": TOO_LONG, "edit_date": 2}})
    assert await desk.last_said_to(ticket.topic_chat_id or 0) == desk.phrase("ticket-caption-too-long", longest=1024)
    assert await edits_at(desk, CUSTOMER) == []
    await desk.feed({"edited_message": raw["message"] | {"caption": LONGEST, "edit_date": 3}})
    assert await edits_at(desk, CUSTOMER) == [LONGEST]


async def test_a_caption_of_a_customer_that_became_too_long_is_read_by_staff_in_a_post(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.private_message(CUSTOMER, **DOCUMENT)
    await desk.feed(raw)
    await desk.deliver()
    await desk.feed({"edited_message": raw["message"] | {"caption": TOO_LONG, "edit_date": 2}})
    assert (await desk.last_said_to(ticket.topic_chat_id or 0)).endswith(TOO_LONG)
    assert await edits_at(desk, ticket.topic_chat_id) == []
