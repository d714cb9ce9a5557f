"""Winning customers back: who has bought often and then stopped, and what was done about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, func, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session
from storage.listeners import Listeners, are_among
from storage.purchases import Purchase
from storage.tickets import OPEN_STATUSES, Ticket


class WinBack(SQLModel, table=True):
    """One silence of a customer about which something was done; `silent_since` is their last sign. With a ticket, staff were asked to."""

    __tablename__ = "win_back"
    __table_args__ = (Index("ix_win_back_at", "at"),)

    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    silent_since: datetime = Field(primary_key=True)
    at: datetime
    segment: str = Field(max_length=24)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)


@dataclass(frozen=True, slots=True)
class RegularBuyer:
    """A customer who bought `count` times, for the first and the last time at these moments."""

    customer_id: int
    count: int
    first_at: datetime
    last_at: datetime


async def list_regular_buyers(
    session: Session, *, least: int, since: datetime, until: datetime, after_id: int, limit: int, listeners: Listeners | None = None
) -> Sequence[RegularBuyer]:
    """Return customers with at least so many purchases, of which the last lies in a span of time, in steps: numbers above `after_id`, in
    order.
    """
    first, last = func.min(col(Purchase.at)), func.max(col(Purchase.at))
    statement = (
        select(col(Purchase.customer_id), func.count(), first, last)
        .where(col(Purchase.reversed_at).is_(None), col(Purchase.customer_id) > after_id)
        .group_by(col(Purchase.customer_id))
        .having(func.count() >= least, last > since, last <= until, *are_among(listeners, col(Purchase.customer_id)))
        .order_by(col(Purchase.customer_id))
        .limit(limit)
    )
    return [RegularBuyer(*row) for row in (await session.execute(statement)).all()]


async def find_purchase_moments(session: Session, *, customer_ids: Collection[int]) -> dict[int, list[datetime]]:
    """Return when each of these customers bought, oldest first; nobody who never did."""
    if not customer_ids:
        return {}
    statement = select(col(Purchase.customer_id), col(Purchase.at)).where(
        col(Purchase.reversed_at).is_(None), col(Purchase.customer_id).in_(customer_ids)
    )
    moments: dict[int, list[datetime]] = {}
    for number, at in (await session.execute(statement.order_by(col(Purchase.customer_id), col(Purchase.at)))).all():
        moments.setdefault(number, []).append(at)
    return moments


async def find_won_back(session: Session, *, silences: Collection[tuple[int, datetime]]) -> set[tuple[int, datetime]]:
    """Return those of these silences (customer, last sign) about which something was done already."""
    if not silences:
        return set()
    numbers = {number for number, _ in silences}
    statement = select(col(WinBack.customer_id), col(WinBack.silent_since)).where(col(WinBack.customer_id).in_(numbers))
    return {(number, since) for number, since in (await session.execute(statement)).all()} & set(silences)


async def count_tickets_since(session: Session, *, since: datetime) -> int:
    """Return for how many silences staff got a ticket since a moment."""
    statement = select(func.count()).select_from(WinBack).where(col(WinBack.at) > since, col(WinBack.ticket_id).is_not(None))
    return int((await session.execute(statement)).scalar_one())


async def find_served(session: Session, *, customer_ids: Collection[int]) -> set[int]:
    """Return those of these customers who have an open ticket."""
    if not customer_ids:
        return set()
    statement = select(col(Ticket.customer_id)).where(col(Ticket.customer_id).in_(customer_ids), col(Ticket.status).in_(OPEN_STATUSES))
    return set((await session.execute(statement)).scalars().all())
