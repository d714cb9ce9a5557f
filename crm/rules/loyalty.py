"""Loyalty: points as lots that are earned, spent and expire, and the tiers that they open."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from crm.rules.local_time import local_date, moment_of
from crm.rules.money import minor_digits
from storage.vocabulary import PointsKind

QUALIFYING_WINDOW = timedelta(days=365)

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One change of a points balance; `expires_at` is the first moment at which what it gave is no longer good."""

    kind: PointsKind
    points: int
    at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Lot:
    """Points that were given together and are still there; always more than 0."""

    points: int
    earned_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Tier:
    """A loyalty tier: reached with `threshold` qualifying points, it multiplies what is earned by `factor`."""

    name: str
    threshold: int
    factor: Decimal


AnyTier = TypeVar("AnyTier", bound=Tier)


def balance(entries: Iterable[Entry]) -> int:
    """The sum of all changes; below 0 when points were taken back that were already spent."""
    return sum(entry.points for entry in entries)


def remaining_lots(entries: Iterable[Entry], at: datetime) -> list[Lot]:
    """The lots that can be spent at this moment, in the order in which they will be: earliest expiry first, then oldest.

    Later entries do not count. What was taken beyond all lots is a debt that the next lots pay first.
    """
    return [lot for lot in _lots(entries, at) if not _is_expired(lot, at)]


def lapsed_points(entries: Iterable[Entry], at: datetime) -> int:
    """Points that are past their expiry at this moment and not yet written off by an entry of the kind `expired`."""
    return sum(lot.points for lot in _lots(entries, at) if _is_expired(lot, at))


def expiring(entries: Iterable[Entry], at: datetime, within: timedelta) -> list[Lot]:
    """The lots that are good now and will not be any more when `within` has passed, earliest expiry first."""
    return [lot for lot in remaining_lots(entries, at) if _is_expired(lot, at + within)]


def points_for(amount_minor: int, *, currency: str, points_per_unit: Decimal | Fraction, factor: Decimal | Fraction) -> int:
    """Points for an amount in minor units of the currency (ISO 4217), rounded down; a refund earns nothing.

    `points_per_unit` counts for a whole unit: with 1 point, 19.99 EUR (1999 minor) and 1999 JPY (1999 minor) earn 19 and 1999.
    """
    amount = Fraction(amount_minor, 10 ** minor_digits(currency))
    return max(0, int(amount * Fraction(points_per_unit) * Fraction(factor)))


def lot_expiry(earned_at: datetime, months: int, *, zone: str) -> datetime | None:
    """The first moment at which points are no longer good: the end of the local day `months` later; None for 0 months.

    Earned on 25 January, 1 month: good to the end of 25 February; on 31 January: to the end of that month's last day.
    (docs.voucherify.io/build/loyalty-points)
    """
    if not months:
        return None
    earned_on = local_date(earned_at, zone)
    years, month = divmod(earned_on.month - 1 + months, 12)
    year, month = earned_on.year + years, month + 1
    last_day = date(year, month, min(earned_on.day, calendar.monthrange(year, month)[1]))
    return moment_of(last_day, 24 * 60, zone)


def qualifying_points(entries: Iterable[Entry], at: datetime) -> int:
    """Points earned by purchases in the last 365 days, which decide the tier; spending and expiry do not lower them."""
    return sum(entry.points for entry in entries if entry.kind is PointsKind.EARNED and at - QUALIFYING_WINDOW < entry.at <= at)


def tier_for(qualifying: int, tiers: Sequence[AnyTier]) -> AnyTier:
    """The highest tier whose threshold is reached (exactly is enough), the lowest when none is; `tiers` must not be empty."""
    reached = [tier for tier in tiers if tier.threshold <= qualifying]
    return max(reached, key=_threshold) if reached else min(tiers, key=_threshold)


def next_tier(qualifying: int, tiers: Sequence[AnyTier]) -> tuple[AnyTier, int] | None:
    """The tier above the one that `tier_for` finds and the qualifying points that are missing, or None at the top."""
    reached = tier_for(qualifying, tiers)
    ahead = [tier for tier in tiers if tier.threshold > reached.threshold]
    if not ahead:
        return None
    tier = min(ahead, key=_threshold)
    return tier, tier.threshold - qualifying


def _threshold(tier: Tier) -> int:
    return tier.threshold


def _lots(entries: Iterable[Entry], at: datetime) -> list[Lot]:
    lots: list[Lot] = []
    debt = 0
    for entry in sorted((entry for entry in entries if entry.at <= at), key=lambda entry: entry.at):
        if entry.points > 0:
            paid = min(debt, entry.points)
            debt -= paid
            lots.append(Lot(entry.points - paid, entry.at, entry.expires_at))
        else:
            lots, missing = _taken(lots, entry)
            debt += missing
        lots = sorted((lot for lot in lots if lot.points), key=lambda lot: (lot.expires_at or _NEVER, lot.earned_at))
    return lots


def _taken(lots: list[Lot], entry: Entry) -> tuple[list[Lot], int]:
    # What has expired can only be written off; anything else takes from what is still good.
    missing = -entry.points
    left: list[Lot] = []
    for lot in lots:
        taken = min(lot.points, missing) if _is_expired(lot, entry.at) is (entry.kind is PointsKind.EXPIRED) else 0
        missing -= taken
        left.append(replace(lot, points=lot.points - taken))
    return left, missing


def _is_expired(lot: Lot, at: datetime) -> bool:
    return lot.expires_at is not None and lot.expires_at <= at
