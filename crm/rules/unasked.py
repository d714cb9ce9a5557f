"""Unasked messages: the hours of a customer's day in which they go out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from crm.rules.local_time import local_date, moment_of
from crm.rules.quiet_hours import QuietHours, is_quiet, quiet_until

_DAY = timedelta(days=1)


def good_until(quiet: QuietHours, at: datetime, zone: str) -> datetime:
    """The first moment after `at` at which quiet hours begin; a day later when there are none."""
    if quiet.start == quiet.end:
        return at + _DAY
    minutes = quiet.start.hour * 60 + quiet.start.minute
    today = local_date(at, zone)
    begins = moment_of(today, minutes, zone)
    return begins if begins > at else moment_of(today + _DAY, minutes, zone)


def speaking_time_ends(at: datetime, *, first_hour: int, last_hour: int, zone: str, quiet: QuietHours) -> datetime | None:
    """The moment up to which something unasked may be said today, when it may be said now; None when not.

    It may be said from `first_hour` o'clock to `last_hour` o'clock of the customer's day (not any more at that moment), and
    not in quiet hours.
    """
    today = local_date(at, zone)
    first, last = moment_of(today, first_hour * 60, zone), moment_of(today, last_hour * 60, zone)
    if not first <= at < last or is_quiet(quiet, at, zone):
        return None
    return min(last, good_until(quiet, at, zone))


def is_later_today(until: datetime, at: datetime, *, first_hour: int, last_hour: int, zone: str, quiet: QuietHours) -> bool:
    """Whether it may still be said today, with the same hours, to somebody who wants to be left alone until a moment."""
    moment = quiet_until(quiet, until, zone)
    ends = speaking_time_ends(moment, first_hour=first_hour, last_hour=last_hour, zone=zone, quiet=quiet)
    return ends is not None and local_date(moment, zone) == local_date(at, zone)


def speaking_ends_in(
    zones: Collection[str], at: datetime, *, first_hour: int, last_hour: int, quiet: QuietHours
) -> dict[str, datetime | None]:
    """The same for each of these zones: of many customers only a few zones are asked for."""
    return {zone: speaking_time_ends(at, first_hour=first_hour, last_hour=last_hour, zone=zone, quiet=quiet) for zone in set(zones)}
