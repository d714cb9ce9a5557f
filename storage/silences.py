"""Customers who have fallen silent: no message, no purchase, nothing open."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlmodel import col

from storage.customers import Customer
from storage.database import Session
from storage.interactions import Interaction
from storage.purchases import Purchase
from storage.tickets import OPEN_STATUSES, Ticket
from storage.vocabulary import Direction


async def find_silent_customers(session: Session, *, since: datetime, until: datetime, after_id: int, limit: int) -> Sequence[int]:
    """Return numbers of customers of whom the last sign lies in a span of time (after `since`, up to `until`).

    A sign is a message, a press or a purchase. Customers with an open ticket are waiting for us and are left out. In steps:
    numbers above `after_id`, in order.
    """
    open_ticket = exists().where(col(Ticket.customer_id) == col(Customer.id), col(Ticket.status).in_(OPEN_STATUSES))
    statement = (
        select(col(Customer.id))
        .where(
            col(Customer.id) > after_id,
            ~_spoke(col(Interaction.at) > until),
            ~_bought(col(Purchase.at) > until),
            _spoke(col(Interaction.at) > since) | _bought(col(Purchase.at) > since),
            ~open_ticket,
        )
        .order_by(col(Customer.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def last_signs_of(session: Session, *, customer_ids: Collection[int]) -> dict[int, datetime]:
    """Return the moment of the last message, press or purchase of each of these customers who gave any sign."""
    said = (
        select(col(Interaction.customer_id), func.max(col(Interaction.at)))
        .where(col(Interaction.customer_id).in_(customer_ids), col(Interaction.direction) == Direction.IN)
        .group_by(col(Interaction.customer_id))
    )
    bought = (
        select(col(Purchase.customer_id), func.max(col(Purchase.at)))
        .where(col(Purchase.customer_id).in_(customer_ids))
        .group_by(col(Purchase.customer_id))
    )
    signs: dict[int, datetime] = {}
    for statement in (said, bought):
        for number, at in (await session.execute(statement)).all():
            if number is not None:
                signs[number] = max(at, signs.get(number, at))
    return signs


def _spoke(when: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Interaction.customer_id) == col(Customer.id), col(Interaction.direction) == Direction.IN, when)


def _bought(when: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Purchase.customer_id) == col(Customer.id), when)
