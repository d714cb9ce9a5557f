"""A Bot API on the loopback that costs next to nothing: it makes up customers, hands over what they write and notes the answers.

Started as a process of its own: `python -m tests.bench.telegram` prints its address. `POST /crowd/play` begins a script,
`POST /crowd/noted` waits for its end and returns what was noted, `POST /crowd/latency` sets the seconds that every call takes.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

from tests.bench.crowd import FIRST_CUSTOMER, Crowd, Script
from tests.bench.handing import MOST_CONNECTIONS, Polled, Pushed, Waiting
from tests.bench.wire import Asked

BOT = {"id": 123456, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}
ME = BOT | {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
STAFF_CHAT = -1001000000001
STAFF_GROUP = {"id": STAFF_CHAT, "type": "supergroup", "title": "Staff", "is_forum": True}
STAFF_CHAT_RIGHTS = {"can_manage_chat": True, "can_manage_topics": True, "can_delete_messages": True, "can_pin_messages": True}
_TRUE = b'{"ok":true,"result":true}'
_COPIES = ("copyMessage", "copyMessages", "forwardMessage", "forwardMessages")


class Telegram:
    """The server: the Bot API under `/bot…/METHOD`, and what the measuring program asks for under `/crowd/…`."""

    def __init__(self) -> None:
        self.latency = 0.0
        self._polled = Polled()
        self._pushed: Pushed | None = None
        self._crowd = Crowd(self._hand)
        self._tasks: set[asyncio.Task[None]] = set()

    def handle(self, asked: Asked, path: str, kind: bytes, body: bytes) -> None:
        """Answer one request."""
        if path.startswith("/bot"):
            self._call(asked, path.rsplit("/", 1)[1].split("?", 1)[0], _parameters(kind, body))
        else:
            task = asyncio.get_running_loop().create_task(self._steer(asked, path, json.loads(body or b"{}")))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _hand(self, waiting: Waiting) -> None:
        if self._pushed is not None:
            self._pushed.add(waiting)
        else:
            self._polled.add(waiting)

    def _respond(self, asked: Asked, body: bytes) -> None:
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, asked.respond, body)
        else:
            asked.respond(body)

    async def _steer(self, asked: Asked, path: str, told: Mapping[str, Any]) -> None:
        noted = self._crowd.noted
        match path:
            case "/crowd/play":
                asked.respond(b"{}")
                await self._crowd.play(Script(**told))
                return
            case "/crowd/latency":
                self.latency = told["seconds"]
            case "/crowd/noted":
                try:
                    async with asyncio.timeout(told["patience"]):
                        await self._crowd.ended.wait()
                except TimeoutError:
                    noted.problems.append(f"only {len(noted.waits)} of {noted.spoken} messages were answered")
                await asyncio.sleep(told.get("linger", 0.0))  # for answers too many
            case _:
                asked.respond(b"{}", b"404 Not Found")
                return
        asked.respond(json.dumps(asdict(noted)).encode())

    def _call(self, asked: Asked, method: str, p: Mapping[str, Any]) -> None:
        calls = self._crowd.noted.calls
        calls[method] = calls.get(method, 0) + 1
        match method:
            case "getUpdates":
                self._polled.poll(
                    lambda body: self._respond(asked, body),
                    offset=int(p.get("offset") or 0),
                    limit=int(p.get("limit") or 100),
                    seconds=float(p.get("timeout") or 0),
                )
                return
            case "setWebhook":
                connections = int(p.get("max_connections") or MOST_CONNECTIONS)
                self._pushed = Pushed(str(p["url"]), secret=str(p.get("secret_token", "")), connections=connections)
                for waiting in self._polled.take_all():
                    self._pushed.add(waiting)
                self._respond(asked, _TRUE)
                return
            case "deleteWebhook":
                self._respond(asked, _TRUE)
                return
        # Noted before it is answered: the answer has arrived when the call has.
        self._note(method, p)
        self._respond(asked, self._result(method, p))

    def _note(self, method: str, p: Mapping[str, Any]) -> None:
        if method in _COPIES:
            count = len(_listed(p["message_ids"])) if "message_ids" in p else 1
            for _ in range(count):
                self._crowd.answered(int(p["from_chat_id"]), method.replace("Messages", "Message"))
        elif method == "sendMessage" and int(p["chat_id"]) >= FIRST_CUSTOMER:
            self._crowd.answered(int(p["chat_id"]), method)

    def _result(self, method: str, p: Mapping[str, Any]) -> bytes:
        match method:
            case "getMe":
                return _ok(ME)
            case "sendMessage" | "editMessageText" | "editMessageReplyMarkup":
                return self._message(int(p["chat_id"]), p)
            case "copyMessage":
                return b'{"ok":true,"result":{"message_id":%d}}' % self._crowd.next_message_id
            case "copyMessages":
                return _ok([{"message_id": self._crowd.next_message_id} for _ in _listed(p["message_ids"])])
            case "createForumTopic":
                return _ok({"message_thread_id": self._crowd.next_message_id, "name": p["name"], "icon_color": 7322096})
            case "getChat":
                return _ok(STAFF_GROUP if int(p["chat_id"]) == STAFF_CHAT else {"id": int(p["chat_id"]), "type": "private"})
            case "getChatMember":
                return _ok({"status": "administrator", "user": BOT, "can_be_edited": False, "is_anonymous": False} | STAFF_CHAT_RIGHTS)
            case "getWebhookInfo":
                return _ok({"url": "", "has_custom_certificate": False, "pending_update_count": 0})
            case _ if method.startswith("get"):
                return b'{"ok":false,"error_code":404,"description":"Not Found"}'
            case _:
                return _TRUE

    def _message(self, chat_id: int, p: Mapping[str, Any]) -> bytes:
        chat = b'{"id":%d,"type":"private","first_name":"C"}' % chat_id if chat_id > 0 else _STAFF_GROUP_BODY
        return b'{"ok":true,"result":{"message_id":%d,"from":%b,"chat":%b,"date":%d,"text":%b}}' % (
            int(p.get("message_id") or self._crowd.next_message_id), _BOT_BODY, chat, int(time.time()), json.dumps(p.get("text", "")).encode(),
        )  # fmt: skip


_BOT_BODY, _STAFF_GROUP_BODY = json.dumps(BOT).encode(), json.dumps(STAFF_GROUP).encode()


def _ok(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


def _listed(value: Any) -> list[Any]:
    return list(json.loads(value)) if isinstance(value, str) else list(value)


def _parameters(kind: bytes, body: bytes) -> Mapping[str, Any]:
    if not body:
        return {}
    if kind == b"application/json":
        parameters: dict[str, Any] = json.loads(body)
        return parameters
    if kind == b"application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode()))
    raise ValueError(f"a body of type {kind.decode()} is not understood")


async def _serve() -> None:
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    telegram = Telegram()
    server = await asyncio.get_running_loop().create_server(lambda: Asked(telegram.handle), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
