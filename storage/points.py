"""The points ledger: append-only; a balance is the sum of its entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Index, Select, UniqueConstraint, func, select, union
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.customers import Customer
from storage.database import Session
from storage.keys import Key, is_free
from storage.listeners import Listeners, are_among
from storage.purchases import Purchase
from storage.vocabulary import PointsKind


class PointsEntry(SQLModel, table=True):
    """A change of a points balance; `points` is negative when points go. `cause` makes the same change impossible twice."""

    __tablename__ = "points_entry"
    __table_args__ = (
        UniqueConstraint("cause"),
        Index("ix_points_entry_customer_id_at", "customer_id", "at"),
        Index("ix_points_entry_expires_at", "expires_at"),
        Index("ix_points_entry_purchase_id", "purchase_id"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    kind: PointsKind = Field(sa_type=word(PointsKind, "kind"))
    points: int
    cause: str = Field(max_length=160)
    purchase_id: int | None = Field(default=None, foreign_key="purchase.id", sa_type=BigId)
    at: datetime
    expires_at: datetime | None = None


async def list_points(session: Session, *, customer_id: int) -> Sequence[PointsEntry]:
    """Return a customer's whole ledger, oldest first."""
    statement = select(PointsEntry).where(col(PointsEntry.customer_id) == customer_id).order_by(col(PointsEntry.at), col(PointsEntry.id))
    return (await session.execute(statement)).scalars().all()


async def list_ledgers(
    session: Session, *, customer_ids: Collection[int]
) -> Sequence[tuple[int, PointsKind, int, datetime, datetime | None, int | None]]:
    """Return the whole ledgers of these customers, each oldest first: customer, kind, points, moment, expiry and purchase of each entry.

    No whole rows: of many customers they would take most of the time that it takes to remind them.
    """
    if not customer_ids:
        return ()
    statement = (
        select(
            col(PointsEntry.customer_id),
            col(PointsEntry.kind),
            col(PointsEntry.points),
            col(PointsEntry.at),
            col(PointsEntry.expires_at),
            col(PointsEntry.purchase_id),
        )
        .where(col(PointsEntry.customer_id).in_(customer_ids))
        .order_by(col(PointsEntry.customer_id), col(PointsEntry.at), col(PointsEntry.id))
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in (await session.execute(statement)).all()]


async def lock_ledgers(session: Session, *, customer_ids: Collection[int]) -> None:
    """Let nobody else take points from these customers until this transaction ends; what is read after it stands.

    SQLite has one writer at a time anyway.
    """
    rows = select(col(Customer.id)).where(col(Customer.id).in_(customer_ids)).order_by(col(Customer.id)).with_for_update(key_share=True)
    await session.execute(rows)


async def find_points_by_cause(session: Session, cause: str) -> PointsEntry | None:
    """Return the change of points that has this cause."""
    return (await session.execute(select(PointsEntry).where(col(PointsEntry.cause) == cause))).scalar_one_or_none()


async def list_points_for(session: Session, *, purchase_id: int) -> Sequence[PointsEntry]:
    """Return all that was given and taken for a purchase, oldest first."""
    statement = select(PointsEntry).where(col(PointsEntry.purchase_id) == purchase_id).order_by(col(PointsEntry.at), col(PointsEntry.id))
    return (await session.execute(statement)).scalars().all()


async def sum_points(session: Session, *, customer_id: int) -> int:
    """Return a customer's balance."""
    statement = select(func.coalesce(func.sum(col(PointsEntry.points)), 0)).where(col(PointsEntry.customer_id) == customer_id)
    return int((await session.execute(statement)).scalar_one())


@dataclass(frozen=True, slots=True)
class Told:
    """Points that expire after one moment and up to another need not be told when a message of this key was made."""

    from_at: datetime
    until_at: datetime
    key: Key


async def find_customers_with_expiring_points(
    session: Session, *, spans: Sequence[tuple[datetime, datetime]], after_id: int, limit: int, imported_since: datetime | None = None,
    listeners: Listeners | None = None, told: Collection[Told] = (),
) -> Sequence[int]:  # fmt: skip
    """Return numbers of customers who earned points that expire in one of some spans of time, in steps: above `after_id`, in order.

    With `imported_since` also those of whom a purchase was imported since then and whose points expire after it and before the last span
    ends. What was `told` is left out.
    """
    expiring = [_expiring(from_at, until_at, after_id=after_id, told=told) for from_at, until_at in spans]
    if imported_since is not None:
        last = max(until_at for _, until_at in spans)
        expiring.append(
            _expiring(imported_since, last, after_id=after_id, told=told).where(col(PointsEntry.customer_id).in_(_buyers(imported_since)))
        )
    numbers = (union(*expiring) if len(expiring) > 1 else expiring[0].distinct()).subquery()
    statement = select(numbers.c.number).where(*are_among(listeners, numbers.c.number))
    return (await session.execute(statement.order_by(numbers.c.number).limit(limit))).scalars().all()


def _expiring(from_at: datetime, until_at: datetime, *, after_id: int, told: Collection[Told]) -> Select[int]:
    number = col(PointsEntry.customer_id) + 0  # a bare column would let SQLite walk through all customers, because they are wanted in order
    return select(number.label("number")).where(
        col(PointsEntry.expires_at) > from_at,
        col(PointsEntry.expires_at) <= until_at,
        col(PointsEntry.points) > 0,
        number > after_id,
        *[_is_untold(each) for each in told],
    )


def _is_untold(told: Told) -> ColumnElement[bool]:
    lies_within = (col(PointsEntry.expires_at) > told.from_at) & (col(PointsEntry.expires_at) <= told.until_at)
    return ~lies_within | is_free(told.key, PointsEntry.customer_id)


def _buyers(imported_since: datetime) -> Select[int]:
    return select(col(Purchase.customer_id)).where(col(Purchase.imported_at) > imported_since)
