"""Private chats: ids of messages, replies, edits, deletions, reactions, blocking, and what the bot may not do."""

from datetime import timedelta
from typing import Any

import pytest

from tests.playground.stage import Stage

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


async def test_all_private_chats_and_plain_groups_count_their_messages_together(stage: Stage) -> None:
    first = await stage.write(1001, "a")
    second = await stage.write(1002, "b")
    third = await stage.write(2001, "c", stage.cast.front_office)
    fourth = await stage.bot("sendMessage", chat_id=1001, text="d")
    ids = [message["message_id"] for message in (first, second, third, fourth)]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2, ids[0] + 3]


async def test_a_supergroup_counts_its_own_messages(stage: Stage) -> None:
    await stage.write(1001, "elsewhere")
    first = await stage.write(2001, "a", stage.cast.desk)
    second = await stage.bot("sendMessage", chat_id=stage.cast.desk, text="b")
    assert (first["message_id"], second["message_id"]) == (2, 3)


async def test_a_message_says_who_wrote_it_where_and_when(stage: Stage) -> None:
    written = await stage.write(1001, "hi")
    [update] = await stage.updates()
    assert update["message"] == {
        "message_id": written["message_id"],
        "from": {
            "id": 1001,
            "is_bot": False,
            "first_name": "Mei Lin",
            "last_name": "林美",
            "username": "meilin",
            "language_code": "zh-hans",
        },
        "chat": {"id": 1001, "type": "private", "first_name": "Mei Lin", "last_name": "林美", "username": "meilin"},
        "date": written["date"],
        "text": "hi",
    }


async def test_a_reply_shows_what_it_replies_to_without_a_further_reply(stage: Stage, chat: int) -> None:
    first = await stage.bot("sendMessage", chat_id=chat, text="first")
    second = await stage.write(chat, "second", reply_to=first["message_id"])
    third = await stage.bot("sendMessage", chat_id=chat, text="third", reply_parameters={"message_id": second["message_id"]})
    assert third["reply_to_message"]["text"] == "second"
    assert "reply_to_message" not in third["reply_to_message"]
    assert (await stage.updates())[0]["message"]["reply_to_message"]["text"] == "first"


async def test_a_reply_may_quote(stage: Stage, chat: int) -> None:
    written = await stage.write(chat, "林美 wrote this")
    quoting = {"message_id": written["message_id"], "quote": "wrote"}
    sent = await stage.bot("sendMessage", chat_id=chat, text="x", reply_parameters=quoting)
    assert sent["quote"] == {"text": "wrote", "position": 3, "is_manual": True}


async def test_a_reply_to_a_message_that_is_gone_is_refused_unless_it_need_not_reply(stage: Stage, chat: int) -> None:
    refused = await stage.refusal("sendMessage", chat_id=chat, text="x", reply_parameters={"message_id": 999})
    assert refused == (400, "Bad Request: message to be replied not found")
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await stage.bot("sendMessage", chat_id=chat, text="x", reply_parameters=lenient)


async def test_a_reply_to_another_chat_is_an_external_reply(stage: Stage, chat: int) -> None:
    asked = await stage.write(2001, "look at this", stage.cast.desk)
    elsewhere = {"message_id": asked["message_id"], "chat_id": stage.cast.desk}
    sent = await stage.bot("sendMessage", chat_id=chat, text="x", reply_parameters=elsewhere)
    assert sent["external_reply"]["message_id"] == asked["message_id"]
    assert sent["external_reply"]["origin"]["sender_user"]["first_name"] == "Anna"


async def test_a_persons_edit_is_told(stage: Stage, chat: int) -> None:
    written = await stage.write(chat, "teh")
    await stage.page("edits", sender=chat, chat_id=chat, message_id=written["message_id"], text="the")
    first, second = await stage.updates()
    assert (first["message"]["text"], second["edited_message"]["text"]) == ("teh", "the")
    assert second["edited_message"]["edit_date"] >= written["date"]


