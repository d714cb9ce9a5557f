"""The staff group: what goes to the customer, and what stays."""

from typing import Any

import pytest

from crm.outcomes import Blocked
from crm.rules.lengths import utf16_units
from storage.customers import Customer
from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, InteractionKind, TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
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

MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
    "document": {"document": {"file_id": "d", "file_unique_id": "d"}, "caption": "The invoice"},
    "sticker": {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    "location": {"location": {"latitude": 1.0, "longitude": 2.0}},
}  # fmt: skip


async def test_what_staff_write_in_the_topic_goes_to_the_customer_and_stops_the_clock(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    desk.later(minutes=5)
    message_id = await desk.says_in_group(AGENT, "We brew you a new one", topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == [{"chat_id": CUSTOMER, "from_chat_id": STAFF_GROUP, "message_id": message_id}]
    said = await heard(desk, "We brew you a new one")
    assert (said.ticket_id, said.customer_id, said.kind) == (ticket.id, ticket.customer_id, InteractionKind.INQUIRY)
    assert (said.direction, said.author, said.author_id) == (Direction.OUT, Author.STAFF, AGENT)
    now = await fresh(desk, ticket)
    assert (now.status, now.first_response_at) == (TicketStatus.OPEN, desk.at)
    agent = await desk.row(StaffMember, user_id=AGENT)
    assert now.assignee_id == agent.id


@pytest.mark.parametrize("kind", MEDIA)
async def test_media_go_to_the_customer_by_reference(desk: Desk, kind: str) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, topic=topic_of(ticket), **MEDIA[kind])
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [message_id]


async def test_a_reply_to_the_customers_copy_is_a_reply_in_the_customers_chat(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    await desk.says_in_group(AGENT, "This one", topic=topic_of(ticket), reply_to=copied.sent_message_id)
    calls = await desk.deliver()
    [payload] = [payload for method, payload in calls if method == "copyMessage"]
    assert payload["reply_parameters"] == {"message_id": 1, "allow_sending_without_reply": True}


async def test_a_reply_to_the_card_is_no_reply_in_the_customers_chat(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Hello", topic=topic_of(ticket), reply_to=await card_message_of(desk, ticket))
    calls = await desk.deliver()
    [payload] = [payload for method, payload in calls if method == "copyMessage"]
    assert "reply_parameters" not in payload


async def test_in_a_plain_group_a_reply_answers_and_talk_does_not(desk: Desk) -> None:
    await desk.has_staff_group(is_forum=False)
    ticket = await ticket_of(desk)
    assert ticket.topic_id is None
    await desk.says_in_group(AGENT, "Lunch?", is_forum=False)
    assert await copies_to(desk, CUSTOMER) == []
    card = await card_message_of(desk, ticket)
    # Telegram opens a thread below the answered message in supergroups without topics as well.
    message_id = await desk.says_in_group(AGENT, "A new cup is coming", is_forum=False, reply_to=card, message_thread_id=card)
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [message_id]


async def test_an_answer_in_the_same_batch_as_the_post_that_it_replies_to_is_understood(desk: Desk) -> None:
    await desk.has_staff_group(is_forum=False)
    ticket = await ticket_of(desk)
    first = desk.group_message(AGENT, "One", is_forum=False, reply_to=await card_message_of(desk, ticket))
    second = desk.group_message(AGENT, "Two", is_forum=False, reply_to=first["message"]["message_id"])
    await desk.feed(first, second)
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [
        first["message"]["message_id"], second["message"]["message_id"],
    ]  # fmt: skip
    assert (await heard(desk, "Two")).ticket_id == ticket.id


async def test_general_talk_and_topics_without_a_ticket_stay_inside(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_of(desk)
    before = len(await desk.queued())
    await desk.says_in_group(AGENT, "Good morning")
    await desk.says_in_group(AGENT, "Shift plan", topic=77)
    assert len(await desk.queued()) == before


async def test_a_note_stays_inside(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/note prefers milk", topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == []
    note = await heard(desk, "prefers milk")
    assert (note.kind, note.direction, note.ticket_id) == (InteractionKind.NOTE, Direction.INTERNAL, ticket.id)
    confirmed = (await desk.queued())[-1]
    assert confirmed.payload["text"] == desk.phrase("desk-note-kept")
    assert confirmed.payload["disable_notification"] is True


async def test_a_picture_with_a_note_as_caption_stays_inside(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, topic=topic_of(ticket), caption="/note", **MEDIA["photo"])
    assert await copies_to(desk, CUSTOMER) == []
    assert [each.kind for each in await desk.rows(Interaction) if each.media and each.media["kind"] == "photo"] == [InteractionKind.NOTE]


async def test_an_empty_note_is_explained(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/note", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-note-empty")


async def test_an_edited_note_stays_a_note(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.group_message(AGENT, "/note prefers milk", topic=topic_of(ticket))
    await desk.feed(raw)
    await desk.feed({"edited_message": raw["message"] | {"text": "/note prefers oat milk", "edit_date": 2}})
    note = await heard(desk, "prefers oat milk")
    assert (note.kind, note.version, note.direction) == (InteractionKind.NOTE, 2, Direction.INTERNAL)
    assert [method for method, _ in await desk.deliver() if method.startswith("editMessageT")] == []


async def test_an_edited_answer_is_edited_at_the_customer_and_both_versions_are_kept(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.group_message(AGENT, "In ten days", topic=topic_of(ticket))
    await desk.feed(raw)
    await desk.deliver()
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage" and row.chat_id == CUSTOMER]
    bold = [{"type": "bold", "offset": 3, "length": 3}]
    await desk.feed({"edited_message": raw["message"] | {"text": "In two days", "entities": bold, "edit_date": 2}})
    [payload] = [payload for method, payload in await desk.deliver() if method == "editMessageText" and payload["chat_id"] == CUSTOMER]
    assert payload == {"chat_id": CUSTOMER, "message_id": copied.sent_message_id, "text": "In two days", "entities": bold}
    first, second = await heard(desk, "In ten days"), await heard(desk, "In two days")
    assert (second.root_id, second.version, second.ticket_id, second.direction) == (first.id, 2, ticket.id, Direction.OUT)


async def test_an_edited_caption_is_edited_as_a_caption(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.group_message(AGENT, topic=topic_of(ticket), **MEDIA["document"])
    await desk.feed(raw)
    await desk.deliver()
    await desk.feed({"edited_message": raw["message"] | {"caption": "The right invoice", "edit_date": 2}})
    [payload] = [payload for method, payload in await desk.deliver() if method == "editMessageCaption"]
    assert payload["caption"] == "The right invoice"


async def test_edits_of_what_nobody_of_the_staff_wrote_move_nothing(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    raw = desk.group_message(AGENT, "Soon", topic=topic_of(ticket))
    await desk.feed(raw)
    stranger = desk.group_message(STRANGER, "Pay here", topic=topic_of(ticket))
    await desk.feed(stranger)
    await desk.deliver()
    await desk.says_in_group(OWNER, "/staff remove @anna")
    await desk.says_in_group(OWNER, f"/staff remove {AGENT}")
    await desk.deliver()
    await desk.feed(
        {"edited_message": raw["message"] | {"text": "Never", "edit_date": 2}},
        {"edited_message": stranger["message"] | {"text": "Pay there", "edit_date": 2}},
        {"edited_message": raw["message"] | {"message_id": 999_999, "text": "From before the bot came", "edit_date": 2}},
    )
    assert await desk.deliver() == []
    assert {each.text for each in await desk.rows(Interaction)} >= {"Never", "Pay there", "From before the bot came"}


async def test_a_message_that_never_was_kept_can_be_edited_without_harm(desk: Desk) -> None:
    await desk.has_staff_group()
    raw = desk.group_message(AGENT, "From before the bot came")
    await desk.feed({"edited_message": raw["message"] | {"edit_date": 2}})
    assert await desk.queued() == []


async def test_info_shows_the_card_the_contact_and_other_tickets(desk: Desk) -> None:
    await desk.has_staff_group()
    earlier = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(earlier))
    desk.later(days=4)
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        customer = await session.get(Customer, ticket.customer_id)
        assert customer is not None
        customer.phone, customer.birthday_month, customer.birthday_day, customer.birth_year = "+8613800138000", 2, 29, None
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))
    shown = await desk.last_said_to(STAFF_GROUP)
    assert f"<b>#{ticket.number} · Inquiry · My order</b>" in shown
    assert f"Telegram: <code>{CUSTOMER}</code> @person{CUSTOMER}" in shown
    assert "Phone: +8613800138000\nBirthday: 29 February\nLocal time: 20:00 (Asia/Shanghai)\nCustomer since 4 March 2026" in shown
    assert shown.endswith(f"<b>Other tickets</b>\n#{earlier.number} · Inquiry · 4 March 2026 · closed")


async def test_info_says_that_the_customer_has_blocked_the_bot(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Hello", topic=topic_of(ticket))
    await desk.deliver(answers={"copyMessage": Blocked("bot was blocked by the user")})
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))
    assert "Has blocked the bot since Wed 4 Mar, 20:00" in await desk.last_said_to(STAFF_GROUP)


async def test_commands_without_a_ticket_are_told_where_to_go(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, "/claim")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")


async def test_an_unknown_command_is_answered_with_the_one_meant_and_never_relayed(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/clsoe", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("menu-near-command", word="clsoe", near="close")
    before = len(await desk.queued())
    await desk.says_in_group(AGENT, "/close@another_bot", topic=topic_of(ticket))
    assert len(await desk.queued()) == before
    assert await copies_to(desk, CUSTOMER) == []


# --- who is nobody -----------------------------------------------------------------------------------------------------


async def test_hostile_names_reach_the_group_as_text(desk: Desk) -> None:
    await desk.has_staff_group()
    hostile = {
        "id": CUSTOMER,
        "is_bot": False,
        "first_name": "<b>Bob</b> \u202eevil\u200b",
        "last_name": "<a href='x'>&",
        "language_code": "en",
    }
    ticket = await ticket_of(desk, CUSTOMER, words="Hello", **{"from": hostile})
    clean = "&lt;b&gt;Bob&lt;/b&gt; evil &lt;a href='x'&gt;&amp;"
    [card] = [row for row in await desk.queued() if row.interaction_id == ticket.card_interaction_id]
    assert f"Customer: {clean} · no. 1" in card.payload["text"]
    [topic] = [row.payload["name"] for row in await desk.queued() if row.method == "createForumTopic"]
    assert topic == "#1 · <b>Bob</b> evil <a href='x'>& · My order"
    stranger = {"id": STRANGER, "is_bot": False, "first_name": "<i>", "last_name": "\u202e"}
    await desk.says_in_group(STRANGER, "x", **{"from": stranger})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name="<i>")


async def test_a_long_name_of_emojis_leaves_a_topic_that_telegram_makes(desk: Desk) -> None:
    await desk.has_staff_group()
    long = {"id": CUSTOMER, "is_bot": False, "first_name": "😀" * 64, "last_name": "😀" * 64, "language_code": "en"}
    await ticket_of(desk, CUSTOMER, words="Hello", **{"from": long})
    [topic] = [row.payload["name"] for row in await desk.queued() if row.method == "createForumTopic"]
    assert (utf16_units(topic), topic[-1]) == (128, "…")


async def test_the_group_reads_one_language_whoever_acts(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, "/claim", language="zh-hans")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")


async def test_a_staff_members_name_is_kept_as_it_is_now_and_known_by_id(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_of(desk)
    impostor = {"id": STRANGER, "is_bot": False, "first_name": "Anna", "username": "anna"}
    ticket: Ticket = (await desk.rows(Ticket))[0]
    await desk.says_in_group(STRANGER, "It is me, Anna", topic=topic_of(ticket), **{"from": impostor})
    assert await copies_to(desk, CUSTOMER) == []
    await desk.says_in_group(AGENT, "Hello")
    agent = await desk.row(StaffMember, user_id=AGENT)
    assert (agent.name, agent.username) == (f"Person{AGENT}", f"person{AGENT}")
