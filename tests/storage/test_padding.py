"""Padding: lists in a few lengths, with the same values."""

from hypothesis import given
from hypothesis import strategies as st

from storage.padding import padded


@given(st.lists(st.integers(), max_size=200))
def test_padded_lists_hold_the_same_values_in_a_length_that_is_a_power_of_four(values: list[int]) -> None:
    row = padded(values)
    assert set(row) == set(values)
    assert row[: len(values)] == values
    assert len(row) in {1, 4, 16, 64, 256} if values else row == []
    assert len(row) < 4 * max(1, len(values))
