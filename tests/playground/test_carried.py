"""What messages carry: files of every kind, albums, places, contacts, polls, dice; their copies and forwards."""

from typing import Any

import aiohttp
import pytest

from playground.drawing import png
from tests.playground.stage import TOKEN, Stage, read_with_both

KINDS = [
    "photo", "document", "video", "voice", "video_note", "animation", "audio", "sticker", "location", "contact", "poll", "dice",
]  # fmt: skip
FILE_KINDS = KINDS[:8]
METHOD_OF = {kind: f"send{''.join(part.title() for part in kind.split('_'))}" for kind in FILE_KINDS}


def file_id_of(message: dict[str, Any], kind: str) -> str:
    carried = message[kind][-1] if kind == "photo" else message[kind]
    return str(carried["file_id"])


async def attach(stage: Stage, kind: str, **more: Any) -> Any:
    return await stage.page("messages", sender=1001, chat_id=1001, attachment={"kind": kind, **more})


@pytest.mark.parametrize("kind", KINDS)
async def test_a_person_sends_each_kind_and_the_bot_copies_it(stage: Stage, chat: int, topic: int, kind: str) -> None:
    written = await attach(stage, kind, caption="look")
    [update] = await stage.updates()
    assert kind in update["message"]
    copy = await stage.bot(
        "copyMessage", chat_id=stage.cast.desk, message_thread_id=topic, from_chat_id=chat, message_id=written["message_id"]
    )
    shown = (await stage.page("state", "GET"))["messages"][str(stage.cast.desk)][-1]
    assert shown["message_id"] == copy["message_id"]
    assert kind in shown
    assert shown.get("caption") == update["message"].get("caption")
    assert "forward_origin" not in shown


@pytest.mark.parametrize("kind", ["story", "unknown"])
async def test_stories_and_unknown_kinds_cannot_be_copied(stage: Stage, chat: int, kind: str) -> None:
    written = await attach(stage, kind)
    assert len(await stage.updates()) == 1
    refused = await stage.refusal("copyMessage", chat_id=chat, from_chat_id=chat, message_id=written["message_id"])
    assert refused == (400, "Bad Request: message can't be copied")


async def test_service_messages_cannot_be_copied_or_forwarded(stage: Stage, chat: int, topic: int) -> None:
    where = {"chat_id": chat, "from_chat_id": stage.cast.desk, "message_id": topic}
    assert await stage.refusal("copyMessage", **where) == (400, "Bad Request: message can't be copied")
    assert await stage.refusal("forwardMessage", **where) == (400, "Bad Request: message can't be forwarded")


@pytest.mark.parametrize("kind", FILE_KINDS)
async def test_the_bot_sends_a_file_again_by_its_id(stage: Stage, chat: int, kind: str) -> None:
    file_id = file_id_of(await attach(stage, kind), kind)
    sent = await stage.bot(METHOD_OF[kind], chat_id=chat, **{kind: file_id})
    assert file_id_of(sent, kind) == file_id


async def test_a_file_of_one_kind_is_not_sent_as_another(stage: Stage, chat: int) -> None:
    file_id = file_id_of(await attach(stage, "document"), "document")
    refused = await stage.refusal("sendPhoto", chat_id=chat, photo=file_id)
    assert refused == (400, "Bad Request: can't use file of type Document as Photo")


async def test_an_uploaded_file_is_downloaded_as_it_was(stage: Stage, chat: int) -> None:
    form = aiohttp.FormData({"chat_id": str(chat), "caption": "<b>bill</b>", "parse_mode": "HTML"}, quote_fields=False)
    form.add_field("document", "金额\n".encode(), filename="账单.txt", content_type="text/plain")
    async with stage.session.post(f"{stage.url}/bot{TOKEN}/sendDocument", data=form) as answer:
        sent = (await answer.json())["result"]
    read_with_both("sendDocument", sent)
    assert (sent["document"]["file_name"], sent["document"]["mime_type"], sent["caption"]) == ("账单.txt", "text/plain", "bill")
    file = await stage.bot("getFile", file_id=sent["document"]["file_id"])
    async with stage.session.get(f"{stage.url}/file/bot{TOKEN}/{file['file_path']}") as answer:
        assert (answer.status, (await answer.read()).decode()) == (200, "金额\n")
    async with stage.session.get(f"{stage.url}/file/bot{TOKEN}/documents/none") as answer:
        assert answer.status == 404
    async with stage.session.get(f"{stage.url}/file/bot1:wrong/{file['file_path']}") as answer:
        assert answer.status == 401


