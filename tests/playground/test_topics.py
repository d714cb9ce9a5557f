"""Topics of a forum: how they are opened, named, closed and deleted, and how messages belong to them."""

from typing import Any

import pytest

from playground.chats import Standing
from playground.groups import set_standing
from tests.playground.stage import Stage


async def test_the_id_of_a_topic_is_the_id_of_the_message_that_created_it(stage: Stage) -> None:
    created = await stage.bot("createForumTopic", chat_id=stage.cast.desk, name=" Mei ", icon_color=13338331)
    assert created == {"message_thread_id": 2, "name": "Mei", "icon_color": 13338331}
    [update] = await stage.updates()
    assert update["message"]["message_id"] == 2
    assert update["message"]["message_thread_id"] == 2
    assert update["message"]["is_topic_message"] is True
    assert update["message"]["forum_topic_created"] == {"name": "Mei", "icon_color": 13338331}


async def test_a_message_in_a_topic_seems_to_reply_to_the_topic(stage: Stage, topic: int) -> None:
    await stage.write(2001, "hello", stage.cast.desk, thread_id=topic)
    [update] = await stage.updates()
    message = update["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
    assert message["reply_to_message"]["message_id"] == topic
    assert "forum_topic_created" in message["reply_to_message"]


async def test_a_real_reply_in_a_topic_shows_what_it_replies_to(stage: Stage, topic: int) -> None:
    asked = await stage.write(2001, "asked", stage.cast.desk, thread_id=topic)
    answer = await stage.bot("sendMessage", chat_id=stage.cast.desk, text="x", reply_parameters={"message_id": asked["message_id"]})
    assert answer["reply_to_message"]["text"] == "asked"
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (topic, True)


async def test_outside_topics_a_reply_carries_a_thread_that_is_no_topic(stage: Stage) -> None:
    first = await stage.write(2001, "general", stage.cast.desk)
    assert "message_thread_id" not in first
    second = await stage.write(2002, "reply", stage.cast.desk, reply_to=first["message_id"])
    assert second["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in second


async def test_a_topic_is_renamed_closed_and_reopened_with_service_messages(stage: Stage, topic: int) -> None:
    where = {"chat_id": stage.cast.desk, "message_thread_id": topic}
    await stage.bot("editForumTopic", **where, name="Mei · urgent")
    await stage.bot("closeForumTopic", **where)
    await stage.bot("reopenForumTopic", **where)
    told = [update["message"] for update in await stage.updates()]
    assert told[0]["forum_topic_edited"] == {"name": "Mei · urgent"}
    assert told[1]["forum_topic_closed"] == {}
    assert told[2]["forum_topic_reopened"] == {}
    assert all(message["message_thread_id"] == topic for message in told)


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("editForumTopic", {"name": "Mei"}, "TOPIC_NOT_MODIFIED"),
        ("reopenForumTopic", {}, "TOPIC_NOT_MODIFIED"),
        ("editForumTopic", {"message_thread_id": 99, "name": "x"}, "TOPIC_ID_INVALID"),
        ("closeForumTopic", {"message_thread_id": 99}, "TOPIC_ID_INVALID"),
        ("deleteForumTopic", {"message_thread_id": 99}, "TOPIC_ID_INVALID"),
        ("createForumTopic", {"name": ""}, "topic name must be non-empty"),
        ("createForumTopic", {"name": "x" * 129}, "TOPIC_TITLE_INVALID"),
        ("sendMessage", {"message_thread_id": 99, "text": "x"}, "message thread not found"),
        ("sendChatAction", {"message_thread_id": 99, "action": "typing"}, "message thread not found"),
        ("sendMessage", {"message_thread_id": 1, "text": "x"}, "message thread not found"),
    ],
)
async def test_what_cannot_be_done_with_a_topic(
    stage: Stage, topic: int, method: str, parameters: dict[str, Any], description: str
) -> None:
    given = {"chat_id": stage.cast.desk, "message_thread_id": topic, **parameters}
    assert await stage.refusal(method, **given) == (400, f"Bad Request: {description}")


