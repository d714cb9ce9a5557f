"""The page's side: the state, the stream of events, the log, people, the clock and its leaps."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from playground.server import PlaygroundServer, create_app
from playground.world import World
from tests.playground.conftest import Hall
from tests.playground.stage import TOKEN, Stage, moment


@asynccontextmanager
async def following(stage: Stage, query: str = "", headers: dict[str, str] | None = None) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The events of the stream, each with its id."""
    async with stage.session.get(f"{stage.url}/playground/api/events{query}", headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        yield read_events(answer)


async def read_events(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    event_id = 0
    async for line in answer.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "id":
            event_id = int(value)
        elif name == "data":
            yield {"id": event_id, **json.loads(value)}


async def test_the_state_shows_everything(stage: Stage, chat: int) -> None:
    await stage.bot("sendMessage", chat_id=chat, text="hello")
    state = await stage.page("state", "GET")
    assert set(state) == {
        "now", "bot", "people", "chats", "messages", "commands", "jumps", "pending_updates", "webhook", "faults", "reply_keyboards", "event_id",
    }  # fmt: skip
    assert state["bot"] == {"id": 4242, "username": "kefu_demo_bot", "first_name": "Kefu", "can_join_groups": True, "descriptions": {}}
    assert [person["id"] for person in state["people"]] == [1001, 1002, 1003, 1004, 2001, 2002, 3001]
    assert state["people"][0] == {
        "id": 1001,
        "first_name": "Mei Lin",
        "last_name": "林美",
        "username": "meilin",
        "language_code": "zh-hans",
        "kind": "customer",
        "phone_number": None,
    }
    mei = next(shown for shown in state["chats"] if shown["id"] == 1001)
    assert (mei["type"], mei["person_id"], mei["started"], mei["blocked"]) == ("private", 1001, True, False)
    desk = next(shown for shown in state["chats"] if shown["id"] == stage.cast.desk)
    assert (desk["type"], desk["is_forum"], desk["title"]) == ("supergroup", True, "Kefu Desk")
    assert {member["person_id"]: member["status"] for member in desk["members"]} == {
        3001: "creator",
        2001: "member",
        2002: "member",
        4242: "administrator",
    }
    assert [(message["text"], message["deleted"], message["reactions"]) for message in state["messages"]["1001"]] == [
        ("/start", False, []),
        ("hello", False, []),
    ]


async def test_the_state_can_leave_the_messages_of_other_chats_out(stage: Stage, chat: int) -> None:
    await stage.bot("sendMessage", chat_id=stage.cast.desk, text="hello")
    everything, one, none = [await stage.page(path, "GET") for path in ("state", f"state?messages_of={chat}", "state?messages_of=0")]
    messages = everything["messages"]
    assert (one["messages"], none["messages"]) == ({str(chat): messages[str(chat)]}, {})
    assert len(messages[str(stage.cast.desk)]) == 1
    assert set(one) == set(none) == set(everything)


async def test_events_come_as_things_happen(stage: Stage, chat: int) -> None:
    async with following(stage) as events:
        sent = await stage.send_keyboard(chat, "yes")
        press = await stage.page("presses", sender=chat, chat_id=chat, message_id=sent["message_id"], data="yes")
        await stage.bot("answerCallbackQuery", callback_query_id=press["callback_query_id"], text="Thanks")
        await stage.bot("editMessageText", chat_id=chat, message_id=sent["message_id"], text="done")
        await stage.page("reactions", sender=chat, chat_id=chat, message_id=sent["message_id"], emoji="👍")
        await stage.bot("sendChatAction", chat_id=chat, action="typing")
        await stage.bot("deleteMessage", chat_id=chat, message_id=sent["message_id"])
        await stage.bot("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
        await stage.page("clock", advance_seconds=60)
        await stage.page("people", first_name="New")
        found = [await anext(events) for _ in range(10)]
    assert [event["type"] for event in found] == [
        "message", "callback_answer", "edit", "reactions", "typing", "delete", "commands", "clock", "person", "chat",
    ]  # fmt: skip
    assert [event["id"] for event in found] == list(range(found[0]["id"], found[0]["id"] + 10))
    assert found[0]["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "yes"
    assert (found[1]["text"], found[1]["person_id"], found[1]["show_alert"]) == ("Thanks", chat, False)
    assert found[3]["reactions"] == [{"person_id": chat, "emoji": "👍"}]
    assert found[5]["message_ids"] == [sent["message_id"]]


@pytest.mark.parametrize("by_header", [True, False])
async def test_a_stream_is_resumed_where_it_broke_off(stage: Stage, by_header: bool) -> None:
    seen = (await stage.page("state", "GET"))["event_id"]
    await stage.write(1001, "while away")
    query, headers = ("", {"Last-Event-ID": str(seen)}) if by_header else (f"?after={seen}", None)
    async with following(stage, query, headers) as events:
        found = [await anext(events), await anext(events)]
    assert [event["type"] for event in found] == ["chat", "message"]


async def test_a_stream_ends_with_the_world(stage: Stage) -> None:
    async with following(stage) as events:
        await stage.world.close()
        assert [event async for event in events] == []


async def test_the_log_holds_every_call_but_the_polls(stage: Stage, chat: int) -> None:
    await stage.bot("getUpdates")
    await stage.bot("sendMessage", chat_id=chat, text="x")
    await stage.refusal("sendMessage", chat_id=77, text="x")
    await stage.bot("getMe")
    first, second, third = await stage.log()
    assert (first["method"], first["chat_id"], first["ok"], first["result"]["text"]) == ("sendMessage", chat, True, "x")
    assert first["parameters"] == {"chat_id": chat, "text": "x"}
    assert (second["ok"], second["error_code"], second["description"]) == (False, 400, "Bad Request: chat not found")
    assert (third["method"], third["chat_id"]) == ("getMe", None)
    assert [call["id"] for call in await stage.log("getMe")] == [third["id"]]
    later = await stage.page(f"log?after={second['id']}", "GET")
    assert [call["id"] for call in later] == [third["id"]]


async def test_people_come_and_change(stage: Stage) -> None:
    person = await stage.page("people", first_name="Lee", kind="staff", language_code="de", phone_number="+491")
    changed = await stage.page(f"people/{person['id']}", "PATCH", last_name="Ng", username="lee")
    assert changed == {**person, "last_name": "Ng", "username": "lee"}
    await stage.write(person["id"], "hi")
    assert (await stage.updates())[0]["message"]["from"]["last_name"] == "Ng"
    assert await stage.refused("people", first_name="Twin", id=1001) == (409, "This id is taken.")
    assert (await stage.refused("people", first_name=""))[0] == 422


async def test_the_clock_moves_forward_only(stage: Stage, chat: int) -> None:
    before = stage.world.now()
    await stage.page("clock", advance_seconds=3600)
    assert stage.world.now() - before >= timedelta(hours=1)
    assert (await stage.refused("clock", advance_seconds=-1)) == (400, "The clock only moves forward.")
    later = before + timedelta(days=30)
    moved = await stage.page("clock", to=later.isoformat())
    assert moment(moved["now"]) - later < timedelta(seconds=5)
    written = await stage.write(chat, "a month later")
    assert abs(written["date"] - later.timestamp()) < 5
    assert await stage.refused("clock") == (400, "Say by how much, to when, or which jump.")
    assert await stage.refused("clock", jump="nowhere") == (404, "There is no such jump.")


async def test_a_world_may_begin_at_another_time() -> None:
    begin = datetime(2031, 2, 1, 9, 0, tzinfo=UTC)
    world = World(token=TOKEN, starts_at=begin)
    assert timedelta(0) <= world.now() - begin < timedelta(seconds=5)
    with pytest.raises(ValueError, match="time zone"):
        world.set_clock(datetime(2032, 1, 1))


async def test_a_leap_goes_where_it_says_and_the_program_is_told(hall: Hall) -> None:
    target = datetime.now(UTC) + timedelta(days=3)
    told: list[datetime] = []
    world = World(token=TOKEN)

    async def next_birthday() -> datetime | None:
        return target

    async def nothing_ahead() -> datetime | None:
        return None

    async def on_clock_moved() -> None:
        told.append(world.now())

    jumps = {"next birthday": next_birthday, "nothing": nothing_ahead}
    async with hall.raised(world, jumps=jumps, on_clock_moved=on_clock_moved) as stage:
        assert (await stage.page("state", "GET"))["jumps"] == ["next birthday", "nothing"]
        moved = await stage.page("clock", jump="next birthday")
        await stage.page("clock", jump="nothing")
    assert moment(moved["now"]) >= target
    assert [at >= target for at in told] == [True, True]


async def test_the_page_is_served(stage: Stage) -> None:
    async with stage.session.get(f"{stage.url}/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")


@pytest.mark.parametrize("path", ["/", "/page/app/main.js"])
async def test_a_browser_asks_each_time_whether_the_page_has_changed(stage: Stage, path: str) -> None:
    async with stage.session.get(f"{stage.url}{path}") as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")
        tag = answer.headers["ETag"]
    async with stage.session.get(f"{stage.url}{path}", headers={"If-None-Match": tag}) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_what_is_not_readable_is_refused_with_a_sentence(stage: Stage) -> None:
    status, sentence = await stage.refused("messages", sender="Mei", chat_id=1001)
    assert (status, sentence) == (422, "from: Input should be a valid integer, unable to parse string as an integer.")


async def test_a_busy_server_stops_promptly() -> None:
    world = World(token=TOKEN)
    ready = asyncio.Event()
    server = PlaygroundServer(world, create_app(world), on_ready=lambda url: ready.set())
    serving = asyncio.create_task(server.run_until_stopped())
    await ready.wait()
    async with asyncio.timeout(5), aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.post(f"{server.url}/bot{TOKEN}/getUpdates?timeout=50"))
        stream = asyncio.create_task(session.get(f"{server.url}/playground/api/events"))
        await asyncio.sleep(0.2)
        server.should_exit = True
        async with await poll as answer:
            assert await answer.json() == {"ok": True, "result": []}
        async with await stream as answer:
            assert [event async for event in read_events(answer)] == []
        await serving
