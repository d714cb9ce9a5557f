"""Buttons: presses and their answers, the keyboard below the chat, and keyboards that are refused."""

from typing import Any

import pytest

from tests.playground.stage import Stage

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def press(stage: Stage, chat: int, message: dict[str, Any], data: str, **more: Any) -> str:
    given = await stage.page("presses", sender=chat, chat_id=chat, message_id=message["message_id"], data=data, **more)
    return str(given["callback_query_id"])


async def test_a_press_carries_its_message(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "yes", "no")
    query_id = await press(stage, chat, sent, "yes")
    [update] = await stage.updates()
    query = update["callback_query"]
    assert (query["id"], query["from"]["id"], query["data"]) == (query_id, chat, "yes")
    assert query["message"] == sent


async def test_data_that_is_on_no_button_is_refused_unless_it_is_forged(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "yes")
    where = {"sender": chat, "chat_id": chat, "message_id": sent["message_id"]}
    assert await stage.refused("presses", **where, data="no") == (400, "DATA_INVALID: the message has no button with this data.")
    await press(stage, chat, sent, "no", forged=True)
    assert [update["callback_query"]["data"] for update in await stage.updates()] == ["no"]


async def test_a_button_that_was_edited_away_cannot_be_pressed(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "yes")
    await stage.bot("editMessageReplyMarkup", chat_id=chat, message_id=sent["message_id"])
    where = {"sender": chat, "chat_id": chat, "message_id": sent["message_id"]}
    assert (await stage.refused("presses", **where, data="yes"))[0] == 400
    await stage.bot("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    assert await stage.refused("presses", **where, data="yes") == (404, "The message is not there.")


async def test_any_member_presses_in_a_group(stage: Stage) -> None:
    sent = await stage.send_keyboard(stage.cast.desk, "claim")
    where = {"chat_id": stage.cast.desk, "message_id": sent["message_id"], "data": "claim"}
    await stage.page("presses", sender=2002, **where)
    assert (await stage.updates())[0]["callback_query"]["from"]["id"] == 2002
    assert (await stage.refused("presses", sender=1001, **where))[0] == 403


async def test_a_press_is_answered_once(stage: Stage, chat: int) -> None:
    query_id = await press(stage, chat, await stage.send_keyboard(chat, "yes"), "yes")
    after = stage.world.events.last_id
    await stage.bot("answerCallbackQuery", callback_query_id=query_id, text="Thanks", show_alert=True)
    assert await stage.refusal("answerCallbackQuery", callback_query_id=query_id) == (400, TOO_OLD)
    assert await stage.refusal("answerCallbackQuery", callback_query_id="1") == (400, TOO_OLD)
    assert stage.world.events.last_id == after + 1


async def test_a_press_can_be_answered_for_150_seconds(stage: Stage, chat: int) -> None:
    query_id = await press(stage, chat, await stage.send_keyboard(chat, "yes"), "yes")
    stage.world.presses[query_id].pressed_at -= 151
    assert await stage.refusal("answerCallbackQuery", callback_query_id=query_id) == (400, TOO_OLD)


@pytest.mark.parametrize(
    ("parameters", "description"), [({"text": "x" * 201}, "MESSAGE_TOO_LONG"), ({"url": "https://elsewhere.example"}, "URL_INVALID")]
)
async def test_answers_that_cannot_be_given(stage: Stage, chat: int, parameters: dict[str, Any], description: str) -> None:
    query_id = await press(stage, chat, await stage.send_keyboard(chat, "yes"), "yes")
    assert await stage.refusal("answerCallbackQuery", callback_query_id=query_id, **parameters) == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "林" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text is empty"),
        ({"callback_data": "x"}, "can't parse inline keyboard button: can't find field \"text\""),
        ({"text": "x", "url": "not a url"}, "inline keyboard button URL 'not a url' is invalid: Wrong HTTP URL"),
        ({"text": "x", "url": "ftp://a.b"}, "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol"),
        (
            {"text": "x", "web_app": {"url": "http://a.b"}},
            "inline keyboard button Web App URL 'http://a.b' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_buttons_that_cannot_be_sent(stage: Stage, chat: int, button: dict[str, Any], description: str) -> None:
    refused = await stage.refusal("sendMessage", chat_id=chat, text="x", reply_markup={"inline_keyboard": [[button]]})
    assert refused == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(("rows", "row", "ok"), [(12, 8, True), (13, 8, False), (1, 9, False), (100, 1, True), (101, 1, False)])
async def test_a_keyboard_holds_100_buttons_8_in_a_row(stage: Stage, chat: int, rows: int, row: int, ok: bool) -> None:
    keyboard = [[{"text": "x", "callback_data": "x"}] * row] * rows
    status, answer = await stage.raw("sendMessage", chat_id=chat, text="x", reply_markup={"inline_keyboard": keyboard})
    assert (status, answer.get("description")) == ((200, None) if ok else (400, "Bad Request: reply markup is too long"))


async def test_callback_data_holds_64_bytes(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "林" * 21 + "x")
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "林" * 21 + "x"


async def test_an_edit_takes_inline_keyboards_only(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="x")
    keyboard = {"keyboard": [["a"]]}
    refused = await stage.refusal("editMessageText", chat_id=chat, message_id=sent["message_id"], text="y", reply_markup=keyboard)
    assert refused == (400, "Bad Request: inline keyboard expected")


async def test_the_keyboard_below_the_chat_comes_and_goes(stage: Stage, chat: int) -> None:
    keyboard = {"keyboard": [[{"text": "My orders"}]], "resize_keyboard": True}
    sent = await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert (await stage.page("state", "GET"))["reply_keyboards"]["1001"] == keyboard
    await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup={"remove_keyboard": True})
    assert (await stage.page("state", "GET"))["reply_keyboards"]["1001"] is None
    refused = await stage.refusal("editMessageText", chat_id=chat, message_id=sent["message_id"], text="y")
    assert refused == (400, "Bad Request: message can't be edited")


async def test_a_contact_is_shared_by_its_button_only(stage: Stage, chat: int) -> None:
    assert await stage.refused("contacts", sender=chat) == (400, "No button below the chat asks for the contact.")
    keyboard = {"keyboard": [[{"text": "My number", "request_contact": True}]], "one_time_keyboard": True}
    await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup=keyboard)
    await stage.page("contacts", sender=chat, phone_number="+49301234")
    [update] = await stage.updates()
    assert update["message"]["contact"] == {"phone_number": "+49301234", "first_name": "Mei Lin", "last_name": "林美", "user_id": chat}


