"""Pushing updates to the bot's webhook: one lane a chat, the next update only after a 2xx, lanes in parallel."""

import asyncio
import json
import time
from io import BytesIO

import aiohttp

from playground.faults import ON_PUSHES, FaultKind, FaultPlan
from playground.unusual import LARGE_BYTES, enlarged, with_unknown_fields
from playground.updates import UpdateQueue, Waiting
from playground.wire import Json

FIRST_RETRY_SECONDS = 0.1
LONGEST_RETRY_SECONDS = 60.0
ANSWER_SECONDS = 60.0
LONGEST_RETRY_AFTER = 3600.0
DEFAULT_CONNECTIONS = 40
WRONG_SECRET = "not-the-secret"


class Webhook:
    """The webhook of the bot, when it has one, and how the last deliveries went."""

    def __init__(self, queue: UpdateQueue, faults: FaultPlan) -> None:
        self.url = ""
        self.max_connections = DEFAULT_CONNECTIONS
        self.ip_address = ""
        self.has_custom_certificate = False
        self._queue = queue
        self._faults = faults
        self._secret = ""
        self._last_error: tuple[int, str] | None = None
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(DEFAULT_CONNECTIONS)
        self._session: aiohttp.ClientSession | None = None
        queue.on_added = self._on_added

    def set(self, url: str, *, secret: str, max_connections: int, ip_address: str, has_custom_certificate: bool) -> None:
        """Starts pushing to this address, what waits first."""
        self._stop_lanes()
        self.url = url
        self._secret = secret
        self.max_connections = max_connections
        self.ip_address = ip_address
        self.has_custom_certificate = has_custom_certificate
        self._last_error = None
        self._places = asyncio.Semaphore(max_connections)
        for lane in self._queue.lanes():
            self._begin(lane)

    def remove(self) -> None:
        """Stops pushing; what was not taken waits on."""
        self._stop_lanes()
        self.url = ""
        self._last_error = None

    async def close(self) -> None:
        """Stops pushing and closes the connections."""
        tasks = list(self._lanes.values())
        self._stop_lanes()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> Json:
        """The Bot API's WebhookInfo."""
        told: Json = {"url": self.url, "has_custom_certificate": self.has_custom_certificate, "pending_update_count": len(self._queue)}
        if self.url:
            told["max_connections"] = self.max_connections
            told["ip_address"] = self.ip_address or "127.0.0.1"
        if self._last_error is not None:
            told["last_error_date"], told["last_error_message"] = self._last_error
        if self._queue.has_choice:
            told["allowed_updates"] = sorted(self._queue.allowed)
        return told

    def _on_added(self, waiting: Waiting) -> None:
        if self.url and waiting.lane not in self._lanes:
            self._begin(waiting.lane)

    def _begin(self, lane: tuple[str, int]) -> None:
        self._lanes[lane] = asyncio.get_running_loop().create_task(self._drain(lane))

    def _stop_lanes(self) -> None:
        for task in self._lanes.values():
            task.cancel()
        self._lanes.clear()

    async def _drain(self, lane: tuple[str, int]) -> None:
        attempts = 0
        while (waiting := self._queue.first_of(lane)) is not None:
            async with self._places:
                waiting, retry_after = await self._carry(waiting)
            if retry_after is None:
                self._queue.confirm(waiting.update_id)
                attempts = 0
                continue
            step = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (attempts - 1)) if attempts else 0.0
            attempts += 1
            await asyncio.sleep(max(step, retry_after))
        if self._lanes.get(lane) is asyncio.current_task():
            del self._lanes[lane]

    async def _carry(self, waiting: Waiting) -> tuple[Waiting, float | None]:
        """Pushes an update as a planned fault wants it, or as it is. The update that was pushed, and what `_push` tells of it."""
        fault = self._faults.strike_updates(ON_PUSHES)
        match fault.kind if fault is not None else None:
            case FaultKind.TWICE:
                told = await asyncio.gather(self._push(waiting.body), self._push(waiting.body))
                return waiting, next((seconds for seconds in told if seconds is not None), None)
            case FaultKind.AGAIN:
                first = await self._push(waiting.body)
                return waiting, await self._push(waiting.body) if first is None else first
            case FaultKind.BACKWARDS if fault is not None:
                await asyncio.sleep(fault.seconds)
                waiting = self._queue.last_of(waiting.lane) or waiting
            case FaultKind.UNKNOWN_FIELDS:
                return waiting, await self._push(with_unknown_fields(waiting.body))
            case FaultKind.LARGE_BODY:
                return waiting, await self._push(enlarged(waiting.body))
            case FaultKind.WRONG_SECRET:
                return waiting, await self._push(waiting.body, secret=WRONG_SECRET)
        return waiting, await self._push(waiting.body)

    async def _push(self, body: Json, *, secret: str | None = None) -> float | None:
        """None when the bot took it, else the seconds it asked to wait (0 when it did not)."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        secret = self._secret if secret is None else secret
        headers = {"Content-Type": "application/json"} | ({"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {})
        content = json.dumps(body).encode()
        # aiohttp warns of large bytes, which it would write in one go; a file it writes piece by piece.
        data = content if len(content) < LARGE_BYTES else BytesIO(content)
        try:
            async with self._session.post(self.url, data=data, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return None
                self._last_error = (int(time.time()), f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else 0.0
        except TimeoutError:
            self._last_error = (int(time.time()), "Read timeout expired")
        except (aiohttp.ClientError, OSError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._last_error = (int(time.time()), "Connection refused" if refused else "Connection reset by peer")
        return 0.0
