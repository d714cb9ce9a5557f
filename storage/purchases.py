"""Purchases that were imported from the shop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, func, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session


class Purchase(SQLModel, table=True):
    """One paid order; the shop's reference makes a second import of it the same purchase."""

    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index("ix_purchase_customer_id_at", "customer_id", "at"),
        Index("ix_purchase_at_customer_id", "at", "customer_id"),
        Index("ix_purchase_imported_at_customer_id", "imported_at", "customer_id"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    reference: str = Field(max_length=128, unique=True)
    amount_minor: int = Field(sa_type=BigId)
    currency: str = Field(max_length=3)
    at: datetime
    imported_at: datetime


async def find_purchase(session: Session, *, reference: str) -> Purchase | None:
    """Return the purchase with the shop's reference."""
    return (await session.execute(select(Purchase).where(col(Purchase.reference) == reference))).scalar_one_or_none()


async def get_purchase(session: Session, purchase_id: int) -> Purchase:
    """Return a purchase; raise LookupError when there is none with this id."""
    purchase = await session.get(Purchase, purchase_id)
    if purchase is None:
        raise LookupError(f"no purchase {purchase_id}")
    return purchase


async def count_purchases(session: Session, *, customer_id: int, since: datetime | None = None) -> int:
    """Return how many purchases a customer made, ever or since a moment."""
    statement = select(func.count()).select_from(Purchase).where(col(Purchase.customer_id) == customer_id)
    if since is not None:
        statement = statement.where(col(Purchase.at) >= since)
    return int((await session.execute(statement)).scalar_one())


async def list_purchases(session: Session, *, customer_id: int, limit: int = 100) -> Sequence[Purchase]:
    """Return a customer's purchases, newest first."""
    statement = (
        select(Purchase)
        .where(col(Purchase.customer_id) == customer_id)
        .order_by(col(Purchase.at).desc(), col(Purchase.id).desc())
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()
