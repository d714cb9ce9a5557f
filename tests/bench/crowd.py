"""The crowd: customers who write, and what is noted of the answers they get."""

import asyncio
import json
import resource
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

FIRST_CUSTOMER = 10_001
_LANGUAGE = "en"

Hand = Callable[[tuple[int, int, bytes]], None]


@dataclass(frozen=True)
class Script:
    """What the crowd does.

    `people` customers take turns; at most `window` of them wait for an answer at a time (closed loop), or, when `per_second` is
    given, they write at that pace whatever is answered (open loop). `{n}` in the text is the number of the message. The answer
    is a call of the method `answer`. `pause` is how many seconds pass between an answer and the next message. With `neighbours` the
    desk speaks to others too, which is no concern of the crowd.
    """

    updates: int
    text: str = "hello {n}"
    answer: str = "sendMessage"
    people: int = 64
    window: int = 64
    per_second: float = 0.0
    pause: float = 0.0
    neighbours: bool = False


@dataclass
class Noted:
    """What was seen of one script: seconds of each wait in the order of the answers, the calls by method, answers nobody waited for."""

    waits: list[float] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    surplus: int = 0
    spoken: int = 0
    began_at: float = 0.0
    ended_at: float = 0.0
    cpu_seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return how many messages a second were answered."""
        return len(self.waits) / (self.ended_at - self.began_at)


class Crowd:
    """Plays scripts one after another."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._update_id = 700_000
        self._message_id = 1
        self._script = Script(updates=0)
        self._idle: deque[int] = deque()
        self._waiting: dict[int, deque[float]] = {}
        self._expected = 0
        self._cpu_at_start = 0.0
        self.noted = Noted()
        self.ended = asyncio.Event()

    @property
    def next_message_id(self) -> int:
        """Return a message id that was not used yet."""
        self._message_id += 1
        return self._message_id

    async def play(self, script: Script) -> None:
        """Begin a script; `ended` is set when every message was answered."""
        self._script, self.noted = script, Noted(began_at=time.monotonic())
        self.ended.clear()
        self._cpu_at_start = _cpu_seconds()
        self._idle = deque(range(FIRST_CUSTOMER, FIRST_CUSTOMER + script.people))
        self._waiting = {person: deque() for person in self._idle}
        if script.per_second:
            await self._speak_at_a_pace(script)
        else:
            for _ in range(min(script.window, script.people, script.updates)):
                self._speak()

    def answered(self, chat_id: int, method: str) -> None:
        """Note a call about a customer's chat."""
        if method != self._script.answer:
            return
        waiting = self._waiting.get(chat_id)
        if waiting is None and self._script.neighbours:
            return
        if not waiting:
            self.noted.surplus += 1
            return
        now = time.monotonic()
        self.noted.waits.append(now - waiting.popleft())
        if len(self.noted.waits) == self._script.updates:
            self.noted.ended_at = now
            self.noted.cpu_seconds = _cpu_seconds() - self._cpu_at_start
            self.ended.set()
        elif not self._script.per_second:
            self._idle.append(chat_id)
            if self.noted.spoken < self._script.updates:
                if self._script.pause:
                    asyncio.get_running_loop().call_later(self._script.pause, self._speak)
                else:
                    self._speak()

    async def _speak_at_a_pace(self, script: Script) -> None:
        for number in range(script.updates):
            due = self.noted.began_at + number / script.per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self._idle.append(self._idle[0])
            self._speak()

    def _speak(self) -> None:
        person = self._idle.popleft()
        self.noted.spoken += 1
        update_id = self._update_id = self._update_id + 1
        body = _update(update_id, person, self.next_message_id, self._script.text.replace("{n}", str(self.noted.spoken)))
        self._waiting[person].append(time.monotonic())
        self._hand((update_id, person, body))


def _update(update_id: int, person: int, message_id: int, text: str) -> bytes:
    name = f"Customer {person - FIRST_CUSTOMER + 1}"
    message: dict[str, Any] = {
        "message_id": message_id,
        "from": {"id": person, "is_bot": False, "first_name": name, "language_code": _LANGUAGE},
        "chat": {"id": person, "first_name": name, "type": "private"},
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return json.dumps({"update_id": update_id, "message": message}, separators=(",", ":")).encode()


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
