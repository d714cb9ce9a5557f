"""Masking: what of a customer's words staff do not see, and who does."""

from typing import Any

import pytest

from crm.outcomes import TopicGone
from crm.rules.masking import Mask
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, heard, open_desk, sent_to, ticket_of, topic_of, with_relay

ALL = frozenset(Mask)
WORDS = "😀 Call 13800138000 or see https://example.com/x, card 4111 1111 1111 1111"
SEEN = f"😀 Call {'•' * 9}00 or see {'•' * 21}, card •••• •••• •••• 1111"
PHONE = f"+{'•' * 11}00"
FILE = {"file_id": "f", "file_unique_id": "f"}


async def masking(desk: Desk, mask: frozenset[Mask] = ALL) -> Desk:
    """The desk with a staff group, and a business file that masks."""
    desk = with_relay(desk, mask=mask)
    await open_desk(desk)
    return desk


async def posted(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """What is posted in the staff group now."""
    return [(method, payload) for method, payload in await desk.deliver() if payload.get("chat_id") == STAFF_GROUP]


async def test_by_default_nothing_is_masked(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, WORDS)
    assert [method for method, _ in await posted(desk)] == ["copyMessage"]


async def test_a_text_is_posted_without_what_is_masked_and_kept_as_it_was(desk_on_both: Desk) -> None:
    desk = await masking(desk_on_both)
    ticket = await ticket_of(desk)
    entities = [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "url", "offset": 27, "length": 21},
        {"type": "text_link", "offset": 0, "length": 2, "url": "https://example.org"},
    ]
    await desk.says(CUSTOMER, WORDS, entities=entities)
    ((method, payload),) = await posted(desk)
    assert (method, payload["text"], payload["message_thread_id"]) == ("sendMessage", SEEN, topic_of(ticket))
    assert payload["entities"] == entities[:1]
    assert (await heard(desk, WORDS)).ticket_id == ticket.id


async def test_what_has_nothing_to_mask_is_copied(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, "Order 4711 of 2026-03-04, please", entities=[{"type": "bold", "offset": 0, "length": 5}])
    assert [method for method, _ in await posted(desk)] == ["copyMessage"]


async def test_a_caption_is_masked_in_the_copy(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    message_id = await desk.says(CUSTOMER, photo=photo, caption="+8613800138000", media_group_id="9")
    ((method, payload),) = await posted(desk)
    assert (method, payload["message_id"], payload["caption"]) == ("copyMessage", message_id, PHONE)


async def test_an_edit_is_masked_too_in_place(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    first = desk.private_message(CUSTOMER, "www.example.com")
    second = desk.private_message(CUSTOMER, "Well")
    await desk.feed(first, second)
    await desk.deliver()
    copies = [row.sent_message_id for row in (await desk.queued())[-2:]]
    for update, words in ((first, "Now 13800138000"), (second, "4111111111111111"), (first, "Nothing")):
        await desk.feed({"edited_message": update["message"] | {"text": words, "edit_date": 2}})
    edits = [(payload["message_id"], payload["text"]) for method, payload in await posted(desk) if method == "editMessageText"]
    assert edits == [(copies[0], f"Now {'•' * 9}00"), (copies[1], "•" * 12 + "1111"), (copies[0], "Nothing")]


async def test_a_shared_contact_is_posted_without_its_number(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, contact={"phone_number": "+4930123456", "first_name": "Bea"})
    ((method, payload),) = await posted(desk)
    assert (method, payload["text"]) == ("sendMessage", desk.phrase("relay-contact", name="Bea", phone=f"+{'•' * 8}56"))


async def test_masked_texts_of_a_burst_stay_masked(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    for words in ("a", "13800138000", "b", "c"):
        await desk.says(CUSTOMER, words)
    assert [payload.get("text", "a copy") for _, payload in await desk.deliver(scarce=[STAFF_GROUP])] == [
        "a copy",
        "•" * 9 + "00",
        "• b\n• c",
    ]


async def test_the_first_words_and_the_story_of_a_ticket_are_masked(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk, words=WORDS)
    assert SEEN in await desk.said_to(STAFF_GROUP)
    await desk.says(CUSTOMER, "Well?")
    await desk.deliver(answers={"copyMessage": TopicGone()}, once=True)
    await desk.deliver()
    said = "\n".join(await desk.said_to(STAFF_GROUP))
    assert "13800138000" not in said
    assert said.count("•" * 9 + "00") == 2


@pytest.mark.parametrize("mask", [frozenset[Mask](), ALL])
async def test_the_card_of_a_customer_shows_the_phone_as_far_as_staff_may_see_it(desk: Desk, mask: frozenset[Mask]) -> None:
    desk = await masking(desk, mask)
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        customer = await session.get(Customer, ticket.customer_id)
        assert customer is not None
        customer.phone = "+8613800138000"
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))
    assert desk.phrase("desk-info-phone", phone=PHONE if mask else "+8613800138000") in await desk.last_said_to(STAFF_GROUP)


async def test_a_supervisor_reads_the_original_in_private_and_that_is_audited(desk_on_both: Desk) -> None:
    desk = await masking(desk_on_both)
    await desk.keep(StaffMember(user_id=2003, name="Sam", role=Role.SUPERVISOR, language=Language.CHINESE, added_at=desk.at))
    ticket = await ticket_of(desk)
    update = desk.private_message(CUSTOMER, WORDS)
    await desk.feed(update)
    await desk.deliver()
    post, said = await sent_to(desk, STAFF_GROUP), await heard(desk, WORDS)
    await desk.says_in_group(2003, "/original", topic=topic_of(ticket), reply_to=post)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("relay-original-sent")
    assert await desk.said_to(2003) == [desk.phrase("relay-original", Language.CHINESE, number=ticket.number), WORDS]
    event = (await desk.rows(AuditEvent))[-1]
    assert (event.act, event.ticket_id, event.subject) == ("message.read", ticket.id, str(said.id))
    await desk.feed({"edited_message": update["message"] | {"text": "13900139000", "edit_date": 2}})
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=post)
    assert await desk.last_said_to(OWNER) == "13900139000"


