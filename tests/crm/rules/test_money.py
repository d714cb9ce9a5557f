"""Minor units by ISO 4217."""

import pytest

from crm.rules.money import minor_digits


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("CNY", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("???", 2)])
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits
