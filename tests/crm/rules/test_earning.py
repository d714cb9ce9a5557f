"""Earning: some purchases earn more than others."""

from decimal import Decimal

import pytest

from crm.rules.earning import EarningRule, earning_factor

RULES = (
    EarningRule("tea", Decimal(200), Decimal(3)),
    EarningRule("tea", Decimal(0), Decimal(2)),
    EarningRule(None, Decimal("99.50"), Decimal("1.5")),
    EarningRule("gift card", Decimal(0), Decimal(0)),
)


@pytest.mark.parametrize(
    ("amount", "currency", "category", "factor"),
    [
        (20_000, "CNY", "tea", 3),
        (19_999, "CNY", "Tea", 2),
        (9950, "CNY", None, "1.5"),
        (9949, "CNY", None, 1),
        (100, "JPY", "cup", "1.5"),
        (99, "JPY", "cup", 1),
        (5000, "CNY", "GIFT CARD", 0),
    ],
)
def test_the_first_rule_that_fits_counts(amount: int, currency: str, category: str | None, factor: int | str) -> None:
    assert earning_factor(RULES, amount_minor=amount, currency=currency, category=category) == Decimal(factor)
