"""Rhythm: after how long a silence a customer is silent for longer than is usual for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

SHORTEST = timedelta(days=14)
LONGEST = timedelta(days=180)


def usual_interval(moments: Sequence[datetime]) -> timedelta | None:
    """The median time between two purchases, never taken as less than 14 days or more than 180; None with fewer than two of them."""
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(sorted(moments))]
    return min(max(timedelta(seconds=median(gaps)), SHORTEST), LONGEST) if gaps else None


def longest_interval(first_at: datetime, last_at: datetime, purchases: int) -> timedelta:
    """More than the usual interval of a customer cannot be, of whom only the number of purchases, the first and the last are known.

    At least half of all intervals are as long as their median or longer, and together they are as long as the whole.
    """
    return min(max(2 * (last_at - first_at) / max(purchases - 1, 1), SHORTEST), LONGEST)


def silent_from(last_sign_at: datetime, interval: timedelta, *, factor: Decimal) -> datetime:
    """The moment from which on a silence is longer than usual: so many times the interval after the last sign."""
    return last_sign_at + interval * float(factor)
