"""Bans: how long they last and whether one stands."""

import re
from datetime import UTC, datetime, timedelta

from crm.refusals import Refusal

# What stands in the place of the end of a ban that has none.
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
LONGEST = timedelta(days=3650)

_SPAN = re.compile(r"(\d{1,9})([mhdw])", re.ASCII | re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class SpanOutOfRange(Refusal):
    """No time at all, or more than anybody should be shut out for without deciding on it anew; fact: `days`, the most."""


def read_span(word: str) -> timedelta | None:
    """The length of time that a word such as `30m`, `4h`, `2d` or `2w` means; None for any other word.

    Raises SpanOutOfRange for nothing and for more than ten years.
    """
    found = _SPAN.fullmatch(word)
    if found is None:
        return None
    count, unit = int(found[1]), _UNITS[found[2].lower()]
    if not 1 <= count <= LONGEST // unit:
        raise SpanOutOfRange(days=LONGEST.days)
    return count * unit


def is_banned(banned_until: datetime | None, at: datetime) -> bool:
    """Whether a ban until this moment stands; at the moment itself it is over. None is no ban."""
    return banned_until is not None and at < banned_until