async def test_a_bot_edits_its_text_and_the_keyboard_goes_unless_it_is_given_again(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "a")
    edited = await stage.bot("editMessageText", chat_id=chat, message_id=sent["message_id"], text="done")
    assert edited["text"] == "done"
    assert "edit_date" in edited
    assert "reply_markup" not in edited


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("editMessageText", {"message_id": 999, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("copyMessage", {"from_chat_id": 1001, "message_id": 999}, "message to copy not found"),
        ("forwardMessage", {"from_chat_id": 1001, "message_id": 999}, "message to forward not found"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("setMessageReaction", {"message_id": 999}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🧨"}]}, "REACTION_INVALID"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendDice", {"emoji": "🧨"}, "EMOTICON_INVALID"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "no such id"}, "wrong file identifier/HTTP URL specified"),
        ("createForumTopic", {"name": "x"}, "the chat is not a forum"),
        ("sendMessage", {"text": "x", "message_thread_id": 77}, "message thread not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ],
)
async def test_what_is_not_there_is_refused_in_telegrams_words(
    stage: Stage, chat: int, method: str, parameters: dict[str, Any], description: str
) -> None:
    assert await stage.refusal(method, chat_id=chat, **parameters) == (400, f"Bad Request: {description}")


async def test_an_edit_that_changes_nothing_is_refused(stage: Stage, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "a")
    where = {"chat_id": chat, "message_id": sent["message_id"]}
    same = await stage.refusal("editMessageText", **where, text="choose", reply_markup=sent["reply_markup"])
    assert same == (400, NOT_MODIFIED)
    assert await stage.refusal("editMessageReplyMarkup", **where, reply_markup=sent["reply_markup"]) == (400, NOT_MODIFIED)
    assert "reply_markup" not in await stage.bot("editMessageReplyMarkup", **where)


async def test_text_and_caption_are_edited_where_they_are(stage: Stage, chat: int) -> None:
    written = await stage.page("messages", sender=chat, chat_id=chat, attachment={"kind": "photo"})
    photo = await stage.bot("sendPhoto", chat_id=chat, photo=written["photo"][-1]["file_id"], caption="old")
    edited = await stage.bot("editMessageCaption", chat_id=chat, message_id=photo["message_id"], caption="<b>new</b>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"]) == ("new", [{"type": "bold", "offset": 0, "length": 3}])
    assert await stage.refusal("editMessageText", chat_id=chat, message_id=photo["message_id"], text="x") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )
    text = await stage.bot("sendMessage", chat_id=chat, text="x")
    assert await stage.refusal("editMessageCaption", chat_id=chat, message_id=text["message_id"], caption="x") == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )


async def test_messages_are_deleted_for_two_days(stage: Stage, chat: int) -> None:
    mine = await stage.bot("sendMessage", chat_id=chat, text="x")
    theirs = await stage.write(chat, "y")
    old = await stage.bot("sendMessage", chat_id=chat, text="z")
    assert await stage.bot("deleteMessages", chat_id=chat, message_ids=[mine["message_id"], theirs["message_id"], 999])
    await stage.page("clock", advance_seconds=timedelta(days=2).total_seconds())
    assert await stage.refusal("deleteMessage", chat_id=chat, message_id=old["message_id"]) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    state = await stage.page("state", "GET")
    assert [message["text"] for message in state["messages"]["1001"] if message["deleted"]] == ["x", "y"]


