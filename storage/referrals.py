"""Referrals: the codes by which customers bring friends, and the friends whom they brought."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, Index, func, select, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session
from storage.listeners import Listeners, are_among
from storage.padding import padded
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.vocabulary import PointsKind


class ReferralCode(SQLModel, table=True):
    """The code in a customer's link for friends."""

    __tablename__ = "referral_code"

    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    code: str = Field(max_length=32, unique=True)
    created_at: datetime


class Referral(SQLModel, table=True):
    """A friend whom a customer brought. `purchase_id` is the purchase for which both got points; None before there was one."""

    __table_args__ = (
        CheckConstraint("referrer_id <> friend_id", name="another"),
        Index("ix_referral_referrer_id", "referrer_id"),
        Index("ix_referral_purchase_id", "purchase_id"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    referrer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    friend_id: int = Field(foreign_key="customer.id", unique=True, sa_type=BigId)
    at: datetime
    purchase_id: int | None = Field(default=None, foreign_key="purchase.id", sa_type=BigId)


async def find_code_of(session: Session, customer_id: int) -> ReferralCode | None:
    """Return the code of a customer's link."""
    return await session.get(ReferralCode, customer_id)


async def find_referral_code(session: Session, code: str) -> ReferralCode | None:
    """Return whose link carries this code."""
    return (await session.execute(select(ReferralCode).where(col(ReferralCode.code) == code))).scalar_one_or_none()


async def find_referral_of(session: Session, *, friend_id: int) -> Referral | None:
    """Return by whom somebody was brought."""
    return (await session.execute(select(Referral).where(col(Referral.friend_id) == friend_id))).scalar_one_or_none()


async def count_friends(session: Session, *, referrer_id: int) -> tuple[int, int]:
    """Return how many friends a customer has brought, and how many of them have bought something."""
    statement = select(func.count(), func.count(col(Referral.purchase_id))).where(col(Referral.referrer_id) == referrer_id)
    brought, bought = (await session.execute(statement)).one()
    return int(brought), int(bought)


async def find_referral_for(session: Session, *, purchase_id: int) -> Referral | None:
    """Return the referral for which this purchase gave points."""
    return (await session.execute(select(Referral).where(col(Referral.purchase_id) == purchase_id))).scalar_one_or_none()


async def claim_referral(session: Session, *, referral: Referral, purchase_id: int) -> bool:
    """Mark a referral as one for which this purchase gives points; False when another purchase was faster."""
    await session.flush()
    statement = (
        update(Referral)
        .where(col(Referral.id) == referral.id, col(Referral.purchase_id).is_(None))
        .values(purchase_id=purchase_id)
        .returning(col(Referral.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(referral)
    return is_ours


class ReferralGift(NamedTuple):
    """Points that a customer got for a friend's first purchase; `entry_id` grows with time."""

    referrer_id: int
    entry_id: int
    points: int


async def find_gifted_referrers(
    session: Session, *, since: datetime, after_id: int, limit: int, listeners: Listeners | None = None
) -> Sequence[int]:
    """Return numbers of customers whose friend's first purchase became known since a moment, in steps: above `after_id`, in order."""
    # Looked up for each of the new purchases, where a join could begin with all referrals.
    referrer = select(col(Referral.referrer_id)).where(col(Referral.purchase_id) == col(Purchase.id)).limit(1).scalar_subquery()
    found = select(referrer.label("number")).where(col(Purchase.imported_at) > since).subquery()
    number = found.c.number
    statement = select(number).where(number > after_id, *are_among(listeners, number))
    return (await session.execute(statement.distinct().order_by(number).limit(limit))).scalars().all()


async def list_referral_gifts(session: Session, *, referrer_ids: Collection[int], since: datetime) -> Sequence[ReferralGift]:
    """Return what these customers got for first purchases that became known since a moment and stand, each customer's oldest first."""
    if not referrer_ids:
        return ()
    statement = (
        select(col(Referral.referrer_id), col(PointsEntry.id), col(PointsEntry.points))
        .join(Purchase, col(Purchase.id) == col(Referral.purchase_id))
        .join(
            PointsEntry,
            (col(PointsEntry.purchase_id) == col(Referral.purchase_id)) & (col(PointsEntry.customer_id) == col(Referral.referrer_id)),
        )
        .where(
            col(Referral.referrer_id).in_(padded(referrer_ids)), col(Purchase.imported_at) > since, col(PointsEntry.kind) == PointsKind.GIFT
        )
        .order_by(col(Referral.referrer_id), col(PointsEntry.id))
    )  # fmt: skip
    return [ReferralGift(*row) for row in (await session.execute(statement)).all()]
