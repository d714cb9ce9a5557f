"""The hours of a customer's day in which nothing unasked is sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.rules.local_time import local_date, moment_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From `start` up to and without `end`, over midnight when `end` is the earlier one; never when both are the same."""

    start: time
    end: time


def is_quiet(quiet: QuietHours, at: datetime, zone: str) -> bool:
    """Whether this moment lies in the quiet hours of somebody in this time zone."""
    return _end_of_quiet(quiet, at, zone) is not None


def quiet_until(quiet: QuietHours, at: datetime, zone: str) -> datetime:
    """The first moment from `at` on that is not quiet, which is `at` itself when it is not."""
    while (end := _end_of_quiet(quiet, at, zone)) is not None:
        at = end
    return at


def _end_of_quiet(quiet: QuietHours, at: datetime, zone: str) -> datetime | None:
    if quiet.start == quiet.end:
        return None
    today = local_date(at, zone)
    for evening in (today - _DAY, today, today + _DAY):
        morning = evening if quiet.start < quiet.end else evening + _DAY
        end = _moment(morning, quiet.end, zone)
        if _moment(evening, quiet.start, zone) <= at < end:
            return end
    return None


def _moment(day: date, clock: time, zone: str) -> datetime:
    return moment_of(day, clock.hour * 60 + clock.minute, zone)
