"""Polling: a small loop over raw JSON that confirms updates only after they are committed."""

import asyncio
import contextlib
import time
from typing import Any

import aiohttp
import structlog

from bot.intake import BATCH, Intake, NotTaken
from bot.rivalry import Rivalry
from handlers.chat.dispatching import ALLOWED_UPDATES

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
_CONFLICT = 409
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 15.0


class PollingFailed(Exception):
    """Telegram did not hand over updates."""


class Conflict(PollingFailed):
    """Telegram ended our asking, because another program asks for the same bot."""


class Poller:
    """Asks Telegram for updates and hands them to intake."""

    def __init__(self, *, token: str, api: str, intake: Intake) -> None:
        self._url = f"{api}/bot{token}/"
        self._intake = intake
        self._stopping = asyncio.Event()
        self.rivalry = Rivalry()
        self.last_answer_at = 0.0

    def stop(self) -> None:
        """Ask no more; the batch in hand is finished before `run` returns."""
        self._stopping.set()

    def resume(self) -> None:
        """Let `run` be started again."""
        self._stopping.clear()

    async def run(self) -> None:
        """Poll until stopped, or until it is certain that an earlier program does. No offset at the start: what is unconfirmed comes again."""
        offset: int | None = None
        self.rivalry.begin(time.monotonic())
        backoff = _FIRST_BACKOFF
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=POLL_SECONDS + 15, sock_connect=10)) as session:
            while not self._stopping.is_set():
                try:
                    updates = await self._ask(session, offset)
                    if updates is None:
                        break
                    self.last_answer_at = time.monotonic()
                    await self._intake.take(updates)
                except (PollingFailed, NotTaken) as error:
                    log.warning("polling.delayed", reason=type(error).__name__, why=str(error), seconds=backoff)
                    if isinstance(error, Conflict) and self.rivalry.note(time.monotonic()):
                        if self.rivalry.is_newcomer:
                            break
                        log.error("polling.rival", what="another program asks for this bot's updates and takes some of them; stop it")
                    await self._pause(backoff)
                    backoff = min(backoff * 2, _LONGEST_BACKOFF)
                    continue
                backoff = _FIRST_BACKOFF
                known = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
                if known:
                    offset = max(known) + 1
            if offset is not None:
                # Confirms the last batch, so that it does not come again. Nothing is lost when it fails.
                with contextlib.suppress(PollingFailed):
                    await self._call(session, offset, seconds=0, limit=1, patience=2)

    async def _ask(self, session: aiohttp.ClientSession, offset: int | None) -> list[dict[str, Any]] | None:
        """Return the next updates; None when stopped meanwhile."""
        asking = asyncio.create_task(self._call(session, offset, seconds=POLL_SECONDS, limit=BATCH, patience=POLL_SECONDS + 15))
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if asking.done():
            return asking.result()
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError, PollingFailed):
            await asking
        return None

    async def _call(
        self, session: aiohttp.ClientSession, offset: int | None, *, seconds: int, limit: int, patience: float
    ) -> list[dict[str, Any]]:
        body: dict[str, Any] = {"timeout": seconds, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            body["offset"] = offset
        try:
            async with asyncio.timeout(patience), session.post(self._url + "getUpdates", json=body) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise PollingFailed(type(error).__name__) from error
        if not isinstance(answer, dict) or not answer.get("ok") or not isinstance(answer.get("result"), list):
            kind = Conflict if response.status == _CONFLICT else PollingFailed
            raise kind(str(answer.get("description", "no answer")) if isinstance(answer, dict) else "no answer")
        return [update for update in answer["result"] if isinstance(update, dict)]

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
