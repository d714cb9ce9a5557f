"""Opening hours of a business and the time that passes within them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Self

from crm.rules.local_time import local_date, moment_of

SEARCHED_FOR_NEXT_OPENING = timedelta(days=60)
SEARCHED_FOR_WORKING_TIME = timedelta(days=366)

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
_DAY = timedelta(days=1)


class NeverOpen(Exception):
    """The business does not open within 366 days, so working time cannot be added."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of one day, in minutes after midnight: from `start` up to and without `end`, which may be 1440 (24:00)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= 24 * 60:
            raise ValueError(f"not a stretch of one day: {self.start} to {self.end} minutes")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The span written as "09:00-18:30" or "18:00-24:00"; raises ValueError when it is none."""
        match = _SPAN.fullmatch(text.strip())
        if match is None or int(match[2]) > 59 or int(match[4]) > 59:
            raise ValueError(f"not written as 09:00-18:30: {text}")
        return cls(int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4]))


def no_holidays(day: date) -> bool:
    """Whether a date is a holiday where there are none."""
    return False


@dataclass(frozen=True)
class WorkingHours:
    """When a business is open: its week (0 = Monday), the dates when it is closed, the dates with hours of their own, the holidays.

    `closed_on` wins over `special`, `special` over a holiday, which is closed, and that over `week`; a weekday that is not there
    is closed. The spans of a day must ascend without overlap, else ValueError.
    """

    zone: str
    week: Mapping[int, tuple[Span, ...]]
    closed_on: frozenset[date]
    special: Mapping[date, tuple[Span, ...]]
    is_holiday: Callable[[date], bool] = no_holidays

    def __post_init__(self) -> None:
        for spans in (*self.week.values(), *self.special.values()):
            if any(later.start < earlier.end for earlier, later in pairwise(spans)):
                raise ValueError(f"spans overlap or do not ascend: {spans}")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans in which the business is open on this date."""
        if day in self.closed_on:
            return ()
        if day in self.special:
            return self.special[day]
        return () if self.is_holiday(day) else self.week.get(day.weekday(), ())


def is_open(hours: WorkingHours, at: datetime) -> bool:
    """Whether the business is open at this moment."""
    return any(opens <= at < closes for opens, closes in _openings(hours, at, at))


def next_opening(hours: WorkingHours, at: datetime) -> datetime | None:
    """The first moment from `at` on at which the business is open: `at` itself when it is; None when none within 60 days."""
    last = at + SEARCHED_FOR_NEXT_OPENING
    opens = next((opens for opens, closes in _openings(hours, at, last) if closes > at), None)
    if opens is None or opens > last:
        return None
    return max(opens, at)


def working_time_between(hours: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """The time that really passes from `start` to `end` while the business is open; nothing when `end` is not later."""
    pieces = (min(closes, end) - max(opens, start) for opens, closes in _openings(hours, start, end))
    return sum((piece for piece in pieces if piece > timedelta()), timedelta())


def seconds_open(hours: WorkingHours, start: datetime, end: datetime) -> Callable[[float], float]:
    """A function that tells of a moment between `start` and `end` (seconds since 1970) how many seconds the business was open up to it.

    They are counted from about `start` on, so that the difference between two moments is the working time between them. It is
    worth its making where that is asked of very many moments.
    """
    opens, closes, before, total = [], [], [], 0.0
    for opening, closing in _openings(hours, start, end):
        opens.append(opening.timestamp())
        closes.append(closing.timestamp())
        before.append(total)
        total += closes[-1] - opens[-1]

    def until(moment: float) -> float:
        place = bisect_right(opens, moment) - 1
        return 0.0 if place < 0 else before[place] + min(moment, closes[place]) - opens[place]

    return until


def add_working_time(hours: WorkingHours, start: datetime, amount: timedelta) -> datetime:
    """The first moment at which `amount` of working time has passed since `start`, which is `start` for no amount.

    Outside opening hours the clock stands still. Raises NeverOpen when for 366 days there is no opening, and ValueError
    for a negative amount.
    """
    if amount < timedelta():
        raise ValueError("working time cannot be taken away")
    reached, left = start, amount
    while left > timedelta():
        ahead = _openings(hours, reached, reached + SEARCHED_FOR_WORKING_TIME)
        opening = next(((opens, closes) for opens, closes in ahead if closes > reached), None)
        if opening is None:
            raise NeverOpen
        opens, closes = max(opening[0], reached), opening[1]
        worked = min(closes - opens, left)
        reached, left = opens + worked, left - worked
    return reached


def _openings(hours: WorkingHours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    # A day more on either side: where clocks go back shortly after midnight, a moment's date may be that of its neighbour.
    day, last = local_date(start, hours.zone) - _DAY, local_date(end, hours.zone) + _DAY
    while day <= last:
        for span in hours.spans_on(day):
            opens, closes = moment_of(day, span.start, hours.zone), moment_of(day, span.end, hours.zone)
            if opens < closes:
                yield opens, closes
        day += _DAY
