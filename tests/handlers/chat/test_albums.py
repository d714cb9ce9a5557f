"""Albums: what was sent together arrives together, in both directions."""

from typing import Any

import pytest

from crm.deliveries import recover_interrupted
from crm.outcomes import NotReached, Sent, TopicGone
from storage.interactions import Interaction, MessagePlace
from storage.vocabulary import OutboxState
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, card_message_of, open_desk, sent_to, ticket_of, topic_of

ALBUM = "13579"


def photo(caption: str | None = None, *, album: str = ALBUM) -> dict[str, Any]:
    """The fields of a photo that is part of an album."""
    sized = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": album}
    return sized if caption is None else sized | {"caption": caption}


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    """The ids of the messages in these updates."""
    return [update["message"]["message_id"] for update in updates]


async def albums_in(desk: Desk) -> list[tuple[int, list[int]]]:
    """What is said as an album when everything is due: the chat, and the messages of which it is a copy."""
    desk.later(seconds=1)
    return [(payload["chat_id"], payload["message_ids"]) for method, payload in await desk.deliver() if method == "copyMessages"]


async def test_an_album_of_a_customer_stays_one_in_the_topic(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo("look" if number == 0 else None)) for number in range(3)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    assert await desk.deliver() == [
        (
            "copyMessages",
            {"chat_id": STAFF_GROUP, "from_chat_id": CUSTOMER, "message_ids": numbers(parts), "message_thread_id": ticket.topic_id},
        )
    ]


async def test_an_album_of_staff_stays_one_at_the_customer(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), **photo()) for _ in range(10)]
    await desk.feed(*parts)
    assert await albums_in(desk) == [(CUSTOMER, numbers(parts))]


async def test_each_part_of_an_album_is_known_at_its_copy(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo(caption)) for caption in ("one", "two", "three")]
    await desk.feed(*parts)
    desk.later(seconds=1)
    await desk.deliver()
    sent = next(row for row in await desk.queued() if row.method == "copyMessages" and row.state is OutboxState.SENT)
    assert sent.sent_message_id is not None
    places = {
        place.message_id: place.interaction_id
        for place in await desk.rows(MessagePlace, MessagePlace.message_id)
        if place.chat_id == STAFF_GROUP
    }
    captions = {each.id: each.text for each in await desk.rows(Interaction)}
    assert [captions[places[sent.sent_message_id + step]] for step in range(3)] == ["one", "two", "three"]
    await desk.says_in_group(AGENT, "The second is pretty", topic=topic_of(ticket), reply_to=sent.sent_message_id + 1)
    [answer] = [payload for method, payload in await desk.deliver() if method == "copyMessage"]
    assert answer["reply_parameters"]["message_id"] == numbers(parts)[1]
    await desk.feed({"edited_message": parts[2]["message"] | {"caption": "3", "edit_date": 2}})
    ((method, change),) = await desk.deliver()
    assert (method, change["message_id"], change["caption"]) == ("editMessageCaption", sent.sent_message_id + 2, "3")


async def test_parts_that_come_in_batches_of_their_own_meet(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    first = await desk.says(CUSTOMER, **photo())
    assert await desk.deliver() == []
    desk.later(seconds=0.3)
    second = await desk.says(CUSTOMER, **photo())
    assert await desk.deliver() == []
    assert await albums_in(desk) == [(STAFF_GROUP, [first, second])]


async def test_a_part_that_comes_late_arrives_all_the_same(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    first = await desk.says(CUSTOMER, **photo())
    assert await albums_in(desk) == [(STAFF_GROUP, [first])]
    late = await desk.says(CUSTOMER, **photo())
    assert await albums_in(desk) == [(STAFF_GROUP, [late])]


async def test_two_albums_in_one_batch_stay_two(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo(album=album)) for album in ("1", "1", "2", "2")]
    await desk.feed(*parts)
    sent = numbers(parts)
    assert await albums_in(desk) == [(STAFF_GROUP, sent[:2]), (STAFF_GROUP, sent[2:])]


@pytest.mark.parametrize("by_staff", [False, True])
async def test_what_is_said_after_an_album_does_not_overtake_it(desk_on_both: Desk, by_staff: bool) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)

    def said(text: str | None = None, **fields: Any) -> dict[str, Any]:
        return (
            desk.group_message(AGENT, text, topic=topic_of(ticket), **fields)
            if by_staff
            else desk.private_message(CUSTOMER, text, **fields)
        )

    updates = [said("before"), said(**photo()), said(**photo()), said("after")]
    await desk.feed(*updates)
    before, first, second, after = numbers(updates)
    chat = CUSTOMER if by_staff else STAFF_GROUP
    copied = [payload for _, payload in await desk.deliver() if payload["chat_id"] == chat and "from_chat_id" in payload]
    assert [copy["message_id"] for copy in copied] == [before]
    desk.later(seconds=1)
    copied = [payload for _, payload in await desk.deliver() if payload["chat_id"] == chat and "from_chat_id" in payload]
    assert [copy.get("message_ids", copy.get("message_id")) for copy in copied] == [[first, second], after]


