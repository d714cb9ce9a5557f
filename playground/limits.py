"""How fast a bot may send: about 30 a second in all, one a second in a private chat, 20 a minute in a group."""

import math
import time

from playground.refusals import too_many_requests


class Bucket:
    """Holds `size` sends and gains `refill` a second."""

    def __init__(self, size: float, refill: float, now: float) -> None:
        self._size = size
        self._refill = refill
        self._left = size
        self._at = now

    def wait(self, count: int, now: float) -> float:
        """Seconds until `count` sends fit; 0 when they fit now."""
        self._left = min(self._size, self._left + (now - self._at) * self._refill)
        self._at = now
        missing = min(count, self._size) - self._left
        return 0.0 if missing <= 1e-9 else missing / self._refill

    def take(self, count: int) -> None:
        """Uses up `count` sends."""
        self._left -= count


class SendLimits:
    """The buckets of one bot, in real time whatever the clock of the world says."""

    def __init__(self, *, enforced: bool) -> None:
        self.enforced = enforced
        self._overall = Bucket(30, 30, time.monotonic())
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, count: int = 1) -> None:
        """Counts sends to a chat. Refused with 429 when they are too many; a refused send is not counted."""
        if not self.enforced:
            return
        now = time.monotonic()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Bucket(3, 1, now) if chat_id > 0 else Bucket(20, 20 / 60, now)
        wait = max(self._overall.wait(count, now), chat.wait(count, now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.take(count)
        chat.take(count)
