"""Pacing: how fast may be spoken, overall and in each chat, so that Telegram never has to ask for patience."""

from collections import OrderedDict, deque

PRIVATE_BURST = 3
PRIVATE_SECONDS = 1.0
GROUP_MESSAGES = 18
GROUP_SECONDS = 60.0
_OVERALL_BURST_SECONDS = 0.2
# These do not count against a chat's limit.
UNPACED_METHODS = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands", "getMe", "setMessageReaction"})


class Pacing:
    """Keeps the times at which was spoken. Times are seconds of a clock that only goes forward."""

    def __init__(self, *, per_second: float) -> None:
        """`per_second` is the overall pace; 0 paces nothing at all."""
        self._per_second = per_second
        self._burst = max(1.0, per_second * _OVERALL_BURST_SECONDS)
        self._tokens = self._burst
        self._filled_at = 0.0
        self._spoken: OrderedDict[int, deque[float]] = OrderedDict()
        self._paused: dict[int, float] = {}
        self._all_paused_until = 0.0

    def room(self, now: float) -> int:
        """Return how many messages may go out now, overall."""
        if now < self._all_paused_until:
            return 0
        if not self._per_second:
            return 1_000_000
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._per_second)
        self._filled_at = now
        return int(self._tokens)

    def spoke(self, chat_id: int | None, now: float, *, method: str) -> None:
        """Note that something goes out."""
        if not self._per_second or method in UNPACED_METHODS:
            return
        self._tokens -= 1
        if chat_id is None:
            return
        times = self._spoken.setdefault(chat_id, deque())
        self._spoken.move_to_end(chat_id)
        times.append(now)

    def pause(self, chat_id: int, until: float) -> None:
        """Hold a chat back, because Telegram asked for it."""
        self._paused[chat_id] = max(until, self._paused.get(chat_id, 0.0))

    def pause_all(self, until: float) -> None:
        """Hold everything back, because Telegram cannot be reached."""
        self._all_paused_until = max(until, self._all_paused_until)

    def is_paused(self, now: float) -> bool:
        """Tell whether everything is held back."""
        return now < self._all_paused_until

    def count_paused(self, now: float) -> int:
        """Return how many chats Telegram asked to hold back."""
        return sum(until > now for until in self._paused.values())

    def waiting(self, now: float) -> dict[int, float]:
        """Return the chats in which nothing may be said now, each with the time when it may again."""
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        waiting = dict(self._paused)
        for chat_id in list(self._spoken):
            times = self._spoken[chat_id]
            span, most = (GROUP_SECONDS, GROUP_MESSAGES) if chat_id < 0 else (PRIVATE_BURST * PRIVATE_SECONDS, PRIVATE_BURST)
            while times and times[0] <= now - span:
                times.popleft()
            if not times:
                del self._spoken[chat_id]
            elif len(times) >= most:
                waiting[chat_id] = max(waiting.get(chat_id, 0.0), times[0] + span)
        return waiting

    def next_change(self, now: float) -> float | None:
        """Return when, at the earliest, more may be said than now; None when nothing is held back."""
        moments = [*self.waiting(now).values()]
        if self._all_paused_until > now:
            moments.append(self._all_paused_until)
        if self._per_second and self._tokens < 1:
            moments.append(now + (1 - self._tokens) / self._per_second)
        return min(moments, default=None)
