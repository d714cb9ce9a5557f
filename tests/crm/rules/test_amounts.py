"""Amounts of money as shops write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.amounts import (
    AmountAmbiguous,
    AmountNegative,
    AmountNotUnderstood,
    AmountTooLarge,
    AmountTooPrecise,
    parse_amount,
)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.50", "CNY", 123450),
        ("1,234.50", "CNY", 123450),
        ("1.234,50", "EUR", 123450),
        ("1 234,50", "EUR", 123450),
        ("1\u202f234,50", "EUR", 123450),
        ("1'234.50", "CHF", 123450),
        ("1,234,567.89", "CNY", 123456789),
        ("1.234.567", "EUR", 123456700),
        ("1'234", "CHF", 123400),
        (" 19.9 ", "CNY", 1990),
        ("19.90000", "CNY", 1990),
        ("0", "CNY", 0),
        ("0.500", "CNY", 50),
        ("1234,5", "EUR", 123450),
        ("1,234", "JPY", 1234),
        ("1.234", "JPY", 1234),
        ("1980", "JPY", 1980),
        ("1.234", "KWD", None),
        ("12.3456", "CLF", 123456),
        ("１２，５０", "EUR", 1250),
    ],
)
def test_amounts_are_read_into_minor_units(text: str, currency: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(AmountAmbiguous):
            parse_amount(text, currency=currency)
    else:
        assert parse_amount(text, currency=currency) == minor


@pytest.mark.parametrize(
    "text", ["", "-", "abc", "12,34,56", "1,23.456,7", "1,2345.67", "12 34", "1,234 567", "12.", ".5", "¥12", "١٢", "1,234.567.8"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises((AmountNotUnderstood, AmountNegative)):
        parse_amount(text, currency="CNY")


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.500", "999,999"])
def test_one_mark_before_three_digits_may_mean_either_and_is_refused(text: str) -> None:
    with pytest.raises(AmountAmbiguous):
        parse_amount(text, currency="CNY")


@pytest.mark.parametrize(
    ("text", "currency", "problem"),
    [
        ("-5", "CNY", AmountNegative),
        ("−5.00", "CNY", AmountNegative),
        ("19.999.9", "CNY", AmountNotUnderstood),
        ("19.9999", "CNY", AmountTooPrecise),
        ("1234,567", "CNY", AmountTooPrecise),
        ("1.5", "JPY", AmountTooPrecise),
        ("99999999999999", "CNY", AmountTooLarge),
    ],
)
def test_the_reason_of_a_refusal_is_told_apart(text: str, currency: str, problem: type[ValueError]) -> None:
    with pytest.raises(problem):
        parse_amount(text, currency=currency)


@given(st.integers(min_value=0, max_value=10**14))
def test_an_amount_written_in_the_english_and_in_the_german_way_is_the_same(minor: int) -> None:
    english = f"{minor // 100:,}.{minor % 100:02}"
    german = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert parse_amount(english, currency="CNY") == parse_amount(german, currency="CNY") == minor
