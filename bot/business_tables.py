"""The tables of the business file: which keys there are and what their values may be."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from crm.rules.names import clean_name
from crm.rules.understanding import fold
from crm.rules.working_hours import Span
from storage.vocabulary import Language

LONGEST_LABEL = 40
LONGEST_WORD = 60
LONGEST_TEXT = 3000
MOST_CHOICES = 20
MOST_WORDS = 500

_CATEGORY_KEY = re.compile(r"[a-z0-9_]{1,20}")
_TEXT_KEY = re.compile(r"[a-z0-9_-]+")
_DURATION = re.compile(r"(\d{1,5})\s*([mhd])", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST_DURATION = timedelta(days=90)


def _known_zone(name: str) -> str:
    zones = available_timezones()
    if name in zones:
        return name
    nearest = get_close_matches(name, zones, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else " such as Asia/Shanghai"
    raise ValueError(f"should be an IANA time zone{hint}")


def _label(text: str) -> str:
    if not text or len(text) > LONGEST_LABEL or clean_name(text, longest=LONGEST_LABEL) != text:
        raise ValueError(f"should be one line of 1 to {LONGEST_LABEL} visible characters")
    return text


def _category_key(key: str) -> str:
    if not _CATEGORY_KEY.fullmatch(key):
        raise ValueError("should be 1 to 20 small letters, digits and _")
    return key


def _text_key(key: str) -> str:
    if not _TEXT_KEY.fullmatch(key):
        raise ValueError("should be small letters, digits, - and _")
    return key


def _text(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValueError(f"should have 1 to {LONGEST_TEXT} characters")
    return text


def _word(word: str) -> str:
    if len(word) > LONGEST_WORD or not any(letter.isalnum() for letter in fold(word)):
        raise ValueError(f"should be a word or a phrase of at most {LONGEST_WORD} characters")
    return word


def _span(value: object) -> Span:
    try:
        return Span.from_text(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError('should be a span within one day such as "09:00-18:30"') from None


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if any(later.start < earlier.end for earlier, later in pairwise(spans)):
        raise ValueError("should be spans one after another, without overlap")
    return spans


def _date(value: object) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError('should be a date such as "2026-12-25"')


def _clock(value: object) -> time:
    if isinstance(value, time) and value.second == value.microsecond == 0:
        return value
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value.strip())):
        return time(int(match[1]), int(match[2]))
    raise ValueError('should be a time of day such as "09:30"')


def _duration(value: object) -> timedelta:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('should be a duration such as "30m", "4h" or "2d"')
    duration = int(match[1]) * _UNITS[match[2]]
    if not timedelta() < duration <= _LONGEST_DURATION:
        raise ValueError("should be between 1m and 90d")
    return duration


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and Decimal(value).is_finite():
        return Decimal(value)
    raise ValueError("should be a number")


def _not_too_many(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) > MOST_WORDS:
        raise ValueError(f"should have at most {MOST_WORDS} words")
    return words


Text = Annotated[str, Field(strict=True)]
Label = Annotated[Text, AfterValidator(_label)]
Key = Annotated[Text, AfterValidator(_category_key)]
Words = Annotated[tuple[Annotated[Text, AfterValidator(_word)], ...], AfterValidator(_not_too_many)]
Texts = dict[Annotated[Text, AfterValidator(_text_key)], Annotated[Text, AfterValidator(_text)]]
Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_span)], ...], AfterValidator(_in_order)]
Day = Annotated[date, BeforeValidator(_date)]
Clock = Annotated[time, BeforeValidator(_clock)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Hour = Annotated[int, Field(strict=True, ge=0, le=23)]
Days = Annotated[int, Field(strict=True, ge=0, le=365)]
SomeDays = Annotated[int, Field(strict=True, ge=1, le=365)]


class Table(BaseModel):
    """A table of the file: nothing in it may be unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OpeningHoursTable(Table):
    """`[opening_hours]`; a weekday that is not named is closed."""

    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()
    closed_on: tuple[Day, ...] = ()
    special: dict[Day, Spans] = {}

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The spans of each weekday, Monday first."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)

    @model_validator(mode="after")
    def _opens_and_is_clear(self) -> Self:
        if not any(self.week):
            raise ValueError("no weekday is open: nothing could ever be promised")
        if both := sorted(set(self.closed_on) & set(self.special)):
            raise ValueError(f"{both[0]} stands in closed_on and in special; it should be in one of them")
        return self


