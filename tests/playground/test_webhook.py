"""The webhook: the secret, the order in each chat, retries, and what is told about it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.playground.stage import Stage


class Receiver:
    """A bot that takes updates over HTTP and answers as it is told to."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.sizes: list[int] = []
        self.answers: list[web.Response] = []
        self.url = ""
        self.pause = 0.0
        self.open = 0
        self.most_open = 0
        self.news = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        await asyncio.sleep(self.pause)
        self.open -= 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.sizes.append(len(await request.read()))
        self.taken.append(await request.json())
        self.news.set()
        return self.answers.pop(0) if self.answers else web.Response()

    async def until(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(10):
            while len(self.taken) < count:
                self.news.clear()
                await self.news.wait()
        return self.taken

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def test_updates_are_pushed_with_the_secret(stage: Stage, receiver: Receiver) -> None:
    await stage.bot("setWebhook", url=receiver.url, secret_token="s3cret")
    await stage.write(1001, "pushed")
    await receiver.until(1)
    assert receiver.texts() == ["pushed"]
    assert receiver.secrets == ["s3cret"]


async def test_what_waited_is_pushed_when_the_webhook_is_set(stage: Stage, receiver: Receiver) -> None:
    await stage.write(1001, "early")
    await stage.bot("setWebhook", url=receiver.url)
    await receiver.until(1)
    assert receiver.texts() == ["early"]
    assert (await stage.bot("getWebhookInfo"))["pending_update_count"] == 0


async def test_one_chat_is_pushed_in_order_and_one_at_a_time(stage: Stage, receiver: Receiver) -> None:
    receiver.pause = 0.02
    await stage.bot("setWebhook", url=receiver.url)
    for number in range(5):
        await stage.write(1001, f"{number}")
    await receiver.until(5)
    assert receiver.texts() == ["0", "1", "2", "3", "4"]
    assert receiver.most_open == 1


async def test_chats_are_pushed_side_by_side(stage: Stage, receiver: Receiver) -> None:
    receiver.pause = 0.3
    await stage.bot("setWebhook", url=receiver.url)
    for sender in stage.cast.customers:
        await stage.write(sender, "x")
    await receiver.until(4)
    assert receiver.most_open == 4


async def test_no_more_connections_than_asked_for_are_open(stage: Stage, receiver: Receiver) -> None:
    receiver.pause = 0.1
    await stage.bot("setWebhook", url=receiver.url, max_connections=2)
    for sender in stage.cast.customers:
        await stage.write(sender, "x")
    await receiver.until(4)
    assert receiver.most_open == 2


async def test_a_refused_update_comes_again_before_the_next_one(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=503)]
    await stage.bot("setWebhook", url=receiver.url)
    await stage.write(1001, "first")
    await stage.write(1001, "second")
    await receiver.until(4)
    assert receiver.texts() == ["first", "first", "first", "second"]
    assert len({update["update_id"] for update in receiver.taken[:3]}) == 1


async def test_a_refusing_chat_does_not_hold_up_another(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500, headers={"Retry-After": "60"})]
    await stage.bot("setWebhook", url=receiver.url)
    await stage.write(1001, "stuck")
    await receiver.until(1)
    await stage.write(1002, "through")
    await receiver.until(2)
    assert receiver.texts() == ["stuck", "through"]


async def test_retry_after_is_honoured(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "1"})]
    await stage.bot("setWebhook", url=receiver.url)
    await stage.write(1001, "x")
    await receiver.until(1)
    await asyncio.sleep(0.5)
    assert len(receiver.taken) == 1
    await receiver.until(2)


async def test_the_last_error_is_told(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500)]
    await stage.bot("setWebhook", url=receiver.url, allowed_updates=["message"])
    await stage.write(1001, "x")
    await receiver.until(2)
    info = await stage.bot("getWebhookInfo")
    assert info.pop("last_error_date") > 0
    assert info == {
        "url": receiver.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "ip_address": "127.0.0.1",
        "last_error_message": "Wrong response from the webhook: 500 Internal Server Error",
        "allowed_updates": ["message"],
    }


