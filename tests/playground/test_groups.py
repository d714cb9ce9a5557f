"""Groups: who may write, who joins and leaves, anonymous administrators, and the upgrade to a supergroup."""

from typing import Any

import pytest

from tests.playground.stage import Stage

GROUP_IS_SUPERGROUP = "Bad Request: group chat was upgraded to a supergroup chat"


async def test_the_bot_hears_everything_in_its_groups(stage: Stage) -> None:
    for chat_id in (stage.cast.desk, stage.cast.front_office):
        await stage.write(2001, "not a command", chat_id)
    assert [update["message"]["chat"]["type"] for update in await stage.updates()] == ["supergroup", "group"]


async def test_somebody_outside_cannot_write(stage: Stage) -> None:
    refused = await stage.refused("messages", sender=1002, chat_id=stage.cast.desk, text="x")
    assert refused == (403, "James is not in this group.")
    assert await stage.refused("messages", sender=1002, chat_id=1001, text="x") == (403, "This is not the chat of James.")
    assert await stage.refused("messages", sender=77, chat_id=1001, text="x") == (404, "There is no person 77.")
    assert await stage.refused("messages", sender=1002, chat_id=-77, text="x") == (404, "There is no chat -77.")


async def test_the_bot_is_added_to_a_new_group(stage: Stage) -> None:
    group = await stage.page("groups", title="Strangers", by=1002)
    membership, joined = await stage.updates()
    assert membership["my_chat_member"]["from"]["id"] == 1002
    assert membership["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert membership["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["is_bot"] is True
    assert joined["message"]["chat"]["id"] == group["id"] < 0


async def test_the_bot_leaves_and_is_no_longer_told(stage: Stage) -> None:
    group = await stage.page("groups", title="Strangers", by=1002, type="supergroup")
    await stage.updates()
    await stage.bot("leaveChat", chat_id=group["id"])
    await stage.write(1002, "anybody?", group["id"])
    told = await stage.updates()
    assert [set(update) - {"update_id"} for update in told] == [{"my_chat_member"}, {"message"}]
    assert told[1]["message"]["left_chat_member"]["id"] == stage.world.bot.id
    refused = await stage.refusal("sendMessage", chat_id=group["id"], text="x")
    assert refused == (403, "Forbidden: bot is not a member of the supergroup chat")


@pytest.mark.parametrize(("group", "name"), [("desk", "supergroup chat"), ("front_office", "group chat")])
async def test_a_bot_that_was_thrown_out_cannot_write(stage: Stage, group: str, name: str) -> None:
    chat_id = getattr(stage.cast, group)
    await stage.page(f"groups/{chat_id}/members", bot=True, status="kicked", by=stage.cast.olivia)
    assert await stage.refusal("sendMessage", chat_id=chat_id, text="x") == (403, f"Forbidden: bot was kicked from the {name}")


async def test_members_come_rise_and_go(stage: Stage) -> None:
    desk, olivia = stage.cast.desk, stage.cast.olivia
    await stage.bot("getUpdates", allowed_updates=["chat_member", "message"])
    await stage.page(f"groups/{desk}/members", person_id=1002, status="member", by=olivia)
    await stage.page(f"groups/{desk}/members", person_id=1002, status="administrator", by=olivia)
    await stage.page(f"groups/{desk}/members", person_id=1002, status="left", by=1002)
    changes = [update["chat_member"] for update in await stage.updates() if "chat_member" in update]
    assert [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "left"),
    ]
    assert (await stage.bot("getChatMember", chat_id=desk, user_id=1002))["status"] == "left"


async def test_only_an_administrator_bot_is_told_of_members(stage: Stage) -> None:
    group, olivia = stage.cast.front_office, stage.cast.olivia
    await stage.bot("getUpdates", allowed_updates=["chat_member", "message_reaction"])
    await stage.page(f"groups/{group}/members", person_id=1002, status="member", by=olivia)
    written = await stage.write(1002, "x", group)
    await stage.page("reactions", sender=2001, chat_id=group, message_id=written["message_id"], emoji="👍")
    assert await stage.updates() == []


async def test_an_anonymous_administrator_writes_as_the_group(stage: Stage) -> None:
    desk = stage.cast.desk
    await stage.page(f"groups/{desk}/members", person_id=2001, status="administrator", by=stage.cast.olivia, is_anonymous=True)
    await stage.write(2001, "who am I?", desk)
    message = (await stage.updates())[-1]["message"]
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == desk


