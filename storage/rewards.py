"""Rewards: how many there are left, and the vouchers for which customers gave their points."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, delete, func, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session

# Written out, because a partial index serves only what says the same as it does.
_OUR_OWN = text("coupon_id IS NULL")


class RewardStock(SQLModel, table=True):
    """How many of a reward are left; a reward without a row is never out of stock."""

    __tablename__ = "reward_stock"
    __table_args__ = (CheckConstraint("remaining >= 0", name="remaining"),)

    reward_key: str = Field(primary_key=True, max_length=20)
    remaining: int


class Voucher(SQLModel, table=True):
    """A reward that a customer has chosen; whoever shows the code gets it once. `asked_id` is one for each question that was confirmed.

    With a `coupon_id` the code is that of the coupon, and is used when the coupon is.
    """

    __table_args__ = (
        UniqueConstraint("coupon_id"),
        Index("ix_voucher_code", "code", unique=True, sqlite_where=_OUR_OWN, postgresql_where=_OUR_OWN),
        UniqueConstraint("customer_id", "asked_id"),
        Index("ix_voucher_customer_id_id", "customer_id", "id"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    asked_id: int = Field(sa_type=BigId)
    reward_key: str = Field(max_length=20)
    label_en: str = Field(max_length=40)
    label_zh: str = Field(max_length=40)
    points: int
    code: str = Field(max_length=40)
    coupon_id: int | None = Field(default=None, foreign_key="coupon.id", sa_type=BigId)
    issued_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)


async def list_stocks(session: Session) -> dict[str, int]:
    """Return how many are left of each reward that has a stock."""
    rows = (await session.execute(select(RewardStock).order_by(col(RewardStock.reward_key)).limit(200))).scalars().all()
    return {row.reward_key: row.remaining for row in rows}


async def find_stock(session: Session, reward_key: str) -> int | None:
    """Return how many of a reward are left; None when it has no stock."""
    statement = select(col(RewardStock.remaining)).where(col(RewardStock.reward_key) == reward_key)
    return (await session.execute(statement)).scalar_one_or_none()


async def add_to_stock(session: Session, *, reward_key: str, count: int) -> int | None:
    """Put some on the stock, or take some off (`count` below 0), and return how many are left; None when there are not so many or no stock."""
    statement = (
        update(RewardStock)
        .where(col(RewardStock.reward_key) == reward_key, col(RewardStock.remaining) + count >= 0)
        .values(remaining=RewardStock.remaining + count)
        .returning(col(RewardStock.remaining))
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def set_stock(session: Session, *, reward_key: str, remaining: int | None) -> None:
    """Let so many of a reward be left; None: as many as are wanted."""
    await session.execute(delete(RewardStock).where(col(RewardStock.reward_key) == reward_key).execution_options(synchronize_session=False))
    if remaining is not None:
        session.add(RewardStock(reward_key=reward_key, remaining=remaining))
        await session.flush()


async def find_voucher(session: Session, voucher_id: int) -> Voucher | None:
    """Return a voucher."""
    return await session.get(Voucher, voucher_id)


async def find_voucher_with(session: Session, *, coupon_id: int) -> Voucher | None:
    """Return the voucher for which this coupon was given."""
    return (await session.execute(select(Voucher).where(col(Voucher.coupon_id) == coupon_id))).scalar_one_or_none()


async def find_voucher_by_code(session: Session, code: str) -> Voucher | None:
    """Return the voucher with this code of our own."""
    return (await session.execute(select(Voucher).where(_OUR_OWN, col(Voucher.code) == code))).scalar_one_or_none()


async def find_voucher_asked(session: Session, *, customer_id: int, asked_id: int) -> Voucher | None:
    """Return the voucher that a customer got by confirming this question."""
    statement = select(Voucher).where(col(Voucher.customer_id) == customer_id, col(Voucher.asked_id) == asked_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def count_vouchers(session: Session, *, customer_id: int, reward_key: str) -> int:
    """Return how many vouchers for a reward a customer ever got."""
    statement = (
        select(func.count()).select_from(Voucher).where(col(Voucher.customer_id) == customer_id, col(Voucher.reward_key) == reward_key)
    )
    return int((await session.execute(statement)).scalar_one())


async def list_vouchers(session: Session, *, customer_id: int, limit: int = 10) -> Sequence[Voucher]:
    """Return a customer's vouchers, newest first."""
    statement = select(Voucher).where(col(Voucher.customer_id) == customer_id).order_by(col(Voucher.id).desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def claim_voucher(session: Session, *, voucher: Voucher, by: int, at: datetime) -> bool:
    """Mark a voucher as used; False when it was used already, even by somebody who was only a moment faster."""
    await session.flush()
    statement = (
        update(Voucher)
        .where(col(Voucher.id) == voucher.id, col(Voucher.used_at).is_(None))
        .values(used_at=at, used_by=by)
        .returning(col(Voucher.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(voucher)
    return is_ours
