"""The loop of delivery: claim, say, record; at most one message in flight for a line, many lines at once."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot.delivery.pacing import Pacing
from crm.bursts import gather_bursts
from crm.calls import prepare_calls
from crm.deliveries import MakeTell, record_sent, recover_interrupted, settle_unsent, wait_in_doubt
from crm.outcomes import NotReached, Outcome, Sent, TryLater, Unknown
from crm.rules.frequency import UnaskedCap
from storage.claims import claim_messages, line_of
from storage.database import DATABASE_ERRORS, Database, Session, is_collision, is_unavailable, reason_of
from storage.deliveries import Outgoing, find_pauses

log = structlog.get_logger(__name__)

IN_FLIGHT = 64
MOST_BULK_IN_FLIGHT = 48
POLL_SECONDS = 1.0
# Under load a short wait lets several answers share one transaction.
BUSY = 8
LINGER_SECONDS = 0.004
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 30.0
# So many chats are told to wait at once only when it is the bot that speaks too fast.
_CHATS_TOLD_TO_WAIT = 3


class Speaker(Protocol):
    """Something that makes calls to the Bot API."""

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Make one call and tell what became of it."""
        ...


def _parts_of(payload: dict[str, Any]) -> int:
    return len(payload.get("message_ids") or payload.get("media") or "1")


@dataclass(slots=True)
class DeliveryFigures:
    """What the metrics page shows of delivery."""

    outcomes: Counter[str] = field(default_factory=Counter)
    waited_seconds: list[float] = field(default_factory=list)
    last_round_at: float = 0.0
    is_held_up: bool = False


