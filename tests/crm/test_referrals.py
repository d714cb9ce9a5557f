"""Referrals: who brings a friend gets points after the friend's first purchase, and loses them when that is reversed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.purchases import PurchaseLine, Recorded, record_purchase
from crm.referrals import AlreadyCustomer, NoReferrals, OwnReferral, note_referral, referral_code_of, reward_referral
from crm.reversals import reverse_purchase
from storage.customers import Customer
from storage.points import PointsEntry
from storage.referrals import Referral, count_friends
from storage.staff import StaffMember
from storage.vocabulary import PointsKind
from tests.scene import Scene


async def code_of(scene: Scene, customer: Customer) -> str:
    """Return the code in a customer's link."""
    async with scene.database.begin() as session:
        code = await referral_code_of(
            session, customer=customer, at=scene.at, business=scene.business, token_source=lambda length: f"code-{customer.id}-{length}"
        )
    return code.code


async def comes(scene: Scene, friend: Customer, code: str, *, is_new: bool = True) -> Referral | None:
    """Let somebody come by a link."""
    async with scene.database.begin() as session:
        return await note_referral(session, code=code, friend=friend, is_new=is_new, at=scene.at)


async def buys(scene: Scene, customer: Customer, reference: str, **changes: str) -> Recorded:
    """Let a customer buy something for 10 yuan now."""
    line = PurchaseLine(
        **{"customer": f"#{customer.id}", "amount": "10", "currency": "CNY", "date": scene.at.isoformat(), "reference": reference} | changes
    )
    async with scene.database.begin() as session:
        return await record_purchase(session, line=line, at=scene.at, business=scene.business)


async def brought(scene: Scene) -> tuple[Customer, Customer]:
    """Return a customer and a friend whom they brought."""
    customer, friend = await scene.customer(1), await scene.customer(2)
    assert await comes(scene, friend, await code_of(scene, customer)) is not None
    return customer, friend


async def gifts(scene: Scene) -> list[tuple[int, int]]:
    """Return every gift: to whom, and how many points."""
    return [(entry.customer_id, entry.points) for entry in await scene.rows(PointsEntry) if entry.kind is PointsKind.GIFT]


async def balances(scene: Scene) -> dict[int, int]:
    """Return the sum of each ledger."""
    sums: dict[int, int] = {}
    for entry in await scene.rows(PointsEntry):
        sums[entry.customer_id] = sums.get(entry.customer_id, 0) + entry.points
    return sums


async def test_a_link_stays_the_same(scene: Scene) -> None:
    customer = await scene.customer()
    assert [await code_of(scene, customer) for _ in range(2)] == ["code-1-12"] * 2


async def test_both_get_points_after_the_first_purchase_and_only_then(scene: Scene) -> None:
    customer, friend = await brought(scene)
    assert await gifts(scene) == []
    await buys(scene, friend, "F-1")
    await buys(scene, friend, "F-2")
    await buys(scene, customer, "C-1")
    assert await gifts(scene) == [(1, 100), (2, 50)]
    async with scene.database.read() as session:
        assert await count_friends(session, referrer_id=1) == (1, 1)


async def test_a_business_that_gives_only_one_of_them_something_does_so(scene: Scene) -> None:
    _, friend = await brought(scene)
    bonuses = replace(scene.business.loyalty.bonuses, friend_brought=0)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, bonuses=bonuses))
    await buys(scene, friend, "F-1")
    assert await gifts(scene) == [(2, 50)]


async def test_a_business_without_referrals_gives_nothing_and_has_no_links(scene: Scene) -> None:
    _, friend = await brought(scene)
    bonuses = replace(scene.business.loyalty.bonuses, friend_brought=0, friend=0)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, bonuses=bonuses))
    await buys(scene, friend, "F-1")
    assert await gifts(scene) == []
    with pytest.raises(NoReferrals):
        await code_of(scene, friend)


async def test_nobody_brings_themselves_or_who_is_there_already_or_by_a_code_that_is_none(scene: Scene) -> None:
    customer, friend = await brought(scene)
    other = await scene.customer(3)
    with pytest.raises(OwnReferral):
        await comes(scene, customer, "code-1-12")
    with pytest.raises(AlreadyCustomer):
        await comes(scene, other, "code-1-12", is_new=False)
    with pytest.raises(AlreadyCustomer):
        await comes(scene, friend, await code_of(scene, other))
    assert await comes(scene, other, "nobody") is None
    assert len(await scene.rows(Referral)) == 1


async def test_who_has_the_same_phone_number_is_the_same_person(scene: Scene) -> None:
    customer, friend = await scene.customer(1, phone="+8613800138000"), await scene.customer(2, phone="+8613800138000")
    await comes(scene, friend, await code_of(scene, customer))
    await buys(scene, friend, "F-1")
    assert await gifts(scene) == []


async def test_who_had_bought_something_before_was_no_new_customer(scene: Scene) -> None:
    _, friend = await brought(scene)
    await buys(scene, friend, "F-0", date=(scene.at - timedelta(days=2)).isoformat())
    await buys(scene, friend, "F-1")
    assert await gifts(scene) == []


async def test_a_purchase_of_the_same_day_whose_hour_is_not_known_counts(scene: Scene) -> None:
    _, friend = await brought(scene)
    await buys(scene, friend, "F-1", date="2026-03-04")
    assert await gifts(scene) == [(1, 100), (2, 50)]


async def test_a_reversed_first_purchase_takes_the_points_of_both_back_and_the_next_gives_them_again(scene: Scene) -> None:
    _, friend = await brought(scene)
    await buys(scene, friend, "F-1")
    owner: StaffMember = await scene.staff()
    async with scene.database.begin() as session:
        undone = await reverse_purchase(
            session, reference="F-1", reason="", by=owner, at=scene.at, business=scene.business, tell=scene.tell
        )
    assert (undone.points, await balances(scene)) == (60, {1: 0, 2: 0})
    await buys(scene, friend, "F-2")
    assert await balances(scene) == {1: 100, 2: 60}


async def test_a_purchase_gives_the_points_once_however_often_it_is_looked_at(scene: Scene) -> None:
    _, friend = await brought(scene)
    purchase = await scene.purchase(friend)
    rewarded = []
    for _ in range(2):
        async with scene.database.begin() as session:
            rewarded.append(await reward_referral(session, purchase=purchase, customer=friend, at=scene.at, business=scene.business))
    assert (rewarded, len(await gifts(scene))) == ([True, False], 2)


async def test_of_two_first_purchases_at_once_one_gives_the_points(scene: Scene) -> None:
    _, friend = await brought(scene)
    one, other = await scene.purchase(friend, "F-1"), await scene.purchase(friend, "F-2")
    async with scene.database.begin() as session:
        referral = (await scene.rows(Referral))[0]
        stale = await session.get(Referral, referral.id)
        assert stale is not None
        if not scene.database.is_sqlite:  # with SQLite nobody else writes meanwhile
            async with scene.database.begin() as faster:
                assert await reward_referral(faster, purchase=one, customer=friend, at=scene.at, business=scene.business)
            assert not await reward_referral(session, purchase=other, customer=friend, at=scene.at, business=scene.business)
        else:
            assert await reward_referral(session, purchase=one, customer=friend, at=scene.at, business=scene.business)
    assert await gifts(scene) == [(1, 100), (2, 50)]
