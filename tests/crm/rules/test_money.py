"""Minor units by ISO 4217, and what amounts of several currencies count."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.money import minor_digits, worth_of, worths_of_minor

CURRENCIES = st.sampled_from(["EUR", "CNY", "JPY", "KWD", "CLF", "USD"])


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("CNY", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("???", 2)])
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "worth"),
    [
        (1999, "EUR", None, "19.99"),
        (1999, "JPY", None, 1999),
        (1999, "KWD", None, "1.999"),
        (10_000, "JPY", "0.05", 500),
        (10_000, "USD", 7, 700),
        (0, "USD", 7, 0),
    ],
)
def test_an_amount_counts_by_its_whole_units_and_their_rate(amount: int, currency: str, rate: str | int | None, worth: str | int) -> None:
    rates = {} if rate is None else {currency: Decimal(rate)}
    assert worth_of(amount, currency=currency, rates=rates) == Fraction(worth)


@given(amount=st.integers(0, 10**9), currency=CURRENCIES, rates=st.dictionaries(CURRENCIES, st.decimals("0.000001", 1000, places=6)))
def test_minor_units_count_hundredths_of_what_their_amount_counts(amount: int, currency: str, rates: dict[str, Decimal]) -> None:
    worth = next((worth for worth, codes in worths_of_minor(rates).items() if currency in codes), 1.0)
    assert amount * worth == pytest.approx(float(100 * worth_of(amount, currency=currency, rates=rates)))


def test_currencies_with_two_decimals_and_no_rate_need_no_conversion() -> None:
    assert not any({"CNY", "EUR"} & set(codes) for codes in worths_of_minor({"CNY": Decimal(1)}).values())
