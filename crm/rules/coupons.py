"""Coupons: what a code, the name of its list and its last day may look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from crm.rules.imports import BadLine
from crm.rules.local_time import moment_of
from crm.rules.occasions import BELATED_DAYS

LONGEST_CODE = 40
NO_END = datetime(9999, 12, 31, tzinfo=UTC)
# After so long nobody is greeted any more for the occasion for which a coupon was given.
OCCASION_OVER = timedelta(days=BELATED_DAYS + 2)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+")
_FORMULA_BEGINS = ("=", "+", "-", "@")
_LIST = re.compile(r"[a-z0-9_]{1,20}")
_DAY = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?(?:[T ]0?0:00(?::00)?)?")


class CouponFault(StrEnum):
    """Why a line of a list is left out."""

    CODE_MISSING = "code_missing"
    CODE_IS_FORMULA = "code_is_formula"
    CODE_SHORTENED = "code_shortened"
    CODE_NOT_UNDERSTOOD = "code_not_understood"
    LIST_MISSING = "list_missing"
    LIST_NOT_UNDERSTOOD = "list_not_understood"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    DATE_OVER = "date_over"
    DATE_DIFFERS = "date_differs"


@dataclass(frozen=True)
class CouponLine:
    """A coupon as the shop writes it: texts, not read yet."""

    list_name: str
    code: str
    good_until: str = ""


@dataclass(frozen=True)
class ReadCoupon:
    """A coupon that was read; good until `expires_at`."""

    list_name: str
    code: str
    expires_at: datetime


def read_coupon(line: CouponLine, *, at: datetime, zone: str) -> ReadCoupon:
    """The coupon that a line describes, good for the whole of its last day in the time zone, or for ever. Raises BadLine."""
    code = _code(line.code.strip())
    list_name = line.list_name.strip().lower()
    if not list_name:
        raise BadLine(CouponFault.LIST_MISSING, code)
    if not _LIST.fullmatch(list_name):
        raise BadLine(CouponFault.LIST_NOT_UNDERSTOOD, list_name)
    return ReadCoupon(list_name, code, _end(line.good_until.strip(), at, zone))


def written_ways(code: str) -> Sequence[str]:
    """How a code that somebody typed may be written on a list: as typed, in capitals, in small letters."""
    typed = code.strip()[:LONGEST_CODE]
    return list(dict.fromkeys((typed, typed.upper(), typed.lower())))


def _code(code: str) -> str:
    if not code:
        raise BadLine(CouponFault.CODE_MISSING, code)
    if code.startswith(_FORMULA_BEGINS):
        raise BadLine(CouponFault.CODE_IS_FORMULA, code)
    if _SHORTENED.fullmatch(code):
        raise BadLine(CouponFault.CODE_SHORTENED, code)
    if not _CODE.fullmatch(code):
        raise BadLine(CouponFault.CODE_NOT_UNDERSTOOD, code)
    return code


def _end(text: str, at: datetime, zone: str) -> datetime:
    if not text:
        return NO_END
    written = _DAY.fullmatch(text)
    try:
        if written is None:
            raise ValueError(text)
        end = moment_of(date(int(written[1]), int(written[2]), int(written[3])), 24 * 60, zone)
    except (ValueError, OverflowError) as problem:  # the last day of the last year has no end that can be written
        raise BadLine(CouponFault.DATE_NOT_UNDERSTOOD, text) from problem
    if end <= at:
        raise BadLine(CouponFault.DATE_OVER, text)
    return end
