"""Segments: the customers to whom all of a segment applies, found in steps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.points import tier_standings
from crm.rfm import find_scores
from crm.rules.lifecycle import stage
from crm.rules.rfm import WINDOW, Cuts, segment_of
from crm.rules.segments import Known, Segment, fits
from storage.database import Session
from storage.segments import Listed, count_purchases_of, find_customers_who_wrote, find_tags_of, list_customers_in
from storage.silences import last_signs_of
from storage.vocabulary import Stage

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class FoundCustomers:
    """The customers of one step, and the number after which the next step begins; None after the last."""

    customers: Sequence[Listed]
    after_id: int | None


async def find_in_segment(
    session: Session, *, segment: Segment, cuts: Cuts | None, after_id: int, at: datetime, business: Business, limit: int
) -> FoundCustomers:
    """Find those of the next `limit` customers to whom a segment applies. Only what it asks for is looked up."""
    customers = await list_customers_in(
        session, channel=segment.channel, languages=segment.languages, after_id=after_id, limit=limit,
        bought_since=at - WINDOW if segment.rfm else None,
    )  # fmt: skip
    known = await _known_of(session, customers, segment=segment, cuts=cuts, at=at, business=business)
    after = customers[-1].id if len(customers) == limit else None
    return FoundCustomers([each for each in customers if fits(segment, known[each.id], at)], after)


async def _known_of(
    session: Session, customers: Sequence[Listed], *, segment: Segment, cuts: Cuts | None, at: datetime, business: Business
) -> dict[int, Known]:
    numbers = [customer.id for customer in customers]
    tiers = await _tiers_of(session, numbers, at=at, business=business) if segment.tiers or segment.stages else {}
    stages = await _stages_of(session, numbers, tiers=tiers, at=at, business=business) if segment.stages else {}
    scores = await find_scores(session, customer_ids=numbers, at=at, cuts=cuts, business=business) if segment.rfm else {}
    tags = await find_tags_of(session, customer_ids=numbers) if segment.tags else {}
    signs = await last_signs_of(session, customer_ids=numbers) if segment.heard_days or segment.silent_days else {}
    return {
        customer.id: Known(
            language=customer.language,
            tier=tiers.get(customer.id),
            stage=stages.get(customer.id),
            rfm=segment_of(scores[customer.id]) if customer.id in scores else None,
            tags=frozenset(tags.get(customer.id, ())),
            last_sign_at=signs.get(customer.id),
        )
        for customer in customers
    }


async def _tiers_of(session: Session, numbers: Collection[int], *, at: datetime, business: Business) -> dict[int, str]:
    standings = await tier_standings(session, customer_ids=numbers, at=at, business=business)
    return {number: standing.tier.key for number, standing in standings.items()}


async def _stages_of(
    session: Session, numbers: Collection[int], *, tiers: dict[int, str], at: datetime, business: Business
) -> dict[int, Stage]:
    wrote = await find_customers_who_wrote(session, customer_ids=numbers)
    ever = await count_purchases_of(session, customer_ids=numbers)
    lately = await count_purchases_of(session, customer_ids=numbers, since=at - _YEAR)
    loyal = {tier.key for tier in business.tiers if tier.loyal}
    return {
        number: stage(
            inbound_messages=int(number in wrote),
            paid_orders=ever.get(number, 0),
            orders_last_year=lately.get(number, 0),
            tier_is_loyal=tiers[number] in loyal,
        )
        for number in numbers
    }
