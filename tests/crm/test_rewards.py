"""Rewards: points become a voucher, and a voucher is taken once; neither points nor stock go below zero."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from crm.permissions import NotAllowed
from crm.points import NotEnoughPoints, spendable
from crm.rewards import (
    NoSuchVoucher,
    Redeemed,
    RewardGone,
    RewardLimitReached,
    RewardSoldOut,
    StockTooSmall,
    VoucherAlreadyUsed,
    VoucherExpired,
    change_stock,
    redeem_reward,
    use_voucher,
)
from crm.rules.local_time import local_date, moment_of
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.points import PointsEntry
from storage.rewards import RewardStock, Voucher
from storage.staff import StaffMember
from storage.vocabulary import PointsKind, Role
from tests.scene import Scene


async def redeem(scene: Scene, customer: Customer, key: str = "sample", *, asked: int = 1, points: int = 50) -> Redeemed:
    """Let a customer confirm a reward."""
    async with scene.database.begin() as session:
        return await redeem_reward(
            session, customer=customer, reward_key=key, points=points, asked_id=asked, at=scene.at, business=scene.business,
            draw=secrets.randbelow, tell=scene.tell,
        )  # fmt: skip


async def rich(scene: Scene, points: int = 1000, number: int = 1) -> Customer:
    """Store a customer with so many points."""
    customer = await scene.customer(number)
    await scene.points(customer, points, f"rich{number}")
    return customer


async def stocked(scene: Scene, count: int | None, key: str = "sample", *, is_change: bool = False) -> int | None:
    """Let an owner say how many there are."""
    members = await scene.rows(StaffMember)
    owner = members[0] if members else await scene.staff()
    async with scene.database.begin() as session:
        return await change_stock(session, reward_key=key, count=count, is_change=is_change, by=owner, at=scene.at, business=scene.business)


async def left(scene: Scene, customer: Customer) -> int:
    """Return how many points a customer can spend."""
    async with scene.database.begin() as session:
        return (await spendable(session, customer_id=customer.id, at=scene.at))[0]


async def test_points_become_a_voucher_that_is_good_for_some_days(scene: Scene) -> None:
    customer = await rich(scene)
    redeemed = await redeem(scene, customer)
    voucher = redeemed.voucher
    assert (redeemed.balance, redeemed.is_new) == (950, True)
    assert (voucher.reward_key, voucher.points, voucher.label_zh) == ("sample", 50, "茶样一份")
    zone = scene.business.time_zone
    assert voucher.expires_at == moment_of(local_date(scene.at, zone) + timedelta(days=61), 0, zone)  # the whole of the 60th day
    assert [(entry.kind, entry.points) for entry in await scene.rows(PointsEntry)][-1] == (PointsKind.SPENT, -50)
    assert await left(scene, customer) == 950


async def test_a_question_that_is_confirmed_twice_gives_one_voucher(scene: Scene) -> None:
    customer = await rich(scene)
    first, again, other = [await redeem(scene, customer, asked=asked) for asked in (1, 1, 2)]
    assert (again.voucher.id, again.is_new, again.balance) == (first.voucher.id, False, 950)
    assert other.voucher.code != first.voucher.code
    assert len(await scene.rows(Voucher)) == 2


@pytest.mark.parametrize(("key", "points"), [("nothing", 50), ("sample", 49)])
async def test_a_reward_that_is_gone_or_has_another_price_takes_no_points(scene: Scene, key: str, points: int) -> None:
    customer = await rich(scene)
    with pytest.raises(RewardGone):
        await redeem(scene, customer, key, points=points)
    assert await left(scene, customer) == 1000


async def test_who_has_too_few_points_is_told_how_many_are_missing(scene: Scene) -> None:
    customer = await rich(scene, 30)
    with pytest.raises(NotEnoughPoints) as refused:
        await redeem(scene, customer)
    assert refused.value.facts == {"points": 30, "missing": 20}


async def test_points_that_have_expired_buy_nothing(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, expires_at=scene.at + timedelta(days=1))
    scene.later(days=1)
    with pytest.raises(NotEnoughPoints):
        await redeem(scene, customer)


async def test_one_customer_gets_a_reward_so_often_and_another_still_does(scene: Scene) -> None:
    customer = await rich(scene)
    for asked in (1, 2, 3):
        await redeem(scene, customer, asked=asked)
    with pytest.raises(RewardLimitReached) as refused:
        await redeem(scene, customer, asked=4)
    assert refused.value.facts == {"reward": "Tea sample", "limit": 3}
    assert (await redeem(scene, await rich(scene, number=2))).is_new


async def test_a_reward_without_limits_has_none(scene: Scene) -> None:
    reward = replace(scene.business.loyalty.rewards[0], per_customer=0, valid_days=0)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, rewards=(reward,)))
    customer = await rich(scene)
    vouchers = [(await redeem(scene, customer, asked=asked)).voucher for asked in range(5)]
    assert [voucher.expires_at for voucher in vouchers] == [None] * 5


async def test_the_last_of_the_stock_is_the_last(scene: Scene) -> None:
    customer = await rich(scene)
    assert await stocked(scene, 1) == 1
    await redeem(scene, customer)
    with pytest.raises(RewardSoldOut):
        await redeem(scene, customer, asked=2)
    assert await left(scene, customer) == 950
    assert await stocked(scene, 2, is_change=True) == 2
    assert (await redeem(scene, customer, asked=3)).is_new
    assert [(row.reward_key, row.remaining) for row in await scene.rows(RewardStock)] == [("sample", 1)]


async def test_owners_set_the_stock_and_it_is_noted(scene: Scene) -> None:
    assert await stocked(scene, 5) == 5
    assert await stocked(scene, -2, is_change=True) == 3
    with pytest.raises(StockTooSmall) as refused:
        await stocked(scene, -4, is_change=True)
    assert refused.value.facts == {"reward": "sample", "remaining": 3}
    assert await stocked(scene, None) is None
    with pytest.raises(StockTooSmall):
        await stocked(scene, 1, is_change=True)
    with pytest.raises(RewardGone):
        await stocked(scene, 1, "nothing")
    noted = [(event.act, event.before, event.after) for event in await scene.rows(AuditEvent)]
    assert noted == [
        ("reward.stock_set", {"stock": None}, {"stock": 5}),
        ("reward.stock_set", {"stock": 5}, {"stock": 3}),
        ("reward.stock_set", {"stock": 3}, {"stock": None}),
    ]


async def test_only_owners_set_the_stock(scene: Scene) -> None:
    supervisor = await scene.staff(Role.SUPERVISOR)
    async with scene.database.begin() as session:
        with pytest.raises(NotAllowed):
            await change_stock(session, reward_key="sample", count=5, is_change=False, by=supervisor, at=scene.at, business=scene.business)


async def test_a_code_that_is_taken_is_drawn_again(scene: Scene) -> None:
    customer = await rich(scene)
    numbers = iter([0] * 20 + [1] * 10)
    codes = []
    for asked in (1, 2):
        async with scene.database.begin() as session:
            redeemed = await redeem_reward(
                session, customer=customer, reward_key="sample", points=50, asked_id=asked, at=scene.at, business=scene.business,
                draw=lambda below: next(numbers), tell=scene.tell,
            )  # fmt: skip
        codes.append(redeemed.voucher.code)
    assert codes == ["3333333333", "4444444444"]


async def test_staff_take_a_voucher_once(scene: Scene) -> None:
    voucher = (await redeem(scene, await rich(scene))).voucher
    agent = await scene.staff(Role.AGENT)
    async with scene.database.begin() as session:
        used = await use_voucher(session, voucher_id=voucher.id, by=agent, at=scene.at)
    assert (used.used_at, used.used_by) == (scene.at, agent.id)
    async with scene.database.begin() as session:
        with pytest.raises(VoucherAlreadyUsed):
            await use_voucher(session, voucher_id=voucher.id, by=agent, at=scene.at)
    assert [event.act for event in await scene.rows(AuditEvent)] == ["voucher.used"]


async def test_a_voucher_is_good_until_its_end_and_only_staff_take_it(scene: Scene) -> None:
    voucher = (await redeem(scene, await rich(scene))).voucher
    agent = await scene.staff(Role.AGENT)
    scene.later(days=61)
    async with scene.database.begin() as session:
        with pytest.raises(VoucherExpired):
            await use_voucher(session, voucher_id=voucher.id, by=agent, at=scene.at)
        with pytest.raises(NoSuchVoucher):
            await use_voucher(session, voucher_id=voucher.id + 1, by=agent, at=scene.at)
        with pytest.raises(NotAllowed):
            await use_voucher(session, voucher_id=voucher.id, by=None, at=scene.at)


async def test_what_another_process_wrote_with_a_clock_that_is_ahead_counts(scene: Scene) -> None:
    customer = await rich(scene, 50)
    scene.later(seconds=5)
    await redeem(scene, customer)
    scene.later(seconds=-5)
    with pytest.raises(NotEnoughPoints):
        await redeem(scene, customer, asked=2)
    assert (await redeem(scene, customer, asked=1)).is_new is False
