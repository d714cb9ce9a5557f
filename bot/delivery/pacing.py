"""Pacing: how fast may be spoken, overall and in each chat, so that Telegram never has to ask for patience."""

from collections import OrderedDict, deque

PRIVATE_BURST = 3
PRIVATE_SECONDS = 1.0
GROUP_MESSAGES = 18
GROUP_SECONDS = 60.0
SCARCE_BELOW = GROUP_MESSAGES // 3
# What a slow moment of the machine left unsaid is made up for, but in no second beyond these multiples of the pace.
# Nearer to 1 they would cost pace on a busy machine: whoever looks four times a second may say a quarter of them at each look.
_BURST_SECONDS = 0.5
_MOST_IN_A_SECOND = 34 / 28
_MOST_WITH_BULK = 33 / 28
_UNPACED = 1_000_000
# Of the burst, bulk leaves this part to those who wait for an answer.
_RESERVED_OF_BURST = 1 / 3
# These do not count against a chat's limit.
UNPACED_METHODS = frozenset(
    {"answerCallbackQuery", "answerInlineQuery", "setMyCommands", "deleteMyCommands", "getMe", "setMessageReaction"}
)


class _Hearing:
    """How much chats of one kind have heard lately: at most `most` messages in any `seconds`."""

    def __init__(self, *, most: int, seconds: float, is_spread: bool) -> None:
        """`is_spread` lets each message wait longer the fewer are left, so that the last ones last until more are allowed."""
        self._most = most
        self._seconds = seconds
        self._is_spread = is_spread
        self._spoken: OrderedDict[int, deque[float]] = OrderedDict()  # those spoken to longest ago first
        self._waiting: dict[int, float] = {}

    def note(self, chat_id: int, now: float) -> None:
        """Note that a chat is spoken to."""
        self._forget(now)
        times = self._spoken.setdefault(chat_id, deque(maxlen=self._most))
        self._spoken.move_to_end(chat_id)
        times.append(now)
        left = self.left(chat_id, now)
        if left == 0 or self._is_spread:
            oldest = next(time for time in times if time > now - self._seconds)
            self._waiting[chat_id] = now + (oldest + self._seconds - now) / 2**left

    def left(self, chat_id: int, now: float) -> int:
        """Return how many more messages a chat may hear now."""
        return self._most - sum(1 for time in self._spoken.get(chat_id, ()) if time > now - self._seconds)

    def waiting(self, now: float) -> dict[int, float]:
        """Return the chats that must hear nothing now, each with the time when they may again."""
        self._waiting = {chat: until for chat, until in self._waiting.items() if until > now}
        return self._waiting

    def scarce(self, now: float, *, below: int) -> set[int]:
        """Return the chats that may hear fewer than so many messages now."""
        self._forget(now)
        return {chat_id for chat_id in self._spoken if self.left(chat_id, now) < below}

    def _forget(self, now: float) -> None:
        while self._spoken:
            chat_id, times = next(iter(self._spoken.items()))
            if times[-1] > now - self._seconds:
                return
            del self._spoken[chat_id]


class Pacing:
    """Keeps the times at which was spoken. Times are seconds of a clock that only goes forward."""

    def __init__(self, *, per_second: float) -> None:
        """`per_second` is the overall pace; 0 paces nothing at all."""
        self._per_second = per_second
        self._burst = max(1.0, per_second * _BURST_SECONDS)
        self._reserve = int(self._burst * _RESERVED_OF_BURST)
        self._most_in_a_second = max(1, round(per_second * _MOST_IN_A_SECOND))
        self._most_with_bulk = max(1, round(per_second * _MOST_WITH_BULK))
        self._lately: deque[float] = deque()
        self._tokens = self._burst
        self._filled_at = 0.0
        self._people = _Hearing(most=PRIVATE_BURST, seconds=PRIVATE_BURST * PRIVATE_SECONDS, is_spread=False)
        self._groups = _Hearing(most=GROUP_MESSAGES, seconds=GROUP_SECONDS, is_spread=True)
        self._paused: dict[int, float] = {}
        self._all_paused_until = 0.0

    def room(self, now: float) -> int:
        """Return how many messages may go out now, overall."""
        if now < self._all_paused_until:
            return 0
        if not self._per_second:
            return _UNPACED
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._per_second)
        self._filled_at = now
        while self._lately and self._lately[0] <= now - 1:
            self._lately.popleft()
        return max(0, min(int(self._tokens), self._most_in_a_second - len(self._lately)))

    def room_for_bulk(self, now: float) -> int:
        """Return how many of them may be messages that nobody waits for."""
        room = self.room(now)
        if not self._per_second:
            return room
        return max(0, min(room, int(self._tokens) - self._reserve, self._most_with_bulk - len(self._lately)))

    def spoke(self, chat_id: int | None, now: float, *, method: str, messages: int = 1) -> None:
        """Note that something goes out; an album is as many messages as it has parts."""
        if not self._per_second or method in UNPACED_METHODS:
            return
        self._tokens -= messages
        for _ in range(messages):
            self._lately.append(now)
            if chat_id is not None:
                (self._groups if chat_id < 0 else self._people).note(chat_id, now)

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
        waiting = self._people.waiting(now) | self._groups.waiting(now)
        for chat_id, until in self._paused.items():
            waiting[chat_id] = max(until, waiting.get(chat_id, 0.0))
        return waiting

    def scarce(self, now: float) -> set[int]:
        """Return the groups that may hear only little more: what is said there should be said in few posts."""
        return self._groups.scarce(now, below=SCARCE_BELOW)

    def together(self, group_id: int, now: float) -> int:
        """Return how many messages may be on their way to a group at once: one when it may hear only little more."""
        return max(1, self._groups.left(group_id, now) - SCARCE_BELOW + 1) if self._per_second else _UNPACED

    def next_change(self, now: float) -> float | None:
        """Return when, at the earliest, more may be said than now; None when nothing is held back."""
        moments = [*self.waiting(now).values()]
        if self._all_paused_until > now:
            moments.append(self._all_paused_until)
        if self._per_second:
            needed = next((wanted for wanted in (1, self._reserve + 1) if self._tokens < wanted), None)
            if needed is not None:
                moments.append(self._filled_at + (needed - self._tokens) / self._per_second)
            for most in (self._most_in_a_second, self._most_with_bulk):
                if len(self._lately) >= most:
                    moments.append(self._lately[-most] + 1)
        return min(moments, default=None)
