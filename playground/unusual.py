"""Unusual updates: with fields that nobody knows yet, and larger than any can be."""

from typing import Any

from playground.wire import Json

UNKNOWN = {"field_of_tomorrow": {"kind": "new", "numbers": [1, 2.5, None], "is_here": True}}
LARGE_BYTES = 10 * 1024 * 1024


def with_unknown_fields(update: Json) -> Json:
    """The update with a field that nobody knows yet in each of its objects."""
    changed: Json = _changed(update)
    return changed


def enlarged(update: Json) -> Json:
    """The update in a body of more than 10 MB."""
    return {**update, "padding": "x" * LARGE_BYTES}


def _changed(value: Any) -> Any:
    if isinstance(value, dict):
        return {**{name: _changed(inner) for name, inner in value.items()}, **UNKNOWN}
    return [_changed(inner) for inner in value] if isinstance(value, list) else value
