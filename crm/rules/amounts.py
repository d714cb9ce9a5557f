"""Amounts of money as people and shops write them."""

import re
import unicodedata
from decimal import Decimal

from crm.rules.money import minor_digits

LARGEST_MINOR = 10**15

_NUMBER = re.compile(r"[0-9]+(?:[.,' ][0-9]+)*")
_GROUPS = re.compile(r"[0-9]{1,3}(?P<mark>[.,' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_MARK = re.compile(r"[.,' ]")


class AmountNotUnderstood(ValueError):
    """Nothing that reads as an amount."""


class AmountAmbiguous(ValueError):
    """The one mark in it may separate thousands or decimals."""


class AmountTooPrecise(ValueError):
    """More decimals than the currency has."""


class AmountNegative(ValueError):
    """Less than nothing."""


class AmountTooLarge(ValueError):
    """More than anybody pays."""


def parse_amount(text: str, *, currency: str) -> int:
    """The amount in minor units of the currency (ISO 4217): of 1234.5, 1,234.50, 1.234,50, 1 234,50 or 1'234.50.

    A single mark before exactly three digits is read as one of thousands where the currency has no decimals or the mark is
    repeated, and refused as AmountAmbiguous elsewhere. Raises AmountNotUnderstood, AmountTooPrecise, AmountNegative,
    AmountTooLarge.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if plain.startswith("-"):
        raise AmountNegative
    digits = minor_digits(currency)
    minor = _decimal(plain, digits) * 10**digits
    if minor != int(minor):
        raise AmountTooPrecise
    if minor > LARGEST_MINOR:
        raise AmountTooLarge
    return int(minor)


def _decimal(plain: str, digits: int) -> Decimal:
    if _NUMBER.fullmatch(plain) is None:
        raise AmountNotUnderstood
    marks = _MARK.findall(plain)
    if not marks:
        return Decimal(plain)
    last = marks[-1]
    whole, _, rest = plain.rpartition(last)
    others = set(marks[:-1])
    if last in "' " or (last in others and len(others) == 1):
        return Decimal(_ungrouped(plain))
    if last in others or len(others) > 1:
        raise AmountNotUnderstood
    if others:
        return Decimal(f"{_ungrouped(whole)}.{rest}")
    if len(rest) == 3 and len(whole) <= 3 and whole != "0":
        if digits:
            raise AmountAmbiguous
        return Decimal(_ungrouped(plain))
    return Decimal(f"{whole}.{rest}")


def _ungrouped(grouped: str) -> str:
    if _GROUPS.fullmatch(grouped) is None:
        raise AmountNotUnderstood
    return _MARK.sub("", grouped)
