"""RFM: how lately, how often and for how much a customer bought, as scores of 1 to 5, and the segments that they make."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(days=365)
_SHARES = (0.2, 0.4, 0.6, 0.8)
Bounds = tuple[float, float, float, float]


class RfmSegment(StrEnum):
    """Customers who buy alike."""

    CHAMPIONS = "champions"
    POTENTIAL_LOYALIST = "potential_loyalist"
    LOYAL = "loyal"
    PROMISING = "promising"
    NEW = "new"
    CANNOT_LOSE = "cannot_lose"
    AT_RISK = "at_risk"
    NEED_ATTENTION = "need_attention"
    ABOUT_TO_SLEEP = "about_to_sleep"
    LOST = "lost"
    OTHERS = "others"


# The lowest and highest score of recency, frequency and money of each; the first that fits counts.
# (R package rfm 0.3.0, the example of rfm_segment)
_RANGES: tuple[tuple[RfmSegment, tuple[int, int], tuple[int, int], tuple[int, int]], ...] = (
    (RfmSegment.CHAMPIONS, (5, 5), (5, 5), (5, 5)),
    (RfmSegment.POTENTIAL_LOYALIST, (3, 5), (3, 5), (2, 5)),
    (RfmSegment.LOYAL, (2, 4), (2, 4), (2, 4)),
    (RfmSegment.PROMISING, (3, 4), (1, 3), (3, 5)),
    (RfmSegment.NEW, (4, 5), (1, 3), (1, 5)),
    (RfmSegment.CANNOT_LOSE, (1, 2), (3, 4), (4, 5)),
    (RfmSegment.AT_RISK, (1, 2), (2, 5), (4, 5)),
    (RfmSegment.NEED_ATTENTION, (1, 3), (3, 5), (3, 5)),
    (RfmSegment.ABOUT_TO_SLEEP, (2, 3), (1, 3), (1, 4)),
    (RfmSegment.LOST, (1, 1), (1, 5), (1, 5)),
)


@dataclass(frozen=True)
class Cuts:
    """The upper bounds of the four lower fifths: of days since the last purchase, of purchases, and of their sum."""

    days: Bounds
    orders: Bounds
    amount: Bounds


@dataclass(frozen=True)
class Score:
    """Scores of 1 to 5; 5 is best in each."""

    recency: int
    frequency: int
    money: int

    @property
    def number(self) -> int:
        """The three scores as one number of three digits."""
        return 100 * self.recency + 10 * self.frequency + self.money


def quantile(ascending: Sequence[float], share: float) -> float:
    """The value below which a share of these values lies, between neighbours in proportion (type 7 of Hyndman and Fan, 1996)."""
    place = (len(ascending) - 1) * share
    lower = math.floor(place)
    upper = min(lower + 1, len(ascending) - 1)
    return ascending[lower] + (place - lower) * (ascending[upper] - ascending[lower])


def cuts_of(days: Sequence[int], orders: Sequence[int], amounts: Sequence[int]) -> Cuts | None:
    """The bounds of the fifths of all customers who bought; None when nobody did."""
    if not days:
        return None
    return Cuts(days=_bounds(days), orders=_bounds(orders), amount=_bounds(amounts))


def score_of(days: int, orders: int, amount: int, cuts: Cuts) -> Score:
    """The scores of a customer; the fewer days, the better."""
    return Score(recency=6 - _fifth(days, cuts.days), frequency=_fifth(orders, cuts.orders), money=_fifth(amount, cuts.amount))


def segment_of(score: Score) -> RfmSegment:
    """The segment that these scores make."""
    for segment, recency, frequency, money in _RANGES:
        if (
            recency[0] <= score.recency <= recency[1]
            and frequency[0] <= score.frequency <= frequency[1]
            and money[0] <= score.money <= money[1]
        ):
            return segment
    return RfmSegment.OTHERS


def _bounds(values: Sequence[int]) -> Bounds:
    ascending = sorted(values)
    # What equals the quantile still belongs to the lower fifth.
    first, second, third, fourth = (quantile(ascending, share) + 1 for share in _SHARES)
    return first, second, third, fourth


def _fifth(value: float, bounds: Bounds) -> int:
    return 1 + sum(1 for bound in bounds if value >= bound)