async def test_an_album_holds_back_nobody_else(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    await ticket_of(desk, 1002)
    await desk.says(CUSTOMER, **photo())
    other = await desk.says(1002, "And mine?")
    assert [payload["message_id"] for method, payload in await desk.deliver() if method == "copyMessage"] == [other]


async def test_after_a_crash_the_whole_album_is_repeated_and_nothing_else(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(3)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    assert [message.payload["message_ids"] for message in await desk.claim()] == [numbers(parts)]
    async with desk.database.begin() as session:
        assert await recover_interrupted(session, tell=desk.tell(session)) == (1, 0)
    assert await albums_in(desk) == [(STAFF_GROUP, numbers(parts))]


async def test_an_album_that_never_left_takes_along_what_has_come_meanwhile(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(3)]
    await desk.feed(*parts[:2])
    desk.later(seconds=1)
    await desk.feed(parts[2])
    assert await desk.deliver(answers={"copyMessages": NotReached("away")}, once=True) != []
    assert await albums_in(desk) == [(STAFF_GROUP, numbers(parts))]


async def test_parts_that_telegram_leaves_out_are_told(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(3)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    await desk.deliver(answers={"copyMessages": Sent(message_id=7, result=[{"message_id": 7}])})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("album-incomplete-staff", missing=2)
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("album-incomplete", missing=2)
    assert [
        place for place in await desk.rows(MessagePlace, MessagePlace.message_id) if (place.chat_id, place.message_id) == (STAFF_GROUP, 7)
    ] == []
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), **photo()) for _ in range(2)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    await desk.deliver(answers={"copyMessages": Sent(message_id=8, result=[{"message_id": 8}])})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("reply-album-incomplete", missing=1)
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("album-incomplete", missing=2)


async def test_an_album_that_answers_something_is_sent_as_an_answer(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    shapes: list[dict[str, Any]] = [
        photo("one") | {"caption_entities": bold, "has_media_spoiler": True},
        photo() | {"show_caption_above_media": True},
        {"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}, "media_group_id": ALBUM},
    ]
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), reply_to=copied.sent_message_id, **shape) for shape in shapes]
    await desk.feed(*parts)
    desk.later(seconds=1)
    assert [call for call in await desk.deliver() if call[1]["chat_id"] == CUSTOMER] == [
        (
            "sendMediaGroup",
            {
                "chat_id": CUSTOMER,
                "media": [
                    {"type": "photo", "media": "p", "caption": "one", "caption_entities": bold, "has_spoiler": True},
                    {"type": "photo", "media": "p", "show_caption_above_media": True},
                    {"type": "video", "media": "v"},
                ],
                "reply_parameters": {"message_id": 1, "allow_sending_without_reply": True},
            },
        )
    ]
    sent = await sent_to(desk, CUSTOMER)
    await desk.feed({"edited_message": parts[2]["message"] | {"caption": "3", "edit_date": 2}})
    ((method, change),) = await desk.deliver()
    assert (method, change["message_id"], change["caption"]) == ("editMessageCaption", sent + 2, "3")


async def test_a_lonely_part_that_answers_something_is_copied_as_an_answer(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    message_id = await desk.says_in_group(AGENT, topic=topic_of(ticket), reply_to=copied.sent_message_id, **photo())
    desk.later(seconds=1)
    [(_, answer)] = [call for call in await desk.deliver() if call[0] == "copyMessage"]
    assert (answer["message_id"], answer["reply_parameters"]["message_id"]) == (message_id, 1)
    assert "message_ids" not in answer


async def test_parts_that_only_telegram_can_put_together_stay_an_album_without_an_answer(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    live = {"live_photo": {"file_id": "l", "file_unique_id": "l", "width": 1, "height": 1, "duration": 1}, "media_group_id": ALBUM}
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), reply_to=copied.sent_message_id, **shape) for shape in (live, photo())]
    await desk.feed(*parts)
    desk.later(seconds=1)
    [(_, album)] = [call for call in await desk.deliver() if call[0] == "copyMessages"]
    assert album == {"chat_id": CUSTOMER, "from_chat_id": STAFF_GROUP, "message_ids": numbers(parts)}


async def test_in_a_group_without_topics_an_album_answers_the_card(desk: Desk) -> None:
    await open_desk(desk, is_forum=False)
    ticket = await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(2)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    ((method, album),) = await desk.deliver()
    assert (method, len(album["media"]), album["reply_parameters"]["message_id"]) == (
        "sendMediaGroup",
        2,
        await card_message_of(desk, ticket),
    )
    second = await sent_to(desk, STAFF_GROUP) + 1
    await desk.says_in_group(AGENT, "Pretty", is_forum=False, reply_to=second)
    [(_, answer)] = [call for call in await desk.deliver() if call[1]["chat_id"] == CUSTOMER]
    assert answer["reply_parameters"]["message_id"] == numbers(parts)[1]


async def test_after_a_crash_an_album_that_answers_something_is_repeated_whole(desk: Desk) -> None:
    await open_desk(desk, is_forum=False)
    await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(3)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    await desk.claim()
    async with desk.database.begin() as session:
        assert await recover_interrupted(session, tell=desk.tell(session)) == (1, 0)
    ((method, album),) = await desk.deliver()
    assert (method, len(album["media"])) == ("sendMediaGroup", 3)


async def test_an_album_with_which_a_ticket_begins_is_one_in_its_topic(desk: Desk) -> None:
    await open_desk(desk)
    await desk.says(CUSTOMER, "/human")
    parts = [desk.private_message(CUSTOMER, **photo("broken" if number == 0 else None)) for number in range(3)]
    await desk.feed(*parts)
    assert await albums_in(desk) == [(STAFF_GROUP, numbers(parts))]


async def test_an_album_is_copied_anew_into_the_topic_that_replaces_a_lost_one(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    parts = [desk.private_message(CUSTOMER, **photo()) for _ in range(2)]
    await desk.feed(*parts)
    await albums_in(desk)
    await desk.says(CUSTOMER, "Still there?")
    await desk.deliver(answers={"copyMessage": TopicGone()}, once=True)
    assert (STAFF_GROUP, numbers(parts)) in await albums_in(desk)
    assert desk.phrase("recap-title", number=ticket.number) in (await desk.said_to(STAFF_GROUP))[-1]
