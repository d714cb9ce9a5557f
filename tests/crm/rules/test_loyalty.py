"""Loyalty: lots first in first out, month arithmetic of Voucherify, tiers, and a ledger that always adds up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.loyalty import (
    Entry,
    Lot,
    Tier,
    balance,
    expiring,
    lapsed_points,
    lot_expiry,
    points_for,
    remaining_lots,
    tier_for,
)
from storage.vocabulary import PointsKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MEMBER, SILVER, GOLD = Tier("member", 0, Decimal(1)), Tier("silver", 500, Decimal("1.2")), Tier("gold", 2000, Decimal("1.5"))
TIERS = (MEMBER, SILVER, GOLD)


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def earned(points: int, at: int, expires: int | None = None) -> Entry:
    return Entry(PointsKind.EARNED, points, day(at), None if expires is None else day(expires))


def of_purchase(number: int, points: int, at: int, expires: int | None = None) -> Entry:
    """Points earned by a purchase, or taken back when it is reversed."""
    kind = PointsKind.EARNED if points > 0 else PointsKind.ADJUSTED
    return Entry(kind, points, day(at), None if expires is None else day(expires), number)


def spent(points: int, at: int, kind: PointsKind = PointsKind.SPENT) -> Entry:
    return Entry(kind, -points, day(at))


@pytest.mark.parametrize(
    ("entries", "lots"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([earned(10, 1), earned(20, 2)], [Lot(10, day(1), None), Lot(20, day(2), None)], id="the oldest first"),
        pytest.param([earned(10, 1), earned(20, 2, 90)], [Lot(20, day(2), day(90)), Lot(10, day(1), None)], id="what expires before it"),
        pytest.param(
            [earned(10, 1), earned(20, 2, 90), spent(15, 3)], [Lot(5, day(2), day(90)), Lot(10, day(1), None)], id="spent: first to expire"
        ),
        pytest.param([earned(10, 1), earned(20, 2), spent(15, 3)], [Lot(15, day(2), None)], id="spent over two lots: the oldest"),
        pytest.param([earned(10, 1, 30), earned(20, 2)], [Lot(20, day(2), None)], id="expired, not written off"),
        pytest.param([earned(10, 1, 30), earned(20, 2), spent(15, 40)], [Lot(5, day(2), None)], id="what has expired is not spent"),
        pytest.param(
            [earned(10, 1, 30), earned(20, 2), spent(10, 30, PointsKind.EXPIRED)],
            [Lot(20, day(2), None)],
            id="what has expired is written off",
        ),
        pytest.param([earned(10, 1), spent(30, 2, PointsKind.ADJUSTED), earned(50, 3)], [Lot(30, day(3), None)], id="a debt is paid first"),
        pytest.param([earned(10, 1), spent(30, 2, PointsKind.ADJUSTED), earned(5, 3)], [], id="a debt that is not paid yet"),
        pytest.param([spent(5, 9), earned(10, 1)], [Lot(5, day(1), None)], id="in whatever order they come"),
        pytest.param(
            [of_purchase(1, 10, 1, 90), of_purchase(2, 20, 2, 99), of_purchase(2, -20, 3)],
            [Lot(10, day(1), day(90), 1)],
            id="reversed: the lot of the purchase itself",
        ),
        pytest.param(
            [of_purchase(1, 10, 1), of_purchase(2, 20, 2, 90), spent(15, 3), of_purchase(2, -20, 4)],
            [],
            id="reversed: what was spent of it is taken from others and owed",
        ),
        pytest.param(
            [of_purchase(1, 10, 1, 30), of_purchase(2, 20, 2), of_purchase(1, -10, 40)],
            [Lot(10, day(2), None, 2)],
            id="reversed: never what has expired meanwhile, which is written off",
        ),
        pytest.param(
            [of_purchase(1, 100, 1, 30), of_purchase(1, 40, 2, 99), of_purchase(1, -40, 40)],
            [],
            id="reversed: first what is still good",
        ),
        pytest.param([earned(10, 1), earned(10, 61)], [Lot(10, day(1), None)], id="what comes later does not count"),
    ],
)
def test_remaining_lots(entries: list[Entry], lots: list[Lot]) -> None:
    assert remaining_lots(entries, day(60)) == lots


def test_points_are_good_until_and_without_their_expiry() -> None:
    entries = [earned(10, 1, 30)]
    assert (remaining_lots(entries, day(30) - timedelta(seconds=1)), lapsed_points(entries, day(30) - timedelta(seconds=1))) == (
        [Lot(10, day(1), day(30))],
        0,
    )
    assert (remaining_lots(entries, day(30)), lapsed_points(entries, day(30))) == ([], 10)


def test_what_was_written_off_does_not_lapse_again() -> None:
    entries = [earned(10, 1, 30), spent(4, 2), spent(6, 31, PointsKind.EXPIRED)]
    assert lapsed_points(entries[:2], day(31)) == 6
    assert lapsed_points(entries, day(31)) == 0
    assert balance(entries) == 0


def test_expiring_points_are_those_that_end_within_the_time() -> None:
    entries = [earned(1, 1, 10), earned(2, 1, 40), earned(3, 1, 41), earned(4, 1)]
    assert expiring(entries, day(10), timedelta(days=30)) == [Lot(2, day(1), day(40))]


@pytest.mark.parametrize(
    ("worth", "rate", "factor", "points"),
    [
        ("19.99", Decimal(1), Decimal(1), 19),
        (1999, Decimal(1), Decimal(1), 1999),
        ("1.999", Decimal(1), Decimal(1), 1),
        (10, Decimal("0.1"), Decimal("1.5"), 1),
        (10, Fraction(1, 3), Decimal(3), 10),
        ("2.90", Decimal("10"), Decimal("1.1"), 31),
        (0, Decimal(1), Decimal(1), 0),
        (-50, Decimal(1), Decimal(1), 0),
    ],
)
def test_points_for_what_a_purchase_counts_are_rounded_down(
    worth: str | int, rate: Decimal | Fraction, factor: Decimal, points: int
) -> None:
    assert points_for(Fraction(worth), points_per_unit=rate, factor=factor) == points


@pytest.mark.parametrize(
    ("earned_on", "months", "last_day"),
    [
        ((2026, 1, 25), 1, (2026, 2, 25)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2026, 11, 30), 1, (2026, 12, 30)),
    ],
)
def test_points_are_good_to_the_end_of_the_day_some_months_later(
    earned_on: tuple[int, int, int], months: int, last_day: tuple[int, int, int]
) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    earned_at = datetime(*earned_on, 1, tzinfo=shanghai).astimezone(UTC)
    end_of_day = (datetime(*last_day, tzinfo=shanghai) + timedelta(days=1)).astimezone(UTC)
    assert lot_expiry(earned_at, months, zone="Asia/Shanghai") == end_of_day


def test_points_for_ever_have_no_expiry() -> None:
    assert lot_expiry(NOW, 0, zone="Asia/Shanghai") is None


@pytest.mark.parametrize(
    ("counted", "tier"), [(-10, MEMBER), (0, MEMBER), (499, MEMBER), (500, SILVER), (1999, SILVER), (2000, GOLD), (9999, GOLD)]
)
def test_a_tier_is_reached_exactly_at_its_threshold(counted: int, tier: Tier) -> None:
    assert tier_for(counted, TIERS) == tier


GIVEN = st.builds(
    Entry,
    st.sampled_from([PointsKind.EARNED, PointsKind.GIFT, PointsKind.ADJUSTED]),
    st.integers(1, 100),
    st.integers(0, 50).map(day),
    st.none() | st.integers(51, 150).map(day),
)
TAKEN = st.builds(Entry, st.sampled_from([PointsKind.SPENT, PointsKind.ADJUSTED]), st.integers(-100, -1), st.integers(0, 120).map(day))


@given(entries=st.lists(GIVEN | TAKEN, max_size=12), at=st.integers(120, 200).map(day))
def test_the_ledger_adds_up_and_lots_are_never_empty(entries: list[Entry], at: datetime) -> None:
    lots = remaining_lots(entries, at)
    there = sum(lot.points for lot in lots) + lapsed_points(entries, at)
    assert all(lot.points > 0 for lot in lots)
    assert there >= max(0, balance(entries))


@given(entries=st.lists(GIVEN, max_size=12), at=st.integers(120, 200).map(day))
def test_writing_off_what_lapsed_leaves_what_can_be_spent(entries: list[Entry], at: datetime) -> None:
    lots, lapsed = remaining_lots(entries, at), lapsed_points(entries, at)
    written = [*entries, Entry(PointsKind.EXPIRED, -lapsed, at)]
    assert (remaining_lots(written, at), lapsed_points(written, at)) == (lots, 0)
    assert balance(written) == sum(lot.points for lot in lots)


@given(entries=st.lists(GIVEN, min_size=1, max_size=12), share=st.fractions(0, 1), at=st.integers(50, 60).map(day))
def test_spending_what_is_there_leaves_the_rest(entries: list[Entry], share: Fraction, at: datetime) -> None:
    before = sum(lot.points for lot in remaining_lots(entries, at))
    price = int(before * share)
    after = remaining_lots([*entries, Entry(PointsKind.SPENT, -price, at)], at)
    assert sum(lot.points for lot in after) == before - price


# What a desk does with a ledger, in any order: gives, redeems what can be had, writes off what lapsed, takes a purchase back.
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(1, 100), st.integers(1, 60)),
        st.tuples(st.just("redeem"), st.integers(1, 150), st.just(0)),
        st.tuples(st.just("expire"), st.just(0), st.just(0)),
        st.tuples(st.just("reverse"), st.integers(0, 10), st.just(0)),
    ),
    max_size=30,
)


@given(deeds=DEEDS)
def test_in_any_order_of_deeds_no_redemption_takes_more_than_there_is_and_all_adds_up(deeds: list[tuple[str, int, int]]) -> None:
    entries: list[Entry] = []
    for moment, (deed, number, days) in enumerate(deeds):
        at = moment * 5
        there = sum(lot.points for lot in remaining_lots(entries, day(at)))
        purchases = [entry for entry in entries if entry.points > 0]
        match deed:
            case "earn":
                entries.append(of_purchase(moment, number, at, at + days))
            case "redeem" if number <= there:
                entries.append(spent(number, at))
                assert sum(lot.points for lot in remaining_lots(entries, day(at))) == there - number
            case "expire" if lapsed := lapsed_points(entries, day(at)):
                entries.append(Entry(PointsKind.EXPIRED, -lapsed, day(at)))
                assert (lapsed_points(entries, day(at)), sum(lot.points for lot in remaining_lots(entries, day(at)))) == (0, there)
            case "reverse" if number < len(purchases) and not any(
                entry.points < 0 and entry.purchase_id == purchases[number].purchase_id for entry in entries
            ):
                bought = purchases[number]
                is_gone = bought.expires_at is not None and bought.expires_at <= day(at)
                assert bought.purchase_id is not None
                if not is_gone:
                    entries.append(of_purchase(bought.purchase_id, -bought.points, at))
            case _:
                continue
        good, lapsed_now = sum(lot.points for lot in remaining_lots(entries, day(at))), lapsed_points(entries, day(at))
        # Below zero only by what was taken back after it was spent.
        owed = good + lapsed_now - balance(entries)
        assert owed >= 0
        if not any(entry.kind is PointsKind.ADJUSTED for entry in entries):
            assert owed == 0


@given(points=st.lists(st.integers(1, 50), min_size=2, max_size=8), price=st.integers(1, 60))
def test_what_expires_first_is_spent_first(points: list[int], price: int) -> None:
    entries = [earned(each, place, 100 - place) for place, each in enumerate(points)]
    price = min(price, sum(points))
    before, after = (remaining_lots(ledger, day(50)) for ledger in (entries, [*entries, spent(price, 50)]))
    assert [lot.expires_at for lot in before] == sorted(lot.expires_at for lot in before if lot.expires_at is not None)
    untouched = [lot for lot in before if lot in after]
    assert before[len(before) - len(untouched) :] == untouched
    assert len(after) - len(untouched) <= 1
