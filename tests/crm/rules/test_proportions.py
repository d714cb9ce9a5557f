"""Two proportions: the examples that Newcombe published, and what must hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.proportions import difference


# R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10
@pytest.mark.parametrize(
    ("one", "other", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_published_intervals_come_out(one: tuple[int, int], other: tuple[int, int], lower: float, upper: float) -> None:
    found = difference(*one, *other)
    assert found is not None
    assert [found.lower / 100, found.upper / 100] == pytest.approx([lower, upper], abs=5e-5)
    assert found.is_real is (lower > 0)


def test_nobody_is_compared_with_nobody() -> None:
    assert difference(0, 0, 3, 10) is None
    assert difference(3, 10, 0, 0) is None


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """Hits among so many."""
    of = draw(st.integers(1, 5000))
    return draw(st.integers(0, of)), of


@given(counts(), counts())
def test_the_difference_lies_within_its_bounds_and_turns_its_sign_with_the_order(one: tuple[int, int], other: tuple[int, int]) -> None:
    found, turned = difference(*one, *other), difference(*other, *one)
    assert found is not None
    assert turned is not None
    assert -100.000001 <= found.lower <= found.value + 1e-9
    assert found.value - 1e-9 <= found.upper <= 100.000001
    assert [turned.lower, turned.upper] == pytest.approx([-found.upper, -found.lower])
    assert turned.is_real is found.is_real


@given(counts())
def test_the_same_share_twice_is_never_a_real_difference(one: tuple[int, int]) -> None:
    found = difference(*one, *one)
    assert found is not None
    assert not found.is_real
