"""The way through the tiers: written as a text and read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.tier_way import TierWay, read_tier_way


@pytest.mark.parametrize(
    ("count", "share"), [(-5, 0.0), (0, 0.0), (250, 0.25), (500, 0.5), (1250, 0.75), (1999, 0.5 + 1499 / 3000), (2000, 1.0), (9000, 1.0)]
)
def test_each_tier_is_a_step_of_the_same_length(count: int, share: float) -> None:
    assert TierWay(count, (0, 500, 2000)).share == pytest.approx(share)


@given(count=st.integers(0, 10**9), thresholds=st.sets(st.integers(1, 10**9), min_size=1, max_size=19))
def test_a_way_is_read_as_it_was_written(count: int, thresholds: set[int]) -> None:
    way = TierWay(count, (0, *sorted(thresholds)))
    assert read_tier_way(way.as_text()) == way


@pytest.mark.parametrize(
    "text", ["", "AgACAgIAAxk", "drawing:tiers:5:0", "drawing:tiers:5:0,0", "drawing:tiers:5:9,3", "drawing:tiers:x:0,5"]
)
def test_what_is_no_way_is_none(text: str) -> None:
    assert read_tier_way(text) is None
