"""Photos and files that go along with replies at hand: put on, shown, and sent with the text below them."""

from typing import Any

import pytest

from crm.rules.lengths import LONGEST_CAPTION
from storage.audit import AuditEvent
from storage.canned_replies import CannedReply
from storage.interactions import Interaction, MessagePlace
from storage.vocabulary import Language
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import BOSS, VIA_BOT, has_replies, said_on, types_inline
from tests.handlers.chat.staff_side import CUSTOMER, copies_to, heard, ticket_of, topic_of, with_relay

PHOTO: dict[str, Any] = {
    "photo": [{"file_id": size, "file_unique_id": size, "width": 9, "height": 9} for size in ("small", "large")],
}
DOCUMENT: dict[str, Any] = {
    "document": {"file_id": "pdf", "file_unique_id": "pdf", "file_name": "prices.pdf", "mime_type": "application/pdf"}
}
DEAR, FILLED = "Dear {name}, #{ticket}", f"Dear Person{CUSTOMER}, #1"


def a_photo(desk: Desk) -> str:
    return desk.phrase("canned-file", kind="photo", name="")


def a_file(desk: Desk) -> str:
    return desk.phrase("canned-file", kind="document", name="prices.pdf")


async def has_price_list(desk: Desk, **media: Any) -> None:
    """Give the desk a reply with a photo (or something else) in both languages."""
    await has_replies(desk, "add prices zh {name}您好")
    await desk.says_in_group(BOSS, caption=f"/replies add prices en {DEAR}", **(media or PHOTO))
    await desk.deliver()


async def with_words(desk: Desk, chat_id: int) -> list[tuple[str, dict[str, Any]]]:
    """What is sent to a chat now with a photo or file."""
    return [
        (method, payload)
        for method, payload in await desk.deliver()
        if method in ("sendPhoto", "sendDocument") and payload["chat_id"] == chat_id
    ]


async def test_a_photo_with_the_command_below_it_goes_along_in_every_language(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_price_list(desk)
    [reply] = await desk.rows(CannedReply)
    assert (reply.file_kind, reply.file_id, reply.file_name) == ("photo", "large", None)
    assert (await desk.said_to(STAFF_GROUP))[-1] == desk.phrase("canned-file-kept", reply="prices", file=a_photo(desk))
    english, chinese = await ticket_of(desk), await ticket_of(desk, 1002, language="zh-hans")
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(english))
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(chinese))
    sent = [payload for method, payload in await desk.deliver() if method == "sendPhoto"]
    assert [(each["chat_id"], each["photo"], each["caption"]) for each in sent if each["chat_id"] > 0] == [
        (CUSTOMER, "large", FILLED), (1002, "large", "Person1002您好"),
    ]  # fmt: skip
    in_topic = [(each["message_thread_id"], each["caption"]) for each in sent if each["chat_id"] == STAFF_GROUP]
    assert in_topic == [(english.topic_id, FILLED), (chinese.topic_id, "Person1002您好")]
    heading = desk.phrase("canned-sent-by-key", name=f"Person{AGENT}", reply="prices")
    assert (await desk.said_to(STAFF_GROUP)).count(heading) == 2
    said = await heard(desk, FILLED)
    assert said.media == {"kind": "photo", "file_id": "large"}
    places = [row.chat_id for row in await desk.rows(MessagePlace, MessagePlace.chat_id) if row.interaction_id == said.id]
    assert places == [STAFF_GROUP, CUSTOMER]
    assert (await desk.row(CannedReply, key="prices")).used == 2


async def test_a_file_is_put_on_by_answering_it_and_taken_off_again(desk: Desk) -> None:
    await has_replies(desk, "add prices en Our prices")
    shown = desk.private_message(BOSS, **DOCUMENT)
    await desk.feed(shown)
    await desk.says(BOSS, "/replies file Prices", reply_to_message=shown["message"])
    assert await desk.last_said_to(BOSS) == desk.phrase("canned-file-kept", reply="prices", file=a_file(desk))
    await desk.says(AGENT, "/replies")
    assert desk.phrase("canned-line-file", file=a_file(desk)) in await desk.last_said_to(AGENT)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(ticket))
    [(method, payload)] = await with_words(desk, CUSTOMER)
    assert (method, payload["document"], payload["caption"]) == ("sendDocument", "pdf", "Our prices")
    await desk.says(BOSS, "/replies file prices off")
    assert await desk.last_said_to(BOSS) == desk.phrase("canned-file-off", reply="prices")
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(ticket))
    assert await with_words(desk, CUSTOMER) == []
    files = [(row.before, row.after) for row in await desk.rows(AuditEvent) if row.act == "reply.file_set"]
    assert files == [({"file": None}, {"file": "prices.pdf"}), ({"file": "prices.pdf"}, {"file": None})]


