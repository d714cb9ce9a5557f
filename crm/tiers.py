"""Tiers: how customers stand by what the business counts, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from crm.business import Business, TierLevel
from crm.rules.loyalty import Entry
from crm.rules.money import worth_of, worths_of_minor
from crm.rules.tiers import Merit, TierBasis, TierStanding, merits_of, tier_standing
from storage.database import Session
from storage.purchases import Purchase, Worths, list_spending


async def merits_of_many(
    session: Session, *, ledgers: Mapping[int, Sequence[Entry]], at: datetime, business: Business, besides: Purchase | None = None
) -> dict[int, list[Merit]]:
    """Return what counts towards the tier of each of these customers, whose ledgers are given, as far back as matters at a moment.

    `besides` is a purchase that does not count yet.
    """
    rules = business.loyalty.tier_rules
    if rules.by is TierBasis.POINTS:
        return {number: merits_of(entries) for number, entries in ledgers.items()}
    merits: dict[int, list[Merit]] = {number: [] for number in ledgers}
    for purchase in await list_spending(session, customer_ids=ledgers.keys(), since=at - rules.window - rules.grace):
        if besides is None or purchase.id != besides.id:
            amount = worth_of(purchase.amount_minor, currency=purchase.currency, rates=business.loyalty.rates)
            merits[purchase.customer_id].append(Merit(amount, purchase.at))
    return merits


def standing_by(merits: Sequence[Merit], *, at: datetime, business: Business) -> TierStanding[TierLevel]:
    """Return in which tier a customer stands by what counts."""
    rules = business.loyalty.tier_rules
    return tier_standing(merits, at, business.tiers, window=rules.window, grace=rules.grace)


def worths_for_tiers(business: Business) -> Worths | None:
    """Return what the minor units of currencies count towards tiers; None when it is points that count."""
    return None if business.loyalty.tier_rules.by is TierBasis.POINTS else worths_of_minor(business.loyalty.rates)
