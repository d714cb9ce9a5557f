"""Earning: some purchases earn more than others."""

from decimal import Decimal
from fractions import Fraction

import pytest

from crm.rules.earning import EarningRule, earning_factor

RULES = (
    EarningRule("tea", Decimal(200), Decimal(3)),
    EarningRule("tea", Decimal(0), Decimal(2)),
    EarningRule(None, Decimal("99.50"), Decimal("1.5")),
    EarningRule("gift card", Decimal(0), Decimal(0)),
)


@pytest.mark.parametrize(
    ("worth", "category", "factor"),
    [
        ("200", "tea", 3),
        ("199.99", "Tea", 2),
        ("99.50", None, "1.5"),
        ("99.49", None, 1),
        ("100", "cup", "1.5"),
        ("99", "cup", 1),
        ("50", "GIFT CARD", 0),
    ],
)
def test_the_first_rule_that_fits_counts(worth: str, category: str | None, factor: int | str) -> None:
    assert earning_factor(RULES, worth=Fraction(worth), category=category) == Decimal(factor)