async def test_a_photo_tells_its_size_and_must_be_a_picture(stage: Stage, chat: int) -> None:
    async def send(content: bytes) -> Any:
        form = aiohttp.FormData({"chat_id": str(chat), "photo": "attach://picture"})
        form.add_field("picture", content, filename="x.png", content_type="image/png")
        async with stage.session.post(f"{stage.url}/bot{TOKEN}/sendPhoto", data=form) as answer:
            return await answer.json()

    sent = await send(png(40, 30, 1))
    assert [(size["width"], size["height"]) for size in sent["result"]["photo"]] == [(40, 30), (40, 30)]
    assert (await send(b"no picture"))["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    assert (await send(b""))["description"] == "Bad Request: file must be non-empty"


@pytest.mark.parametrize(("caption", "ok"), [("x" * 1024, True), ("x" * 1025, False), ("😀" * 513, False)])
async def test_captions_hold_1024(stage: Stage, chat: int, caption: str, ok: bool) -> None:
    photo = file_id_of(await attach(stage, "photo"), "photo")
    status, answer = await stage.raw("sendPhoto", chat_id=chat, photo=photo, caption=caption)
    assert (status, answer.get("description")) == ((200, None) if ok else (400, "Bad Request: message caption is too long"))


async def test_a_copy_takes_another_caption_or_keeps_its_own(stage: Stage, chat: int) -> None:
    written = await attach(stage, "photo", caption="old")
    where = {"chat_id": chat, "from_chat_id": chat, "message_id": written["message_id"]}
    await stage.bot("copyMessage", **where)
    await stage.bot("copyMessage", **where, caption="new")
    await stage.bot("copyMessage", **where, caption="")
    shown = (await stage.page("state", "GET"))["messages"]["1001"][-3:]
    assert [message.get("caption") for message in shown] == ["old", "new", None]


async def test_an_album_comes_as_messages_with_one_group(stage: Stage, chat: int) -> None:
    items = [{"kind": "photo", "caption": "first"}, {"kind": "video"}]
    await stage.page("albums", sender=chat, chat_id=chat, items=items)
    told = [update["message"] for update in await stage.updates()]
    assert len({message["media_group_id"] for message in told}) == 1
    ids = [message["message_id"] for message in told]
    copies = await stage.bot("copyMessages", chat_id=stage.cast.desk, from_chat_id=chat, message_ids=ids)
    shown = (await stage.page("state", "GET"))["messages"][str(stage.cast.desk)]
    assert [message["message_id"] for message in shown] == [copy["message_id"] for copy in copies]
    assert len({message["media_group_id"] for message in shown} - {told[0]["media_group_id"]}) == 1


async def test_the_bot_sends_an_album(stage: Stage, chat: int) -> None:
    photo = file_id_of(await attach(stage, "photo"), "photo")
    media = [{"type": "photo", "media": photo, "caption": "<i>a</i>", "parse_mode": "HTML"}, {"type": "photo", "media": photo}]
    first, second = await stage.bot("sendMediaGroup", chat_id=chat, media=media)
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("kinds", "description"),
    [
        (["photo"], "too few messages to send as an album"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["photo", "voice"], "media of the specified type can't be used in the album"),
        ([], "there are no media to send"),
    ],
)
async def test_albums_that_cannot_be_sent(stage: Stage, chat: int, kinds: list[str], description: str) -> None:
    media = [{"type": kind, "media": "x"} for kind in kinds]
    assert await stage.refusal("sendMediaGroup", chat_id=chat, media=media) == (400, f"Bad Request: {description}")


async def test_many_copies_skip_what_is_not_there(stage: Stage, chat: int) -> None:
    first, second = [(await stage.write(chat, text))["message_id"] for text in "ab"]
    where = {"chat_id": stage.cast.desk, "from_chat_id": chat}
    assert len(await stage.bot("copyMessages", **where, message_ids=[first, second, 999])) == 2
    assert len(await stage.bot("forwardMessages", **where, message_ids=[first, 999])) == 1
    assert await stage.refusal("copyMessages", **where, message_ids=[998, 999]) == (400, "Bad Request: there are no messages to copy")
    assert await stage.refusal("copyMessages", **where, message_ids=[]) == (400, "Bad Request: message identifiers are not specified")
    assert await stage.refusal("copyMessages", **where, message_ids=["x"]) == (
        400,
        "Bad Request: can't parse message identifiers JSON object",
    )
    assert await stage.refusal("copyMessages", **where, message_ids=[second, first]) == (
        400,
        "Bad Request: message identifiers must be in a strictly increasing order",
    )


