"""Masking of what is no text: places, polls, contacts, files and formatted messages."""

from typing import Any

import pytest

from crm.rules.masking import Mask
from storage.vocabulary import Language
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, open_desk, sent_to, ticket_of, topic_of, with_relay
from tests.handlers.chat.test_masking import ALL, DOTS, FILE, NUMBER, masking, posted

VENUE = {"location": {"latitude": 1.5, "longitude": 2.5}}


def poll_of(question: str, *options: str, **more: Any) -> dict[str, Any]:
    rows = [{"persistent_id": str(number), "text": option, "voter_count": 0} for number, option in enumerate(options)]
    flags = dict.fromkeys(("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    return {"poll": {"id": "1", "question": question, "options": rows, "total_voter_count": 0, "type": "regular"} | flags | more}


async def shown_of(desk: Desk, **fields: Any) -> tuple[str, dict[str, Any]]:
    """What stands in the topic of something that a customer sends."""
    await desk.says(CUSTOMER, **fields)
    ((method, payload),) = await posted(desk)
    return method, payload


async def test_a_place_is_shown_with_title_and_address_masked(desk_on_both: Desk) -> None:
    desk = await masking(desk_on_both)
    await ticket_of(desk)
    venue = VENUE | {"title": f"Tea {NUMBER}", "address": "www.example.com"}
    method, payload = await shown_of(desk, venue=venue, location=VENUE["location"])
    assert (method, payload["title"], payload["address"]) == ("sendVenue", f"Tea {DOTS}", "•" * 15)
    assert (payload["latitude"], payload["longitude"]) == (1.5, 2.5)
    assert (await shown_of(desk, venue=VENUE | {"title": "Tea house", "address": "Main street 5"}, location=VENUE["location"]))[
        0
    ] == "copyMessage"
    assert (await shown_of(desk, location=VENUE["location"]))[0] == "copyMessage"


async def test_a_poll_is_told_where_something_in_it_is_masked(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    method, payload = await shown_of(
        desk, **poll_of("Which?", "Red", f"Call {NUMBER}", description="See www.example.com", explanation="So")
    )
    words = f"Which?\nSee {'•' * 15}\nSo\n· Red\n· Call {DOTS}"
    assert (method, payload["text"]) == ("sendMessage", desk.phrasebook.speaking(Language.ENGLISH).plain("relay-poll", words=words))
    assert (await shown_of(desk, **poll_of("Which?", "Red", "Blue")))[0] == "copyMessage"


async def test_a_contact_is_told_with_a_name_that_is_masked(desk: Desk) -> None:
    desk = await masking(desk, frozenset({Mask.LINKS}))
    await ticket_of(desk)
    contact = {"phone_number": "+4930123456", "first_name": "Bea", "last_name": "www.example.com"}
    _, payload = await shown_of(desk, contact=contact)
    assert payload["text"] == desk.phrase("relay-contact", name=f"Bea {'•' * 15}", phone="+4930123456")
    assert (await shown_of(desk, contact={"phone_number": "+4930123456", "first_name": "Bea"}))[0] == "copyMessage"
    method, _ = await shown_of(desk, contact={"phone_number": "1", "first_name": "Bea", "vcard": "URL:https://example.com/bea"})
    assert method == "sendMessage"


@pytest.mark.parametrize(
    "media",
    [
        {"document": FILE | {"file_name": f"{NUMBER}.pdf"}},
        {"audio": FILE | {"duration": 1, "file_name": "song.mp3", "title": f"Call {NUMBER}", "performer": "Bea"}},
        {"video": FILE | {"duration": 1, "width": 1, "height": 1, "file_name": f"{NUMBER}.mp4"}},
    ],
)
async def test_a_file_whose_name_is_masked_is_not_shown_but_a_supervisor_gets_it(desk_on_both: Desk, media: dict[str, Any]) -> None:
    desk = await masking(desk_on_both)
    ticket = await ticket_of(desk)
    update = desk.private_message(CUSTOMER, caption=f"Mine is {NUMBER}", **media)
    await desk.feed(update)
    ((method, payload),) = await posted(desk)
    assert method == "sendMessage"
    assert NUMBER not in payload["text"]
    assert payload["text"].endswith(f"\nMine is {DOTS}")
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert await desk.last_said_to(OWNER) == f"Mine is {NUMBER}"
    copy = (await desk.queued())[-2]
    assert (copy.method, copy.chat_id, copy.payload["message_id"]) == ("copyMessage", OWNER, update["message"]["message_id"])
    await desk.deliver()
    await desk.feed({"edited_message": update["message"] | {"caption": f"Now {NUMBER}", "edit_date": 2}})
    assert await desk.last_said_to(STAFF_GROUP) == f"{desk.phrase('ticket-words-changed')}\nNow {DOTS}"


async def test_a_file_without_words_whose_name_is_masked_can_be_asked_for_too(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk)
    await shown_of(desk, document=FILE | {"file_name": f"{NUMBER}.pdf"})
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert await desk.last_said_to(OWNER) == desk.phrase("relay-original", number=ticket.number)
    assert [payload["chat_id"] for method, payload in await desk.deliver() if method == "copyMessage"] == [OWNER]


async def test_a_file_with_a_harmless_name_is_copied(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    assert (await shown_of(desk, document=FILE | {"file_name": "invoice.pdf"}, caption="This one"))[0] == "copyMessage"


async def test_a_rich_message_is_told_as_words_where_something_in_it_is_masked(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk)
    link = {"type": "url", "text": "here", "url": "https://example.com/x"}
    blocks = [{"type": "paragraph", "text": ["Look ", link]}, {"type": "paragraph", "text": "Bye"}]
    method, payload = await shown_of(desk, rich_message={"blocks": blocks})
    assert method == "sendMessage"
    assert payload["text"].splitlines()[1:] == ["Look ", "here", "•" * 21, "Bye"]
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert await desk.last_said_to(OWNER) == "Look \nhere\nhttps://example.com/x\nBye"
    await desk.deliver()
    assert (await shown_of(desk, rich_message={"blocks": blocks[1:]}))[0] == "copyMessage"


async def test_a_file_that_a_supervisor_reads_is_no_answer_that_gets_a_receipt(desk: Desk) -> None:
    desk = with_relay(desk, mask=ALL, receipts=True)
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await shown_of(desk, document=FILE | {"file_name": f"{NUMBER}.pdf"})
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert "setMessageReaction" not in [method for method, _ in await desk.deliver()]
