"""Tiers: what counts towards them within a rolling window, which one that opens, until when it stands, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Generic

from crm.rules.loyalty import AnyTier, Entry, tier_for
from storage.vocabulary import PointsKind


class TierBasis(StrEnum):
    """What opens a tier: points earned by purchases, or what the purchases cost."""

    POINTS = "points"
    SPEND = "spend"


@dataclass(frozen=True)
class Merit:
    """What one purchase counts towards a tier, from its moment on: its points, or its price in whole units of the currency."""

    amount: Fraction
    at: datetime


@dataclass(frozen=True)
class TierStanding(Generic[AnyTier]):
    """Which tier a customer has and why: `counted` within the window, the oldest of it from `since`.

    `kept_until` is the moment at which the tier is lost when nothing more comes; None for the lowest tier. While `is_in_grace` the
    count is below the threshold already, and `to_keep` is what is missing to it. `missing` is what is missing to the next tier (0 at
    the top).
    """

    tier: AnyTier
    counted: int
    since: datetime | None
    kept_until: datetime | None
    is_in_grace: bool
    to_keep: int
    next_tier: AnyTier | None
    missing: int


def merits_of(entries: Sequence[Entry]) -> list[Merit]:
    """The points that count towards a tier: earned by purchases; spending and expiry do not lower them, a reversal takes all back."""
    reversed_ids = {entry.purchase_id for entry in entries if entry.kind is PointsKind.ADJUSTED and entry.purchase_id is not None}
    return [
        Merit(Fraction(entry.points), entry.at)
        for entry in entries
        if entry.kind is PointsKind.EARNED and entry.purchase_id not in reversed_ids
    ]


def counted(merits: Sequence[Merit], at: datetime, window: timedelta) -> int:
    """What counts at a moment: all that came within the window before it, rounded down."""
    return int(sum((merit.amount for merit in merits if at - window < merit.at <= at), Fraction()))


def tier_standing(
    merits: Sequence[Merit], at: datetime, tiers: Sequence[AnyTier], *, window: timedelta, grace: timedelta
) -> TierStanding[AnyTier]:
    """Which tier stands at a moment: the highest that was reached within the grace before it. `tiers` must not be empty.

    A tier opens at once when its threshold is reached, and is lost when the count has been below it for the whole grace.
    """
    now = counted(merits, at, window)
    looked_at = [at - grace, at, *(merit.at for merit in merits if at - grace < merit.at < at)]
    tier = max((tier_for(counted(merits, moment, window), tiers) for moment in looked_at), key=lambda each: each.threshold)
    above = [each for each in tiers if each.threshold > tier.threshold]
    ahead = min(above, key=lambda each: each.threshold) if above else None
    lowest = tier.threshold == min(each.threshold for each in tiers)
    is_in_grace = not lowest and now < tier.threshold
    within = [merit.at for merit in merits if at - window < merit.at <= at]
    return TierStanding(
        tier=tier,
        counted=now,
        since=min(within) if within else None,
        kept_until=None if lowest else _falls_at(merits, at, tier.threshold, window) + grace,
        is_in_grace=is_in_grace,
        to_keep=tier.threshold - now if is_in_grace else 0,
        next_tier=ahead,
        missing=ahead.threshold - now if ahead else 0,
    )


def _falls_at(merits: Sequence[Merit], at: datetime, threshold: int, window: timedelta) -> datetime:
    """The moment at which the count is first below a threshold that it reaches now, or the last such moment when it is below it."""
    known = [merit for merit in merits if merit.at <= at]
    ends = sorted({merit.at + window for merit in known})
    falls = [end for end in ends if counted(known, end, window) < threshold <= _counted_before(known, end, window)]
    ahead = [end for end in falls if end > at]
    return ahead[0] if ahead and counted(known, at, window) >= threshold else max(end for end in falls if end <= at)


def _counted_before(merits: Sequence[Merit], end: datetime, window: timedelta) -> int:
    return int(sum((merit.amount for merit in merits if end - window <= merit.at < end), Fraction()))