async def test_a_keyboard_for_one_time_is_hidden_by_the_page_and_stays_in_the_chat(stage: Stage, chat: int) -> None:
    keyboard = {"keyboard": [[{"text": "Yes"}]], "one_time_keyboard": True}
    await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup=keyboard)
    await stage.write(chat, "Yes")
    assert (await stage.page("state", "GET"))["reply_keyboards"]["1001"] == keyboard


async def test_a_request_for_a_reply_is_shown_to_the_page_and_not_to_the_bot(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup={"force_reply": True, "selective": True})
    assert "reply_markup" not in sent
    assert (await stage.page("state", "GET"))["messages"][str(chat)][-1]["reply_markup"] == {"force_reply": True, "selective": True}


async def test_a_contact_is_not_asked_for_in_a_group(stage: Stage) -> None:
    keyboard = {"keyboard": [[{"text": "My number", "request_contact": True}]]}
    refused = await stage.refusal("sendMessage", chat_id=stage.cast.desk, text="x", reply_markup=keyboard)
    assert refused == (400, "Bad Request: phone number can be requested in private chats only")


async def test_a_web_app_button_is_for_private_chats(stage: Stage, chat: int) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Open", "web_app": {"url": "https://kefu.example"}}]]}
    await stage.bot("sendMessage", chat_id=chat, text="x", reply_markup=keyboard)
    refused = await stage.refusal("sendMessage", chat_id=stage.cast.desk, text="x", reply_markup=keyboard)
    assert refused == (400, "Bad Request: BUTTON_TYPE_INVALID")
