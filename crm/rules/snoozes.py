"""Until when a ticket is put aside, as staff write it."""

import re
from datetime import date, datetime, timedelta

from crm.rules.local_time import local_date, moment_of

LONGEST_SNOOZE = timedelta(days=90)
MORNING = 9 * 60

_LENGTH = re.compile(r"(\d{1,4})\s*(m|min|minutes?|分钟|分鐘|h|hours?|个?小时|個?小時|d|days?|天)", re.ASCII | re.IGNORECASE)
_CLOCK = r"(?:(?:at\s*)?(\d{1,2})(?:[:：](\d{2})|点|點))"
_DAY = re.compile(rf"(\S+?)(?:\s*{_CLOCK})?")
_MONTH = r"(?:(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)|(\d{1,2})月)"  # without a year only where nothing else can be meant
_DATE = re.compile(rf"{_MONTH}(\d{{1,2}})日?(?:(?:(?<=日)|\s)\s*{_CLOCK})?", re.ASCII)
_TIME = re.compile(_CLOCK)
_UNITS = {"m": timedelta(minutes=1), "分": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "天": timedelta(days=1)}
_HOUR = timedelta(hours=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_ZH = "一二三四五六日"
_TOMORROW = ("tomorrow", "明天")
_DAY_AFTER = ("后天", "後天")


_UNTIL_THEY_WRITE = frozenset({"until they write", "until customer writes", "等客户", "等客户回复", "直到客户回复", "等客戶回覆"})


class NoSuchMoment(ValueError):
    """The words name no moment to come within 90 days."""


def is_until_they_write(words: str) -> bool:
    """Whether words put a ticket aside until the customer writes."""
    return words.strip().lower() in _UNTIL_THEY_WRITE


def snoozed_until(words: str, *, at: datetime, zone: str) -> datetime:
    """The moment that words name: `2h`, `3 days`, `18:30`, `tomorrow 9:00`, `monday`, `2026-12-24 10:00`, `明天 9:00`, `周一`, `12月24日`, `2小时`.

    A day without a time means nine in the morning, a time without a day the next such time, a weekday the next one after
    today, a date without a year the next such day from today on.
    Raises NoSuchMoment for anything else, for what is not later than `at`, and for more than 90 days.
    """
    text = words.strip().lower()
    moment = _after_length(text, at) or _on_date(text, at, zone) or _on_day(text, at, zone)
    if moment is None or not at < moment <= at + LONGEST_SNOOZE:
        raise NoSuchMoment(words)
    return moment


def _after_length(text: str, at: datetime) -> datetime | None:
    match = _LENGTH.fullmatch(text)
    return None if match is None else at + int(match[1]) * _UNITS.get(match[2][0], _HOUR)


def _on_date(text: str, at: datetime, zone: str) -> datetime | None:
    match = _DATE.fullmatch(text)
    minutes = MORNING if match is None or match[5] is None else _minutes(match[5], match[6])
    if match is None or minutes is None:
        return None
    today = local_date(at, zone)
    month, day = int(match[2] or match[3]), int(match[4])
    year = int(match[1] or (today.year if (month, day) >= (today.month, today.day) else today.year + 1))
    try:
        return moment_of(date(year, month, day), minutes, zone)
    except (ValueError, OverflowError):  # no day of the calendar, or one that no clock reaches
        return None


def _on_day(text: str, at: datetime, zone: str) -> datetime | None:
    today = local_date(at, zone)
    if time := _TIME.fullmatch(text):
        minutes = _minutes(time[1], time[2])
        if minutes is None:
            return None
        moment = moment_of(today, minutes, zone)
        return moment if moment > at else moment_of(today + timedelta(days=1), minutes, zone)
    match = _DAY.fullmatch(text)
    days = None if match is None else _days_ahead(match[1], today.weekday())
    if match is None or days is None:
        return None
    minutes = MORNING if match[2] is None else _minutes(match[2], match[3])
    return None if minutes is None else moment_of(today + timedelta(days=days), minutes, zone)


def _days_ahead(word: str, weekday: int) -> int | None:
    if word in _TOMORROW:
        return 1
    if word in _DAY_AFTER:
        return 2
    wanted = next((number for number, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)), None)
    if wanted is None and word[:-1] in ("周", "週", "星期", "下周", "下週") and word[-1] in _WEEKDAYS_ZH:
        wanted = _WEEKDAYS_ZH.index(word[-1])
    return None if wanted is None else (wanted - weekday - 1) % 7 + 1


def _minutes(hours: str, minutes: str | None) -> int | None:
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total < 24 * 60 else None
