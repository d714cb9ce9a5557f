"""Loyalty: points as lots that are earned, spent and expire, and the tiers that they open."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from crm.rules.local_time import local_date, moment_of
from storage.vocabulary import PointsKind

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One change of a points balance; `expires_at` is the first moment at which what it gave is no longer good.

    `purchase_id` is the purchase for which points were given, or the reversed one for which they are taken back.
    """

    kind: PointsKind
    points: int
    at: datetime
    expires_at: datetime | None = None
    purchase_id: int | None = None


@dataclass(frozen=True)
class Lot:
    """Points that were given together and are still there; always more than 0."""

    points: int
    earned_at: datetime
    expires_at: datetime | None
    purchase_id: int | None = None


@dataclass(frozen=True)
class Tier:
    """A loyalty tier: reached with a count of `threshold`, it multiplies what is earned by `factor`."""

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


def points_for(worth: Fraction, *, points_per_unit: Decimal | Fraction, factor: Decimal | Fraction) -> int:
    """Points for what a purchase counts, in whole units, rounded down; a refund earns nothing. With 1 point, 19.99 earn 19."""
    return max(0, int(worth * Fraction(points_per_unit) * Fraction(factor)))


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


def tier_for(qualifying: int, tiers: Sequence[AnyTier]) -> AnyTier:
    """The highest tier whose threshold is reached (exactly is enough), the lowest when none is; `tiers` must not be empty."""
    reached = [tier for tier in tiers if tier.threshold <= qualifying]
    return max(reached, key=_threshold) if reached else min(tiers, key=_threshold)


def _threshold(tier: Tier) -> int:
    return tier.threshold


def _lots(entries: Iterable[Entry], at: datetime) -> list[Lot]:
    lots: list[Lot] = []
    debt = 0
    for entry in sorted((entry for entry in entries if entry.at <= at), key=lambda entry: entry.at):
        if entry.points > 0:
            paid = min(debt, entry.points)
            debt -= paid
            lots.append(Lot(entry.points - paid, entry.at, entry.expires_at, entry.purchase_id))
        else:
            lots, missing = _taken(lots, entry)
            debt += missing
        lots = sorted((lot for lot in lots if lot.points), key=lambda lot: (lot.expires_at or _NEVER, lot.earned_at))
    return lots


def _taken(lots: list[Lot], entry: Entry) -> tuple[list[Lot], int]:
    # What a reversed purchase gave goes first. What has expired can only be written off; anything else takes from what is still good.
    missing = -entry.points
    left = lots
    for may_take in (_is_good_and_of_the_same_purchase, _is_open_to):
        kept: list[Lot] = []
        for lot in left:
            taken = min(lot.points, missing) if may_take(lot, entry) else 0
            missing -= taken
            kept.append(replace(lot, points=lot.points - taken))
        left = kept
    return left, missing


def _is_good_and_of_the_same_purchase(lot: Lot, entry: Entry) -> bool:
    return entry.purchase_id is not None and lot.purchase_id == entry.purchase_id and not _is_expired(lot, entry.at)


def _is_open_to(lot: Lot, entry: Entry) -> bool:
    return _is_expired(lot, entry.at) is (entry.kind is PointsKind.EXPIRED)


def _is_expired(lot: Lot, at: datetime) -> bool:
    return lot.expires_at is not None and lot.expires_at <= at
