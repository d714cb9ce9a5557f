"""Unasked messages: the hours of a customer's day in which they go out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from crm.rules.local_time import LocalDay, local_date, moment_of
from crm.rules.quiet_hours import QuietHours, is_quiet, quiet_until

_DAY = timedelta(days=1)
# Whether it is time to speak somewhere is settled by how clocks go there this long before and after.
_AROUND = timedelta(days=3)


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


@cache
def _places() -> Sequence[tuple[str, ZoneInfo]]:
    """All zones of the world: Python itself keeps few of them, and would read the others anew each time."""
    return [(zone, ZoneInfo(zone)) for zone in sorted(available_timezones())]


def zones_asleep(at: datetime, *, first_hour: int, last_hour: int, quiet: QuietHours) -> frozenset[str]:
    """All zones of the world in which nothing unasked may be said at this moment, with the same hours."""
    alike: defaultdict[object, list[str]] = defaultdict(list)
    for zone, place in _places():
        offsets = {moment.astimezone(place).utcoffset() for moment in (at - _AROUND, at, at + _AROUND)}
        # Where clocks are changed around this moment, each zone is looked at for itself.
        alike[offsets.pop() if len(offsets) == 1 else zone].append(zone)
    ends = speaking_ends_in([zones[0] for zones in alike.values()], at, first_hour=first_hour, last_hour=last_hour, quiet=quiet)
    return frozenset(zone for zones in alike.values() if ends[zones[0]] is None for zone in zones)


def days_awake(at: datetime, *, asleep: Collection[str]) -> list[LocalDay]:
    """The dates that it is at this moment, in all zones of the world that are not `asleep`, in order."""
    offsets: defaultdict[date, set[timedelta]] = defaultdict(set)
    for zone, place in _places():
        if zone not in asleep:
            local = at.astimezone(place)
            offsets[local.date()].add(local.utcoffset() or timedelta())
    return [LocalDay(day, min(found), max(found)) for day, found in sorted(offsets.items())]
