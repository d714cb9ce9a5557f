"""The median, which one slow answer does not move."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.service_figures import median


@pytest.mark.parametrize(("minutes", "middle"), [([], None), ([7], 7), ([30, 10], 20), ([1, 100_000, 2], 2), ([4, 1, 3, 2], 2.5)])
def test_median(minutes: list[int], middle: float | None) -> None:
    assert median(timedelta(minutes=each) for each in minutes) == (None if middle is None else timedelta(minutes=middle))


@given(st.lists(st.timedeltas(timedelta(), timedelta(days=900)), min_size=1))
def test_half_lie_on_either_side(durations: list[timedelta]) -> None:
    middle = median(durations)
    assert middle is not None
    half = (len(durations) + 1) // 2
    tick = timedelta(microseconds=1)  # half of an odd number of microseconds is rounded
    assert sum(each <= middle + tick for each in durations) >= half
    assert sum(each >= middle - tick for each in durations) >= half