class FirstResponseTable(Table):
    """`[first_response]`"""

    inquiry: Duration
    low: Duration
    medium: Duration
    high: Duration


class CategoryTable(Table):
    """`[[inquiry_categories]]`, `[[complaint_categories]]`, `[[wished_solutions]]`"""

    key: Key
    en: Label
    zh: Label


class TierTable(CategoryTable):
    """`[[tiers]]`"""

    threshold: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
    factor: Annotated[Decimal, BeforeValidator(_number), Field(ge=0, le=100)]
    loyal: Annotated[bool, Field(strict=True)]


class SurveyTable(Table):
    """`[survey]`"""

    low_score: Annotated[int, Field(strict=True, ge=1, le=4)]
    expires_days: SomeDays
    delay_minutes: Annotated[int, Field(strict=True, ge=0, le=10_080)]


class VisitsTable(Table):
    """`[visits]`"""

    after_ticket_days: Days
    after_purchase_days: Days
    ask_hour: Hour
    grace_days: Days


class GreetingsTable(Table):
    """`[greetings]`"""

    birthday_hour: Hour
    latest_hour: Hour

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.latest_hour < self.birthday_hour:
            raise ValueError("latest_hour should not be before birthday_hour")
        return self


class QuietHoursTable(Table):
    """`[quiet_hours]`"""

    start: Clock = Field(alias="from")
    until: Clock


class RemindersTable(Table):
    """`[reminders]`"""

    hour: Hour
    points_expire_days: Days
    tier_within_percent: Annotated[int, Field(strict=True, ge=0, le=100)]
    silence_days: Annotated[int, Field(strict=True, ge=0, le=3650)]


class PointsTable(Table):
    """`[points]`"""

    per_unit: Annotated[Decimal, BeforeValidator(_number), Field(ge=0, le=10_000)]
    expire_months: Annotated[int, Field(strict=True, ge=0, le=120)]


class StaffTable(Table):
    """`[staff]`"""

    invitation_hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class FloodTable(Table):
    """`[flood]`"""

    messages: Annotated[int, Field(strict=True, ge=1, le=1000)]
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600)]


class UnderstandingTable(Table):
    """`[understanding]`"""

    complaint: Words
    human: Words
    tickets: Words
    points: Words
    greeting: Words
    thanks: Words


class TextsTable(Table):
    """`[texts]`"""

    en: Texts
    zh: Texts


def _different(categories: tuple[CategoryTable, ...]) -> tuple[CategoryTable, ...]:
    _require_choices([category.key for category in categories])
    return categories


def _ascending(tiers: tuple[TierTable, ...]) -> tuple[TierTable, ...]:
    _require_choices([tier.key for tier in tiers])
    if tiers[0].threshold:
        raise ValueError("the first tier should have the threshold 0")
    for lower, higher in pairwise(tiers):
        if higher.threshold <= lower.threshold:
            raise ValueError(f"{higher.key} should have a higher threshold than {lower.key} before it")
    return tiers


def _require_choices(keys: Sequence[str]) -> None:
    if not 1 <= len(keys) <= MOST_CHOICES:
        raise ValueError(f"should have 1 to {MOST_CHOICES} entries")
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ValueError(f"the key {key} stands there twice")


Categories = Annotated[tuple[CategoryTable, ...], AfterValidator(_different)]
Tiers = Annotated[tuple[TierTable, ...], AfterValidator(_ascending)]


class BusinessTable(Table):
    """The whole file."""

    company: Label
    time_zone: Annotated[Text, AfterValidator(_known_zone)]
    staff_language: Language
    reopen_days: Days
    opening_hours: OpeningHoursTable
    first_response: FirstResponseTable
    inquiry_categories: Categories
    complaint_categories: Categories
    wished_solutions: Categories
    survey: SurveyTable
    visits: VisitsTable
    greetings: GreetingsTable
    quiet_hours: QuietHoursTable
    reminders: RemindersTable
    points: PointsTable
    tiers: Tiers
    staff: StaffTable
    understanding: UnderstandingTable
    flood: FloodTable
    texts: TextsTable
