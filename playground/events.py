"""What the page is told as it happens: a counted list of events that a page can follow and resume."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator

from playground.wire import Json

KEPT = 50_000
HEARTBEAT_SECONDS = 15.0


class Events:
    """The last events in order, and everybody who follows them."""

    def __init__(self) -> None:
        self.last_id = 0
        self.closed = False
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._followers: set[asyncio.Event] = set()

    def add(self, event: Json) -> None:
        """Counts the event and tells the followers."""
        self.last_id += 1
        self._kept.append((self.last_id, json.dumps(event, ensure_ascii=False)))
        for follower in self._followers:
            follower.set()

    def close(self) -> None:
        """Ends every stream."""
        self.closed = True
        for follower in self._followers:
            follower.set()

    async def follow(self, after: int) -> AsyncIterator[str]:
        """Server-sent events beyond `after`, then each new one; a comment now and then keeps the connection."""
        news = asyncio.Event()
        self._followers.add(news)
        try:
            yield ": following\n\n"
            while not self.closed:
                news.clear()
                for event_id, data in self._beyond(after):
                    after = event_id
                    yield f"id: {event_id}\ndata: {data}\n\n"
                if self.last_id > after:
                    continue
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._followers.discard(news)

    def _beyond(self, after: int) -> list[tuple[int, str]]:
        missed = min(self.last_id - after, len(self._kept))
        return [self._kept[place] for place in range(len(self._kept) - missed, len(self._kept))] if missed > 0 else []
