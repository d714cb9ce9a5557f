"""The values of the business file: what each of them may be, and the sentence that says so."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.public_holidays import why_unknown
from crm.patterns import fault_of
from crm.rules.bans import SpanOutOfRange, read_span
from crm.rules.names import clean_name
from crm.rules.understanding import fold
from crm.rules.working_hours import Span
from handlers.chat.media import CONTENT

LONGEST_LABEL = 40
LONGEST_WORD = 60
LONGEST_TEXT = 3000
MOST_WORDS = 500
LONGEST_PATTERN = 1000
MEDIA_KINDS = CONTENT - {"text", "unknown"}

_CATEGORY_KEY = re.compile(r"[a-z0-9_]{1,20}")
_TEXT_KEY = re.compile(r"[a-z0-9_-]+")
_DURATION = re.compile(r"(\d{1,5})\s*([mhd])", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST_DURATION = timedelta(days=90)


class Table(BaseModel):
    """A table of the file: nothing in it may be unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


def _ban_span(value: object) -> timedelta:
    try:
        span = read_span(value) if isinstance(value, str) else None
    except SpanOutOfRange as refusal:
        raise ValueError("should be between 1m and ten years") from refusal
    if span is None:
        raise ValueError('should be a duration such as "30m", "4h", "2d" or "2w"')
    return span


def _pattern(pattern: str) -> str:
    if not pattern.strip() or len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"should have 1 to {LONGEST_PATTERN} characters")
    if fault := fault_of(pattern):
        raise ValueError(f"is no regular expression: {fault}")
    return pattern


def _media_kind(kind: str) -> str:
    if kind not in MEDIA_KINDS:
        nearest = get_close_matches(kind, sorted(MEDIA_KINDS), n=1)
        raise ValueError(
            f"is no kind of message; did you mean {nearest[0]}?" if nearest else f"should be one of {', '.join(sorted(MEDIA_KINDS))}"
        )
    return kind


def _known_country(code: str) -> str:
    if problem := why_unknown(code):
        raise ValueError(problem)
    return code


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
TimeZone = Annotated[Text, AfterValidator(_known_zone)]
Holidays = Annotated[Text, AfterValidator(_known_country)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Texts = dict[Annotated[Text, AfterValidator(_text_key)], Annotated[Text, AfterValidator(_text)]]
Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_span)], ...], AfterValidator(_in_order)]
Day = Annotated[date, BeforeValidator(_date)]
Clock = Annotated[time, BeforeValidator(_clock)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
BanSpan = Annotated[timedelta, BeforeValidator(_ban_span)]
Pattern = Annotated[Text, AfterValidator(_pattern)]
MediaKind = Annotated[Text, AfterValidator(_media_kind)]
Hour = Annotated[int, Field(strict=True, ge=0, le=23)]
Days = Annotated[int, Field(strict=True, ge=0, le=365)]
SomeDays = Annotated[int, Field(strict=True, ge=1, le=365)]
