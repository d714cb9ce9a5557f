"""Stages: where a customer stands in the life cycle, from what is remembered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.points import points_summary
from crm.rules.lifecycle import stage
from storage.customers import Customer
from storage.database import Session
from storage.interactions import count_inbound
from storage.segments import count_purchases_of
from storage.tickets import count_tickets_of
from storage.vocabulary import Stage


@dataclass(frozen=True)
class Standing:
    """What staff see of a customer at a glance."""

    stage: Stage
    tickets: int
    purchases: int
    tier_key: str


async def standing_of(session: Session, *, customer: Customer, at: datetime, business: Business) -> Standing:
    """Return a customer's stage and the counts that it rests on."""
    number = customer.id
    purchases = (await count_purchases_of(session, customer_ids=[number])).get(number, 0)
    last_year = (await count_purchases_of(session, customer_ids=[number], since=at - timedelta(days=365))).get(number, 0)
    points = await points_summary(session, customer=customer, at=at, business=business)
    inbound = await count_inbound(session, customer_id=customer.id)
    return Standing(
        stage=stage(inbound_messages=inbound, paid_orders=purchases, orders_last_year=last_year, tier_is_loyal=points.tier.loyal),
        tickets=await count_tickets_of(session, customer_id=customer.id),
        purchases=purchases,
        tier_key=points.tier.key,
    )
