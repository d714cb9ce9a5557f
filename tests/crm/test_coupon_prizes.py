"""Rewards that are codes of the shop: each code is paid for once, by one customer, and points are taken for a code only."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crm.coupons import CouponsGone, CouponsLow, find_coupons_told, lists_in_use, settle_coupons
from crm.rewards import (
    Redeemed,
    RewardSoldOut,
    StockIsCouponList,
    change_stock,
    find_remaining,
    redeem_reward,
    require_in_stock,
    shown_code,
)
from crm.rules.coupons import NO_END
from storage.coupons import Coupon
from storage.customers import Customer
from storage.points import PointsEntry
from storage.rewards import Voucher, find_voucher_by_code
from tests.scene import Scene


def prizes(scene: Scene, *, coupons_low: int = 0, valid_days: int = 0) -> None:
    """Let the first reward be a code of the list of prizes."""
    business = scene.business
    reward = replace(business.loyalty.rewards[0], coupons="prizes", per_customer=0, valid_days=valid_days)
    greetings = replace(business.greetings, birthday_coupons="birthday", coupons_low=coupons_low)
    scene.business = replace(business, loyalty=replace(business.loyalty, rewards=(reward,)), greetings=greetings)


async def listed(scene: Scene, *codes: str, expires_at: datetime = NO_END, name: str = "prizes") -> None:
    """Put codes on a list."""
    await scene.keep(*(Coupon(list_name=name, code=code, expires_at=expires_at, imported_at=scene.at) for code in codes))


async def rich(scene: Scene, number: int = 1) -> Customer:
    """Store a customer with a thousand points."""
    customer = await scene.customer(number)
    await scene.points(customer, 1000, f"rich{number}")
    return customer


async def redeem(scene: Scene, customer: Customer, *, asked: int = 1) -> Redeemed:
    """Let a customer confirm the reward."""
    async with scene.database.begin() as session:
        return await redeem_reward(
            session, customer=customer, reward_key="sample", points=50, asked_id=asked, at=scene.at, business=scene.business,
            draw=secrets.randbelow, tell=scene.tell,
        )  # fmt: skip


async def test_points_become_a_code_of_the_list_that_ends_first(scene: Scene) -> None:
    prizes(scene)
    end = scene.at + timedelta(days=30)
    await listed(scene, "LONG-1")
    await listed(scene, "SHORT-1", expires_at=end)
    await listed(scene, "OTHER-1", name="other")
    customer = await rich(scene)
    first, again, second = [await redeem(scene, customer, asked=asked) for asked in (1, 1, 2)]
    assert [(each.voucher.code, each.voucher.expires_at, each.balance) for each in (first, again, second)] == [
        ("SHORT-1", end, 950), ("SHORT-1", end, 950), ("LONG-1", None, 900),
    ]  # fmt: skip
    assert (shown_code(first.voucher), again.is_new) == ("SHORT-1", False)
    given = {row.code: (row.customer_id, row.cause, row.given_at, row.said_at) for row in await scene.rows(Coupon)}
    assert given["SHORT-1"] == (1, f"voucher:{first.voucher.id}", scene.at, scene.at)
    assert given["OTHER-1"] == (None, None, None, None)


async def test_a_code_that_was_paid_for_is_no_gift_and_never_goes_back(scene: Scene) -> None:
    prizes(scene)
    await listed(scene, "ONE-1")
    await redeem(scene, await rich(scene))
    scene.later(days=400)
    async with scene.database.begin() as session:
        assert (await settle_coupons(session, after_id=0, at=scene.at)).done == 0
        assert await find_coupons_told(session, customer_id=1) == []
        assert await find_voucher_by_code(session, "ONE-1") is None
    assert [row.customer_id for row in await scene.rows(Coupon)] == [1]


async def test_without_a_code_no_points_are_taken(scene: Scene) -> None:
    prizes(scene, valid_days=10)
    await listed(scene, "SOON-1", expires_at=scene.at + timedelta(days=10))
    customer = await rich(scene)
    for ask in (redeem(scene, customer), in_stock(scene, customer)):
        with pytest.raises(RewardSoldOut):
            await ask
    assert [row.points for row in await scene.rows(PointsEntry)] == [1000]
    assert await scene.rows(Voucher) == []
    assert scene.told == []
    await listed(scene, "LATER-1", expires_at=scene.at + timedelta(days=11))
    await in_stock(scene, customer)
    assert (await redeem(scene, customer)).voucher.code == "LATER-1"


async def in_stock(scene: Scene, customer: Customer) -> None:
    """Look whether there is something left before somebody is asked."""
    async with scene.database.read() as session:
        await require_in_stock(session, customer=customer, reward=scene.business.loyalty.rewards[0], at=scene.at, business=scene.business)


@pytest.mark.parametrize(("low", "left"), [(0, []), (1, []), (2, [1]), (3, [2, 1])])
async def test_a_list_that_runs_low_is_told_and_so_is_its_end(scene: Scene, low: int, left: list[int]) -> None:
    prizes(scene, coupons_low=low)
    await listed(scene, "ONE-1", "TWO-2", "THREE-3")
    customer, newest = await rich(scene), max(row.id for row in await scene.rows(Coupon))
    for asked in (1, 2, 3):
        await redeem(scene, customer, asked=asked)
    assert scene.told_of(CouponsLow) == [CouponsLow("prizes", newest, each) for each in left]
    assert scene.told_of(CouponsGone) == [CouponsGone("prizes", newest, 0)]


async def test_how_many_are_left_is_how_many_codes_there_are(scene: Scene) -> None:
    prizes(scene)
    owner = await scene.staff()
    await listed(scene, "ONE-1", "TWO-2")
    async with scene.database.begin() as session:
        assert await find_remaining(session, at=scene.at, business=scene.business, most=9) == {"sample": 2}
        assert await find_remaining(session, at=scene.at, business=scene.business, most=1) == {"sample": 1}
        with pytest.raises(StockIsCouponList):
            await change_stock(session, reward_key="sample", count=5, is_change=False, by=owner, at=scene.at, business=scene.business)
    assert lists_in_use(scene.business) == ["birthday", "prizes"]
