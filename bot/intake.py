"""Intake: takes updates in batches, one transaction each; an update is confirmed only after its effects are committed."""

import asyncio
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError

from bot.logs import without_token
from crm.failures import note_failed_update
from handlers.chat.dispatching import Dispatching, HalfDone
from handlers.chat.legible import legible, legible_text
from handlers.web.metrics import BUCKETS
from storage.database import Database, is_unavailable, reason_of

log = structlog.get_logger(__name__)

BATCH = 100
ATTEMPTS = 3
# Under load a short wait lets those that were just answered hand over their next updates, so that more share one transaction.
BUSY = 8
LINGER_SECONDS = 0.005
Raw = dict[str, Any]


class NotTaken(Exception):
    """The updates could not be stored: they must stay with Telegram and come again."""


@dataclass(slots=True)
class IntakeFigures:
    """What the metrics page shows of intake."""

    taken: int = 0
    failed: int = 0
    batches: int = 0
    seconds: float = 0.0
    is_stuck: bool = False
    within: Counter[float] = field(default_factory=Counter)

    def note(self, updates: int, seconds: float) -> None:
        """Count a batch and the time it took."""
        self.taken += updates
        self.batches += 1
        self.seconds += seconds
        self.within.update(bound for bound in BUCKETS if seconds <= bound)


class Intake:
    """Runs batches of raw updates, one batch at a time."""

    def __init__(self, *, database: Database, dispatching: Dispatching, bot_id: int, now: Callable[[], datetime]) -> None:
        self._database = database
        self._dispatching = dispatching
        self._bot_id = bot_id
        self._now = now
        self._lock = asyncio.Lock()
        self._waiting: list[tuple[Raw, asyncio.Future[None]]] = []
        self._gathering: asyncio.Task[None] | None = None
        self.figures = IntakeFigures()

    async def take(self, raws: Sequence[Raw]) -> None:
        """Handle updates and commit their effects; raise NotTaken when that is not possible now."""
        if not raws:
            return
        started = time.monotonic()
        async with self._lock:
            try:
                await self._take_together(raws)
            except NotTaken:
                raise
            except Exception as error:  # one bad update must not take the others along
                if is_unavailable(error):
                    raise self._not_stored(error) from error
                if not isinstance(error, HalfDone):
                    log.warning("intake.batch_failed", updates=len(raws), error=type(error).__name__)
                for raw in raws:
                    await self._take_alone(raw)
        self.figures.note(len(raws), time.monotonic() - started)
        self.figures.is_stuck = False

    async def submit(self, raw: Raw) -> None:
        """Handle one update together with others that come at the same time; raise NotTaken when that is not possible now."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, future))
        if self._gathering is None or self._gathering.done():
            self._gathering = asyncio.create_task(self._take_waiting())
        await future

    async def _take_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                await self.take([raw for raw, _ in batch])
            except NotTaken as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
            else:
                for _, future in batch:
                    if not future.done():
                        future.set_result(None)
            if len(batch) > BUSY:
                await asyncio.sleep(LINGER_SECONDS)

    async def _take_together(self, raws: Sequence[Raw]) -> None:
        updates = [self._dispatching.parse(raw) for raw in raws]
        async with self._database.begin() as session:
            await self._dispatching.handle(session, updates, at=self._now())

    async def _take_alone(self, raw: Raw) -> None:
        problem: Exception | None = None
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._database.begin() as session:
                    await self._dispatching.handle(session, [self._dispatching.parse(raw)], at=self._now(), careful=True)
            except Exception as error:  # kept with its traceback below
                if is_unavailable(error):
                    raise self._not_stored(error) from error
                problem = error
                log.warning("intake.update_failed", update=raw.get("update_id"), attempt=attempt, error=type(error).__name__)
                if isinstance(error, ValidationError):
                    break  # it will read no better the next time
            else:
                return
        if problem is not None:
            await self._set_aside(raw, problem)

    def _not_stored(self, error: BaseException) -> NotTaken:
        self.figures.is_stuck = True
        why = reason_of(error)
        log.error("intake.not_stored", why=why)
        return NotTaken(why)

    async def _set_aside(self, raw: Raw, problem: Exception) -> None:
        if isinstance(problem, ValidationError):  # its own words would quote the customer's
            log.error(
                "intake.unreadable", update=raw.get("update_id"), problems=[(error["loc"], error["type"]) for error in problem.errors()][:5]
            )
        else:
            log.error("intake.set_aside", update=raw.get("update_id"), exc_info=problem)
        self.figures.failed += 1
        report = legible_text(without_token("".join(traceback.format_exception(problem))))
        try:
            async with self._database.begin() as session:
                voice = self._dispatching.voice(session, self._now())
                await note_failed_update(
                    session,
                    bot_id=self._bot_id,
                    raw=legible(raw),
                    error=report,
                    attempts=ATTEMPTS,
                    at=voice.now,
                    tell=self._dispatching.tell_with(voice),
                )
        except Exception as error:  # without a place to keep it the update stays with Telegram
            log.exception("intake.set_aside_failed", update=raw.get("update_id"))
            raise NotTaken from error