async def test_a_forward_says_who_wrote_it(stage: Stage, chat: int) -> None:
    written = await stage.write(chat, "mine")
    forwarded = await stage.bot("forwardMessage", chat_id=stage.cast.desk, from_chat_id=chat, message_id=written["message_id"])
    assert forwarded["forward_origin"] == {"type": "user", "date": written["date"], "sender_user": written["from"]}


async def test_a_person_forwards_openly_or_hidden(stage: Stage, chat: int) -> None:
    await stage.write(chat, "look", forward_from=1002)
    await stage.write(chat, "look", forward_from=1002, forward_hidden=True)
    opened, hidden = [update["message"]["forward_origin"] for update in await stage.updates()]
    assert (opened["type"], opened["sender_user"]["id"]) == ("user", 1002)
    assert (hidden["type"], hidden["sender_user_name"]) == ("hidden_user", "James Carter")


async def test_a_copied_poll_begins_anew(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendPoll", chat_id=chat, question="When?", options=[{"text": "today"}, "tomorrow"])
    await stage.bot("copyMessage", chat_id=chat, from_chat_id=chat, message_id=sent["message_id"])
    copied = (await stage.page("state", "GET"))["messages"]["1001"][-1]["poll"]
    assert [option["text"] for option in copied["options"]] == ["today", "tomorrow"]
    assert copied["id"] != sent["poll"]["id"]


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendPoll", {"question": "", "options": ["a"]}, "poll question must be non-empty"),
        ("sendPoll", {"question": "x" * 301, "options": ["a"]}, "poll question length must not exceed 300"),
        ("sendPoll", {"question": "x", "options": []}, "poll must have at least 1 option"),
        ("sendPoll", {"question": "x", "options": ["a"] * 13}, "poll can't have more than 12 options"),
        ("sendPoll", {"question": "x", "options": ["a" * 101]}, "poll options length must not exceed 100"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendContact", {"first_name": "x"}, "phone number is empty"),
        ("sendContact", {"phone_number": "1"}, "first name is empty"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("getFile", {}, "file_id not specified"),
    ],
)
async def test_what_cannot_be_carried(stage: Stage, chat: int, method: str, parameters: dict[str, Any], description: str) -> None:
    assert await stage.refusal(method, chat_id=chat, **parameters) == (400, f"Bad Request: {description}")


async def test_places_contacts_and_dice_are_sent(stage: Stage, chat: int) -> None:
    place = await stage.bot("sendLocation", chat_id=chat, latitude=52.5, longitude=13.4)
    assert place["location"] == {"latitude": 52.5, "longitude": 13.4}
    contact = await stage.bot("sendContact", chat_id=chat, phone_number="+4930", first_name="Desk")
    assert contact["contact"] == {"phone_number": "+4930", "first_name": "Desk"}
    dice = await stage.bot("sendDice", chat_id=chat, emoji="🎯")
    assert 1 <= dice["dice"]["value"] <= 6


async def test_an_address_brings_a_drawn_file(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendDocument", chat_id=chat, document="https://kefu.example/terms.pdf")
    assert sent["document"]["file_name"] == "terms.pdf"


@pytest.mark.parametrize(("mime_type", "kind"), [("image/png", "photo"), ("audio/ogg", "voice"), ("application/zip", "document")])
async def test_a_person_uploads_a_file(stage: Stage, mime_type: str, kind: str) -> None:
    form = aiohttp.FormData()
    form.add_field("file", png(4, 4, 1), filename="x.bin", content_type=mime_type)
    async with stage.session.post(f"{stage.url}/playground/api/files", data=form) as answer:
        file = await answer.json()
    assert (file["kind"], file["size"]) == (kind, len(png(4, 4, 1)))
    written = await attach(stage, "document", file_id=file["file_id"])
    async with stage.session.get(f"{stage.url}/playground/api/files/{written['document']['file_id']}") as answer:
        assert await answer.read() == png(4, 4, 1)


@pytest.mark.parametrize(
    ("kind", "head"), [("photo", b"\x89PNG"), ("document", b"%PDF"), ("voice", b"RIFF"), ("animation", b"GIF89a"), ("sticker", b"\x89PNG")]
)
async def test_demo_files_are_real_files(stage: Stage, kind: str, head: bytes) -> None:
    file_id = file_id_of(await attach(stage, kind), kind)
    async with stage.session.get(f"{stage.url}/playground/api/files/{file_id}") as answer:
        assert (await answer.read()).startswith(head)
