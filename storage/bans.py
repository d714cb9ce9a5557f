"""Bans: customers whom the desk does not listen to for a while, and who decided so."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, func, or_, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.customers import Customer
from storage.database import Session

# Written out, because a partial index serves only what says the same as it does.
_IS_NOT_LIFTED = text("lifted_at IS NULL")


class Ban(SQLModel, table=True):
    """One ban: it stands until it ends (`ends_at` None: never by itself) or is lifted. `staff_id` is None when a rule banned."""

    __table_args__ = (
        Index("ix_ban_customer_id_id", "customer_id", "id"),
        Index("ix_ban_not_lifted", "id", sqlite_where=_IS_NOT_LIFTED, postgresql_where=_IS_NOT_LIFTED),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    rule: str | None = Field(default=None, max_length=20)
    reason: str | None = Field(default=None, max_length=300)
    started_at: datetime
    ends_at: datetime | None = None
    told_at: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)


def _stands(at: datetime) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return col(Ban.lifted_at).is_(None), or_(col(Ban.ends_at).is_(None), col(Ban.ends_at) > at)


async def claim_ban(session: Session, *, customer: Customer, until: datetime, at: datetime) -> bool:
    """Mark a customer as banned; False when a ban stands already, even one of somebody who was only a moment faster."""
    await session.flush()
    free = or_(col(Customer.banned_until).is_(None), col(Customer.banned_until) <= at)
    statement = (
        update(Customer)
        .where(col(Customer.id) == customer.id, free)
        .values(banned_until=until)
        .returning(col(Customer.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(customer, attribute_names=["banned_until"])
    return is_ours


async def claim_lifting(session: Session, *, ban: Ban, by: int, at: datetime) -> bool:
    """Mark a ban as lifted; False when somebody was faster."""
    await session.flush()
    statement = (
        update(Ban)
        .where(col(Ban.id) == ban.id, col(Ban.lifted_at).is_(None))
        .values(lifted_at=at, lifted_by=by)
        .returning(col(Ban.id))
        .execution_options(synchronize_session=False)
    )
    is_ours = (await session.execute(statement)).scalar_one_or_none() is not None
    await session.refresh(ban)
    return is_ours


async def find_ban(session: Session, ban_id: int) -> Ban | None:
    """Return a ban, standing or not."""
    return await session.get(Ban, ban_id)


async def find_standing_ban(session: Session, *, customer_id: int, at: datetime) -> Ban | None:
    """Return the ban of a customer that stands at a moment."""
    await session.flush()
    statement = select(Ban).where(col(Ban.customer_id) == customer_id, *_stands(at)).order_by(col(Ban.id).desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def list_standing_bans(
    session: Session, *, at: datetime, before_id: int | None = None, limit: int = 8
) -> Sequence[tuple[Ban, Customer]]:
    """Return the bans that stand at a moment with their customers, newest first; those before an id when one is given."""
    await session.flush()
    statement = (
        select(Ban, Customer)
        .join(Customer, col(Customer.id) == col(Ban.customer_id))
        .where(*_stands(at))
        .order_by(col(Ban.id).desc())
        .limit(limit)
    )
    if before_id is not None:
        statement = statement.where(col(Ban.id) < before_id)
    return [(ban, customer) for ban, customer in (await session.execute(statement)).all()]


async def count_standing_bans(session: Session, *, at: datetime) -> int:
    """Return how many bans stand at a moment."""
    await session.flush()
    return int((await session.execute(select(func.count()).select_from(Ban).where(*_stands(at)))).scalar_one())


async def find_banned(session: Session, *, customer_ids: Collection[int], at: datetime) -> set[int]:
    """Return those of these customers who are banned at a moment."""
    if not customer_ids:
        return set()
    statement = select(col(Customer.id)).where(col(Customer.id).in_(customer_ids), col(Customer.banned_until) > at)
    return set((await session.execute(statement)).scalars().all())
