"""Customers who have fallen silent: no message, no purchase, nothing open."""

from collections.abc import Sequence
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


async def last_sign_of(session: Session, *, customer_id: int) -> datetime | None:
    """Return the moment of a customer's last message, press or purchase."""
    said = select(func.max(col(Interaction.at))).where(
        col(Interaction.customer_id) == customer_id, col(Interaction.direction) == Direction.IN
    )
    bought = select(func.max(col(Purchase.at))).where(col(Purchase.customer_id) == customer_id)
    signs = [(await session.execute(statement)).scalar_one() for statement in (said, bought)]
    return max((sign for sign in signs if sign is not None), default=None)


def _spoke(when: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Interaction.customer_id) == col(Customer.id), col(Interaction.direction) == Direction.IN, when)


def _bought(when: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Purchase.customer_id) == col(Customer.id), when)
