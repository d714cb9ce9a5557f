"""Faults on purpose: what the bot sees when the network or Telegram fails, and what really happened."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from tests.playground.stage import TOKEN, Stage


async def fault(
    stage: Stage, kind: str, *, method: str = "sendMessage", times: int | None = 1, chat_id: int | None = None, **shape: Any
) -> int:
    given = await stage.page("faults", method=method, times=times, chat_id=chat_id, fault={"kind": kind, **shape})
    return int(given["id"])


def written(stage: Stage, chat: int) -> list[str]:
    return [message.content["text"] for message in stage.world.chats[chat].messages.values() if message.sender_id == stage.world.bot.id]


async def test_a_502_with_a_page_instead_of_an_answer(stage: Stage, chat: int) -> None:
    await fault(stage, "status", status=502, body="<html>Bad Gateway</html>")
    async with stage.session.post(f"{stage.url}/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": "x"}) as answer:
        assert (answer.status, answer.content_type, await answer.text()) == (502, "text/html", "<html>Bad Gateway</html>")
    assert written(stage, chat) == []


async def test_a_status_without_a_body_comes_in_telegrams_form(stage: Stage, chat: int) -> None:
    await fault(stage, "status", status=500)
    assert await stage.refusal("sendMessage", chat_id=chat, text="x") == (500, "Internal Server Error")


async def test_a_flood_wait_says_how_long(stage: Stage, chat: int) -> None:
    await fault(stage, "status", status=429, retry_after=7)
    status, answer = await stage.raw("sendMessage", chat_id=chat, text="x")
    assert (status, answer) == (
        429,
        {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}},
    )


async def test_any_error_of_telegram_can_be_planned(stage: Stage, chat: int) -> None:
    await fault(stage, "error", error_code=400, description="Bad Request: CHAT_RESTRICTED", parameters={"migrate_to_chat_id": -1})
    status, answer = await stage.raw("sendMessage", chat_id=chat, text="x")
    assert (status, answer["description"], answer["parameters"]) == (400, "Bad Request: CHAT_RESTRICTED", {"migrate_to_chat_id": -1})


async def test_a_reset_drops_the_connection_and_nothing_is_sent(stage: Stage, chat: int) -> None:
    await fault(stage, "reset")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stage.bot("sendMessage", chat_id=chat, text="x")
    assert written(stage, chat) == []
    await stage.bot("sendMessage", chat_id=chat, text="y")
    assert written(stage, chat) == ["y"]


@pytest.mark.parametrize(("kind", "effect"), [("timeout_before", []), ("timeout_after", ["x"])])
async def test_a_time_out_leaves_the_bot_without_an_answer(stage: Stage, chat: int, kind: str, effect: list[str]) -> None:
    await fault(stage, kind, seconds=30)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await stage.bot("sendMessage", chat_id=chat, text="x")
    assert written(stage, chat) == effect
    [call] = await stage.log("sendMessage")
    assert call["ok"] is bool(effect)


async def test_a_time_out_ends_with_a_dropped_connection(stage: Stage, chat: int) -> None:
    await fault(stage, "timeout_before", seconds=0.2)
    with pytest.raises(aiohttp.ClientConnectionError):
        await stage.bot("sendMessage", chat_id=chat, text="x")


async def test_a_delay_answers_late(stage: Stage, chat: int) -> None:
    await fault(stage, "delay", seconds=0.3)
    begun = time.monotonic()
    await stage.bot("sendMessage", chat_id=chat, text="x")
    assert time.monotonic() - begun >= 0.29


async def test_a_fault_meets_its_method_and_chat_so_often_and_no_more(stage: Stage, chat: int) -> None:
    await stage.page("start", sender=1002)
    await fault(stage, "status", status=500, chat_id=1002, times=2)
    await stage.bot("sendMessage", chat_id=chat, text="another chat")
    await stage.bot("sendChatAction", chat_id=1002, action="typing")
    for _ in range(2):
        assert (await stage.refusal("sendMessage", chat_id=1002, text="x"))[0] == 500
    await stage.bot("sendMessage", chat_id=1002, text="over")


async def test_a_fault_without_a_number_stands_until_it_is_cleared(stage: Stage, chat: int) -> None:
    first = await fault(stage, "status", status=500, method="*", times=None)
    for method in ("sendMessage", "getMe"):
        assert (await stage.refusal(method, chat_id=chat, text="x"))[0] == 500
    assert await stage.updates() == []
    [shown] = (await stage.page("state", "GET"))["faults"]
    assert (shown["id"], shown["method"], shown["times"], shown["fault"]["kind"]) == (first, "*", None, "status")
    await stage.page(f"faults/{first}", "DELETE")
    await stage.bot("getMe")
    assert await stage.refused(f"faults/{first}", "DELETE") == (404, "There is no such fault.")
    await fault(stage, "error", method="getMe", times=None)
    await stage.page("faults", "DELETE")
    await stage.bot("getMe")


async def test_a_fault_may_meet_the_poll(stage: Stage) -> None:
    await fault(stage, "status", status=502, method="getUpdates")
    assert (await stage.refusal("getUpdates"))[0] == 502
    assert await stage.bot("getUpdates") == []


async def test_every_kind_of_fault_is_shown_with_what_belongs_to_it(stage: Stage) -> None:
    await fault(stage, "reset")
    await fault(stage, "delay", seconds=1.5)
    await fault(stage, "error", error_code=403, description="Forbidden: x")
    shown = [standing["fault"] for standing in (await stage.page("state", "GET"))["faults"]]
    assert shown == [
        {"kind": "reset"},
        {"kind": "delay", "seconds": 1.5},
        {"kind": "error", "error_code": 403, "description": "Forbidden: x", "parameters": None},
    ]


async def test_updates_may_come_twice_at_once(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "twice", times=1)
    await stage.write(chat, "a")
    assert [update["message"]["text"] for update in await stage.updates()] == ["a", "a"]
    assert await stage.updates() == []


async def test_updates_may_come_again_after_they_were_confirmed(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "again", times=1)
    await stage.write(chat, "a")
    first = await stage.updates()
    await stage.write(chat, "b")
    second = await stage.updates()
    assert [update["message"]["text"] for update in second] == ["a", "b"]
    assert second[0] == first[0]
    assert await stage.updates() == []


async def test_updates_may_gather_and_come_backwards(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "backwards", times=1, seconds=0.5)
    await stage.write(chat, "a")
    asking = asyncio.create_task(stage.bot("getUpdates", offset=0))
    await asyncio.sleep(0.1)
    await stage.write(chat, "b")
    assert [update["message"]["text"] for update in await asking] == ["b", "a"]


async def test_updates_may_have_fields_that_nobody_knows(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "unknown_fields", times=1)
    await stage.write(chat, "a")
    status, answer = await stage.raw("getUpdates")
    [update] = answer["result"]
    places = (update, update["message"], update["message"]["chat"], update["message"]["from"])
    assert (status, [place["field_of_tomorrow"]["kind"] for place in places]) == (200, ["new"] * 4)


async def test_a_fault_of_updates_waits_for_updates_and_meets_no_call(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "twice", method="*", times=1)
    await stage.bot("getMe")
    assert await stage.updates() == []
    [standing] = (await stage.page("state", "GET"))["faults"]
    assert (standing["fault"], standing["times"]) == ({"kind": "twice"}, 1)


async def test_a_fault_of_the_webhook_meets_no_poll(stage: Stage, chat: int) -> None:
    await stage.updates()
    await fault(stage, "large_body", times=1)
    await stage.write(chat, "a")
    assert [update["message"]["text"] for update in await stage.updates()] == ["a"]
    assert len((await stage.page("state", "GET"))["faults"]) == 1
