"""The staff group: what goes to the customer, and what stays."""

from typing import Any

import pytest

from crm.outcomes import Blocked
from crm.rules.lengths import utf16_units
from handlers.chat.ticket_buttons import TicketAct, TicketPress
from storage.customers import Customer
from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, InteractionKind, TicketStatus
from tests.desk import AGENT, BOT_USERNAME, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    ANONYMOUS,
    CHANNEL,
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


async def test_claim_close_and_reopen_by_command(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-claimed", number=ticket.number, name=f"Person{AGENT}")
    await desk.says_in_group(AGENT, f"/close@{BOT_USERNAME}", topic=topic_of(ticket))
    closed = await fresh(desk, ticket)
    agent = await desk.row(StaffMember, user_id=AGENT)
    assert (closed.status, closed.closed_by, closed.assignee_id) == (TicketStatus.CLOSED, agent.id, agent.id)
    assert "closeForumTopic" in await desk.methods()
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-closed", number=ticket.number)
    await desk.says_in_group(OWNER, "/reopen", topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("ticket-reopened-for-them", number=ticket.number)
    await desk.says_in_group(OWNER, "/reopen", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-not-closed", number=ticket.number)


async def test_the_second_to_claim_is_told_who_has_it(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    press = TicketPress(act=TicketAct.CLAIM, ticket_id=ticket.id).pack()
    card = await card_message_of(desk, ticket)
    await desk.presses(AGENT, press, chat_id=STAFF_GROUP, message_id=card, topic=topic_of(ticket))
    await desk.presses(OWNER, press, chat_id=STAFF_GROUP, message_id=card, topic=topic_of(ticket))
    name = f"Person{AGENT}"
    assert await desk.press_answers() == [
        desk.phrase("desk-claimed", number=ticket.number, name=name),
        desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=name),
    ]


async def test_two_claims_in_one_batch_have_one_winner(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(
        desk.group_message(AGENT, "/claim", topic=topic_of(ticket)), desk.group_message(OWNER, "/claim", topic=topic_of(ticket))
    )
    assert (await desk.said_to(STAFF_GROUP))[-2:] == [
        desk.phrase("desk-claimed", number=ticket.number, name=f"Person{AGENT}"),
        desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=f"Person{AGENT}"),
    ]


async def test_the_card_is_closed_and_reopened_by_its_buttons(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.presses_button(AGENT, "Close")
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    await desk.deliver()
    await desk.presses_button(AGENT, "Reopen")
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    assert await desk.press_answers() == ["", ""]


async def test_writing_on_a_closed_ticket_is_refused_with_a_hint(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "One more thing", topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == []
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-closed", number=ticket.number)
    said = await heard(desk, "One more thing")
    assert (said.direction, said.ticket_id) == (Direction.INTERNAL, ticket.id)


async def test_a_topic_closed_and_opened_by_hand_takes_the_ticket_along(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_closed={})
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_closed={})
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_reopened={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    await desk.says_in_group(AGENT, topic=topic_of(ticket), forum_topic_reopened={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_a_stranger_who_closes_the_topic_closes_no_ticket(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(STRANGER, topic=topic_of(ticket), forum_topic_closed={})
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=f"Person{STRANGER}")


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
