"""Birthdays: how people write them, and when they are greeted."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from crm.refusals import Refusal
from crm.rules.local_time import moment_of

OLDEST = 120
SHOWN_OF_WHAT_WAS_WRITTEN = 40

_A_LEAP_YEAR = 2000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"{_DAY}\.?\s*(?:of\s+)?{_MONTH}(?:,?\s*(?P<year>\d{{4}}))?"),
    re.compile(rf"{_MONTH}\s*{_DAY}(?:(?:,\s*|\s+)(?P<year>\d{{4}}))?"),
)
_ORDERED = (
    re.compile(r"(?P<year>\d{4})\s*[-/.\s]\s*(?P<month>\d{1,2})\s*[-/.\s]\s*(?P<day>\d{1,2})\.?"),
    re.compile(r"(?P<year>\d{4})(?P<month>0\d|1[0-2])(?P<day>\d{2})"),
    re.compile(r"--(?P<month>\d{1,2})-?(?P<day>\d{1,2})"),
    re.compile(r"(?:(?P<year>\d{4})\s*年)?\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?"),
)
_UNORDERED = re.compile(r"(?P<first>\d{1,2})\s*(?P<mark>[-/.\s])\s*(?P<second>\d{1,2})(?:\s*(?P=mark)\s*(?P<year>\d{4}))?\s*\.?")

_CHINESE_DIGIT = re.compile("[〇零一二三四五六七八九]")
_CHINESE_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")


@dataclass(frozen=True)
class Birthday:
    """The day somebody was born; `year` is None when it was not told."""

    month: int
    day: int
    year: int | None


class BirthdayNotUnderstood(Refusal):
    """Nothing that looks like a date; fact: `text`."""


class NoSuchDate(Refusal):
    """A date that no calendar has, such as 31 February; fact: `text`."""


class AmbiguousBirthday(Refusal):
    """Either number may be the month; facts: `text`, `first`, `second`."""


class BirthdayInFuture(Refusal):
    """The date is still to come; fact: `text`."""


class BirthdayTooLongAgo(Refusal):
    """Nobody is that old; facts: `text`, `oldest` (years)."""


def parse_birthday(text: str, *, today: date) -> Birthday:
    """The birthday that a person wrote, with or without the year.

    Year first (1990-05-17, 1990/5/17, 19900517), day first with dots (17.5.1990, 17.05.), month first without a year
    (--05-17, 05-17), in Chinese (1990年5月17日, 5月17号, 五月十七日), in English (17 May 1990, May 17th). Other orders are
    taken when only one reading is a month. Years have four digits. `today` is the date where the person lives.

    Raises BirthdayNotUnderstood, NoSuchDate, AmbiguousBirthday, BirthdayInFuture, BirthdayTooLongAgo; their fact `text` is
    what was written, cut to 40 characters.
    """
    shown = text.strip()[:SHOWN_OF_WHAT_WAS_WRITTEN]
    birthday = _read(_plain(text), shown)
    try:
        born_on = date(birthday.year if birthday.year is not None else _A_LEAP_YEAR, birthday.month, birthday.day)
    except ValueError:
        raise NoSuchDate(text=shown) from None
    if birthday.year is None:
        return birthday
    if born_on > today:
        raise BirthdayInFuture(text=shown)
    if _age(born_on, today) > OLDEST:
        raise BirthdayTooLongAgo(text=shown, oldest=OLDEST)
    return birthday


def greeting_day(birthday: Birthday, year: int) -> date:
    """The date of the birthday in this year; 29 February is greeted on 28 February when the year has none."""
    try:
        return date(year, birthday.month, birthday.day)
    except ValueError:
        return date(year, 2, 28)


def greeting_moment(birthday: Birthday, year: int, *, zone: str, hour: int) -> datetime:
    """The moment, in UTC, at which it is `hour` o'clock on the greeting day in the customer's time zone."""
    return moment_of(greeting_day(birthday, year), hour * 60, zone)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("。", ".").strip()
    if "月" in plain:
        plain = _CHINESE_TENS.sub(lambda tens: f"{tens[1] or '一'}{tens[2] or '零'}", plain)
        plain = _CHINESE_DIGIT.sub(lambda digit: str(int(unicodedata.numeric(digit[0]))), plain)
    return plain


def _read(plain: str, shown: str) -> Birthday:
    for shape in _ORDERED:
        if match := shape.fullmatch(plain):
            parts = match.groupdict()
            return Birthday(int(parts["month"]), int(parts["day"]), _year(parts.get("year")))
    for shape in _NAMED:
        if match := shape.fullmatch(plain):
            return Birthday(_MONTHS.index(match["name"][:3]) + 1, int(match["day"]), _year(match["year"]))
    if match := _UNORDERED.fullmatch(plain):
        month, day = _month_and_day(int(match["first"]), int(match["second"]), match, shown)
        return Birthday(month, day, _year(match["year"]))
    raise BirthdayNotUnderstood(text=shown)


def _month_and_day(first: int, second: int, match: re.Match[str], shown: str) -> tuple[int, int]:
    if second > 12 or first == second:
        return first, second
    if first > 12 or match["mark"] == ".":
        return second, first
    if match["mark"] == "-" and match["year"] is None:
        return first, second
    raise AmbiguousBirthday(text=shown, first=first, second=second)


def _year(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
