"""Legible updates: what came from outside, without the signs and numbers that no database holds."""

import re
from decimal import Decimal
from math import isfinite
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Raw = dict[str, Any]
_Place = tuple[str | int, ...]
# PostgreSQL takes no NUL in a text, and half of a surrogate pair is no character at all, though JSON can spell both.
_NO_SIGNS = re.compile("[\x00\ud800-\udfff]")
_DIGITS = re.compile(r"\s*[+-]?\d[\d_]*(?:\.0*)?\s*")
_LEAST, _MOST = -(2**63), 2**63 - 1


def legible_text(text: str) -> str:
    """Return a text without NUL signs and halves of surrogate pairs."""
    return text if text.isprintable() else _NO_SIGNS.sub("", text)


def legible(raw: Raw) -> Raw:
    """Return an update as any database keeps it: its words without such signs, and nothing in place of what is no number."""
    return _legible_fields(raw, (), [])


def require_legible(raw: Raw) -> Raw:
    """Return an update without such signs; raise pydantic's ValidationError when a number in it is too large for any column."""
    too_large: list[_Place] = []
    kept = _legible_fields(raw, (), too_large)
    if too_large:
        problem = PydanticCustomError("number_too_large", "The number does not fit into 64 bits")
        raise ValidationError.from_exception_data(
            "Update", [InitErrorDetails(type=problem, loc=place, input=None) for place in too_large], hide_input=True
        )
    return kept


def _legible_fields(fields: Raw, place: _Place, too_large: list[_Place]) -> Raw:
    return {
        legible_text(name): _legible_id(value, (*place, name), too_large)
        if name.endswith("id")
        else _legible(value, (*place, name), too_large)
        for name, value in fields.items()
    }


def _legible_id(value: Any, place: _Place, too_large: list[_Place]) -> Any:
    # Numbers may stand in quotes; pydantic reads them all the same.
    if isinstance(value, str) and len(value) > 18 and _DIGITS.fullmatch(value) and not _LEAST <= Decimal(value) <= _MOST:
        too_large.append(place)
    return _legible(value, place, too_large)


def _legible(value: Any, place: _Place, too_large: list[_Place]) -> Any:
    if isinstance(value, str):
        return legible_text(value)
    if isinstance(value, dict):
        return _legible_fields(value, place, too_large)
    if isinstance(value, list):
        return [_legible(part, (*place, number), too_large) for number, part in enumerate(value)]
    if isinstance(value, int | float) and not _LEAST <= value <= _MOST:
        too_large.append(place)
        return value if isinstance(value, int) or isfinite(value) else None
    return value
