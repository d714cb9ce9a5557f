"""Forwarding: staff see that somebody else wrote what a customer sends."""

from typing import Any

import pytest

from crm.outcomes import TopicGone
from storage.interactions import Interaction
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, heard, open_desk, ticket_of, topic_of

CHAT = {"id": -1009, "type": "channel", "title": "Tea <News>"}
ORIGINS: dict[str, dict[str, Any]] = {
    "user": {"sender_user": {"id": 5, "is_bot": False, "first_name": "Tea", "last_name": "<News>"}},
    "hidden_user": {"sender_user_name": "Tea\u202e <News>"},
    "chat": {"sender_chat": CHAT},
    "channel": {"chat": CHAT, "message_id": 3},
}


def forwarded(kind: str = "user", **changes: Any) -> dict[str, Any]:
    """The fields of a message that was forwarded."""
    return {"forward_origin": {"type": kind, "date": 1} | ORIGINS[kind] | changes}


def by(desk: Desk, kind: str = "user", name: str = "Tea <News>") -> str:
    """The line that says from whom."""
    return desk.phrase("relay-forwarded", kind=kind, name=name)


async def posted(desk: Desk) -> list[Any]:
    """What is posted in the topic now: a text, or the number of the message that is copied."""
    return [payload.get("text", payload.get("message_id")) for _, payload in await desk.deliver() if payload.get("chat_id") == STAFF_GROUP]


@pytest.mark.parametrize("kind", ORIGINS)
async def test_a_forwarded_message_is_marked_in_the_topic_with_the_name_that_telegram_shows(desk_on_both: Desk, kind: str) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    message_id = await desk.says(CUSTOMER, "Buy now", **forwarded(kind))
    assert await posted(desk) == [by(desk, kind), message_id]
    said = await heard(desk, "Buy now")
    assert said.media == {"kind": "text", "forwarded": {"kind": kind, "name": "Tea <News>"}}
    assert said.ticket_id == ticket.id


async def test_several_from_the_same_are_marked_once(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    one = await desk.says(CUSTOMER, "One", **forwarded())
    two = desk.private_message(CUSTOMER, "Two", **forwarded())
    three = desk.private_message(CUSTOMER, "Three", **forwarded("channel"))
    await desk.feed(two, three)
    own = await desk.says(CUSTOMER, "What do you think?")
    four = await desk.says(CUSTOMER, "Four", **forwarded("channel"))
    assert await posted(desk) == [
        by(desk), one, two["message"]["message_id"], by(desk, "channel"), three["message"]["message_id"], own, by(desk, "channel"), four,
    ]  # fmt: skip


async def test_a_name_of_which_nothing_can_be_seen_is_a_question_mark(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, "Psst", **forwarded("hidden_user", sender_user_name="\u200b"))
    assert (await posted(desk))[0] == by(desk, "hidden_user", "?")


async def test_a_forwarded_photo_keeps_what_it_is_and_from_whom(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    message_id = await desk.says(CUSTOMER, photo=photo, **forwarded("channel"))
    assert await posted(desk) == [by(desk, "channel"), message_id]
    media = (await desk.rows(Interaction))[-2].media
    assert media is not None
    assert (media["kind"], media["forwarded"]["kind"]) == ("photo", "channel")


async def test_a_ticket_that_begins_with_a_forwarded_message_shows_it(desk: Desk) -> None:
    await open_desk(desk)
    await desk.says(CUSTOMER, "/human")
    message_id = await desk.says(CUSTOMER, "They said this", **forwarded())
    assert (await posted(desk))[-2:] == [by(desk), message_id]


async def test_forwarded_texts_of_a_burst_are_gathered_behind_their_mark(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    for words in "abc":
        await desk.says(CUSTOMER, words, **forwarded())
    calls = [payload["text"] for _, payload in await desk.deliver(scarce=[STAFF_GROUP])]
    assert calls == [by(desk), "• a\n• b\n• c"]


async def test_a_forwarded_text_stands_once_in_the_story_of_a_ticket(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, "They said this", **forwarded())
    await desk.deliver()
    await desk.says(CUSTOMER, "Well?")
    await desk.deliver(answers={"copyMessage": TopicGone()}, once=True)
    story = await posted(desk)
    assert [text.count("They said this") for text in story if isinstance(text, str) and "They said" in text] == [1]


async def test_what_staff_forward_is_copied_without_a_mark(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "From the makers", topic=topic_of(ticket), **forwarded())
    assert [method for method, payload in await desk.deliver() if payload["chat_id"] == CUSTOMER] == ["copyMessage"]
