"""The median, which one slow answer does not move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.service_figures import median


@pytest.mark.parametrize(("minutes", "middle"), [([], None), ([7], 7), ([30, 10], 20), ([1, 100_000, 2], 2), ([4, 1, 3, 2], 2.5)])
def test_median(minutes: list[int], middle: float | None) -> None:
    assert median(minutes) == middle


@given(st.lists(st.floats(0, 80_000_000), min_size=1))
def test_half_lie_on_either_side(durations: list[float]) -> None:
    middle = median(durations)
    assert middle is not None
    half = (len(durations) + 1) // 2
    assert sum(each <= middle for each in durations) >= half
    assert sum(each >= middle for each in durations) >= half
