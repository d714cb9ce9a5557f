"""The queue of updates: offsets, the long poll, what is asked for, and who may poll."""

import asyncio
import time
from typing import Any

import pytest

from tests.playground.stage import Stage

NEWER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_STANDS = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_offset_confirms_everything_below_it(stage: Stage) -> None:
    for number in range(4):
        await stage.write(1001, f"{number}")
    first = await stage.bot("getUpdates")
    assert texts(first) == ["0", "1", "2", "3"]
    assert texts(await stage.bot("getUpdates")) == ["0", "1", "2", "3"]
    assert texts(await stage.bot("getUpdates", offset=first[2]["update_id"])) == ["2", "3"]
    assert texts(await stage.bot("getUpdates")) == ["2", "3"]
    assert await stage.bot("getUpdates", offset=first[3]["update_id"] + 1) == []
    assert await stage.bot("getUpdates") == []


async def test_ids_of_updates_follow_one_another(stage: Stage) -> None:
    for _ in range(3):
        await stage.write(1001, "x")
    ids = [update["update_id"] for update in await stage.bot("getUpdates")]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def test_a_negative_offset_keeps_the_last_updates_only(stage: Stage) -> None:
    for number in range(5):
        await stage.write(1001, f"{number}")
    assert texts(await stage.bot("getUpdates", offset=-2)) == ["3", "4"]
    assert texts(await stage.bot("getUpdates")) == ["3", "4"]


async def test_a_limit_gives_the_oldest_updates(stage: Stage) -> None:
    for number in range(3):
        await stage.write(1001, f"{number}")
    assert texts(await stage.bot("getUpdates", limit=2)) == ["0", "1"]


async def test_an_offset_out_of_range_gives_what_waits(stage: Stage) -> None:
    await stage.write(1001, "x")
    assert texts(await stage.bot("getUpdates", offset=2_000_000_000)) == ["x"]


async def test_a_long_poll_returns_with_the_first_update(stage: Stage) -> None:
    poll = asyncio.create_task(stage.bot("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    assert not poll.done()
    begun = time.monotonic()
    await stage.write(1001, "here")
    assert texts(await poll) == ["here"]
    assert time.monotonic() - begun < 2


async def test_a_long_poll_returns_empty_when_its_time_is_up(stage: Stage) -> None:
    begun = time.monotonic()
    assert await stage.bot("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 3


async def test_a_newer_poll_ends_the_older_one(stage: Stage) -> None:
    older = asyncio.create_task(stage.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(stage.bot("getUpdates", timeout=30))
    assert await older == (409, NEWER_POLL)
    await stage.write(1001, "for the newer one")
    assert texts(await newer) == ["for the newer one"]


async def test_an_update_handed_to_a_poller_that_left_comes_again(stage: Stage) -> None:
    poll = asyncio.create_task(stage.bot("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await stage.write(1001, "not lost")
    assert texts(await stage.bot("getUpdates")) == ["not lost"]


async def test_polling_is_refused_while_a_webhook_stands(stage: Stage) -> None:
    await stage.bot("setWebhook", url="https://kefu.example/hook")
    assert await stage.refusal("getUpdates") == (409, WEBHOOK_STANDS)
    await stage.bot("deleteWebhook")
    assert await stage.bot("getUpdates") == []


async def test_types_that_are_not_asked_for_are_lost_when_they_happen(stage: Stage, chat: int) -> None:
    await stage.bot("getUpdates", allowed_updates=["edited_message"])
    written = await stage.write(chat, "not told")
    await stage.page("edits", sender=chat, chat_id=chat, message_id=written["message_id"], text="told")
    await stage.bot("getUpdates", allowed_updates=["message", "edited_message"])
    assert [set(update) - {"update_id"} for update in await stage.updates()] == [{"edited_message"}]


async def test_the_choice_of_types_stays_until_another_is_made(stage: Stage, chat: int) -> None:
    await stage.bot("getUpdates", allowed_updates=["edited_message"])
    await stage.bot("getUpdates")
    await stage.write(chat, "not told")
    assert await stage.updates() == []
    await stage.bot("getUpdates", allowed_updates=[])
    await stage.write(chat, "told")
    assert texts(await stage.updates()) == ["told"]


@pytest.mark.parametrize(("allowed", "told"), [(None, 0), (["message_reaction"], 1)])
async def test_reactions_are_told_only_on_request(stage: Stage, chat: int, allowed: list[str] | None, told: int) -> None:
    await stage.bot("getUpdates", **({"allowed_updates": allowed} if allowed else {}))
    sent = await stage.bot("sendMessage", chat_id=chat, text="how was it?")
    await stage.page("reactions", sender=chat, chat_id=chat, message_id=sent["message_id"], emoji="👍")
    assert len(await stage.updates()) == told


async def test_the_bot_is_not_told_of_its_own_messages(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="mine")
    await stage.bot("editMessageText", chat_id=chat, message_id=sent["message_id"], text="mine still")
    await stage.bot("sendMessage", chat_id=stage.cast.desk, text="mine too")
    assert await stage.updates() == []


async def test_a_raw_update_is_given_to_the_bot_as_it_is(stage: Stage) -> None:
    given = await stage.page("updates", message={"message_id": "no number"}, mystery=[1])
    _, answer = await stage.raw("getUpdates")
    assert answer["result"] == [{"update_id": given["update_id"], "message": {"message_id": "no number"}, "mystery": [1]}]


async def test_a_raw_update_may_bring_its_own_id(stage: Stage) -> None:
    given = await stage.page("updates", update_id=900_000_000, message={})
    await stage.write(1001, "next")
    _, answer = await stage.raw("getUpdates")
    assert given == {"update_id": 900_000_000}
    assert [update["update_id"] for update in answer["result"]] == [900_000_000, 900_000_001]


async def test_dropping_what_waits_empties_the_queue(stage: Stage) -> None:
    await stage.write(1001, "gone")
    await stage.bot("deleteWebhook", drop_pending_updates=True)
    assert await stage.bot("getUpdates") == []


async def test_an_open_poll_ends_with_the_world(stage: Stage) -> None:
    poll = asyncio.create_task(stage.bot("getUpdates", timeout=50))
    await asyncio.sleep(0.1)
    await stage.world.close()
    assert await asyncio.wait_for(poll, 2) == []
