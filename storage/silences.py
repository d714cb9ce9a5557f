"""Customers who have fallen silent: no message, no purchase, nothing open."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, union
from sqlmodel import col

from storage.database import Session
from storage.interactions import HEARD, Interaction
from storage.listeners import Listeners, are_among
from storage.looking_up import finds_nothing
from storage.purchases import Purchase
from storage.tickets import OPEN_STATUSES, Ticket
from storage.vocabulary import Direction


async def find_silent_customers(
    session: Session, *, since: datetime, until: datetime, after_id: int, limit: int, listeners: Listeners | None = None
) -> Sequence[int]:
    """Return numbers of customers of whom the last sign lies in a span of time (after `since`, up to `until`).

    A sign is a message, a press or a purchase. Customers with an open ticket are waiting for us and are left out. In steps:
    numbers above `after_id`, in order.
    """
    signs = union(
        select(col(Interaction.customer_id)).where(HEARD, col(Interaction.at) > since, col(Interaction.at) <= until),
        select(col(Purchase.customer_id)).where(col(Purchase.at) > since, col(Purchase.at) <= until),
    ).subquery()
    number = signs.c.customer_id
    heard = select(literal(1)).where(
        col(Interaction.customer_id) == number, col(Interaction.direction) == Direction.IN, col(Interaction.at) > until
    )
    bought = select(literal(1)).where(col(Purchase.customer_id) == number, col(Purchase.at) > until)
    served = select(literal(1)).where(col(Ticket.customer_id) == number, col(Ticket.status).in_(OPEN_STATUSES))
    statement = (
        select(number)
        .where(
            number > after_id,
            *are_among(listeners, number),
            *[finds_nothing(sign) for sign in (heard, bought, served)],
        )
        .order_by(number)
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def last_signs_of(session: Session, *, customer_ids: Collection[int]) -> dict[int, datetime]:
    """Return the moment of the last message, press or purchase of each of these customers who gave any sign."""
    if not customer_ids:
        return {}
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
