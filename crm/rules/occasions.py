"""Occasions: days that come back every year, and how late they are still greeted."""

from dataclasses import dataclass
from datetime import date, timedelta

from crm.rules.birthdays import Birthday, greeting_day

BELATED_DAYS = 2


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
