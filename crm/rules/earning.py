"""Earning: purchases of some kinds, or above some amount, earn more points than others."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class EarningRule:
    """Purchases of a category (None: any), from an amount in whole units on, earn so many times the points."""

    category: str | None
    from_amount: Decimal
    factor: Decimal


def earning_factor(rules: Sequence[EarningRule], *, worth: Fraction, category: str | None) -> Decimal:
    """The factor of the first rule that fits a purchase of this worth; 1 when none does. Categories are compared in any case."""
    wanted = (category or "").casefold()
    for rule in rules:
        if worth >= Fraction(rule.from_amount) and (rule.category is None or rule.category.casefold() == wanted):
            return rule.factor
    return Decimal(1)
