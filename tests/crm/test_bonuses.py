"""Bonuses: for a filled profile once, for each survey once."""

from dataclasses import replace

from crm.bonuses import reward_profile, reward_survey
from storage.customers import Customer
from storage.points import PointsEntry
from storage.vocabulary import PointsKind
from tests.scene import Scene


async def profile(scene: Scene, customer: Customer) -> int:
    """Give the points for a profile."""
    async with scene.database.begin() as session:
        return await reward_profile(session, customer=customer, at=scene.at, business=scene.business)


async def survey(scene: Scene, customer: Customer, survey_id: int) -> int:
    """Give the points for a survey."""
    async with scene.database.begin() as session:
        return await reward_survey(session, customer=customer, survey_id=survey_id, at=scene.at, business=scene.business)


async def test_a_filled_profile_gives_points_once(scene: Scene) -> None:
    whole = await scene.customer(1, birthday=(5, 17), phone="+8613800138000")
    assert [await profile(scene, whole) for _ in range(2)] == [20, 0]
    [entry] = await scene.rows(PointsEntry)
    assert (entry.kind, entry.cause, entry.expires_at is None) == (PointsKind.GIFT, "profile:1", False)


async def test_half_a_profile_gives_nothing(scene: Scene) -> None:
    assert await profile(scene, await scene.customer(1, birthday=(5, 17))) == 0
    assert await profile(scene, await scene.customer(2, phone="+8613800138000")) == 0


async def test_each_survey_gives_points_once(scene: Scene) -> None:
    bonuses = replace(scene.business.loyalty.bonuses, survey=5)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, bonuses=bonuses))
    customer = await scene.customer()
    assert [await survey(scene, customer, number) for number in (1, 1, 2)] == [5, 0, 5]


async def test_a_business_without_bonuses_gives_none(scene: Scene) -> None:
    bonuses = replace(scene.business.loyalty.bonuses, profile=0)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, bonuses=bonuses))
    customer = await scene.customer(birthday=(5, 17), phone="+8613800138000")
    assert [await profile(scene, customer), await survey(scene, customer, 1)] == [0, 0]
    assert await scene.rows(PointsEntry) == []
