"""Hours: whether somebody is there to read, and when the desk is back, in words."""

from datetime import datetime

from crm.rules.local_time import local_date
from crm.rules.working_hours import WorkingHours, is_open, next_opening
from handlers.chat.speech import Phrases

_TOMORROW, _THIS_WEEK = 1, 6


def closed_until(hours: WorkingHours, at: datetime) -> datetime | None:
    """Return when a desk that is closed at this moment opens; None when it is open, or does not open within 60 days."""
    return None if is_open(hours, at) else next_opening(hours, at)


def opening_words(opens_at: datetime, *, now: datetime, zone: str, phrases: Phrases) -> str:
    """Return a moment as people name it: today, tomorrow or by the day of the week, and in full when that could be any week."""
    day, time = local_date(opens_at, zone), phrases.time_of_day(opens_at, zone)
    days = (day - local_date(now, zone)).days
    if days == 0:
        return phrases.plain("hours-today", time=time)
    if days == _TOMORROW:
        return phrases.plain("hours-tomorrow", time=time)
    if days <= _THIS_WEEK:
        return phrases.plain("hours-weekday", weekday=day.weekday(), time=time)
    return phrases.moment(opens_at, zone)