async def test_the_bot_reacts_with_one_emoji(stage: Stage, chat: int) -> None:
    written = await stage.write(chat, "thanks")
    where = {"chat_id": chat, "message_id": written["message_id"]}
    await stage.bot("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "❤"}])
    state = await stage.page("state", "GET")
    assert state["messages"]["1001"][-1]["reactions"] == [{"person_id": None, "emoji": "❤"}]
    two = [{"type": "emoji", "emoji": "❤"}, {"type": "emoji", "emoji": "👍"}]
    assert await stage.refusal("setMessageReaction", **where, reaction=two) == (400, "Bad Request: REACTIONS_TOO_MANY")
    await stage.bot("setMessageReaction", **where)
    assert (await stage.page("state", "GET"))["messages"]["1001"][-1]["reactions"] == []


async def test_a_persons_reaction_is_told_with_the_one_before(stage: Stage, chat: int) -> None:
    await stage.bot("getUpdates", allowed_updates=["message_reaction"])
    sent = await stage.bot("sendMessage", chat_id=chat, text="x")
    for emoji in ("👍", "❤", None):
        await stage.page("reactions", sender=chat, chat_id=chat, message_id=sent["message_id"], emoji=emoji)
    told = [update["message_reaction"] for update in await stage.updates()]
    assert [[reaction["emoji"] for reaction in change["new_reaction"]] for change in told] == [["👍"], ["❤"], []]
    assert [[reaction["emoji"] for reaction in change["old_reaction"]] for change in told] == [[], ["👍"], ["❤"]]
    assert told[0]["user"]["id"] == chat


@pytest.mark.parametrize("method", ["sendMessage", "getChat", "editMessageText", "sendChatAction"])
async def test_an_unknown_chat_is_refused(stage: Stage, method: str) -> None:
    parameters = {"text": "x", "message_id": 1, "action": "typing"}
    assert await stage.refusal(method, chat_id=987654321, **parameters) == (400, "Bad Request: chat not found")
    assert await stage.refusal(method, chat_id="@nobody", **parameters) == (400, "Bad Request: chat not found")
    assert await stage.refusal(method, **parameters) == (400, "Bad Request: chat_id is empty")


async def test_the_bot_cannot_begin_a_conversation(stage: Stage) -> None:
    refused = await stage.refusal("sendMessage", chat_id=1001, text="hello?")
    assert refused == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_person_blocks_the_bot_and_comes_back(stage: Stage, chat: int) -> None:
    await stage.page("blocked", person_id=chat, blocked=True)
    assert await stage.refusal("sendMessage", chat_id=chat, text="x") == (403, "Forbidden: bot was blocked by the user")
    assert (await stage.refused("messages", sender=chat, chat_id=chat, text="x"))[0] == 403
    await stage.page("start", sender=chat, payload="back")
    await stage.bot("sendMessage", chat_id=chat, text="welcome back")
    blocked, unblocked, start = await stage.updates()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start back"


async def test_a_deleted_account_gets_nothing(stage: Stage, chat: int) -> None:
    await stage.page("deactivated", person_id=chat)
    assert await stage.refusal("sendMessage", chat_id=chat, text="x") == (403, "Forbidden: user is deactivated")
    assert (await stage.refused("messages", sender=chat, chat_id=chat, text="x"))[0] == 403


async def test_a_pin_is_told_as_a_service_message(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="keep this")
    await stage.bot("pinChatMessage", chat_id=chat, message_id=sent["message_id"])
    [update] = await stage.updates()
    assert update["message"]["pinned_message"]["text"] == "keep this"
    assert (await stage.bot("getChat", chat_id=chat))["pinned_message"]["text"] == "keep this"
    await stage.bot("unpinChatMessage", chat_id=chat)
    assert "pinned_message" not in await stage.bot("getChat", chat_id=chat)
    assert await stage.refusal("unpinChatMessage", chat_id=chat) == (400, "Bad Request: message to unpin not found")


async def test_protected_messages_stay_where_they_are(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="secret", protect_content=True)
    assert sent["has_protected_content"] is True
    where = {"chat_id": chat, "from_chat_id": chat, "message_id": sent["message_id"]}
    assert await stage.refusal("copyMessage", **where) == (400, "Bad Request: message can't be copied")
    assert await stage.refusal("forwardMessage", **where) == (400, "Bad Request: message can't be forwarded")


async def test_a_wrong_token_and_an_unknown_method(stage: Stage) -> None:
    async with stage.session.get(f"{stage.url}/bot1:wrong/getMe") as answer:
        assert (answer.status, await answer.json()) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert await stage.refusal("getMoney") == (404, "Not Found: method not found")
    assert (await stage.refusal("logOut"))[0] == 400


async def test_parameters_come_by_query_form_or_json(stage: Stage, chat: int) -> None:
    address = f"{stage.url}/bot{stage.world.token}/SENDMESSAGE"
    fields = {"chat_id": str(chat), "text": "林"}
    async with stage.session.get(address, params=fields) as answer:
        assert (await answer.json())["result"]["text"] == "林"
    async with stage.session.post(address, data=fields) as answer:
        assert (await answer.json())["result"]["text"] == "林"
    async with stage.session.post(address, data=b"[1]", headers={"Content-Type": "application/json"}) as answer:
        assert (answer.status, (await answer.json())["description"]) == (400, "Bad Request: expected JSON object")
    assert [call["parameters"] for call in await stage.log()] == [{"chat_id": chat, "text": "林"}] * 2


async def test_a_call_that_breaks_the_stand_in_is_answered_all_the_same(stage: Stage, chat: int) -> None:
    refused = await stage.refusal("sendMessage", chat_id=chat, text="x", reply_markup={"inline_keyboard": [[{"text": "x", "web_app": 3}]]})
    assert refused == (500, "Internal Server Error")