class Delivery:
    """Empties the outbox while it runs. One delivery runs for a database at a time."""

    def __init__(
        self, *, database: Database, speaker: Speaker, pacing: Pacing, cap: UnaskedCap, now: Callable[[], datetime], make_tell: MakeTell
    ) -> None:
        self._database = database
        self._speaker = speaker
        self._pacing = pacing
        self._cap = cap
        self._now = now
        self._make_tell = make_tell
        self._woken = asyncio.Event()
        self._stopping = False
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._unrecorded: dict[int, Outgoing] = {}
        self._finished: list[tuple[Outgoing, Outcome]] = []
        self._backoff = _FIRST_BACKOFF
        self.figures = DeliveryFigures()

    def wake(self) -> None:
        """Look into the outbox at once."""
        self._woken.set()

    def stop(self) -> None:
        """Claim nothing more; what is in flight is finished and recorded before `run` returns."""
        self._stopping = True
        self._woken.set()

    def resume(self) -> None:
        """Let `run` be started again."""
        self._stopping = False

    async def run(self) -> None:
        """Deliver until stopped. Survives a database that goes away for a while."""
        await self._recover()
        while not (self._stopping and not self._in_flight and not self._finished):
            self._woken.clear()
            try:
                more = await self._round()
            except Exception as error:  # the loop must outlive whatever one round meets
                if is_collision(error):
                    log.warning("delivery.collided")
                    continue
                if not is_unavailable(error):
                    log.exception("delivery.round_failed")
                elif not self.figures.is_held_up:
                    log.error("delivery.held_up", why=reason_of(error))
                self.figures.is_held_up = True
                await asyncio.sleep(POLL_SECONDS)
                continue
            self.figures.is_held_up = False
            self.figures.last_round_at = time.monotonic()
            if not more and not self._finished:
                await self._wait()
            if len(self._in_flight) > BUSY:
                await asyncio.sleep(LINGER_SECONDS)

    async def _recover(self) -> None:
        while not self._stopping:
            try:
                async with self._database.begin() as session:
                    repeated, parked = await recover_interrupted(session, tell=self._make_tell(session, self._now()))
                    pauses = await find_pauses(session, at=self._now())
            except DATABASE_ERRORS as error:
                if not is_unavailable(error):
                    raise
                await asyncio.sleep(POLL_SECONDS)
                continue
            for chat_id, until in pauses.items():
                self._pacing.pause(chat_id, time.monotonic() + (until - self._now()).total_seconds())
            if repeated or parked:
                log.warning("delivery.interrupted", repeated=repeated, parked=parked)
            return

    async def _round(self) -> bool:
        """Record what was finished and claim what may be said now, in one transaction; tell whether there may be more to claim."""
        finished, self._finished = self._finished, []
        at, tick = self._now(), time.monotonic()
        room = 0 if self._stopping else min(IN_FLIGHT - len(self._in_flight), self._pacing.room(tick))
        closed = set(self._pacing.waiting(tick))
        if not finished and room <= 0:
            return False
        try:
            async with self._database.begin() as session:
                tell = self._make_tell(session, at)
                sent = [(message, outcome) for message, outcome in finished if isinstance(outcome, Sent)]
                await record_sent(session, sent, at=at, tell=tell)
                for message, outcome in finished:
                    if not isinstance(outcome, Sent):
                        await settle_unsent(session, message=message, outcome=outcome, at=at, tell=tell)
                        if isinstance(outcome, TryLater | Unknown) and message.chat_id is not None:
                            closed.add(message.chat_id)
                claimed = await self._claim(session, room=room, closed=closed, finished=finished, at=at, tick=tick) if room > 0 else []
                calls = await prepare_calls(session, claimed, at=at, cap=self._cap, tell=tell)
        except BaseException:  # what was finished must be recorded by the next round
            self._finished[:0] = finished
            raise
        for message, outcome in finished:
            del self._unrecorded[message.id]
            self._note(message, outcome, tick)
        leaving = time.monotonic()
        for message, payload in calls:
            self._pacing.spoke(message.chat_id, leaving, method=message.method, messages=_parts_of(payload))
            self._unrecorded[message.id] = message
            self._in_flight[message.id] = asyncio.create_task(self._say(message, payload))
        return len(claimed) == room > 0

    async def _claim(
        self, session: Session, *, room: int, closed: set[int], finished: Sequence[tuple[Outgoing, Outcome]], at: datetime, tick: float
    ) -> list[Outgoing]:
        """Claim what may be said now, so much as there is room for; what is not recorded yet holds its line."""
        under_way = [self._unrecorded[number] for number in self._unrecorded.keys() - {message.id for message, _ in finished}]
        in_groups = Counter(message.chat_id for message in under_way)
        claimed = await claim_messages(
            session,
            at=at,
            limit=room,
            bulk_limit=min(MOST_BULK_IN_FLIGHT - len(self._in_flight), self._pacing.room_for_bulk(tick)),
            closed=closed,
            busy={line for message in under_way if (line := line_of(message)) is not None},
            room_in=lambda group: self._pacing.together(group, tick) - in_groups[group],
        )
        return await gather_bursts(session, claimed, scarce=self._pacing.scarce(tick), at=at)

    async def _say(self, message: Outgoing, payload: dict[str, Any]) -> None:
        try:
            outcome = await self._speaker.call(message.method, payload)
        except Exception as error:  # a fault of ours or of a library: nobody knows whether it arrived
            log.exception("delivery.call_failed", message=message.id, method=message.method)
            outcome = Unknown(type(error).__name__)
        self._in_flight.pop(message.id, None)
        self._finished.append((message, outcome))
        self._woken.set()

    def _note(self, message: Outgoing, outcome: Outcome, tick: float) -> None:
        self.figures.outcomes[type(outcome).__name__.lower()] += 1
        match outcome:
            case Sent():
                self._backoff = _FIRST_BACKOFF
            case TryLater() if message.chat_id is not None:
                self._pacing.pause(message.chat_id, tick + outcome.wait.total_seconds())
                if self._pacing.count_paused(tick) >= _CHATS_TOLD_TO_WAIT:
                    self._pacing.pause_all(tick + min(outcome.wait.total_seconds(), _LONGEST_BACKOFF))
                log.warning("delivery.told_to_wait", message=message.id, chat=message.chat_id, seconds=outcome.wait.total_seconds())
            case NotReached():
                if not self._pacing.is_paused(tick):  # calls that fail together are one failure
                    self._pacing.pause_all(tick + self._backoff)
                    self._backoff = min(self._backoff * 2, _LONGEST_BACKOFF)
                log.warning("delivery.not_reached", why=outcome.why, token_refused=outcome.token_refused)
            case _:
                if isinstance(outcome, Unknown) and message.chat_id is not None:
                    self._pacing.pause(message.chat_id, tick + wait_in_doubt(message).total_seconds())
                log.info(
                    "delivery.unsent",
                    message=message.id,
                    method=message.method,
                    outcome=type(outcome).__name__,
                    why=getattr(outcome, "why", None),
                )

    async def _wait(self) -> None:
        if self._stopping and not self._in_flight:
            return
        tick = time.monotonic()
        change = self._pacing.next_change(tick)
        seconds = POLL_SECONDS if change is None else min(POLL_SECONDS, max(0.001, change - tick))
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return