async def test_another_photo_takes_the_place_of_the_one_before_and_that_is_audited(desk: Desk) -> None:
    await has_price_list(desk)
    other: dict[str, Any] = {"photo": [{"file_id": "other", "file_unique_id": "o", "width": 9, "height": 9}]}
    await desk.says(BOSS, caption="/replies set prices en Our new prices", **other)
    assert (await desk.row(CannedReply, key="prices")).file_id == "other"
    assert [(row.before, row.after) for row in await desk.rows(AuditEvent) if row.act == "reply.file_set"][-1] == ({}, {"file": "photo"})
    await desk.says(BOSS, "/replies set prices en Our newest prices")
    assert (await desk.row(CannedReply, key="prices")).file_id == "other"


async def test_without_a_photo_or_file_it_is_said_how_one_is_put_on(desk: Desk) -> None:
    await has_price_list(desk)
    how = desk.phrase("canned-file-how", reply="prices")
    await desk.says(BOSS, "/replies file prices")
    assert await desk.last_said_to(BOSS) == how
    voice: dict[str, Any] = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}
    await desk.says(BOSS, caption="/replies file prices", **voice)
    assert await desk.last_said_to(BOSS) == how
    await desk.says(AGENT, caption="/replies file prices", **DOCUMENT)
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.says(BOSS, caption="/replies file nothing-such", **DOCUMENT)
    assert await desk.last_said_to(BOSS) == desk.phrase("refusal-no-such-reply", reply="nothing-such")


async def test_a_text_that_does_not_fit_below_a_photo_is_refused_and_nothing_of_it_kept(desk_on_both: Desk) -> None:
    desk = desk_on_both
    too_long = desk.phrase("refusal-reply-text-too-long", longest=f"{LONGEST_CAPTION:,}")
    await has_replies(desk, f"add long en {'x' * 1025}", f"add short en {'x' * 1024}")
    await desk.says(BOSS, caption="/replies file long", **PHOTO)
    assert await desk.last_said_to(BOSS) == too_long
    await desk.says(BOSS, caption="/replies file short", **PHOTO)
    assert await desk.last_said_to(BOSS) == desk.phrase("canned-file-kept", reply="short", file=a_photo(desk))
    for command in (f"set short en {'y' * 1025}", f"add short zh {'好' * 1025}"):
        await desk.says(BOSS, f"/replies {command}")
        assert await desk.last_said_to(BOSS) == too_long
    await desk.says(BOSS, "/replies add new en " + "z" * 1025, reply_to_message=desk.private_message(BOSS, **PHOTO)["message"])
    assert await desk.last_said_to(BOSS) == too_long
    assert [row.key for row in await desk.rows(CannedReply, CannedReply.key)] == ["long", "short"]


