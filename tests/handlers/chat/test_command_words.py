"""Words behind a command: staff see what a customer says, not the command that carries it."""

from typing import Any

import pytest

from storage.interactions import Interaction
from storage.tickets import Ticket
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO
from tests.handlers.chat.staff_side import CUSTOMER, open_desk, with_relay

BOLD = [{"type": "bot_command", "offset": 0, "length": 6}, {"type": "bold", "offset": 7, "length": 2}]


async def in_topic(desk: Desk) -> list[dict[str, Any]]:
    """What stands in the group now of what the customer said: copies and words."""
    calls = [(method, payload) for method, payload in await desk.deliver() if payload.get("chat_id") == STAFF_GROUP]
    return [payload for method, payload in calls if method == "copyMessage" or "entities" in payload]


async def test_of_a_wish_for_a_person_staff_see_the_words_with_their_formatting(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    await desk.says(CUSTOMER, "/human My tea is 😀", entities=BOLD)
    [payload] = await in_topic(desk)
    assert (payload["text"], payload["entities"]) == ("My tea is 😀", [{"type": "bold", "offset": 0, "length": 2}])
    [ticket] = await desk.rows(Ticket)
    [said] = [row for row in await desk.rows(Interaction) if row.text == "My tea is 😀"]
    assert said.ticket_id == ticket.id
    assert "/human" not in "".join(await desk.said_to(STAFF_GROUP))


async def test_a_photo_with_the_command_below_it_is_copied_with_its_words_only(desk: Desk) -> None:
    await open_desk(desk)
    message_id = await desk.says(CUSTOMER, caption="/human   Look at this", photo=PHOTO)
    [payload] = await in_topic(desk)
    assert (payload["message_id"], payload["caption"], payload["caption_entities"]) == (message_id, "Look at this", [])


@pytest.mark.parametrize(
    ("changed", "seen"), [("/human My tea is cold", "My tea is cold"), ("My tea is cold", "My tea is cold"), ("/human", "/human")]
)
async def test_a_change_of_such_words_is_shown_without_the_command_too(desk: Desk, changed: str, seen: str) -> None:
    await open_desk(desk)
    update = desk.private_message(CUSTOMER, "/human My tea is hot", entities=BOLD)
    await desk.feed(update)
    await desk.deliver()
    entities = [each | {"offset": each["offset"]} for each in BOLD] if len(changed) > 9 and changed[0] == "/" else []
    await desk.feed({"edited_message": update["message"] | {"text": changed, "entities": entities, "edit_date": 2}})
    [payload] = [payload for method, payload in await desk.deliver() if method == "editMessageText"]
    assert payload["text"] == seen
    assert payload["entities"] == ([{"type": "bold", "offset": 0, "length": 2}] if entities else [])


@pytest.mark.parametrize("command", ["/ask", "/complain"])
async def test_words_behind_other_commands_are_kept_without_them(desk: Desk, command: str) -> None:
    await open_desk(desk)
    await desk.says(CUSTOMER, f"{command} My tea is cold")
    [said] = [row for row in await desk.rows(Interaction) if row.text == "My tea is cold"]
    assert said.media == {"kind": "text", "part": True, "entities": []}


async def test_what_is_masked_is_masked_behind_a_command_too(desk: Desk) -> None:
    desk = with_relay(desk, mask=frozenset({"phones"}))
    await open_desk(desk)
    await desk.says(CUSTOMER, "/human Call 13800138000")
    [payload] = await in_topic(desk)
    assert payload["text"] == f"Call {'•' * 9}00"


async def test_the_same_words_twice_are_told_from_the_command_by_their_end(desk: Desk) -> None:
    await open_desk(desk)
    await desk.says(CUSTOMER, "/human human", entities=[{"type": "italic", "offset": 7, "length": 5}])
    [payload] = await in_topic(desk)
    assert (payload["text"], payload["entities"]) == ("human", [{"type": "italic", "offset": 0, "length": 5}])
