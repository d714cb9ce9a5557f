"""Reminders of tiers: one within reach, and one that is about to be lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.business import Business
from crm.points import earn_points
from crm.reminders import (
    TierAtRisk,
    TierWithinReach,
    find_tiers_at_risk,
    find_tiers_within_reach,
)
from crm.reversals import reverse_purchase
from crm.rules.tiers import TierBasis
from storage.customers import Customer
from tests.crm.test_reminders import MORNING, remind
from tests.scene import Scene


@pytest.mark.parametrize(("points", "missing"), [(449, None), (450, 50), (499, 1), (500, None), (1799, None), (1800, 200), (2000, None)])
async def test_a_tier_is_within_reach_when_a_tenth_of_its_threshold_is_missing(scene: Scene, points: int, missing: int | None) -> None:
    customer = await scene.customer()
    await scene.points(customer, points)
    scene.at = MORNING
    reminders = await remind(scene, find_tiers_within_reach)
    assert [reminder.missing for reminder in reminders if isinstance(reminder, TierWithinReach)] == ([] if missing is None else [missing])
    scene.later(days=1)
    assert await remind(scene, find_tiers_within_reach) == []


async def test_each_tier_is_told_of_once(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 460, "a")
    scene.at = MORNING
    [silver] = await remind(scene, find_tiers_within_reach)
    await scene.points(customer, 1400, "b")
    scene.later(days=1)
    [gold] = await remind(scene, find_tiers_within_reach)
    assert [reminder.key for reminder in (silver, gold)] == ["tier:1:silver", "tier:1:gold"]


async def bought(scene: Scene, customer: Customer, reference: str, amount_minor: int) -> None:
    """Let a customer buy something now, with its points."""
    purchase = await scene.purchase(customer, reference, amount_minor=amount_minor)
    async with scene.database.begin() as session:
        await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)


def by_spend(business: Business) -> Business:
    """Return a business whose tiers are opened by what was spent."""
    loyalty = business.loyalty
    return replace(business, loyalty=replace(loyalty, tier_rules=replace(loyalty.tier_rules, by=TierBasis.SPEND)))


@pytest.mark.parametrize("is_by_spend", [False, True])
async def test_a_tier_that_will_be_lost_is_told_of_once_within_its_grace(scene: Scene, is_by_spend: bool) -> None:
    if is_by_spend:
        scene.business = by_spend(scene.business)
    await bought(scene, await scene.customer(1), "A-1", 60_000)
    await bought(scene, await scene.customer(2), "B-1", 40_000)
    began = scene.at
    scene.at = began + timedelta(days=300)
    await bought(scene, await scene.customer(3), "C-1", 30_000)
    scene.at = began + timedelta(days=364, hours=15)
    assert await remind(scene, find_tiers_at_risk) == []
    scene.later(days=1)
    [reminder] = await remind(scene, find_tiers_at_risk)
    assert isinstance(reminder, TierAtRisk)
    assert (reminder.customer.id, reminder.tier.key, reminder.to_keep) == (1, "silver", 500)
    assert reminder.last_day == date(2027, 4, 3)
    for _ in range(40):
        scene.later(days=1)
        assert await remind(scene, find_tiers_at_risk) == []


async def test_only_a_fall_of_lately_is_looked_for_between_the_searches_of_all(scene: Scene) -> None:
    await bought(scene, await scene.customer(), "A-1", 60_000)
    fell = scene.at + timedelta(days=365)
    scene.at = fell + timedelta(days=1, hours=-9)
    counts = []
    for since in (fell - timedelta(hours=1), fell + timedelta(hours=1)):
        async with scene.database.read() as session:
            searched = await find_tiers_at_risk(session, after_id=0, at=scene.at, business=scene.business, since=since)
        counts.append(len(searched.reminders))
    assert counts == [1, 0]


async def test_a_tier_by_spend_is_within_reach_by_what_was_spent(scene: Scene) -> None:
    scene.business = by_spend(scene.business)
    near, far = await scene.customer(1), await scene.customer(2)
    await bought(scene, near, "A-1", 45_000)
    await bought(scene, far, "B-1", 44_900)
    scene.at = MORNING
    assert [
        (each.customer.id, each.missing) for each in await remind(scene, find_tiers_within_reach) if isinstance(each, TierWithinReach)
    ] == [(1, 50)]


async def test_a_reversed_purchase_brings_no_tier_near(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 46_000)
    async with scene.database.begin() as session:
        await reverse_purchase(
            session, reference="A-1", reason="", by=await scene.staff(), at=scene.at, business=scene.business, tell=scene.tell
        )
    scene.at = MORNING
    assert await remind(scene, find_tiers_within_reach) == []