async def test_the_look_before_sending_shows_the_photo_and_another_photo_must_be_looked_at_anew(desk: Desk) -> None:
    await has_price_list(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r", topic=topic_of(ticket))
    await desk.deliver()
    await desk.presses(AGENT, await look_of(desk), chat_id=STAFF_GROUP, topic=topic_of(ticket))
    [(_, payload)] = await with_words(desk, STAFF_GROUP)
    assert (payload["caption"], payload["message_thread_id"]) == (FILLED, ticket.topic_id)
    shown = desk.phrase("canned-preview-file", reply="prices", name=f"Person{CUSTOMER}", language_name=desk.phrase("language-en"))
    assert await desk.last_said_to(STAFF_GROUP) == shown
    await desk.says(BOSS, caption="/replies file prices", **DOCUMENT)
    await desk.presses_button(AGENT, desk.phrase("canned-button-send"))
    assert (await desk.press_answers())[-1] == desk.phrase("canned-changed")
    await desk.presses(AGENT, await look_of(desk), chat_id=STAFF_GROUP, topic=topic_of(ticket))
    await desk.deliver()
    await desk.presses_button(AGENT, desk.phrase("canned-button-send"))
    [(method, payload)] = await with_words(desk, CUSTOMER)
    assert (method, payload["caption"]) == ("sendDocument", FILLED)


async def look_of(desk: Desk) -> str:
    """What the button that shows the reply carries."""
    rows = [row.payload["reply_markup"]["inline_keyboard"] for row in await desk.queued() if "reply_markup" in row.payload]
    return str(next(button["callback_data"] for lines in rows for line in lines for button in line if button["text"] == "prices"))


async def test_one_reply_is_shown_with_its_photo(desk: Desk) -> None:
    await has_price_list(desk)
    await desk.says(AGENT, "/replies show prices")
    [(_, payload)] = await with_words(desk, AGENT)
    assert (payload["photo"], payload["caption"]) == ("large", "")


@pytest.mark.parametrize(("media", "kind"), [(PHOTO, "photo"), (DOCUMENT, "document")])
async def test_in_inline_mode_it_is_offered_and_passed_on_with_what_goes_along(
    desk_on_both: Desk, media: dict[str, Any], kind: str
) -> None:
    desk = desk_on_both
    await has_price_list(desk, **media)
    english, chinese = (await types_inline(desk, AGENT, "prices"))["results"]
    file_id = "large" if kind == "photo" else "pdf"
    assert (english["type"], english[f"{kind}_file_id"], english["caption"], english["title"]) == (kind, file_id, DEAR, "prices · English")
    assert (chinese["caption"], chinese["description"], "parse_mode" in chinese) == ("{name}您好", "{name}您好", False)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, caption=DEAR, topic=topic_of(ticket), **media, **VIA_BOT)
    [(_, payload)] = await with_words(desk, CUSTOMER)
    assert (payload[kind], payload["caption"]) == (file_id, FILLED)
    assert (await desk.last_said_to(STAFF_GROUP)).endswith(f"<blockquote>{FILLED}</blockquote>")
    assert (await desk.row(CannedReply, key="prices")).used == 1


async def test_a_post_by_inline_mode_without_placeholders_is_copied_with_its_photo(desk: Desk) -> None:
    await has_replies(desk, "add same en Our prices", "add zzz en Our prices")
    await desk.says(BOSS, caption="/replies file zzz", **PHOTO)
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, caption="Our prices", topic=topic_of(ticket), **PHOTO, **VIA_BOT)
    assert [copy["message_id"] for copy in await copies_to(desk, CUSTOMER)] == [message_id]
    assert {row.key: row.used for row in await desk.rows(CannedReply)} == {"same": 0, "zzz": 1}


async def test_a_formatted_text_below_a_photo_stays_formatted(desk: Desk) -> None:
    await has_replies(desk)
    command = "/replies add prices en "
    bold = [{"type": "bold", "offset": len(command), "length": 3}]
    await desk.says(BOSS, caption=f"{command}Our prices", caption_entities=bold, **PHOTO)
    assert (await types_inline(desk, AGENT, "prices"))["results"][0]["parse_mode"] == "HTML"
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(ticket))
    [(_, payload)] = await with_words(desk, CUSTOMER)
    assert (payload["caption"], payload["parse_mode"]) == ("<b>Our</b> prices", "HTML")


async def test_a_photo_that_arrived_gets_its_receipt(desk: Desk) -> None:
    desk = with_relay(desk, receipts=True)
    await has_price_list(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(ticket))
    calls = await desk.deliver()
    assert [payload["chat_id"] for method, payload in calls if method == "setMessageReaction"] == [STAFF_GROUP]


@pytest.mark.parametrize("language", Language)
async def test_the_help_of_the_list_says_how_a_file_goes_along(desk: Desk, language: Language) -> None:
    assert "/replies file " in desk.phrasebook.speaking(language)("canned-usage")


async def test_what_is_sent_with_a_photo_is_told_in_the_story(desk: Desk) -> None:
    await has_price_list(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r prices", topic=topic_of(ticket))
    await desk.deliver()
    await desk.says_in_group(AGENT, "/history", topic=topic_of(ticket))
    assert FILLED in (await said_on(desk))[-1]
    assert [row.media for row in await desk.rows(Interaction) if row.text == FILLED] == [{"kind": "photo", "file_id": "large"}]
