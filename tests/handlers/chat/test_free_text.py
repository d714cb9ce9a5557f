"""Free text: to the ticket in hand, or to the next step."""

from typing import Any

import pytest

from crm.tickets import close_ticket
from storage.interactions import Interaction
from storage.vocabulary import Direction, InteractionKind, TicketStatus
from tests.desk import Desk
from tests.handlers.chat.customer_side import OTTO, PHOTO, STORY, Talker, copied, tickets

FILE = {"file_id": "f", "file_unique_id": "u"}
CLIP = FILE | {"duration": 1}
PICTURE = FILE | {"width": 1, "height": 1}
STICKER = PICTURE | {"type": "regular", "is_animated": False, "is_video": False}
PLACE = {"latitude": 1.0, "longitude": 2.0}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
    "members_only": False, "allows_multiple_answers": False, "allows_revoting": True,
}  # fmt: skip
KINDS: list[dict[str, Any]] = [
    {"photo": PHOTO}, {"video": PICTURE | {"duration": 1}}, {"animation": PICTURE | {"duration": 1}}, {"audio": CLIP}, {"document": FILE},
    {"voice": CLIP}, {"video_note": CLIP | {"length": 1}}, {"sticker": STICKER}, {"location": PLACE},
    {"venue": {"location": PLACE, "title": "Shop", "address": "Street"}, "location": PLACE}, {"contact": {"phone_number": "1", "first_name": "X"}},
    {"poll": POLL}, {"dice": {"emoji": "🎲", "value": 3}},
]  # fmt: skip


async def test_an_unknown_wish_is_quoted_and_can_be_passed_on_as_it_is(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    asked = await ivy.says("Do you have <green> tea?")
    said = await ivy.hears_one()
    assert said == "\n".join(
        (ivy.words("free-text-read"), ivy.words("draft-words", words="Do you have <green> tea?"), ivy.words("free-text-what-next"))
    )
    more = await ivy.says("The one with jasmine")
    assert (await ivy.hears_one()).startswith(ivy.words("free-text-added"))
    await ivy.presses("menu-button-ask")
    await ivy.presses_label("A product")
    await ivy.presses("inquiry-button-send")
    assert await copied(desk) == [asked, more]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("I want a human", "free-text-human"),
        ("投诉！", "free-text-complaint"),
        ("Thank you!", "free-text-thanks"),
        ("my tickets", "my-tickets-none"),
    ],
)
async def test_an_intent_is_answered_with_the_fitting_step(desk: Desk, said: str, key: str) -> None:
    ivy = Talker(desk)
    await ivy.says(said)
    assert await ivy.hears_one() == ivy.words(key)


