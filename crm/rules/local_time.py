"""Moments of a local day: wall clock times as UTC, through both kinds of daylight saving change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A date that it is in some places, and the differences from UTC between which all of these lie."""

    date: date
    least: timedelta
    most: timedelta


def local_date(at: datetime, zone: str) -> date:
    """The calendar date at this moment in the time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment_of(day: date, minutes: int, zone: str) -> datetime:
    """The first moment, in UTC, at which the clocks of the zone show `minutes` after midnight of this day, or more.

    Of a time that comes twice it is the first; for a time that is skipped it is the moment of the change. So later
    wall times never lie before earlier ones. `minutes` may be 1440: the end of the day.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    place = ZoneInfo(zone)
    moment = wall.replace(tzinfo=place).astimezone(UTC)
    if _wall(moment, place) == wall:
        return moment
    before = wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    while moment - before > _SECOND:
        middle = before + (moment - before) // _SECOND // 2 * _SECOND
        if _wall(middle, place) >= wall:
            moment = middle
        else:
            before = middle
    return moment


def _wall(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None)
