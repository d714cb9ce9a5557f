"""Canned replies on a ticket: what `/r` sends, what it only shows, and what is posted by inline mode."""

from typing import Any

import pytest

from crm.deliveries import record_sent, settle_unsent
from crm.outcomes import Refused, Sent
from handlers.chat.canned_reply_buttons import LookAtReply, SendReply
from storage.canned_replies import CannedReply
from storage.claims import claim_messages
from storage.interactions import Interaction, MessagePlace
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, Language, OutboxState, Priority, TicketStatus
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import BOSS, VIA_BOT, has_replies, said_on
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, fresh, heard, ticket_of, topic_of, with_relay

DEAR = "Dear {name}, {agent} looks after #{ticket}."
FILLED = f"Dear Person{CUSTOMER}, Person{AGENT} looks after #1."
REFUND = f"add refund en {DEAR}"


async def on_ticket(desk: Desk, text: str, ticket: Ticket, **fields: Any) -> None:
    await desk.says_in_group(AGENT, text, topic=topic_of(ticket), **fields)


async def uses(desk: Desk) -> dict[str, int]:
    return {row.key: row.used for row in await desk.rows(CannedReply)}


async def words_to_customer(desk: Desk) -> list[str]:
    """What the customer was told in the staff's name."""
    staffs = {row.id for row in await desk.rows(Interaction) if row.author is Author.STAFF}
    rows = [row for row in await desk.queued() if row.chat_id == CUSTOMER and row.interaction_id in staffs]
    return [row.payload["text"] for row in rows if row.method == "sendMessage"]


