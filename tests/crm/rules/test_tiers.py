"""Tiers: reached at once, kept for a grace, and the reasons for it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.loyalty import Entry, Tier, tier_for
from crm.rules.tiers import Merit, TierStanding, counted, merits_of, tier_standing
from storage.vocabulary import PointsKind

MEMBER, SILVER, GOLD = Tier("member", 0, Decimal(1)), Tier("silver", 500, Decimal("1.2")), Tier("gold", 2000, Decimal("1.5"))
TIERS = (MEMBER, SILVER, GOLD)
WINDOW, GRACE = timedelta(days=365), timedelta(days=30)
MOMENT = timedelta(seconds=1)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def merit(amount: int, at: float) -> Merit:
    return Merit(Fraction(amount), day(at))


def standing(merits: list[Merit], at: datetime, *, grace: timedelta = GRACE) -> TierStanding[Tier]:
    return tier_standing(merits, at, TIERS, window=WINDOW, grace=grace)


def test_who_has_nothing_stands_in_the_lowest_tier() -> None:
    assert standing([], day(0)) == TierStanding(MEMBER, 0, None, None, False, 0, SILVER, 500)


def test_a_tier_is_reached_at_once_and_its_reasons_are_known() -> None:
    merits = [merit(300, 0), merit(400, 10)]
    assert standing(merits, day(10)) == TierStanding(
        tier=SILVER, counted=700, since=day(0), kept_until=day(365) + GRACE, is_in_grace=False, to_keep=0, next_tier=GOLD, missing=1300
    )


def test_a_tier_is_kept_for_the_grace_and_then_lost() -> None:
    merits = [merit(300, 0), merit(400, 10)]
    falls, lost = day(365), day(395)
    before, after = standing(merits, falls - MOMENT), standing(merits, falls)
    assert (before.tier, before.is_in_grace, before.to_keep, before.kept_until) == (SILVER, False, 0, lost)
    assert (after.tier, after.is_in_grace, after.to_keep, after.counted, after.kept_until) == (SILVER, True, 100, 400, lost)
    assert standing(merits, lost - MOMENT).tier == SILVER
    assert standing(merits, lost) == TierStanding(MEMBER, 0, None, None, False, 0, SILVER, 500)


def test_without_a_grace_a_tier_is_lost_at_once() -> None:
    merits = [merit(500, 0)]
    assert standing(merits, day(365) - MOMENT, grace=timedelta()).tier == SILVER
    assert standing(merits, day(365), grace=timedelta()).tier == MEMBER


def test_a_purchase_within_the_grace_keeps_the_tier() -> None:
    merits = [merit(500, 0), merit(450, 100), merit(60, 380)]
    kept = standing(merits, day(380))
    assert (kept.tier, kept.is_in_grace, kept.counted, kept.kept_until) == (SILVER, False, 510, day(465) + GRACE)
    # The fall of before is forgotten: what counts is the next one.
    assert standing(merits, day(466)).kept_until == day(465) + GRACE


def test_what_comes_at_the_moment_at_which_something_ends_takes_its_place() -> None:
    merits = [merit(500, 0), merit(500, 365)]
    assert standing(merits, day(365)) == TierStanding(SILVER, 500, day(365), day(730) + GRACE, False, 0, GOLD, 1500)


def test_from_the_top_one_falls_step_by_step() -> None:
    merits = [merit(1500, 0), merit(600, 100)]
    assert [standing(merits, day(at)).tier for at in (0, 100, 394, 395, 494, 495)] == [SILVER, GOLD, GOLD, SILVER, SILVER, MEMBER]
    top = standing(merits, day(100))
    assert (top.next_tier, top.missing) == (None, 0)


def test_within_the_grace_a_tier_opens_that_was_reached_in_between() -> None:
    merits = [merit(500, -364), merit(30, 0)]
    assert standing(merits, day(20)).tier == SILVER


def test_what_comes_later_does_not_count() -> None:
    assert standing([merit(900, 5)], day(4)).tier == MEMBER


def test_fractions_count_together() -> None:
    merits = [Merit(Fraction(1, 2), day(0)), Merit(Fraction(3, 2), day(1))]
    assert [counted(merits, day(at), WINDOW) for at in (0, 1)] == [0, 2]


def test_only_points_of_purchases_that_were_kept_count() -> None:
    entries = [
        Entry(PointsKind.EARNED, 10, day(0), purchase_id=1),
        Entry(PointsKind.EARNED, 100, day(1), purchase_id=2),
        Entry(PointsKind.EARNED, 1, day(2)),
        Entry(PointsKind.GIFT, 1000, day(2), purchase_id=1),
        Entry(PointsKind.SPENT, -50, day(3)),
        Entry(PointsKind.ADJUSTED, 5000, day(3)),
        Entry(PointsKind.ADJUSTED, -100, day(4), purchase_id=2),
    ]
    assert merits_of(entries) == [merit(10, 0), merit(1, 2)]


MERITS = st.lists(st.builds(merit, st.integers(1, 900), st.integers(0, 800)), max_size=12)


@given(merits=MERITS, at=st.integers(0, 1300), grace=st.integers(0, 400))
def test_the_tier_is_the_highest_that_was_reached_within_the_grace(merits: list[Merit], at: int, grace: int) -> None:
    found = standing(merits, day(at), grace=timedelta(days=grace))
    reached = [tier_for(counted(merits, day(at - back), WINDOW), TIERS).threshold for back in range(grace + 1)]
    assert found.tier.threshold == max(reached)


@given(merits=MERITS, at=st.integers(0, 1300), grace=st.integers(0, 60))
def test_a_tier_is_lost_at_the_moment_that_was_told(merits: list[Merit], at: int, grace: int) -> None:
    now = standing(merits, day(at), grace=timedelta(days=grace))
    if now.kept_until is None:
        assert now.tier == MEMBER
        return
    known = [each for each in merits if each.at <= day(at)]
    assert now.kept_until > day(at)
    assert standing(known, now.kept_until - MOMENT, grace=timedelta(days=grace)).tier.threshold >= now.tier.threshold
    assert standing(known, now.kept_until, grace=timedelta(days=grace)).tier.threshold < now.tier.threshold


@pytest.mark.parametrize("missing", [1, 499])
def test_what_is_missing_leads_to_the_next_tier(missing: int) -> None:
    merits = [merit(500 - missing, 0)]
    assert standing(merits, day(1)).missing == missing
    assert standing([*merits, merit(missing, 1)], day(1)).tier == SILVER
