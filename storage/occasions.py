"""Searches for days that come back every year: birthdays, and the day on which a customer came first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from storage.customers import Customer
from storage.database import Session
from storage.keys import Key, is_free
from storage.listeners import is_awake, is_willing
from storage.outbox import IS_SETTLED
from storage.vocabulary import ConsentKind

_COLUMNS = (
    col(Customer.id),
    col(Customer.time_zone),
    col(Customer.birthday_month),
    col(Customer.birthday_day),
    col(Customer.birth_year),
    col(Customer.created_at),
)
_MAY_BE_GREETED = col(Customer.ungreeted_since).is_(None)


@dataclass(frozen=True, slots=True)
class Celebrant:
    """As much of a customer as tells when there is something to celebrate: whole rows of many would take most of the search."""

    id: int
    time_zone: str
    birthday_month: int | None
    birthday_day: int | None
    birth_year: int | None
    created_at: datetime


async def find_celebrants(session: Session, *, customer_ids: Collection[int]) -> Sequence[Celebrant]:
    """Return those of these customers who may be greeted, in order."""
    if not customer_ids:
        return ()
    statement = select(*_COLUMNS).where(col(Customer.id).in_(customer_ids), _MAY_BE_GREETED).order_by(col(Customer.id))
    return [Celebrant(*row) for row in (await session.execute(statement)).all()]


async def find_born(
    session: Session, *, days: Collection[tuple[int, int]], unsaid: Collection[Key], after_id: int, limit: int,
    asleep: Collection[str] = (),
) -> Sequence[int]:  # fmt: skip
    """Return numbers of customers who may be greeted and are born on one of these (month, day) pairs, in steps: numbers above `after_id`, in order.

    Only those to whom no message of these keys was said, or is about to be, who live in none of the zones that are `asleep`, and who have
    not switched greetings off.
    """
    if not days:
        return ()
    born = or_(*[(col(Customer.birthday_month) == month) & (col(Customer.birthday_day) == day) for month, day in sorted(days)])
    return await _search(session, born, unsaid=unsaid, after_id=after_id, limit=limit, asleep=asleep)


async def find_arrived(
    session: Session, *, spans: Sequence[tuple[datetime, datetime]], unsaid: Collection[Key], after_id: int, limit: int,
    asleep: Collection[str] = (),
) -> Sequence[int]:  # fmt: skip
    """Return in the same way numbers of customers who came first in one of these spans of time."""
    if not spans:
        return ()
    came = or_(*[(col(Customer.created_at) >= begins) & (col(Customer.created_at) < ends) for begins, ends in spans])
    return await _search(session, came, unsaid=unsaid, after_id=after_id, limit=limit, asleep=asleep)


async def _search(
    session: Session, where: ColumnElement[bool], *, unsaid: Collection[Key], after_id: int, limit: int, asleep: Collection[str]
) -> Sequence[int]:
    number = col(Customer.id) + 0  # a bare column would let SQLite walk through all customers, because they are wanted in order
    statement = select(number).where(
        where,
        _MAY_BE_GREETED,
        number > after_id,
        is_awake(col(Customer.time_zone), asleep),
        *[is_free(key, Customer.id, IS_SETTLED) for key in unsaid],
        is_willing(number, ConsentKind.GREETINGS),
    )
    return (await session.execute(statement.order_by(number).limit(limit))).scalars().all()