async def test_a_channel_writes_in_a_group(stage: Stage) -> None:
    await stage.write(2001, "advertisement", stage.cast.desk, as_chat=-1001234567890)
    [update] = await stage.updates()
    assert update["message"]["from"]["id"] == 136817688
    assert update["message"]["sender_chat"]["type"] == "channel"


async def test_a_group_becomes_a_supergroup(stage: Stage) -> None:
    old = stage.cast.front_office
    upgraded = await stage.page(f"groups/{old}/upgrade")
    first, second = [update["message"] for update in await stage.updates()]
    assert (first["chat"]["id"], first["migrate_to_chat_id"]) == (old, upgraded["id"])
    assert (second["chat"]["id"], second["migrate_from_chat_id"]) == (upgraded["id"], old)
    assert second["message_id"] == 1
    status, answer = await stage.raw("sendMessage", chat_id=old, text="x")
    assert (status, answer) == (
        400,
        {"ok": False, "error_code": 400, "description": GROUP_IS_SUPERGROUP, "parameters": {"migrate_to_chat_id": upgraded["id"]}},
    )
    await stage.bot("sendMessage", chat_id=upgraded["id"], text="x")
    await stage.write(2001, "moved along", upgraded["id"])
    assert (await stage.refused("messages", sender=2001, chat_id=old, text="x")) == (403, "This group has become a supergroup.")


async def test_who_is_in_a_group(stage: Stage) -> None:
    desk = stage.cast.desk
    assert await stage.bot("getChatMemberCount", chat_id=desk) == 4
    administrators = await stage.bot("getChatAdministrators", chat_id=desk)
    assert {(member["user"]["first_name"], member["status"]) for member in administrators} == {
        ("Olivia", "creator"),
        ("Kefu", "administrator"),
    }
    me = await stage.bot("getChatMember", chat_id=desk, user_id=stage.world.bot.id)
    assert (me["can_manage_topics"], me["can_promote_members"]) == (True, False)
    assert (await stage.bot("getChat", chat_id=desk))["is_forum"] is True
    assert (await stage.bot("getChatMember", chat_id=desk, user_id=1002))["status"] == "left"


async def test_members_are_restricted_banned_and_let_back(stage: Stage) -> None:
    desk = stage.cast.desk
    where = {"chat_id": desk, "user_id": 2001}
    await stage.bot("restrictChatMember", **where, permissions={"can_send_messages": False})
    assert (await stage.bot("getChatMember", **where))["can_send_messages"] is False
    assert await stage.refused("messages", sender=2001, chat_id=desk, text="x") == (403, "Anna may not write here.")
    await stage.bot("banChatMember", **where)
    assert (await stage.bot("getChatMember", **where))["status"] == "kicked"
    await stage.bot("unbanChatMember", **where)
    assert (await stage.bot("getChatMember", **where))["status"] == "left"


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("banChatMember", {"user_id": 3001}, "can't remove chat owner"),
        ("banChatMember", {"user_id": 4242}, "can't restrict self"),
        ("banChatMember", {"user_id": 77}, "PARTICIPANT_ID_INVALID"),
        ("banChatMember", {}, "invalid user_id specified"),
        ("getChatMember", {"user_id": 77}, "PARTICIPANT_ID_INVALID"),
        ("restrictChatMember", {"user_id": 2001}, "can't parse permissions JSON object"),
        ("banChatMember", {"chat_id": -4001, "user_id": 2001}, "not enough rights to restrict/unrestrict chat member"),
        ("pinChatMessage", {"chat_id": -4001, "message_id": 1}, "not enough rights to manage pinned messages in the chat"),
        ("deleteMessage", {"chat_id": -4001, "message_id": 1}, "message can't be deleted"),
    ],
)
async def test_what_the_bot_may_not_do_in_a_group(stage: Stage, method: str, parameters: dict[str, Any], description: str) -> None:
    await stage.write(2001, "x", stage.cast.front_office)
    given = {"chat_id": stage.cast.desk, **parameters}
    assert await stage.refusal(method, **given) == (400, f"Bad Request: {description}")


async def test_an_administrator_bot_deletes_the_messages_of_others(stage: Stage) -> None:
    written = await stage.write(2001, "x", stage.cast.desk)
    assert await stage.bot("deleteMessage", chat_id=stage.cast.desk, message_id=written["message_id"])
