"""Kills: at which moment the program is killed, and how that moment is waited for."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from storage.vocabulary import InDoubt
from tests.crash.gate import Gate
from tests.crash.people import Person
from tests.crash.records import InFlight, is_committed
from tests.crash.victim import Victim
from tests.journeys.town import DESK

# Every call takes a moment, as at Telegram, so that something is under way whenever the program is killed.
ANSWERS_LATE: dict[str, Any] = {"method": "*", "fault": {"kind": "delay", "seconds": 0.02}}
_PATIENCE = 240.0  # on a machine that does much else
_HELD_SECONDS = 40.0
_ARRIVES_AFTER_SECONDS = 1.5


class Moment(StrEnum):
    """When the program is killed."""

    ANY = "any"
    ASKED = "asked"  # Telegram has done what it was asked, and its answer is on its way
    ASKED_IN_VAIN = "asked in vain"  # Telegram was asked and will never do it
    ASKED_EARLY = "asked early"  # Telegram does it only after the kill
    GREETING = "greeting"  # as ASKED, with a birthday greeting
    UNCONFIRMED = "unconfirmed"  # the updates are committed, and the poll that confirms them is on its way
    ANSWERED = "answered"  # the same for a webhook: its answer is on its way


_FAULT_OF = {
    Moment.ASKED: {"kind": "timeout_after", "seconds": _HELD_SECONDS},
    Moment.ASKED_IN_VAIN: {"kind": "timeout_before", "seconds": _HELD_SECONDS},
    Moment.ASKED_EARLY: {"kind": "delay", "seconds": _ARRIVES_AFTER_SECONDS},
    Moment.GREETING: {"kind": "timeout_after", "seconds": _HELD_SECONDS},
}


@dataclass
class KillBook:
    """What was seen at the kills. A message that is in flight still, because the program died before it looked at it, counts once."""

    moments: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    to_repeat: set[InFlight] = field(default_factory=set)
    to_park: set[InFlight] = field(default_factory=set)
    unconfirmed: int = 0

    def note(self, moment: Moment, *, hit: bool, in_flight: list[InFlight]) -> None:
        """Write down a kill, and what was being sent at it."""
        self.moments[moment.value] += 1
        self.missed[moment.value] += not hit
        self.to_park.update(message for message in in_flight if message.in_doubt is InDoubt.PARK)
        self.to_repeat.update(message for message in in_flight if message.in_doubt is InDoubt.REPEAT)

    @property
    def kills(self) -> int:
        """How often the program was killed."""
        return self.moments.total()


class Ambush:
    """Waits for one moment, while life goes on, and tells whether it came."""

    def __init__(
        self,
        moment: Moment,
        *,
        victim: Victim,
        gate: Gate | None,
        people: list[Person],
        live: Callable[[float], None],
        random: Random,
        start_seconds: float,
    ) -> None:
        """`start_seconds` is what a start takes on this machine."""
        self._start_seconds = start_seconds
        self._moment = moment
        self._victim = victim
        self._gate = gate
        self._people = people
        self._live = live
        self._random = random

    def lie_in_wait(self, *, greeted: int | None = None) -> bool:
        """Let life go on until the moment is there; False when it did not come. `greeted` is somebody to whom a greeting is due."""
        match self._moment:
            case Moment.ANY:
                self._live(self._random.uniform(0.0, 2 * self._start_seconds))
                return True
            case Moment.UNCONFIRMED:
                return self._until_unconfirmed()
            case Moment.ANSWERED:
                return self._until_answered()
            case Moment.GREETING:
                return greeted is not None and self._until_asked(greeted)
            case Moment.ASKED | Moment.ASKED_IN_VAIN | Moment.ASKED_EARLY:
                self._live_until_ready()
                self._live(self._random.uniform(0.0, 1.0))
                chat_id = DESK if self._random.random() < 0.5 else self._random.choice(self._people).id
                return self._until_asked(chat_id)

    def _until_asked(self, chat_id: int) -> bool:
        """The fault is one of a single call, so that it is gone once the call was made."""
        self._victim.faults({"method": "*", "chat_id": chat_id, "times": 1, "fault": _FAULT_OF[self._moment]}, ANSWERS_LATE)
        return self._until(lambda: len(self._victim.glance()["faults"]) == 1)

    def _until_unconfirmed(self) -> bool:
        self._live_until_ready()
        self._victim.faults({"method": "getUpdates", "fault": {"kind": "delay", "seconds": _ARRIVES_AFTER_SECONDS}}, ANSWERS_LATE)
        before = {person.id: len(person.said) for person in self._people}

        def committed() -> bool:
            fresh = [(person.id, said.message_id) for person in self._people for said in person.said[before[person.id] :]]
            return any(is_committed(self._victim.url, chat_id=chat, message_id=message) for chat, message in fresh[:3])

        return self._until(committed) and self._victim.pending_updates() > 0

    def _until_answered(self) -> bool:
        assert self._gate is not None, "there is no webhook"
        self._live_until_ready()
        self._gate.withhold()
        return self._until(self._gate.holds)

    def _live_until_ready(self) -> None:
        self._until(self._victim.is_ready)

    def _until(self, seen: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if seen():
                return True
            self._live(0.05)
        return False
