"""What segments are made of: facts about many customers at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, literal, select
from sqlmodel import col

from storage.customers import Contact, Customer
from storage.database import Session
from storage.interactions import Interaction
from storage.looking_up import finds_something
from storage.purchases import Purchase, Worths, worth_by
from storage.ticket_tags import TicketTag
from storage.tickets import Ticket
from storage.vocabulary import Channel, Direction, Language

_KEPT = col(Purchase.reversed_at).is_(None)  # what was reversed was never bought


@dataclass(frozen=True, slots=True)
class Listed:
    """As much of a customer as a list needs: whole rows of a million would take half a minute to make."""

    id: int
    language: Language
    time_zone: str


async def list_customers_in(
    session: Session, *, channel: Channel, languages: Collection[Language], after_id: int, limit: int, bought_since: datetime | None = None
) -> Sequence[Listed]:
    """Return customers with a contact in a channel who speak one of these languages (any, when none is named), in steps: numbers above
    `after_id`, in order. Only those who bought since a moment, when one is given.
    """
    reached = select(literal(1)).where(col(Contact.customer_id) == col(Customer.id), col(Contact.channel) == channel)
    statement = select(col(Customer.id), col(Customer.language), col(Customer.time_zone)).where(
        col(Customer.id) > after_id, finds_something(reached)
    )
    if languages:
        statement = statement.where(col(Customer.language).in_(languages))
    if bought_since is not None:
        bought = col(Purchase.customer_id) == col(Customer.id), col(Purchase.at) > bought_since
        statement = statement.where(finds_something(select(literal(1)).where(*bought)))
    rows = (await session.execute(statement.order_by(col(Customer.id)).limit(limit))).all()
    return [Listed(number, language, zone) for number, language, zone in rows]


async def find_customers_who_wrote(session: Session, *, customer_ids: Collection[int]) -> set[int]:
    """Return those of these customers of whom any message or press is kept."""
    statement = (
        select(col(Interaction.customer_id))
        .where(col(Interaction.customer_id).in_(customer_ids), col(Interaction.direction) == Direction.IN)
        .distinct()
    )
    return {number for number in (await session.execute(statement)).scalars().all() if number is not None}


async def count_purchases_of(session: Session, *, customer_ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Return how many purchases each of these customers made, ever or since a moment; nobody who made none."""
    statement = select(col(Purchase.customer_id), func.count()).where(_KEPT, col(Purchase.customer_id).in_(customer_ids))
    if since is not None:
        statement = statement.where(col(Purchase.at) >= since)
    rows = (await session.execute(statement.group_by(col(Purchase.customer_id)))).all()
    return {number: count for number, count in rows}  # noqa: C416  # rows are no pairs for the type checker


async def find_tags_of(session: Session, *, customer_ids: Collection[int]) -> dict[int, set[str]]:
    """Return the tags that stand on any ticket of each of these customers."""
    statement = (
        select(col(Ticket.customer_id), col(TicketTag.tag))
        .join(TicketTag, col(TicketTag.ticket_id) == col(Ticket.id))
        .where(col(Ticket.customer_id).in_(customer_ids))
    )
    tags: dict[int, set[str]] = {}
    for number, tag in (await session.execute(statement)).all():
        tags.setdefault(number, set()).add(tag)
    return tags


async def list_buying(
    session: Session, *, since: datetime, until: datetime, worths: Worths, after_id: int, limit: int
) -> Sequence[tuple[int, datetime, int, int]]:
    """Return of customers who bought in a span of time the number, the last purchase, how many there were and their sum in hundredths.

    In steps: numbers above `after_id`, in order.
    """
    statement = _buying(since, until, worths).where(col(Purchase.customer_id) > after_id)
    rows = await session.execute(statement.order_by(col(Purchase.customer_id)).limit(limit))
    return [(number, last, count, round(total)) for number, last, count, total in rows.all()]


async def find_buying_of(
    session: Session, *, customer_ids: Collection[int], since: datetime, until: datetime, worths: Worths
) -> dict[int, tuple[datetime, int, int]]:
    """Return the same of these customers: the last purchase, how many there were and their sum; nobody who bought nothing."""
    if not customer_ids:
        return {}
    rows = await session.execute(_buying(since, until, worths).where(col(Purchase.customer_id).in_(customer_ids)))
    return {number: (last, count, round(total)) for number, last, count, total in rows.all()}


def _buying(since: datetime, until: datetime, worths: Worths) -> Select[int, datetime, int, float]:
    # Not among the conditions: a database would go through the whole span of time at every step, and sort it.
    lies_within = (col(Purchase.at) > since) & (col(Purchase.at) <= until)
    count = func.count().filter(lies_within)
    last, total = func.max(col(Purchase.at)).filter(lies_within), func.sum(worth_by(worths)).filter(lies_within)
    return select(col(Purchase.customer_id), last, count, total).where(_KEPT).group_by(col(Purchase.customer_id)).having(count > 0)