async def test_a_deleted_topic_takes_its_messages_along_and_nobody_is_told(stage: Stage, topic: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=stage.cast.desk, message_thread_id=topic, text="x")
    await stage.page("topics/deletions", chat_id=stage.cast.desk, thread_id=topic)
    assert await stage.updates() == []
    thread = {"chat_id": stage.cast.desk, "message_thread_id": topic}
    assert await stage.refusal("sendMessage", **thread, text="y") == (400, "Bad Request: message thread not found")
    copying = await stage.refusal("copyMessage", **thread, from_chat_id=stage.cast.desk, message_id=sent["message_id"])
    assert copying == (400, "Bad Request: message to copy not found")
    gone = await stage.refusal("editMessageText", chat_id=stage.cast.desk, message_id=sent["message_id"], text="y")
    assert gone == (400, "Bad Request: message to edit not found")


async def test_a_closed_topic_is_open_for_administrators_only(stage: Stage, topic: int) -> None:
    desk = stage.cast.desk
    await stage.page("topics/state", sender=stage.cast.olivia, chat_id=desk, thread_id=topic, closed=True)
    assert await stage.refused("messages", sender=2001, chat_id=desk, thread_id=topic, text="x") == (403, "The topic is closed.")
    await stage.write(stage.cast.olivia, "as the owner", desk, thread_id=topic)
    await stage.bot("sendMessage", chat_id=desk, message_thread_id=topic, text="as an administrator")
    set_standing(stage.world, stage.world.chats[desk], stage.world.bot.id, Standing.MEMBER, by=stage.cast.olivia)
    refused = await stage.refusal("sendMessage", chat_id=desk, message_thread_id=topic, text="as a member")
    assert refused == (400, "Bad Request: TOPIC_CLOSED")


async def test_topics_need_the_right_and_a_forum(stage: Stage) -> None:
    desk = stage.cast.desk
    rights = {"can_manage_topics": False, "can_delete_messages": True}
    await stage.page(f"groups/{desk}/members", bot=True, status="administrator", by=stage.cast.olivia, rights=rights)
    assert await stage.refusal("createForumTopic", chat_id=desk, name="x") == (400, "Bad Request: not enough rights to create a topic")
    await stage.page(f"groups/{desk}/forum", is_forum=False)
    assert await stage.refusal("createForumTopic", chat_id=desk, name="x") == (400, "Bad Request: the chat is not a forum")


async def test_a_persons_topic_is_told(stage: Stage) -> None:
    created = await stage.page("topics", sender=2001, chat_id=stage.cast.desk, name="Ideas")
    [update] = await stage.updates()
    assert update["message"]["from"]["id"] == 2001
    assert update["message"]["message_thread_id"] == created["message_thread_id"]
    assert await stage.refused("topics", sender=1001, chat_id=stage.cast.desk, name="x") == (403, "Mei Lin is not in this group.")
    assert await stage.refused("topics", sender=2001, chat_id=stage.cast.front_office, name="x") == (400, "The group has no topics.")


async def test_icons_of_topics_can_be_chosen(stage: Stage) -> None:
    icons = await stage.bot("getForumTopicIconStickers")
    chosen = icons[0]["custom_emoji_id"]
    created = await stage.bot("createForumTopic", chat_id=stage.cast.desk, name="x", icon_custom_emoji_id=chosen)
    assert created["icon_custom_emoji_id"] == chosen


async def test_a_message_from_another_topic_is_an_external_reply(stage: Stage, topic: int) -> None:
    other = await stage.bot("createForumTopic", chat_id=stage.cast.desk, name="Other")
    there = {"chat_id": stage.cast.desk, "message_thread_id": other["message_thread_id"]}
    asked = await stage.write(2001, "asked", stage.cast.desk, thread_id=topic)
    sent = await stage.bot("sendMessage", **there, text="x", reply_parameters={"message_id": asked["message_id"]})
    assert sent["external_reply"]["message_id"] == asked["message_id"]
    assert sent["message_thread_id"] == other["message_thread_id"]
