"""The searches by what counts towards tiers leave nobody out whom the rules of tiers would find."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from crm.points import tier_standings
from crm.reminders import find_tiers_at_risk, find_tiers_within_reach
from crm.rules.tiers import TierBasis
from crm.tiers import worths_for_tiers
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.tier_searches import find_customers_near_tier, find_fallen_below_tier
from storage.vocabulary import PointsKind
from tests.scene import Scene

CUSTOMERS = 60
# Sums of these lie on thresholds, and just beside them.
PRICES = (1, 99, 100, 4_999, 5_000, 12_500, 25_000, 49_900, 50_000, 99_999, 150_000)
SHARE = 10


async def buyers(scene: Scene, chance: Random) -> list[int]:
    """Let customers buy at random over two years, some of it reversed, and earn a point for each unit; return their numbers."""
    numbers = []
    for number in range(1, CUSTOMERS + 1):
        customer = await scene.customer(number)
        numbers.append(customer.id)
        for count in range(chance.randrange(6)):
            moment = scene.at - timedelta(hours=chance.choice((chance.randrange(24 * 480), 24 * 365 + chance.randrange(24 * 30))))
            amount, currency = chance.choice(PRICES), chance.choice(("CNY", "CNY", "CNY", "JPY", "USD"))
            reversed_at = scene.at if chance.randrange(8) == 0 else None
            purchase = Purchase(
                customer_id=number, reference=f"{number}-{count}", amount_minor=amount, currency=currency, at=moment, imported_at=moment,
                reversed_at=reversed_at,
            )  # fmt: skip
            await scene.keep(purchase)
            await scene.keep(earned(purchase, amount // 100, PointsKind.EARNED, moment))
            if reversed_at is not None:
                await scene.keep(earned(purchase, -(amount // 100), PointsKind.ADJUSTED, scene.at))
    return numbers


def earned(purchase: Purchase, points: int, kind: PointsKind, at: datetime) -> PointsEntry:
    """Return an entry for a purchase."""
    cause = f"{kind}:{purchase.reference}"
    return PointsEntry(customer_id=purchase.customer_id, kind=kind, points=points, cause=cause, purchase_id=purchase.id, at=at)


@pytest.mark.parametrize("basis", TierBasis)
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_is_left_out_and_hardly_anybody_is_found_in_vain(scene: Scene, basis: TierBasis, seed: int) -> None:
    loyalty = scene.business.loyalty
    rules = replace(loyalty.tier_rules, by=basis)
    scene.business = replace(
        scene.business, loyalty=replace(loyalty, tier_rules=rules, rates={"JPY": Decimal("0.05"), "USD": Decimal("7.1")})
    )
    numbers = await buyers(scene, Random(seed))  # chance, not a secret
    thresholds = [tier.threshold for tier in scene.business.tiers if tier.threshold]
    bands = [(threshold - threshold * SHARE // 100, threshold) for threshold in thresholds]
    worths, window_began = worths_for_tiers(scene.business), scene.at - rules.window
    async with scene.database.read() as session:
        standings = await tier_standings(session, customer_ids=numbers, at=scene.at, business=scene.business)
        fallen = await find_fallen_below_tier(
            session, customer_ids=numbers, worths=worths, since=window_began - rules.grace, counted_since=window_began, until=scene.at,
            thresholds=thresholds,
        )  # fmt: skip
        near = await find_customers_near_tier(
            session, worths=worths, since=window_began, until=scene.at, bands=bands, after_id=0, limit=1000
        )
        assert await find_fallen_below_tier(
            session, customer_ids=[], worths=worths, since=window_began, counted_since=window_began, until=scene.at, thresholds=thresholds
        ) == ()  # fmt: skip
    in_grace = {number for number, standing in standings.items() if standing.is_in_grace}
    in_band = {number for number, standing in standings.items() if any(low <= standing.counted < high for low, high in bands)}
    assert in_grace
    assert in_grace <= set(fallen) <= set(numbers)
    assert len(fallen) <= len(in_grace) + 3
    assert in_band <= set(near)
    assert len(near) <= len(in_band) + 3
    assert list(near) == sorted(near)


async def test_who_is_found_in_vain_is_not_reminded(scene: Scene) -> None:
    rules = replace(scene.business.loyalty.tier_rules, by=TierBasis.SPEND)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, tier_rules=rules))
    lately, long_ago = timedelta(days=30), rules.window + timedelta(days=5)
    # One cent below silver once, as near as a sum of fractions is trusted; and silver still, by grace, with a count just below it.
    for number, purchases in ((1, ((49_999, long_ago),)), (2, ((50_000, long_ago), (46_000, lately)))):
        await scene.customer(number)
        for count, (amount, before) in enumerate(purchases):
            at = scene.at - before
            await scene.keep(
                Purchase(customer_id=number, reference=f"{number}-{count}", amount_minor=amount, currency="CNY", at=at, imported_at=at)
            )
    found = {}
    for find in (find_tiers_at_risk, find_tiers_within_reach):
        async with scene.database.read() as session:
            searched = await find(session, after_id=0, at=scene.at, business=scene.business)
        found[find] = [reminder.customer.id for reminder in searched.reminders]
    assert found == {find_tiers_at_risk: [2], find_tiers_within_reach: []}
