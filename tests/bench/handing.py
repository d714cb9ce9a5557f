"""Handing over updates as Telegram does: by long poll, or by pushing to a webhook with a lane for each chat."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from tests.bench.wire import Asking

MOST_CONNECTIONS = 40
_RETRY_SECONDS = 0.1
Waiting = tuple[int, int, bytes]  # id, chat, JSON


class Polled:
    """A queue of updates. An offset confirms everything below it; a newer poll ends the one before it."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._poll: tuple[Callable[[bytes], None], int, asyncio.TimerHandle] | None = None
        self._is_woken = False

    def add(self, waiting: Waiting) -> None:
        """Queue an update; an open poll is answered in this turn of the loop."""
        self._waiting.append(waiting)
        if self._poll is not None and not self._is_woken:
            self._is_woken = True
            asyncio.get_running_loop().call_soon(self._answer_open_poll)

    def poll(self, answer: Callable[[bytes], None], *, offset: int, limit: int, seconds: float) -> None:
        """Answer with the updates from `offset` on, at once or when the first one comes."""
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        self._end_open_poll(b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}')
        if self._waiting or not seconds:
            answer(self._batch(limit))
        else:
            timer = asyncio.get_running_loop().call_later(seconds, self._answer_open_poll)
            self._poll = (answer, limit, timer)

    def take_all(self) -> list[Waiting]:
        """Return what waits and forget it."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def _batch(self, limit: int) -> bytes:
        return b'{"ok":true,"result":[%b]}' % b",".join(body for _, (_, _, body) in zip(range(limit), self._waiting, strict=False))

    def _answer_open_poll(self) -> None:
        self._is_woken = False
        if self._poll is not None:
            self._end_open_poll(self._batch(self._poll[1]))

    def _end_open_poll(self, body: bytes) -> None:
        if self._poll is not None:
            answer, _, timer = self._poll
            self._poll = None
            timer.cancel()
            answer(body)


class Pushed:
    """Pushes updates to a webhook: the next of a chat only after a 2xx, many chats at once."""

    def __init__(self, url: str, *, secret: str, connections: int) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        ).encode()
        self._room = connections
        self._idle: list[Asking] = []
        self._lanes: dict[int, deque[bytes]] = {}
        self._ready: deque[int] = deque()
        self._under_way: dict[Asking, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, waiting: Waiting) -> None:
        """Queue an update behind those of the same chat."""
        _, chat, body = waiting
        lane = self._lanes.get(chat)
        if lane is not None:
            lane.append(body)
            return
        self._lanes[chat] = deque([body])
        self._ready.append(chat)
        self._go_on()

    def close(self) -> None:
        """End the connections."""
        for connection in (*self._idle, *self._under_way):
            connection.close()

    def _go_on(self) -> None:
        while self._ready and (self._idle or self._room):
            if not self._idle:
                self._room -= 1
                self._spawn(self._open())
                return
            connection = self._idle.pop()
            if not connection.is_open:
                self._room += 1
                continue
            chat = self._ready.popleft()
            self._under_way[connection] = chat
            connection.send(self._head, self._lanes[chat][0])

    async def _open(self) -> None:
        try:
            _, connection = await asyncio.get_running_loop().create_connection(lambda: Asking(self._done), self._host, self._port)
        except OSError:
            await asyncio.sleep(_RETRY_SECONDS)
            self._room += 1
        else:
            self._idle.append(connection)
        self._go_on()

    def _done(self, connection: Asking, status: int, retry_after: int) -> None:
        chat = self._under_way.pop(connection)
        if connection.is_open:
            self._idle.append(connection)
        else:
            self._room += 1
        if 200 <= status < 300:
            lane = self._lanes[chat]
            lane.popleft()
            if lane:
                self._ready.append(chat)
            else:
                del self._lanes[chat]
            self._go_on()
        else:
            asyncio.get_running_loop().call_later(retry_after or _RETRY_SECONDS, self._again, chat)

    def _again(self, chat: int) -> None:
        self._ready.append(chat)
        self._go_on()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