async def test_the_reply_with_the_key_goes_to_the_customer_and_stands_in_the_topic(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    desk.later(minutes=4)
    await on_ticket(desk, "/r refund", ticket)
    calls = await desk.deliver()
    assert [payload for method, payload in calls if payload.get("chat_id") == CUSTOMER] == [{"chat_id": CUSTOMER, "text": FILLED}]
    [post] = [payload for method, payload in calls if method == "sendMessage" and payload["chat_id"] == STAFF_GROUP]
    heading = desk.phrase("canned-sent-by-key", name=f"Person{AGENT}", reply="refund")
    assert (post["message_thread_id"], post["text"]) == (ticket.topic_id, f"{heading}\n<blockquote>{FILLED}</blockquote>")
    now = await fresh(desk, ticket)
    assert (now.status, now.first_response_at) == (TicketStatus.OPEN, desk.at)
    said = await heard(desk, FILLED)
    assert (said.direction, said.author, said.author_id, said.ticket_id) == (Direction.OUT, Author.STAFF, AGENT, ticket.id)
    command = await heard(desk, "/r refund")
    assert (command.ticket_id, command.direction) == (ticket.id, Direction.INTERNAL)
    assert sorted(row.chat_id for row in await desk.rows(MessagePlace, MessagePlace.chat_id) if row.interaction_id == said.id) == [
        STAFF_GROUP, CUSTOMER,
    ]  # fmt: skip
    assert await uses(desk) == {"refund": 1}


async def test_the_customers_answer_stands_below_the_post_in_the_topic(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r refund", ticket)
    await desk.deliver()
    said = await heard(desk, FILLED)
    places = {row.chat_id: row.message_id for row in await desk.rows(MessagePlace, MessagePlace.chat_id) if row.interaction_id == said.id}
    answered = {"message_id": places[CUSTOMER], "date": 1, "chat": {"id": CUSTOMER, "type": "private"}, "text": FILLED}
    await desk.says(CUSTOMER, "Thank you", reply_to_message=answered)
    [copy] = [payload for method, payload in await desk.deliver() if method == "copyMessage"]
    assert copy["reply_parameters"]["message_id"] == places[STAFF_GROUP]


async def test_a_reply_to_something_is_a_reply_in_the_customers_chat(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    assert copied.sent_message_id is not None
    await on_ticket(desk, "/r refund", ticket, reply_to=copied.sent_message_id)
    [payload] = [payload for _, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER]
    assert payload["reply_parameters"]["allow_sending_without_reply"] is True


async def test_in_a_group_without_topics_the_answered_post_names_the_ticket(desk: Desk) -> None:
    await desk.has_staff_group(is_forum=False)
    await desk.says_in_group(3001, "/replies add hello en Good morning", is_forum=False)
    ticket = await ticket_of(desk)
    [copied] = [row for row in await desk.queued() if row.method == "copyMessage"]
    await desk.says_in_group(AGENT, "/r hello", is_forum=False)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")
    await desk.says_in_group(AGENT, "/r hello", is_forum=False, reply_to=copied.sent_message_id)
    assert await words_to_customer(desk) == ["Good morning"]
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN


async def test_chinese_customers_get_the_chinese_text(desk: Desk) -> None:
    await has_replies(desk, "add 退款 en The money comes", "add 退款 zh {name}您好，退款已办理")
    ticket = await ticket_of(desk, language="zh-hans")
    await on_ticket(desk, "/r 退款", ticket)
    assert await words_to_customer(desk) == [f"Person{CUSTOMER}您好，退款已办理"]


async def test_a_macro_closes_the_ticket(desk: Desk) -> None:
    await has_replies(desk, REFUND, "then refund close")
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r Refund", ticket)
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    said = await desk.said_to(CUSTOMER)
    assert said.index(FILLED) < said.index(desk.phrase("ticket-closed", number=1, days=desk.business.reopen_days))


async def test_on_a_closed_ticket_nothing_is_sent(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/close", ticket)
    await on_ticket(desk, "/r refund", ticket)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-closed", number=1)
    assert await words_to_customer(desk) == []
    assert await uses(desk) == {"refund": 0}


async def test_strangers_send_nothing(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await desk.says_in_group(STRANGER, "/r refund", topic=topic_of(ticket))
    assert await words_to_customer(desk) == []
    assert await uses(desk) == {"refund": 0}


async def test_a_word_that_fits_several_sends_nothing_and_lists_them(desk: Desk) -> None:
    await has_replies(desk, "add refund-late en Late\nand sorry", "add refund-part en Part", "add hello en Hello")
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r refund", ticket)
    offered = [
        desk.phrase("canned-offer", reply="refund-late", words="Late and sorry"),
        desk.phrase("canned-offer", reply="refund-part", words="Part"),
    ]
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join([desk.phrase("canned-choose"), *offered])
    assert (await desk.button_labels())[-2:] == ["refund-late", "refund-part"]
    assert await words_to_customer(desk) == []


async def test_even_one_that_fits_is_only_shown(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r ref", ticket)
    await on_ticket(desk, "/r refund please", ticket)
    assert await words_to_customer(desk) == []
    shown = (await said_on(desk))[0]
    assert shown == "\n".join([desk.phrase("canned-choose"), desk.phrase("canned-offer", reply="refund", words=DEAR)])


async def test_alone_it_lists_the_most_used_first_and_no_more_than_can_be_read(desk: Desk) -> None:
    await has_replies(desk, *[f"add k{number:02} en Text {number}" for number in range(23)])
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r k07", ticket)
    await on_ticket(desk, "/r", ticket)
    lines = (await desk.last_said_to(STAFF_GROUP)).split("\n")
    assert lines[0] == desk.phrase("canned-choose")
    assert lines[1:3] == [
        desk.phrase("canned-offer", reply="k07", words="Text 7"),
        desk.phrase("canned-offer", reply="k00", words="Text 0"),
    ]
    assert lines[-1] == desk.phrase("canned-more", count=3)
    assert len(lines) == 22


async def test_a_typo_suggests_the_nearest(desk: Desk) -> None:
    await has_replies(desk, REFUND, "add hello en Hello")
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r refnud", ticket)
    nearest = [desk.phrase("canned-nearest", word="refnud"), desk.phrase("canned-offer", reply="refund", words=DEAR)]
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join(nearest)
    await on_ticket(desk, "/r qqq", ticket)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("canned-unknown", word="qqq")
    assert await words_to_customer(desk) == []


async def test_without_any_reply_it_says_how_one_is_made(desk: Desk) -> None:
    await has_replies(desk)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r", ticket)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("canned-none")


async def test_a_press_shows_the_reply_as_the_customer_gets_it_and_another_sends_it_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk, REFUND, "then refund close")
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r", ticket)
    await desk.deliver()
    await desk.presses_button(AGENT, "refund")
    facts = {"reply": "refund", "name": f"Person{CUSTOMER}", "language_name": desk.phrase("language-en"), "words": FILLED}
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join(
        [desk.phrasebook.speaking(Language.ENGLISH)("canned-preview", **facts), desk.phrase("canned-then", steps="close the ticket")]
    )
    assert await words_to_customer(desk) == []
    await desk.deliver()
    for _ in range(2):
        await desk.presses_button(AGENT, desk.phrase("canned-button-send"))
    assert await words_to_customer(desk) == [FILLED]
    assert (await desk.press_answers())[-1] == desk.phrase("canned-sent-already")
    assert "editMessageReplyMarkup" in await desk.methods()
    assert await uses(desk) == {"refund": 1}


async def test_a_reply_that_was_changed_after_the_look_is_not_sent(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r", ticket)
    await desk.deliver()
    await desk.presses_button(AGENT, "refund")
    await desk.deliver()
    await desk.says_in_group(BOSS, "/replies set refund en Another text")
    await desk.presses_button(AGENT, desk.phrase("canned-button-send"))
    assert (await desk.press_answers())[-1] == desk.phrase("canned-changed")
    assert await words_to_customer(desk) == []


async def test_presses_on_what_is_gone_elsewhere_or_closed_send_nothing(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    [reply] = await desk.rows(CannedReply)
    look, send = LookAtReply(reply_id=reply.id, ticket_id=ticket.id), SendReply(reply_id=reply.id, ticket_id=ticket.id, mark="00000000")
    old = desk.phrase("press-is-old")
    for press in (look, send, look.model_copy(update={"ticket_id": 99}), send.model_copy(update={"reply_id": 99})):
        is_elsewhere = press in (look, send)
        await desk.presses(AGENT, press.pack(), chat_id=-100777 if is_elsewhere else STAFF_GROUP)
        assert (await desk.press_answers())[-1] == old
    await desk.presses(STRANGER, send.pack(), chat_id=STAFF_GROUP)
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-not-allowed", role="agent")
    await on_ticket(desk, "/close", ticket)
    await desk.presses(AGENT, send.pack(), chat_id=STAFF_GROUP)
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-ticket-already-closed", number=1)
    assert await words_to_customer(desk) == []


async def test_a_reply_that_telegram_refuses_is_reported_once(desk: Desk) -> None:
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r refund", ticket)
    said = await heard(desk, FILLED)
    for _ in range(8):
        async with desk.database.begin() as session:
            for message in await claim_messages(session, at=desk.at, limit=50):
                if message.interaction_id == said.id:
                    refused = Refused("Bad Request: whatever")
                    await settle_unsent(session, message=message, outcome=refused, at=desk.at, tell=desk.tell(session))
                else:
                    await record_sent(session, [(message, Sent(message_id=None, result={}))], at=desk.at, tell=desk.tell(session))
    assert [row.state for row in await desk.queued() if row.interaction_id == said.id] == [OutboxState.FAILED, OutboxState.FAILED]
    assert (await desk.said_to(STAFF_GROUP)).count(desk.phrase("reply-refused")) == 1


@pytest.mark.parametrize("language", Language)
async def test_every_text_can_be_said(desk: Desk, language: Language) -> None:
    phrases = desk.phrasebook.speaking(language)
    usage = phrases("canned-usage")
    assert all(f"{{{name}}}" in usage for name in ("name", "ticket", "company", "agent"))


async def test_what_follows_is_shown_before_and_what_cannot_be_done_after(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk, REFUND, "then refund pending +refund high")
    ticket = await ticket_of(desk)
    steps = "wait for the customer, priority high, tag #refund"
    [at_hand] = await desk.rows(CannedReply)
    await desk.presses(AGENT, LookAtReply(reply_id=at_hand.id, ticket_id=ticket.id).pack(), chat_id=STAFF_GROUP)
    assert (await said_on(desk))[-1].endswith(desk.phrase("canned-then", steps=steps))
    await on_ticket(desk, "/r refund", ticket)
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert (now.status, now.priority) == (TicketStatus.PENDING, Priority.HIGH)
    await on_ticket(desk, DEAR, ticket, **VIA_BOT)
    refused = desk.phrase("refusal-ticket-cannot-become", number=ticket.number, status="pending", wanted="pending")
    assert (await said_on(desk))[-1] == f"{desk.phrase('canned-steps-refused', reply='refund')}\n{refused}"
    await desk.deliver()
    assert await words_to_customer(desk) == [FILLED, FILLED]
    assert await uses(desk) == {"refund": 2}


@pytest.mark.parametrize("receipts", [False, True])
async def test_a_reply_at_hand_that_arrived_gets_its_receipt_where_the_business_gives_them(desk: Desk, receipts: bool) -> None:
    desk = with_relay(desk, receipts=receipts)
    await has_replies(desk, REFUND)
    ticket = await ticket_of(desk)
    await on_ticket(desk, "/r refund", ticket)
    calls = await desk.deliver()
    heading = desk.phrase("canned-sent-by-key", name=f"Person{AGENT}", reply="refund")
    [post] = [row.sent_message_id for row in await desk.queued() if str(row.payload.get("text")).startswith(heading)]
    reactions = [(payload["chat_id"], payload["message_id"]) for method, payload in calls if method == "setMessageReaction"]
    assert reactions == ([(STAFF_GROUP, post)] if receipts else [])
