"""Coupons: codes from the shop's lists, each of which one customer gets as a gift or for points."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session

LISTS_KEY = 0x636F6465  # "code": the first of two numbers of an advisory lock of PostgreSQL
REWARD = "voucher"  # how the cause begins for which a code is given that is paid for with points
# Written out, because a partial index serves only what says the same as it does.
_FREE = text("given_at IS NULL")
_OPEN = text("given_at IS NOT NULL AND said_at IS NULL")


class Coupon(SQLModel, table=True):
    """One code of a list, good until `expires_at` (the year 9999 when it has no end).

    It is free until `given_at`. `cause` is what it was given for, one for each greeting and each voucher; `said_at` is when the desk knew
    that the greeting had arrived, or may have. A customer who has paid with points finds the code at any time. `used_at` is when
    staff marked it as used; of codes that a web shop takes by itself nobody tells us.
    """

    __table_args__ = (
        UniqueConstraint("list_name", "code"),
        UniqueConstraint("cause"),
        Index("ix_coupon_code", "code"),
        Index("ix_coupon_customer_id_id", "customer_id", "id"),
        Index("ix_coupon_free", "list_name", "expires_at", "id", sqlite_where=_FREE, postgresql_where=_FREE),
        Index("ix_coupon_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    list_name: str = Field(max_length=20)
    code: str = Field(max_length=40)
    expires_at: datetime
    imported_at: datetime
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigId)
    given_at: datetime | None = None
    cause: str | None = Field(default=None, max_length=60)
    said_at: datetime | None = None
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)


@dataclass(frozen=True)
class CouponCount:
    """How many codes of a list there ever were, were given and marked as used, how many are free and good at a moment, and until when
    the first of these is good.
    """

    list_name: str
    total: int
    given: int
    used: int
    left: int
    first_expires_at: datetime | None


async def find_codes(session: Session, *, list_name: str, codes: Collection[str]) -> dict[str, datetime]:
    """Return those of these codes that a list has already, each with the moment until which it is good."""
    statement = select(col(Coupon.code), col(Coupon.expires_at)).where(col(Coupon.list_name) == list_name, col(Coupon.code).in_(codes))
    return {code: expires_at for code, expires_at in (await session.execute(statement)).all()}  # noqa: C416  # rows are no pairs for the type checker


async def add_coupons(session: Session, *, list_name: str, codes: Mapping[str, datetime], at: datetime) -> int:
    """Put codes with their ends on a list and return how many were new to it, also when somebody else adds the same ones."""
    if not codes:
        return 0
    rows = [
        {"id": draw_id(), "list_name": list_name, "code": code, "expires_at": expires_at, "imported_at": at}
        for code, expires_at in codes.items()
    ]
    connection = await session.connection()
    table = Coupon.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
    insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    statement = insert.values(rows).on_conflict_do_nothing(index_elements=["list_name", "code"]).returning(table.c.id)
    return len((await connection.execute(statement)).all())


async def find_given_for(session: Session, *, causes: Collection[str]) -> dict[str, Coupon]:
    """Return the coupons that were given for these causes already."""
    statement = select(Coupon).where(col(Coupon.cause).in_(causes))
    return {coupon.cause: coupon for coupon in (await session.execute(statement)).scalars().all() if coupon.cause is not None}


async def claim_free_coupons(session: Session, *, list_name: str, good_after: datetime, limit: int) -> Sequence[Coupon]:
    """Return free coupons of a list that are good beyond a moment, those that end first; nobody else can take them meanwhile."""
    statement = (
        select(Coupon)
        .where(_FREE, col(Coupon.list_name) == list_name, col(Coupon.expires_at) > good_after)
        .order_by(col(Coupon.expires_at), col(Coupon.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalars().all()


async def count_free_coupons(session: Session, *, list_name: str, good_after: datetime, limit: int) -> int:
    """Return how many free coupons of a list are good beyond a moment, also those that somebody is taking; no more than `limit` are counted."""
    free = select(col(Coupon.id)).where(_FREE, col(Coupon.list_name) == list_name, col(Coupon.expires_at) > good_after).limit(limit)
    return int((await session.execute(select(func.count()).select_from(free.subquery()))).scalar_one())


async def hold_list(session: Session, *, list_name: str) -> None:
    """Let nobody else count what is left of a list until this transaction ends: two who take the last codes at once would each see
    that of the other. On SQLite there is one writing transaction at a time anyway.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key, hashtext(:list))"), {"key": LISTS_KEY, "list": list_name})


async def find_newest_coupon_id(session: Session, *, list_name: str) -> int:
    """Return the id of the coupon that was put on a list last; 0 when it never had any."""
    newest = await session.execute(select(func.max(col(Coupon.id))).where(col(Coupon.list_name) == list_name))
    return newest.scalar_one() or 0


async def list_unsettled_coupons(session: Session, *, after_id: int, limit: int) -> Sequence[Coupon]:
    """Return coupons of which it is not known yet whether their greeting arrived, in steps: ids above `after_id`, in order.

    Nobody can mark one of them as used meanwhile.
    """
    statement = select(Coupon).where(_OPEN, col(Coupon.id) > after_id).order_by(col(Coupon.id)).limit(limit).with_for_update()
    return (await session.execute(statement)).scalars().all()


async def list_coupons_of(session: Session, *, customer_id: int, limit: int) -> Sequence[Coupon]:
    """Return what was given to a customer as a gift, newest first."""
    statement = (
        select(Coupon)
        .where(col(Coupon.customer_id) == customer_id, col(Coupon.cause).not_like(f"{REWARD}:%"))
        .order_by(col(Coupon.given_at).desc(), col(Coupon.id).desc())
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def find_coupons_by_code(session: Session, *, codes: Collection[str], limit: int = 10) -> Sequence[Coupon]:
    """Return the coupons with one of these codes, of every list."""
    statement = select(Coupon).where(col(Coupon.code).in_(codes)).order_by(col(Coupon.list_name), col(Coupon.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def find_coupon(session: Session, coupon_id: int) -> Coupon | None:
    """Return a coupon."""
    return await session.get(Coupon, coupon_id)


async def claim_coupon(session: Session, *, coupon: Coupon, by: int, at: datetime) -> bool:
    """Mark a coupon that somebody has as used; False when it was used already or is free, even for no more than a moment.

    Who shows it knows it: it never goes back on its list.
    """
    await session.flush()
    statement = (
        update(Coupon)
        .where(col(Coupon.id) == coupon.id, col(Coupon.given_at).is_not(None), col(Coupon.used_at).is_(None))
        .values(used_at=at, used_by=by, said_at=func.coalesce(Coupon.said_at, at))
        .returning(col(Coupon.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(coupon)
    return is_ours


async def count_coupons(session: Session, *, at: datetime, limit: int = 50) -> Sequence[CouponCount]:
    """Return how many coupons each list has, by the names of the lists."""
    is_left = col(Coupon.given_at).is_(None) & (col(Coupon.expires_at) > at)
    statement = (
        select(
            col(Coupon.list_name),
            func.count(),
            func.count(col(Coupon.given_at)),
            func.count(col(Coupon.used_at)),
            func.count().filter(is_left),
            func.min(col(Coupon.expires_at)).filter(is_left),
        )
        .group_by(col(Coupon.list_name))
        .order_by(col(Coupon.list_name))
        .limit(limit)
    )
    return [CouponCount(*row) for row in (await session.execute(statement)).all()]
