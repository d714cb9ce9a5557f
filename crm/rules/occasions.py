"""Occasions: days that come back every year, and how late they are still greeted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from crm.rules.birthdays import Birthday, greeting_day
from crm.rules.local_time import LocalDay

BELATED_DAYS = 2
_LEAP_DAY = (2, 29)
_DAY = timedelta(days=1)
# A zone's difference from UTC was another in summer or winter, and may have been another years ago; in Casey it has been 8 and 11 hours.
_SLACK = timedelta(hours=3)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Occasion:
    """A day that has come back: the year in which it did, and how many days ago that was."""

    year: int
    days_late: int


def occasion_near(birthday: Birthday, today: date) -> Occasion | None:
    """The return of a day today or on one of the two days before; None when there was none."""
    for days_late in range(BELATED_DAYS + 1):
        day = today - timedelta(days=days_late)
        if greeting_day(birthday, day.year) == day:
            return Occasion(day.year, days_late)
    return None


def turn_of(year: int, number: int, texts: int) -> int:
    """Which of several texts somebody gets in a year, counted from 0: with two or more never the same one in two years running."""
    return (year + number) % texts


def keys_of(first: str) -> list[str]:
    """The keys of the greetings for one occasion, of which one is said: on its day (`birthday:12:2026`), a day late, two days late."""
    return [first, *[f"{first}:{late}" for late in range(1, BELATED_DAYS + 1)]]


def dates_greeted(today: date, *, latest: int = BELATED_DAYS) -> list[date]:
    """The dates of which a return is still greeted: today, and those that are at most `latest` days ago."""
    return [today - late * _DAY for late in range(latest + 1)]


def days_returning(on: date) -> list[tuple[int, int]]:
    """The days of the year, as (month, day), that are greeted on this date: its own, and 29 February when the year has none."""
    returning = {(on.month, on.day)}
    if greeting_day(Birthday(*_LEAP_DAY, None), on.year) == on:
        returning.add(_LEAP_DAY)
    return sorted(returning)


def spans_returning(days: Collection[LocalDay], *, since: int, latest: int = BELATED_DAYS) -> list[Span]:
    """The spans of time, from the year `since` on and in order, in which lies whatever happened in an earlier year and returns on a date
    that is still greeted, where it is one of these days. They hold a little more, and none meets another.
    """
    spans = [
        (midnight - day.most - _SLACK, midnight + _DAY - day.least + _SLACK)
        for day in days
        for on in dates_greeted(day.date, latest=latest)
        for returning in days_returning(on)
        for year in range(since, on.year)
        if (midnight := _midnight(year, *returning)) is not None
    ]
    apart: list[Span] = []
    for begins, ends in sorted(spans):
        if apart and begins <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(ends, apart[-1][1]))
        else:
            apart.append((begins, ends))
    return apart


def _midnight(year: int, month: int, day: int) -> datetime | None:
    """The beginning of a day as a clock at UTC shows it; None when the year has no such day."""
    try:
        return datetime.combine(date(year, month, day), time(), UTC)
    except ValueError:
        return None
