"""Searches by what counts towards tiers: who is near a threshold, and who fell below one. Points that were earned count, or what was spent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from storage.database import Session
from storage.listeners import Listeners, are_among
from storage.points import PointsEntry
from storage.purchases import Purchase, Worths, worth_by
from storage.vocabulary import PointsKind

# Sums of money are made of fractions; whoever lies so near to a threshold, in hundredths, may be on either side of it.
_SLACK = 1
_REVERSED = select(col(Purchase.id)).where(col(Purchase.reversed_at).is_not(None))


@dataclass(frozen=True)
class _Counted:
    """Rows that count: of whom, when and how much; `unit` of it make one point, or one unit of the currency."""

    customer_id: Any
    at: Any
    amount: Any
    counts: ColumnElement[bool]
    unit: int
    slack: int


def _counted(worths: Worths | None) -> _Counted:
    if worths is not None:
        kept = col(Purchase.reversed_at).is_(None)
        return _Counted(col(Purchase.customer_id), col(Purchase.at), worth_by(worths), kept, unit=100, slack=_SLACK)
    earned = and_(
        col(PointsEntry.kind) == PointsKind.EARNED,
        or_(col(PointsEntry.purchase_id).is_(None), col(PointsEntry.purchase_id).not_in(_REVERSED)),
    )
    return _Counted(col(PointsEntry.customer_id), col(PointsEntry.at), col(PointsEntry.points), earned, unit=1, slack=0)


async def find_customers_near_tier(
    session: Session,
    *,
    worths: Worths | None,
    since: datetime,
    until: datetime,
    bands: Sequence[tuple[int, int]],
    after_id: int,
    limit: int,
    imported_since: datetime | None = None,
    listeners: Listeners | None = None,
) -> Sequence[int]:
    """Return numbers of customers whose count in a span of time lies in a band (from, up to and without), in steps: above `after_id`, in
    order. Points count, or what was spent when `worths` are given; then those who are within a hundredth of a band are found as well.

    With `imported_since` only customers of whom a purchase was imported since.
    """
    rows = _counted(worths)
    total = func.sum(rows.amount)
    statement = select(rows.customer_id).where(rows.counts, rows.at > since, rows.at <= until, rows.customer_id > after_id)
    if imported_since is not None:
        imported = select(col(Purchase.customer_id)).where(col(Purchase.imported_at) > imported_since)
        statement = statement.where(rows.customer_id.in_(imported))
    near = [
        (total >= lowest * rows.unit - rows.slack) & (total < highest * rows.unit + rows.slack) for lowest, highest in bands
    ]  # fmt: skip
    statement = (
        statement.group_by(rows.customer_id)
        .having(or_(*near), *are_among(listeners, rows.customer_id))
        .order_by(rows.customer_id)
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def find_fallen_below_tier(
    session: Session,
    *,
    customer_ids: Collection[int],
    worths: Worths | None,
    since: datetime,
    counted_since: datetime,
    until: datetime,
    thresholds: Sequence[int],
    listeners: Listeners | None = None,
) -> Sequence[int]:
    """Return those of these customers, in order, whose count since `since` reaches a threshold that their count since `counted_since`,
    which is later, does not. Points count, or what was spent when `worths` are given; then those who miss that by a hundredth are
    found as well.
    """
    if not customer_ids:
        return ()
    rows = _counted(worths)
    total = func.sum(rows.amount)
    now = func.coalesce(total.filter(rows.at > counted_since), 0)
    fallen = [(now < threshold * rows.unit + rows.slack) & (total >= threshold * rows.unit - rows.slack) for threshold in thresholds]
    statement = (
        select(rows.customer_id)
        .where(rows.counts, rows.customer_id.in_(customer_ids), rows.at > since, rows.at <= until)
        .group_by(rows.customer_id)
        .having(or_(*fallen), *are_among(listeners, rows.customer_id))
        .order_by(rows.customer_id)
    )
    return (await session.execute(statement)).scalars().all()
