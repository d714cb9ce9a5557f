"""Variants: drawn by a hash, always the same, in about the shares that were asked for."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.variants import draw_variant, share_of
from storage.vocabulary import Variant


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """Percent of the second variant and of the control group."""
    control = draw(st.integers(0, 90))
    return draw(st.integers(0, 99 - control)), control


@given(shares())
def test_shares_add_up(drawn: tuple[int, int]) -> None:
    b, control = drawn
    assert sum(share_of(variant, b_percent=b, control_percent=control) for variant in Variant) == 100


@given(shares(), st.integers(1, 10**6), st.integers(1, 2**62))
def test_a_draw_comes_out_the_same_and_never_for_a_share_of_nothing(drawn: tuple[int, int], campaign: int, customer: int) -> None:
    b, control = drawn
    variant = draw_variant(campaign, customer, b_percent=b, control_percent=control)
    assert variant is draw_variant(campaign, customer, b_percent=b, control_percent=control)
    assert share_of(variant, b_percent=b, control_percent=control) > 0


@pytest.mark.parametrize(("b", "control"), [(0, 0), (50, 10), (30, 30), (0, 90)])
def test_of_many_each_variant_gets_about_its_share(b: int, control: int) -> None:
    drawn = Counter(draw_variant(7, number, b_percent=b, control_percent=control) for number in range(20_000))
    for variant in Variant:
        assert drawn[variant] / 200 == pytest.approx(share_of(variant, b_percent=b, control_percent=control), abs=1.5)


def test_campaigns_draw_apart_from_each_other() -> None:
    both = [draw_variant(1, n, b_percent=50, control_percent=0) is draw_variant(2, n, b_percent=50, control_percent=0) for n in range(4000)]
    assert sum(both) / 4000 == pytest.approx(0.5, abs=0.05)