async def test_the_number_of_a_contact_can_be_read_by_a_supervisor(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk)
    await desk.says(CUSTOMER, contact={"phone_number": "+4930123456", "first_name": "Bea"})
    await desk.deliver()
    await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert await desk.last_said_to(OWNER) == "+4930123456\nBea"


async def test_agents_read_no_original(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk, words=WORDS)
    await desk.says_in_group(AGENT, "/original", topic=topic_of(ticket), reply_to=await sent_to(desk, STAFF_GROUP))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", role="supervisor")
    assert await desk.said_to(AGENT) == []


async def test_an_original_is_asked_for_at_the_customers_words(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk)
    await desk.says(
        CUSTOMER,
        sticker={
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
    )
    await desk.deliver()
    sticker = await sent_to(desk, STAFF_GROUP)
    for reply_to in (None, sticker, await desk.says_in_group(AGENT, "Hello", topic=topic_of(ticket))):
        await desk.says_in_group(OWNER, "/original", topic=topic_of(ticket), reply_to=reply_to)
        assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-no-customers-words")
    await desk.says_in_group(OWNER, "/original")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")


NUMBER, DOTS = "13800138000", "•" * 9 + "00"


async def test_the_name_of_whom_a_message_was_forwarded_from_is_masked(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": f"Call {NUMBER}"}
    await desk.says(CUSTOMER, "Look", forward_origin=origin)
    assert desk.phrase("relay-forwarded", kind="hidden_user", name=f"Call {DOTS}") in await desk.said_to(STAFF_GROUP)


async def test_an_edit_of_a_caption_is_masked_in_place(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk)
    update = desk.private_message(CUSTOMER, photo=[FILE | {"width": 1, "height": 1}], caption="Look")
    await desk.feed(update)
    await desk.deliver()
    await desk.feed({"edited_message": update["message"] | {"caption": NUMBER, "edit_date": 2}})
    ((method, payload),) = await posted(desk)
    assert (method, payload["caption"]) == ("editMessageCaption", DOTS)


async def test_a_hidden_link_of_the_first_words_and_a_link_that_only_telegram_knows_are_masked(desk: Desk) -> None:
    desk = await masking(desk)
    entities = [
        {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org"}, {"type": "url", "offset": 5, "length": 12},
        {"type": "bold", "offset": 0, "length": 4},
    ]  # fmt: skip
    await ticket_of(desk, words="Look example.tea", entities=[*entities[:1], entities[1] | {"length": 11}, entities[2]])
    first = next(
        row.payload for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.payload.get("text", "").startswith("Look")
    )
    assert (first["text"], first["entities"]) == (f"Look {'•' * 11}", entities[2:])
