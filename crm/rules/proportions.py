"""Two proportions side by side: how far apart they are, and whether that can be chance."""

import math
from dataclasses import dataclass

from crm.rules.surveys import wilson_interval


@dataclass(frozen=True)
class Difference:
    """The first proportion less the second in percentage points, and the bounds between which it lies at a confidence of 95 %."""

    value: float
    lower: float
    upper: float

    @property
    def is_real(self) -> bool:
        """Whether it is hardly chance: no difference at all lies outside of the bounds."""
        return self.lower > 0 or self.upper < 0


def difference(hits: int, of: int, other_hits: int, other_of: int) -> Difference | None:
    """The difference of two independent proportions with its 95 % interval; None when one of them is of nobody.

    Newcombe's hybrid score interval, made of the two Wilson intervals, without continuity correction (R. G. Newcombe, Interval
    estimation for the difference between independent proportions, Statistics in Medicine 17, 1998, 873-890, method 10).
    """
    one, other = wilson_interval(hits, of), wilson_interval(other_hits, other_of)
    if one is None or other is None:
        return None
    (low, high), (other_low, other_high) = one, other
    share, other_share = 100 * hits / of, 100 * other_hits / other_of
    value = share - other_share
    lower = value - math.hypot(share - low, other_high - other_share)
    upper = value + math.hypot(high - share, other_share - other_low)
    return Difference(value, lower, upper)
