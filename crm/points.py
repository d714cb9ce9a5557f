"""Points: what customers have earned, which tier that makes, and what expires."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business, TierLevel
from crm.rules.loyalty import (
    Entry,
    balance,
    expiring,
    lapsed_points,
    lot_expiry,
    next_tier,
    points_for,
    qualifying_points,
    tier_for,
)
from crm.steps import STEP, Step
from storage.customers import Customer
from storage.database import Session
from storage.points import PointsEntry, find_customers_with_expiring_points, list_points, list_points_of
from storage.purchases import Purchase
from storage.vocabulary import PointsKind

SHOWN_AS_EXPIRING = timedelta(days=60)


@dataclass(frozen=True)
class PointsSummary:
    """How a customer stands: points that can be spent, tier, the next tier and the qualifying points that are missing (0 at the top),
    and the points that expire within 60 days, the first of them at `expires_at`.
    """

    balance: int
    tier: TierLevel
    next_tier: TierLevel | None
    missing: int
    expiring: int
    expires_at: datetime | None


async def points_summary(session: Session, *, customer: Customer, at: datetime, business: Business) -> PointsSummary:
    """Return how a customer stands with points. Points past their expiry do not count, written off or not."""
    entries = as_entries(await list_points(session, customer_id=customer.id))
    qualifying = qualifying_points(entries, at)
    ahead = next_tier(qualifying, business.tiers)
    soon = expiring(entries, at, SHOWN_AS_EXPIRING)
    return PointsSummary(
        balance=balance(entries) - lapsed_points(entries, at),
        tier=tier_for(qualifying, business.tiers),
        next_tier=ahead[0] if ahead else None,
        missing=ahead[1] if ahead else 0,
        expiring=sum(lot.points for lot in soon),
        expires_at=soon[0].expires_at if soon else None,
    )


async def entries_of_many(session: Session, *, customer_ids: Collection[int]) -> dict[int, list[Entry]]:
    """Return the ledgers of these customers, each oldest first."""
    ledgers: dict[int, list[Entry]] = {number: [] for number in customer_ids}
    for row in await list_points_of(session, customer_ids=customer_ids):
        ledgers[row.customer_id].extend(as_entries([row]))
    return ledgers


async def earn_points(session: Session, *, purchase: Purchase, customer: Customer, at: datetime, business: Business) -> int:
    """Write the points of a purchase down, by the factor of the tier that the customer had when buying; return how many.

    None are written for points that would be past their expiry already. The purchase must be stored.
    """
    entries = as_entries(await list_points(session, customer_id=customer.id))
    tier = tier_for(qualifying_points(entries, purchase.at), business.tiers)
    points = points_for(purchase.amount_minor, currency=purchase.currency, points_per_unit=business.points.per_unit, factor=tier.factor)
    expires_at = lot_expiry(purchase.at, business.points.expire_months, zone=business.time_zone)
    if not points or (expires_at is not None and expires_at <= at):
        return 0
    session.add(
        PointsEntry(
            customer_id=customer.id, kind=PointsKind.EARNED, points=points, cause=f"purchase:{purchase.reference}", purchase_id=purchase.id,
            at=purchase.at, expires_at=expires_at,
        )
    )  # fmt: skip
    await session.flush()
    return points


async def expire_points(session: Session, *, after_id: int, since: datetime, at: datetime, limit: int = STEP) -> Step:
    """Write off the points that went past their expiry since a moment; a second run finds nothing to write off."""
    numbers = await find_customers_with_expiring_points(session, from_at=since, until_at=at, after_id=after_id, limit=limit)
    ledgers = await entries_of_many(session, customer_ids=numbers)
    done = 0
    for number, entries in ledgers.items():
        lapsed = lapsed_points(entries, at)
        if lapsed:
            last = max(entry.expires_at for entry in entries if entry.expires_at is not None and entry.expires_at <= at)
            session.add(
                PointsEntry(
                    customer_id=number, kind=PointsKind.EXPIRED, points=-lapsed, cause=f"expired:{number}:{last.isoformat()}", at=at
                )
            )
            done += 1
    return Step(done, numbers[-1] if len(numbers) == limit else None)


def as_entries(rows: Sequence[PointsEntry]) -> list[Entry]:
    """Return rows of the ledger as the rules know them."""
    return [Entry(row.kind, row.points, row.at, row.expires_at) for row in rows]
