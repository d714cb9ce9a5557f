"""Rhythm: after how long a silence of each customer is unusual."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.rhythm import LONGEST, SHORTEST, longest_interval, silent_from, usual_interval

FIRST = datetime(2025, 1, 1, 12, tzinfo=UTC)


def days(*numbers: int) -> list[datetime]:
    """Moments so many days after the first of the year."""
    return [FIRST + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("bought", "interval"),
    [
        (days(0, 30, 60), 30),
        (days(60, 0, 30), 30),
        (days(0, 30, 60, 160), 30),
        (days(0, 20, 60), 30),
        (days(0, 1, 2), 14),
        (days(0, 300, 650), 180),
    ],
)
def test_the_usual_interval_is_the_median_within_bounds(bought: list[datetime], interval: int) -> None:
    assert usual_interval(bought) == timedelta(days=interval)


@pytest.mark.parametrize("bought", [[], days(3)])
def test_who_has_bought_less_than_twice_has_no_rhythm(bought: list[datetime]) -> None:
    assert usual_interval(bought) is None


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=30), st.decimals("0.5", "5", places=1))
def test_silence_is_unusual_after_the_factor_times_the_interval(numbers: list[int], factor: Decimal) -> None:
    interval = usual_interval(days(*numbers))
    assert interval is not None
    assert SHORTEST <= interval <= LONGEST
    assert silent_from(FIRST, interval, factor=factor) - FIRST == interval * float(factor)


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=30))
def test_no_usual_interval_is_longer_than_the_first_the_last_and_the_number_of_purchases_allow(numbers: list[int]) -> None:
    bought = sorted(days(*numbers))
    interval = usual_interval(bought)
    assert interval is not None
    assert interval <= longest_interval(bought[0], bought[-1], len(bought)) <= LONGEST
