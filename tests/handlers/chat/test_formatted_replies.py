"""Replies at hand that are formatted: kept as they look, filled without becoming marks, and seen so by staff and customer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.canned_replies import PLACEHOLDERS, filled, filled_html
from handlers.chat.voice import _without_markup
from storage.canned_replies import CannedReplyText
from storage.customers import Customer
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import BOSS, VIA_BOT, has_replies, said_on, types_inline
from tests.handlers.chat.staff_side import CUSTOMER, heard, ticket_of, topic_of

HTML = 'Dear <b>{name}</b>, 😀 <a href="https://a.example/?n={ticket}">look &lt;here&gt;</a>'
PLAIN = "Dear {name}, 😀 look <here>"


def formatted(before: str) -> dict[str, Any]:
    """A message whose end is the formatted text; what stands before it is formatted as well."""
    offset = len(before)
    return {
        "text": before + PLAIN,
        "entities": [
            {"type": "italic", "offset": 0, "length": offset} if before else {"type": "hashtag", "offset": 0, "length": 4},
            {"type": "bold", "offset": offset + 5, "length": 6},
            {"type": "text_link", "offset": offset + 16, "length": 11, "url": "https://a.example/?n={ticket}"},
        ],
    }


async def has_formatted(desk: Desk) -> None:
    await has_replies(desk)
    await desk.feed(desk.private_message(BOSS, **formatted("/replies add refund en\n")))


async def sent_to_customer(desk: Desk) -> list[dict[str, Any]]:
    """What the customer was sent just now of what staff said."""
    return [payload for method, payload in await desk.deliver() if method == "sendMessage" and payload["chat_id"] == CUSTOMER]


def looks(name: str) -> str:
    return f'Dear <b>{name}</b>, 😀 <a href="https://a.example/?n=1">look &lt;here&gt;</a>'


async def test_what_is_formatted_is_kept_so_and_shown_so(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_formatted(desk)
    assert [(row.text, row.html) for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == [(PLAIN, HTML)]
    await desk.says(AGENT, "/replies show refund")
    assert (await desk.last_said_to(AGENT)).endswith(f"<b>English</b>\n<blockquote>{HTML}</blockquote>")
    await desk.says(BOSS, f"/replies set refund en {PLAIN}")
    assert [row.html for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == [None]


async def test_the_customer_and_the_topic_see_it_formatted_and_a_name_is_no_mark(desk: Desk) -> None:
    await has_formatted(desk)
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        (await session.get_one(Customer, ticket.customer_id)).name = "<i>Eve</i> & Co"
    await desk.says_in_group(AGENT, "/r", topic=topic_of(ticket))
    await desk.presses_button(AGENT, "refund")
    shown = looks("&lt;i&gt;Eve&lt;/i&gt; &amp; Co")
    assert f"<blockquote>{shown}</blockquote>" in await desk.last_said_to(STAFF_GROUP)
    await desk.deliver()
    await desk.says_in_group(AGENT, "/r refund", topic=topic_of(ticket))
    assert (await said_on(desk))[-1].endswith(f"<blockquote>{shown}</blockquote>")
    [payload] = await sent_to_customer(desk)
    assert (payload["text"], payload["parse_mode"]) == (shown, "HTML")
    assert (await heard(desk, "Dear <i>Eve</i> & Co, 😀 look <here>")).ticket_id == ticket.id


async def test_in_inline_mode_it_is_offered_and_passed_on_formatted(desk: Desk) -> None:
    await has_formatted(desk)
    answer = await types_inline(desk, AGENT, "refund")
    assert answer["results"][0]["input_message_content"] == {"message_text": HTML, "parse_mode": "HTML"}
    ticket = await ticket_of(desk)
    await desk.deliver()
    await desk.feed(desk.group_message(AGENT, topic=topic_of(ticket), **formatted(""), **VIA_BOT))
    [payload] = await sent_to_customer(desk)
    assert (payload["text"], payload["parse_mode"]) == (looks(f"Person{CUSTOMER}"), "HTML")


async def test_a_placeholder_with_a_mark_in_it_or_unknown_in_a_link_is_refused(desk: Desk) -> None:
    await has_replies(desk)
    command = "/replies add refund en "
    for entity, placeholder in (
        ({"type": "bold", "offset": len(command) + 6, "length": 2}, "{<b>na</b>me}"),
        ({"type": "text_link", "offset": len(command), "length": 4, "url": "https://a.example/{id}"}, "{id}"),
    ):
        await desk.feed(desk.private_message(BOSS, f"{command}Dear {{name}}", entities=[entity]))
        known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        assert await desk.last_said_to(BOSS) == desk.phrase("refusal-unknown-placeholder", placeholder=placeholder, known=known)
    assert await desk.rows(CannedReplyText, CannedReplyText.reply_id) == []


async def test_a_post_whose_link_says_something_unknown_goes_out_plain(desk: Desk) -> None:
    await has_replies(desk, "add refund en Dear {name}")
    ticket = await ticket_of(desk)
    await desk.deliver()
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://a.example/{id}"}
    await desk.says_in_group(AGENT, "Dear {name}", topic=topic_of(ticket), entities=[link], **VIA_BOT)
    [payload] = await sent_to_customer(desk)
    assert (payload["text"], "parse_mode" in payload) == (f"Dear Person{CUSTOMER}", False)


@pytest.mark.parametrize("mark", ["pre", "blockquote", "custom_emoji"])
async def test_other_marks_are_left_out(desk: Desk, mark: str) -> None:
    await has_replies(desk)
    command = "/replies add refund en "
    entity = {"type": mark, "offset": len(command), "length": 5} | ({"custom_emoji_id": "1"} if mark == "custom_emoji" else {})
    await desk.feed(desk.private_message(BOSS, f"{command}Hello", entities=[entity]))
    assert [(row.text, row.html) for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == [("Hello", None)]


@given(st.fixed_dictionaries({name: st.text(alphabet="ab<>&\"'{}/😀", max_size=20) for name in PLACEHOLDERS}))
def test_what_is_filled_in_reads_the_same_with_and_without_marks(values: dict[str, str]) -> None:
    assert _without_markup(filled_html("<b>{name}</b> {ticket} &lt;{agent}", values)) == filled("{name} {ticket} <{agent}", values)
