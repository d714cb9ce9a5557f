"""Shifts: the weekly working hours of one person, as they are written down."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from crm.refusals import Refusal
from crm.rules.working_hours import Span, WorkingHours

LONGEST_SHIFT = 200

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEK = "一二三四五六日"
_DASH = r"\s*[-–—~至到]\s*"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:周|星期)?[一二三四五六日天]"
_CLOCK = r"\d{1,2}(?::\d{2})?"
_PART = re.compile(rf"(?:(?P<first>{_DAY})(?:{_DASH}(?P<last>{_DAY}))?\s*)?(?P<start>{_CLOCK}){_DASH}(?P<end>{_CLOCK})")
_DAY_MINUTES = 24 * 60


class ShiftNotUnderstood(Refusal):
    """The words are no working hours; fact: `words`."""


@lru_cache(maxsize=512)  # the shifts of a team come again with every ticket that is given out
def read_shift(words: str, *, zone: str) -> WorkingHours:
    """The hours written as "mon-fri 9:00-17:00, sat 10-14"; raises ShiftNotUnderstood.

    Parts stand with commas between; one without days is meant for the days before it. Hours that end before they begin go on
    until the next morning. Overlapping hours count once.
    """
    week: dict[int, list[tuple[int, int]]] = {day: [] for day in range(7)}
    days: list[int] = []
    for part in re.split(r"[,;、]", as_written(words)):
        match = _PART.fullmatch(part.strip())
        if match is None or (match["first"] is None and not days):
            raise ShiftNotUnderstood(words=words)
        if match["first"] is not None:
            days = _days(match["first"], match["last"] or match["first"])
        start, end = _minutes(match["start"]), _minutes(match["end"])
        if start is None or end is None or start in (end, _DAY_MINUTES):
            raise ShiftNotUnderstood(words=words)
        for day in days:
            if start < end:
                week[day].append((start, end))
                continue
            week[day].append((start, _DAY_MINUTES))
            if end:
                week[(day + 1) % 7].append((0, end))
    return WorkingHours(zone=zone, week={day: _joined(spans) for day, spans in week.items()}, closed_on=frozenset(), special={})


def as_written(words: str) -> str:
    """The words with one form for each letter and single spaces, as they are kept."""
    return " ".join(unicodedata.normalize("NFKC", words).lower().replace("。", ",").split())


def _days(first: str, last: str) -> list[int]:
    start, end = _day(first), _day(last)
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _day(word: str) -> int:
    if word[:3] in _WEEK:
        return _WEEK.index(word[:3])
    return _CHINESE_WEEK.index(word[-1].replace("天", "日"))


def _minutes(clock: str) -> int | None:
    hours, _, minutes = clock.partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= _DAY_MINUTES and int(minutes or 0) < 60 else None


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(Span(start, end) for start, end in joined)
