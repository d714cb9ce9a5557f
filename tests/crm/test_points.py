"""Points: earned by purchases, good for a year, written off once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm.permissions import NotAllowed
from crm.points import (
    NotEnoughPoints,
    adjust_points,
    earn_points,
    entries_of_many,
    expire_points,
    find_expired_points,
    give_points,
    points_summary,
    spendable,
)
from crm.rules.earning import EarningRule
from crm.rules.loyalty import balance
from crm.rules.tiers import TierBasis
from crm.steps import Ahead
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.points import PointsEntry
from storage.staff import StaffMember
from storage.vocabulary import PointsKind, Role
from tests.scene import Scene

EVER = datetime(1970, 1, 1, tzinfo=UTC)


async def earned(scene: Scene, customer: Customer, reference: str, amount_minor: int, currency: str = "CNY") -> int:
    """Let a customer buy something now, and return the points."""
    purchase = await scene.purchase(customer, reference, amount_minor=amount_minor, currency=currency)
    async with scene.database.begin() as session:
        return await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)


async def expire(scene: Scene, *, since: datetime = EVER, limit: int = 500) -> list[int]:
    """Write off what has expired, in steps; return how many customers each step was about."""
    counts, ahead = [], Ahead()
    after_id: int | None = 0
    while after_id is not None:
        async with scene.database.read() as session:
            found = await find_expired_points(session, after_id=after_id, since=since, at=scene.at, limit=limit, ahead=ahead)
        async with scene.database.begin() as session:
            step = await expire_points(session, customer_ids=found.customer_ids, since=since, at=scene.at)
        assert step.done == len(found.customer_ids)
        counts.append(step.done)
        after_id = found.after_id
    return counts


@pytest.mark.parametrize(("zone", "ends"), [("America/New_York", (2027, 3, 5, 5)), ("Europe/Berlin", (2027, 3, 4, 23))])
async def test_points_are_good_to_the_end_of_the_day_where_the_customer_lives(
    scene: Scene, zone: str, ends: tuple[int, int, int, int]
) -> None:
    customer = await scene.customer(zone=zone)
    owner = await scene.staff()
    await earned(scene, customer, "A-1", 10_000)
    async with scene.database.begin() as session:
        await give_points(session, customer_id=customer.id, points=5, cause="gift", at=scene.at, business=scene.business)
        await adjust_points(session, customer=customer, points=5, reason="late", by=owner, at=scene.at, business=scene.business)
    assert [entry.expires_at for entry in await scene.rows(PointsEntry)] == [datetime(*ends, tzinfo=UTC)] * 3


async def test_a_purchase_earns_points_that_are_good_for_a_year(scene: Scene) -> None:
    customer = await scene.customer()
    assert await earned(scene, customer, "A-1", 19_999) == 199
    [entry] = await scene.rows(PointsEntry)
    assert (entry.kind, entry.points, entry.cause) == (PointsKind.EARNED, 199, "purchase:A-1")
    assert entry.expires_at == datetime(2027, 3, 4, 16, tzinfo=UTC)  # the end of 4 March in Shanghai


async def test_the_tier_at_the_time_of_buying_multiplies_points(scene: Scene) -> None:
    customer = await scene.customer()
    assert [await earned(scene, customer, f"A-{number}", 50_000) for number in (1, 2)] == [500, 600]


async def test_a_currency_without_decimals_counts_its_whole_units(scene: Scene) -> None:
    customer = await scene.customer()
    assert await earned(scene, customer, "A-1", 1999, "JPY") == 1999


async def test_a_business_without_points_and_a_purchase_of_next_to_nothing_earn_none(scene: Scene) -> None:
    customer = await scene.customer()
    assert await earned(scene, customer, "A-1", 99) == 0
    scene.business = replace(scene.business, points=replace(scene.business.points, per_unit=Decimal(0)))
    assert await earned(scene, customer, "A-2", 19_999) == 0
    assert await scene.rows(PointsEntry) == []


async def test_points_that_would_be_expired_already_are_not_given(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await scene.purchase(customer)
    scene.later(days=366)
    async with scene.database.begin() as session:
        assert await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business) == 0


async def test_a_customer_sees_balance_tier_and_what_is_missing(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 480, "a", expires_at=scene.at + timedelta(days=30))
    await scene.points(customer, 100, "b", expires_at=scene.at + timedelta(days=90))
    await scene.points(customer, -30, "c", kind=PointsKind.SPENT)
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=customer, at=scene.at, business=scene.business)
    assert (summary.balance, summary.tier.key, summary.missing, summary.expiring) == (550, "silver", 1420, 450)
    assert summary.next_tier is not None
    assert (summary.next_tier.key, summary.expires_at) == ("gold", scene.at + timedelta(days=30))


async def test_at_the_top_nothing_is_missing_and_a_newcomer_has_the_first_tier(scene: Scene) -> None:
    rich, new = await scene.customer(1), await scene.customer(2)
    await scene.points(rich, 5000)
    async with scene.database.read() as session:
        top, first = [await points_summary(session, customer=customer, at=scene.at, business=scene.business) for customer in (rich, new)]
    assert (top.tier.key, top.next_tier, top.missing, top.expires_at) == ("gold", None, 0, None)
    assert (first.balance, first.tier.key, first.missing, first.expiring) == (0, "member", 500, 0)


async def test_points_past_their_expiry_do_not_count_even_before_they_are_written_off(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=scene.at + timedelta(days=1))
    await scene.points(customer, 40, "b")
    scene.later(days=1)
    summaries = []
    for _ in range(2):
        async with scene.database.read() as session:
            summaries.append(await points_summary(session, customer=customer, at=scene.at, business=scene.business))
        await expire(scene)
    assert [summary.balance for summary in summaries] == [40, 40]


async def test_expired_points_are_written_off_once(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=scene.at + timedelta(days=1))
    await scene.points(customer, 60, "b", expires_at=scene.at + timedelta(days=5))
    await scene.points(customer, -30, "c", kind=PointsKind.SPENT)
    scene.later(days=1)
    assert [await expire(scene), await expire(scene)] == [[1], [0]]
    scene.later(days=4)
    assert [await expire(scene, since=scene.at - timedelta(days=2)), await expire(scene)] == [[1], [0]]
    written_off = [entry.points for entry in await scene.rows(PointsEntry) if entry.kind is PointsKind.EXPIRED]
    assert written_off == [-70, -60]
    async with scene.database.read() as session:
        ledgers = await entries_of_many(session, customer_ids=[customer.id])
    assert balance(ledgers[customer.id]) == 0


async def test_points_that_were_all_spent_leave_nothing_to_write_off(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, "a", expires_at=scene.at + timedelta(days=1))
    await scene.points(customer, -100, "b", kind=PointsKind.SPENT)
    scene.later(days=2)
    assert await expire(scene) == [0]


async def test_points_of_many_are_written_off_in_steps(scene: Scene) -> None:
    for number in (1, 2, 3):
        await scene.points(await scene.customer(number), 10, f"c{number}", expires_at=scene.at + timedelta(days=1))
    scene.later(days=1)
    assert await expire(scene, limit=2) == [2, 1]


@pytest.mark.parametrize("ids", [[], [1]])
async def test_a_customer_without_points_has_an_empty_ledger(scene: Scene, ids: list[int]) -> None:
    async with scene.database.read() as session:
        assert await entries_of_many(session, customer_ids=ids) == {number: [] for number in ids}


async def adjust(scene: Scene, customer: Customer, points: int, role: Role = Role.OWNER) -> int:
    """Let somebody of the staff give or take points."""
    members = [member for member in await scene.rows(StaffMember) if member.role is role]
    by = members[0] if members else await scene.staff(role, user_id=3001 + list(Role).index(role))
    async with scene.database.begin() as session:
        return await adjust_points(
            session, customer=customer, points=points, reason="late delivery", by=by, at=scene.at, business=scene.business
        )


async def give(scene: Scene, customer: Customer, points: int, cause: str) -> int:
    """Give a customer points."""
    async with scene.database.begin() as session:
        return await give_points(session, customer_id=customer.id, points=points, cause=cause, at=scene.at, business=scene.business)


async def test_owners_give_and_take_points_with_a_reason_that_is_noted(scene: Scene) -> None:
    customer = await scene.customer()
    assert [await adjust(scene, customer, points) for points in (50, -20)] == [50, 30]
    assert [(entry.kind, entry.points) for entry in await scene.rows(PointsEntry)] == [
        (PointsKind.ADJUSTED, 50),
        (PointsKind.ADJUSTED, -20),
    ]
    assert [(event.act, event.subject, event.before, event.after) for event in await scene.rows(AuditEvent)] == [
        ("points.adjusted", "1", {"points": 0}, {"points": 50, "reason": "late delivery"}),
        ("points.adjusted", "1", {"points": 50}, {"points": 30, "reason": "late delivery"}),
    ]


async def test_nobody_takes_more_points_than_there_are(scene: Scene) -> None:
    customer = await scene.customer()
    await adjust(scene, customer, 50)
    with pytest.raises(NotEnoughPoints):
        await adjust(scene, customer, -51)
    assert [entry.points for entry in await scene.rows(PointsEntry)] == [50]


async def test_only_owners_adjust_points(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        await adjust(scene, await scene.customer(), 50, Role.SUPERVISOR)


async def test_a_gift_is_given_once_for_each_cause_and_opens_no_tier(scene: Scene) -> None:
    customer = await scene.customer()
    assert [await give(scene, customer, 600, cause) for cause in ("birthday:1:2026", "birthday:1:2026", "birthday:1:2027")] == [600, 0, 600]
    assert await give(scene, customer, 0, "nothing") == 0
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=customer, at=scene.at, business=scene.business)
    assert (summary.balance, summary.tier.key, summary.standing.counted) == (1200, "member", 0)


async def test_of_many_gifts_for_one_cause_at_once_one_is_given(scene: Scene) -> None:
    customer = await scene.customer()
    assert sorted(await asyncio.gather(*(give(scene, customer, 10, "same") for _ in range(6)))) == [0] * 5 + [10]


async def test_purchases_of_some_kinds_earn_more(scene: Scene) -> None:
    rules = (EarningRule("tea", Decimal(0), Decimal(2)),)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, earning=rules))
    customer = await scene.customer()
    purchase = await scene.purchase(customer, amount_minor=60_000)
    purchase.category = "Tea"
    async with scene.database.begin() as session:
        assert await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business) == 1200
    # What it earned opened the next tier, whose factor is on top.
    second = await scene.purchase(customer, "A-2", amount_minor=10_000)
    async with scene.database.begin() as session:
        assert await earn_points(session, purchase=second, customer=customer, at=scene.at, business=scene.business) == 120


async def test_a_tier_by_spend_counts_what_purchases_cost_in_any_currency(scene: Scene) -> None:
    rules = replace(scene.business.loyalty.tier_rules, by=TierBasis.SPEND)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, tier_rules=rules))
    customer = await scene.customer()
    assert await earned(scene, customer, "A-1", 49_950) == 499  # this purchase itself opens nothing yet
    assert await earned(scene, customer, "A-2", 1, "JPY") == 1
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=customer, at=scene.at, business=scene.business)
    assert (summary.tier.key, summary.standing.counted, summary.standing.since) == ("silver", 500, scene.at)
    assert await earned(scene, customer, "A-3", 10_000) == 120


async def test_points_are_not_written_off_and_spent_at_once(scene: Scene) -> None:
    customer = await scene.customer()
    await scene.points(customer, 100, expires_at=scene.at + timedelta(days=1))
    scene.later(days=1)
    late = scene.at
    scene.at = late - timedelta(milliseconds=1)

    async def spend() -> int:
        async with scene.database.begin() as session:
            have, moment = await spendable(session, customer_id=customer.id, at=scene.at)
            await asyncio.sleep(0.05)
            if have >= 100:
                session.add(PointsEntry(customer_id=customer.id, kind=PointsKind.SPENT, points=-100, cause="spent", at=moment))
        return have

    async def write_off() -> int:
        async with scene.database.begin() as session:
            return (await expire_points(session, after_id=0, since=EVER, at=late)).done

    have, done = await asyncio.gather(spend(), write_off())
    assert (have == 100) is (done == 0)
    assert sum(entry.points for entry in await scene.rows(PointsEntry)) == 0


async def test_points_and_tiers_by_spend_count_amounts_by_the_rates_of_the_business(scene: Scene) -> None:
    loyalty = scene.business.loyalty
    rules = replace(loyalty.tier_rules, by=TierBasis.SPEND)
    earning = (EarningRule(None, Decimal(500), Decimal(2)),)
    scene.business = replace(
        scene.business, loyalty=replace(loyalty, tier_rules=rules, earning=earning, rates={"JPY": Decimal("0.05"), "USD": Decimal(7)})
    )
    customer = await scene.customer()
    earned = []
    for reference, amount_minor, currency in (("A-1", 9_980, "JPY"), ("A-2", 20, "JPY"), ("A-3", 10_000, "USD"), ("A-4", 10_000, "CNY")):
        purchase = await scene.purchase(customer, reference, amount_minor=amount_minor, currency=currency)
        async with scene.database.begin() as session:
            earned.append(await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business))
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=customer, at=scene.at, business=scene.business)
    assert (earned[:2], summary.standing.counted, summary.tier.key) == ([499, 1], 499 + 1 + 700 + 100, "silver")
    assert earned[2:] == [int(2 * 700 * Decimal("1.2")), int(100 * Decimal("1.2"))]