async def test_a_bot_that_is_away_gets_its_updates_later_by_polling(stage: Stage) -> None:
    await stage.bot("setWebhook", url="http://127.0.0.1:9/nobody")
    await stage.write(1001, "kept")
    info: dict[str, Any] = {}
    for _ in range(500):
        info = await stage.bot("getWebhookInfo")
        if "last_error_message" in info:
            break
        await asyncio.sleep(0.01)
    assert info["last_error_message"] == "Connection refused"
    await stage.bot("deleteWebhook")
    assert [update["message"]["text"] for update in await stage.updates()] == ["kept"]


async def test_a_press_has_its_own_lane(stage: Stage, receiver: Receiver, chat: int) -> None:
    sent = await stage.send_keyboard(chat, "yes")
    receiver.answers = [web.Response(status=500, headers={"Retry-After": "60"})]
    await stage.bot("setWebhook", url=receiver.url)
    await stage.write(chat, "stuck")
    await receiver.until(1)
    await stage.page("presses", sender=chat, chat_id=chat, message_id=sent["message_id"], data="yes")
    assert (await receiver.until(2))[1]["callback_query"]["data"] == "yes"


async def test_setting_a_webhook_ends_the_poll(stage: Stage, receiver: Receiver) -> None:
    poll = asyncio.create_task(stage.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    await stage.bot("setWebhook", url=receiver.url)
    assert (await poll)[0] == 409


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://kefu.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://kefu.example", "secret_token": "not allowed!"}, "secret token contains unallowed characters"),
        ({"url": "https://kefu.example", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_webhooks_that_cannot_be_set(stage: Stage, parameters: dict[str, Any], description: str) -> None:
    assert await stage.refusal("setWebhook", **parameters) == (400, f"Bad Request: {description}")


async def test_an_empty_address_removes_the_webhook(stage: Stage) -> None:
    await stage.bot("setWebhook", url="https://kefu.example/hook")
    await stage.bot("setWebhook", url="")
    assert (await stage.bot("getWebhookInfo"))["url"] == ""


async def planned(stage: Stage, receiver: Receiver, kind: str, **shape: Any) -> None:
    """Set the webhook, and let one push go wrong."""
    await stage.bot("setWebhook", url=receiver.url, secret_token="right")
    await stage.page("faults", times=1, fault={"kind": kind, **shape})


@pytest.mark.parametrize("kind", ["twice", "again"])
async def test_an_update_may_be_pushed_twice(stage: Stage, receiver: Receiver, kind: str) -> None:
    receiver.pause = 0.1
    await planned(stage, receiver, kind)
    await stage.write(1001, "a")
    await receiver.until(2)
    await stage.write(1001, "b")
    await receiver.until(3)
    assert (receiver.texts(), receiver.most_open) == (["a", "a", "b"], 2 if kind == "twice" else 1)


async def test_a_chats_newest_update_may_be_pushed_first(stage: Stage, receiver: Receiver) -> None:
    await planned(stage, receiver, "backwards", seconds=0.3)
    for text in ("a", "b", "c"):
        await stage.write(1001, text)
    await receiver.until(3)
    assert receiver.texts() == ["c", "a", "b"]


async def test_an_update_may_be_pushed_with_fields_that_nobody_knows(stage: Stage, receiver: Receiver) -> None:
    await planned(stage, receiver, "unknown_fields")
    await stage.write(1001, "a")
    [update] = await receiver.until(1)
    assert update["message"]["chat"]["field_of_tomorrow"] == update["field_of_tomorrow"]


async def test_an_update_may_be_pushed_with_a_wrong_secret_and_comes_again(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=401)]
    await planned(stage, receiver, "wrong_secret")
    await stage.write(1001, "a")
    await receiver.until(2)
    assert (receiver.texts(), receiver.secrets) == (["a", "a"], ["not-the-secret", "right"])


async def test_an_update_may_be_pushed_in_a_large_body_and_comes_again(stage: Stage, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=413)]
    await planned(stage, receiver, "large_body")
    await stage.write(1001, "a")
    await receiver.until(2)
    assert [size > 10_000_000 for size in receiver.sizes] == [True, False]
