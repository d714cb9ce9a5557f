"""The bot's queue of updates: what waits, what was confirmed, and the long poll."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile

from playground.refusals import Refused
from playground.wire import Json

UPDATE_TYPES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
)
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_TYPES = frozenset(UPDATE_TYPES) - ONLY_ON_REQUEST
LIFETIME_SECONDS = 24 * 3600.0
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0}
LONGEST_POLL_SECONDS = 50
SWEEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update in the queue; `lane` is what a webhook keeps in order."""

    update_id: int
    body: Json
    lane: tuple[str, int]
    expires_at: float


class UpdateQueue:
    """Updates in order. An offset confirms everything below it; only one poller at a time is served."""

    def __init__(self, first_id: int) -> None:
        self.allowed: frozenset[str] = DEFAULT_TYPES
        self.has_choice = False
        self.on_added: Callable[[Waiting], None] | None = None
        self._next_id = first_id
        self._waiting: dict[int, Waiting] = {}
        self._lanes: dict[tuple[str, int], dict[int, Waiting]] = {}
        self._echoes: list[Json] = []
        self._swept_at = 0.0
        self._poller = 0
        self._news: asyncio.Event | None = None
        self._closed = False

    def __len__(self) -> int:
        self._drop_expired()
        return len(self._waiting)

    def allow(self, types: list[str] | None) -> None:
        """Keeps the choice of types; None leaves the earlier choice, an empty or unknown list is the default."""
        if types is not None:
            chosen = frozenset(str(name).lower() for name in types) & frozenset(UPDATE_TYPES)
            self.allowed = chosen or DEFAULT_TYPES
            self.has_choice = self.allowed != DEFAULT_TYPES

    def add(self, update_type: str, body: Json, lane: tuple[str, int]) -> None:
        """Queues an update of a type the bot wants; any other is lost, as at Telegram."""
        if update_type in self.allowed:
            self._keep({update_type: body}, lane, LIFETIMES.get(update_type, LIFETIME_SECONDS))

    def add_raw(self, update: Json) -> int:
        """Queues an update as it is and returns its id: its own where that is a new one, else the next."""
        if isinstance(update.get("update_id"), int):
            self._next_id = max(self._next_id, update["update_id"])
        body = {name: value for name, value in update.items() if name != "update_id"}
        return self._keep(body, ("raw", 0), LIFETIME_SECONDS)

    def clear(self) -> None:
        """Throws all waiting updates away."""
        self._waiting.clear()
        self._lanes.clear()

    def confirm(self, update_id: int) -> None:
        """Takes one delivered update out of the queue."""
        waiting = self._waiting.pop(update_id, None)
        if waiting is not None:
            lane = self._lanes[waiting.lane]
            del lane[update_id]
            if not lane:
                del self._lanes[waiting.lane]

    def echo(self, updates: list[Json]) -> None:
        """Lets updates come once more with the next poll, confirmed or not."""
        self._echoes.extend(updates)

    def last_of(self, lane: tuple[str, int]) -> Waiting | None:
        """The newest waiting update of a lane."""
        self._drop_expired()
        return next(reversed(self._lanes.get(lane, {}).values()), None)

    def first_of(self, lane: tuple[str, int]) -> Waiting | None:
        """The oldest waiting update of a lane."""
        self._drop_expired()
        return next(iter(self._lanes.get(lane, {}).values()), None)

    def lanes(self) -> list[tuple[str, int]]:
        """The lanes that have something waiting."""
        return list(self._lanes)

    def close(self) -> None:
        """Ends the long poll; from now on every poll returns at once."""
        self._closed = True
        self._wake()

    async def poll(self, *, offset: int, limit: int, wait_seconds: float, types: list[str] | None) -> list[Json]:
        """The updates from `offset` on, waiting for the first one up to `wait_seconds`. Refused with 409 when a newer poll comes."""
        self._poller += 1
        mine = self._poller
        self._wake()
        self.allow(types)
        self._confirm_below(offset)
        ends_at = time.monotonic() + min(wait_seconds, LONGEST_POLL_SECONDS)
        while True:
            found = self._from(offset, limit)
            left = ends_at - time.monotonic()
            if found or left <= 0 or self._closed:
                return found
            news = self._news = asyncio.Event()
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                return self._from(offset, limit)
            if mine != self._poller:
                raise Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")

    def end_poll(self) -> None:
        """Ends the running poll with a conflict, as setting a webhook does."""
        self._poller += 1
        self._wake()

    def _keep(self, body: Json, lane: tuple[str, int], lifetime: float) -> int:
        update_id = self._next_id
        self._next_id += 1
        waiting = Waiting(update_id, {"update_id": update_id, **body}, lane, time.monotonic() + lifetime)
        self._waiting[update_id] = waiting
        self._lanes.setdefault(lane, {})[update_id] = waiting
        self._wake()
        if self.on_added is not None:
            self.on_added(waiting)
        return update_id

    def _wake(self) -> None:
        if self._news is not None:
            self._news.set()

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            surplus = max(0, len(self._waiting) + offset)
            confirmed = list(islice(self._waiting, surplus))
        elif offset <= self._next_id:
            confirmed = list(takewhile(lambda update_id: update_id < offset, self._waiting))
        else:
            confirmed = []
        for update_id in confirmed:
            self.confirm(update_id)

    def _from(self, offset: int, limit: int) -> list[Json]:
        self._drop_expired()
        # An offset beyond the next id is no offset of this queue: Telegram answers from the head then.
        first = offset if 0 < offset <= self._next_id else 0
        echoes, self._echoes = self._echoes, []
        return echoes + [waiting.body for waiting in islice((w for w in self._waiting.values() if w.update_id >= first), limit)]

    def _drop_expired(self) -> None:
        now = time.monotonic()
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        for update_id in [waiting.update_id for waiting in self._waiting.values() if waiting.expires_at <= now]:
            self.confirm(update_id)
