"""Segments: each of their conditions finds the customers whom it means."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crm.business import Business
from crm.rfm import BuyingTally, cuts_as_data, cuts_from_data, find_scores
from crm.rules.rfm import RfmSegment
from crm.rules.segments import Segment
from crm.segments import find_in_segment
from jobs.rfm import recent_cuts
from storage.ticket_tags import TicketTag
from storage.vocabulary import Language, Stage
from tests.scene import Scene


async def found(scene: Scene, segment: Segment, *, limit: int = 100) -> list[int]:
    """Return the numbers of the customers in a segment, found in steps."""
    cuts = cuts_from_data(cuts_as_data(await recent_cuts(scene.database, at=scene.at, business=scene.business)))
    numbers: list[int] = []
    after_id: int | None = 0
    while after_id is not None:
        async with scene.database.read() as session:
            step = await find_in_segment(
                session, segment=segment, cuts=cuts, after_id=after_id, at=scene.at, business=scene.business, limit=limit
            )
        numbers += [customer.id for customer in step.customers]
        after_id = step.after_id
    return numbers


async def bought(scene: Scene, number: int, *, times: int, days_ago: int, amount_minor: int = 1000, currency: str = "CNY") -> None:
    """A customer bought so many times, last so many days ago."""
    now = scene.at
    customer = await scene.customer(number)
    for each in range(times):
        scene.at = now - timedelta(days=days_ago + each)
        await scene.purchase(customer, f"{number}-{each}", amount_minor=amount_minor, currency=currency)
    scene.at = now


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_everybody_who_has_a_contact_is_found_whatever_the_step(scene: Scene, limit: int) -> None:
    for number in (1, 2, 3):
        await scene.customer(number)
    await scene.customer(4, has_contact=False)
    assert await found(scene, Segment(), limit=limit) == [1, 2, 3]


async def test_languages_and_tags(scene: Scene) -> None:
    english = await scene.customer(1)
    await scene.customer(2, language=Language.CHINESE)
    ticket = await scene.ticket(english)
    await scene.keep(TicketTag(ticket_id=ticket.id, tag="tea"))
    assert await found(scene, Segment(languages=frozenset({Language.CHINESE}))) == [2]
    assert await found(scene, Segment(tags=frozenset({"tea", "cup"}))) == [1]
    assert await found(scene, Segment(tags=frozenset({"cup"}))) == []


async def test_tiers_and_stages_follow_from_points_purchases_and_messages(scene: Scene, business: Business) -> None:
    golden, writing, _ = [await scene.customer(number) for number in (1, 2, 3)]
    await scene.points(golden, business.tiers[-1].threshold)
    await scene.hears(writing)
    await bought(scene, 4, times=1, days_ago=400)
    await bought(scene, 5, times=5, days_ago=10)
    assert await found(scene, Segment(tiers=frozenset({"gold"}))) == [1]
    by_stage = {stage: await found(scene, Segment(stages=frozenset({stage}))) for stage in Stage}
    assert by_stage == {
        Stage.PROSPECT: [3], Stage.CONTACTED: [2], Stage.FIRST_PURCHASE: [4], Stage.REPEAT_PURCHASE: [], Stage.LOYAL: [1, 5],
    }  # fmt: skip


async def test_the_last_sign_is_a_message_or_a_purchase(scene: Scene) -> None:
    await scene.customer(1)
    writing = await scene.customer(2)
    await bought(scene, 3, times=1, days_ago=40)
    await scene.hears(writing)
    scene.later(days=20)
    assert await found(scene, Segment(heard_days=30)) == [2]
    assert await found(scene, Segment(silent_days=30)) == [1, 3]


async def test_those_who_buy_alike_are_found_and_who_bought_nothing_is_in_no_rfm_segment(scene: Scene) -> None:
    for number in range(1, 11):
        await bought(scene, number, times=number, days_ago=300 - 28 * number, amount_minor=1000 * number)
    await scene.customer(11)
    assert await found(scene, Segment(rfm=frozenset({RfmSegment.CHAMPIONS}))) == [10]
    assert await found(scene, Segment(rfm=frozenset({RfmSegment.LOST}))) == [1, 2]
    every = [number for each in RfmSegment for number in await found(scene, Segment(rfm=frozenset({each})))]
    assert sorted(every) == list(range(1, 11))


async def test_the_fifths_are_read_in_steps(scene: Scene) -> None:
    for number in range(1, 6):
        await bought(scene, number, times=1, days_ago=number)
    tally, after_id = BuyingTally(), 0
    async with scene.database.read() as session:
        while (after := await tally.add_step(session, after_id=after_id, at=scene.at, business=scene.business, limit=2)) is not None:
            after_id = after
        assert list(tally.days) == [1, 2, 3, 4, 5]
        scores = await find_scores(session, customer_ids=[1, 5], at=scene.at, cuts=tally.cuts(), business=scene.business)
    assert [scores[number].recency for number in (1, 5)] == [5, 2]


async def test_where_nobody_bought_nobody_scores(scene: Scene) -> None:
    await scene.customer(1)
    assert await recent_cuts(scene.database, at=scene.at, business=scene.business) is None
    assert await found(scene, Segment(rfm=frozenset(RfmSegment))) == []


async def test_amounts_of_several_currencies_count_by_their_whole_units(scene: Scene) -> None:
    for number, (amount, currency) in enumerate([(10_000, "CNY"), (10_000, "JPY"), (100_000, "KWD"), (100, "JPY"), (99, "JPY")], start=1):
        await bought(scene, number, times=1, days_ago=number, amount_minor=amount, currency=currency)
    assert await amounts(scene) == [10_000, 1_000_000, 10_000, 10_000, 9_900]


async def test_amounts_count_by_the_rates_of_the_business(scene: Scene, business: Business) -> None:
    rates = {"JPY": Decimal("0.05"), "USD": Decimal(7), "VND": Decimal("0.00028")}
    scene.business = replace(business, loyalty=replace(business.loyalty, rates=rates))
    for number, (amount, currency) in enumerate([(10_000, "CNY"), (10_000, "JPY"), (10_000, "USD"), (1_000_000, "VND")], start=1):
        await bought(scene, number, times=2, days_ago=number, amount_minor=amount, currency=currency)
    assert await amounts(scene) == [20_000, 100_000, 140_000, 56_000]


async def amounts(scene: Scene) -> list[int]:
    """Return what each customer spent, in hundredths."""
    tally = BuyingTally()
    async with scene.database.read() as session:
        await tally.add_step(session, after_id=0, at=scene.at, business=scene.business)
        scores = await find_scores(session, customer_ids=range(1, 9), at=scene.at, cuts=tally.cuts(), business=scene.business)
    assert max(scores, key=lambda number: scores[number].money) == 1 + tally.amounts.index(max(tally.amounts))
    return list(tally.amounts)
