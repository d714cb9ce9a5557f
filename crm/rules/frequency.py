"""How often something unasked may be said to one customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class UnaskedCap:
    """At most so many unasked messages, of all kinds together, in any 24 hours and in any 7 days; 0 = no such limit.

    None is said before the customer has been silent for `chat_minutes`; with `tickets_first`, most kinds wait until no ticket is open.
    """

    per_day: int
    per_week: int
    chat_minutes: int = 0
    tickets_first: bool = False

    @property
    def chat(self) -> timedelta:
        """How long a customer who has said something counts as chatting."""
        return timedelta(minutes=self.chat_minutes)


def next_turn(told: Sequence[datetime], at: datetime, cap: UnaskedCap) -> datetime:
    """The first moment from `at` on at which one message more keeps to the cap; `told` is when others were said.

    What was said by a clock that goes a little ahead counts; what is more than a day ahead comes from a clock that was wrong.
    """
    before = sorted(moment for moment in told if moment <= at + DAY)
    return max([at, *_free_at(before, cap.per_day, DAY), *_free_at(before, cap.per_week, WEEK)])


def _free_at(before: Sequence[datetime], most: int, length: timedelta) -> list[datetime]:
    """When the oldest of the last `most` is so long ago that it counts no more."""
    return [before[-most] + length] if 0 < most <= len(before) else []