async def test_a_greeting_is_answered_with_the_menu(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("Hello")
    assert (await ivy.hears_one()).endswith(ivy.words("menu-hint"))


async def test_points_are_told_at_once_and_not_taken_along_unless_asked(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("How many points do I have?")
    assert "Your points: 0" in await ivy.hears_one()
    await ivy.says("/ask")
    assert await ivy.hears_one() == ivy.words("inquiry-choose")
    await ivy.says("/cancel")
    await ivy.says("My points are missing")
    await ivy.presses("menu-button-ask")
    assert "My points are missing" in (await ivy.hears())[-1]


async def test_what_was_answered_is_forgotten_when_something_else_is_written(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("How many points do I have?")
    await ivy.says("Do you have green tea?")
    assert "points" not in (await ivy.hears())[-1]


async def test_old_words_are_not_taken_along(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("Do you have green tea?")
    desk.later(days=2)
    await ivy.says("/ask")
    assert (await ivy.hears())[-1] == ivy.words("inquiry-choose")


@pytest.mark.parametrize("fields", KINDS, ids=lambda fields: next(iter(fields)))
async def test_every_kind_of_message_is_taken(desk: Desk, fields: dict[str, Any]) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    first = await ivy.says(**fields)
    assert ivy.words("free-text-what-next") in await ivy.hears_one()
    await ivy.presses("menu-button-ask")
    await ivy.presses_label("A product")
    await ivy.presses("inquiry-button-send")
    second = await ivy.says(**fields)
    assert await copied(desk) == [first, second]


@pytest.mark.parametrize("fields", [{"story": STORY}, {"something_of_tomorrow": {}}], ids=["story", "unknown"])
async def test_what_cannot_be_shown_to_staff_is_said_so(desk: Desk, fields: dict[str, Any]) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says(**fields)
    kind = desk.phrasebook.speaking(ivy.language).plain("media-kind", kind=next(iter(fields)))
    assert await ivy.hears_one() == ivy.words("draft-not-passable", kind_of_message=kind)
    await ivy.says("/human my matter")
    await ivy.hears()
    await ivy.says(**fields)
    assert ivy.words("message-not-relayed", kind=kind) in await ivy.hears()


async def test_an_album_is_answered_once_and_taken_along_whole(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.sends_album("See", None, None)
    assert len(await ivy.hears()) == 1
    await ivy.sends_album(None, None, group="another")
    assert len(await ivy.hears()) == 1
    await ivy.presses("menu-button-ask")
    await ivy.presses_label("A product")
    await ivy.presses("inquiry-button-send")
    assert len(await copied(desk)) == 5


async def test_an_open_ticket_takes_the_words_without_an_answer(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.later(hours=-6)  # 14:00 in Shanghai
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    await ivy.hears()
    said = await ivy.says("One more thing")
    assert await ivy.hears() == []
    assert (await copied(desk))[-1] == said
    story = [row for row in await desk.rows(Interaction) if row.text == "One more thing"]
    assert [(row.ticket_id, row.kind) for row in story] == [(1, InteractionKind.INQUIRY)]


async def test_out_of_hours_the_customer_hears_once_each_night_when_we_are_back(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.later(hours=-6)
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    await ivy.hears()
    desk.later(hours=6)
    await ivy.says("One more thing")
    await ivy.says("And another")
    assert await ivy.hears() == [ivy.words("away-until", number=1, back="tomorrow 09:00")]
    desk.later(days=1)
    await ivy.says("Next evening")
    assert await ivy.hears() == [ivy.words("away-until", number=1, back="tomorrow 09:00")]


async def test_without_a_staff_group_the_customer_hears_that_it_is_kept(desk: Desk) -> None:
    desk.later(hours=-6)
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    await ivy.hears()
    await ivy.says("One more thing")
    await ivy.says("And another")
    assert await ivy.hears() == [ivy.words("away-for-now", number=1)]


async def test_words_after_closing_reopen_but_thanks_do_not(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=1, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    await ivy.says("Thank you very much!")
    assert (await ivy.hears())[-1] == ivy.words("free-text-thanks")
    assert [ticket.status for ticket in await tickets(desk)] == [TicketStatus.CLOSED]
    await ivy.says("It is still broken")
    assert [ticket.status for ticket in await tickets(desk)] == [TicketStatus.NEW]


async def test_an_unknown_command_is_answered_with_the_menu(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/frobnicate now")
    assert await ivy.hears_one() == ivy.words("menu-unknown-command")
    assert ivy.words("menu-button-ask") in await ivy.sees()


async def test_a_text_that_only_begins_with_a_slash_is_no_command(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/投诉")
    assert await ivy.hears_one() == ivy.words("free-text-complaint")


async def test_an_edit_becomes_a_version_and_changes_the_copy(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    message_id = await ivy.says("Order 17")
    await desk.deliver()
    await ivy.edits(message_id, text="Order 18")
    versions = [(row.text, row.version, row.ticket_id) for row in await desk.rows(Interaction) if (row.text or "").startswith("Order")]
    assert versions == [("Order 17", 1, 1), ("Order 18", 2, 1)]
    (edit,) = [row for row in await desk.queued() if row.method == "editMessageText"]
    assert edit.payload["text"] == "Order 18"


async def test_an_edited_caption_keeps_its_formatting(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    message_id = await ivy.says(photo=PHOTO, caption="This")
    await desk.deliver()
    await ivy.edits(message_id, photo=PHOTO, caption="That", caption_entities=[{"type": "bold", "offset": 0, "length": 4}])
    (edit,) = [row for row in await desk.queued() if row.method == "editMessageCaption"]
    assert edit.payload["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_an_edit_before_the_ticket_goes_to_the_ticket_with_the_rest(desk: Desk) -> None:
    ivy = Talker(desk)
    message_id = await ivy.says("Order 17")
    await ivy.edits(message_id, text="Order 18")
    await ivy.says("/human please")
    assert [row.ticket_id for row in await desk.rows(Interaction) if (row.text or "").startswith("Order")] == [1, 1]


async def test_an_edit_of_what_is_not_known_is_kept_silently(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.edits(77, text="Order 18")
    assert await ivy.hears() == []
    assert [row.text for row in await desk.rows(Interaction)] == ["Order 18"]


async def test_service_messages_and_reactions_are_kept_silently(desk: Desk) -> None:
    ivy, otto = Talker(desk), Talker(desk, OTTO)
    await otto.says("/ask")
    await otto.hears()
    await otto.says(pinned_message={"message_id": 1, "date": 1, "chat": {"id": OTTO, "type": "private", "first_name": "X"}, "text": "…"})
    assert await otto.hears() == []
    reaction = {
        "chat": {"id": ivy.user_id, "type": "private", "first_name": "X"}, "message_id": 1, "date": 1, "old_reaction": [],
        "user": {"id": ivy.user_id, "is_bot": False, "first_name": "Ivy"}, "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    }  # fmt: skip
    await desk.feed({"message_reaction": reaction})
    assert await ivy.hears() == []
    assert [row.kind for row in await desk.rows(Interaction) if row.direction is Direction.IN] == [InteractionKind.SYSTEM] * 3
