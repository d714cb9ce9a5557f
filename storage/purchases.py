"""Purchases that were imported from the shop."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Float, Index, case, literal, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session
from storage.listeners import Listeners, are_among

# What a minor unit of currencies counts, in hundredths; those that are not named count 1.
Worths = Mapping[float, Sequence[str]]
# Written out, because a partial index serves only what says the same as it does.
_IS_REVERSED, _IS_KEPT = text("reversed_at IS NOT NULL"), text("reversed_at IS NULL")


class Purchase(SQLModel, table=True):
    """One paid order; the shop's reference makes a second import of it the same purchase. `category` is the shop's own word.

    A purchase that was reversed (`reversed_at`) counts for nothing any more.
    """

    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index("ix_purchase_customer_id_at", "customer_id", "at"),
        Index("ix_purchase_at_customer_id", "at", "customer_id"),
        Index("ix_purchase_imported_at_customer_id", "imported_at", "customer_id"),
        # What everybody bought is read from this alone.
        Index("ix_purchase_kept", "customer_id", "at", "amount_minor", "currency", sqlite_where=_IS_KEPT, postgresql_where=_IS_KEPT),
        Index("ix_purchase_reversed", "id", sqlite_where=_IS_REVERSED, postgresql_where=_IS_REVERSED),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    reference: str = Field(max_length=128, unique=True)
    amount_minor: int = Field(sa_type=BigId)
    currency: str = Field(max_length=3)
    at: datetime
    imported_at: datetime
    category: str | None = Field(default=None, max_length=40)
    reversed_at: datetime | None = None


def worth_by(worths: Worths) -> ColumnElement[Any]:
    """Return what a purchase counts, in hundredths."""
    counts = [(col(Purchase.currency).in_(currencies), literal(worth, Float)) for worth, currencies in worths.items()]
    return col(Purchase.amount_minor) * case(*counts, else_=literal(1.0, Float))


async def find_purchase(session: Session, *, reference: str) -> Purchase | None:
    """Return the purchase with the shop's reference."""
    return (await session.execute(select(Purchase).where(col(Purchase.reference) == reference))).scalar_one_or_none()


async def get_purchase(session: Session, purchase_id: int) -> Purchase:
    """Return a purchase; raise LookupError when there is none with this id."""
    purchase = await session.get(Purchase, purchase_id)
    if purchase is None:
        raise LookupError(f"no purchase {purchase_id}")
    return purchase


async def list_purchases(session: Session, *, customer_id: int, limit: int = 100) -> Sequence[Purchase]:
    """Return a customer's purchases, newest first."""
    statement = (
        select(Purchase)
        .where(col(Purchase.customer_id) == customer_id)
        .order_by(col(Purchase.at).desc(), col(Purchase.id).desc())
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def list_spending(session: Session, *, customer_ids: Collection[int], since: datetime) -> Sequence[Purchase]:
    """Return what these customers bought since a moment and kept, each customer's oldest first."""
    if not customer_ids:
        return ()
    statement = (
        select(Purchase)
        .where(col(Purchase.customer_id).in_(customer_ids), col(Purchase.at) > since, col(Purchase.reversed_at).is_(None))
        .order_by(col(Purchase.customer_id), col(Purchase.at), col(Purchase.id))
    )
    return (await session.execute(statement)).scalars().all()


async def find_buyers(
    session: Session, *, since: datetime, until: datetime, after_id: int, limit: int, imported_since: datetime | None = None,
    asleep: Collection[str] = (),
) -> Sequence[int]:  # fmt: skip
    """Return numbers of customers who bought something in a span of time, in steps: above `after_id`, in order.

    With `imported_since` only those of whom a purchase was imported since. Who lives in a zone that is `asleep` is left out.
    """
    number = col(Purchase.customer_id) + 0  # a bare column would let SQLite walk through all customers, because they are wanted in order
    statement = select(number).where(
        col(Purchase.at) > since, col(Purchase.at) <= until, number > after_id, *are_among(Listeners(asleep), number)
    )
    if imported_since is not None:
        buyers = select(col(Purchase.customer_id)).where(col(Purchase.imported_at) > imported_since)
        statement = statement.where(col(Purchase.customer_id).in_(buyers))
    return (await session.execute(statement.distinct().order_by(number).limit(limit))).scalars().all()


async def has_bought_before(session: Session, *, customer_id: int, before: datetime) -> bool:
    """Tell whether a customer bought something before a moment, even what was reversed since."""
    statement = select(col(Purchase.id)).where(col(Purchase.customer_id) == customer_id, col(Purchase.at) < before).limit(1)
    return (await session.execute(statement)).first() is not None


async def claim_reversal(session: Session, *, purchase: Purchase, at: datetime) -> bool:
    """Mark a purchase as reversed; False when somebody was faster."""
    await session.flush()
    statement = (
        update(Purchase)
        .where(col(Purchase.id) == purchase.id, col(Purchase.reversed_at).is_(None))
        .values(reversed_at=at)
        .returning(col(Purchase.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(purchase)
    return is_ours
