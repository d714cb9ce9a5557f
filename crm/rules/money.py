"""How currencies count."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

_DIGITS_BESIDE_TWO = {
    0: frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}),
    3: frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}),
    4: frozenset({"CLF", "UYW"}),
}


def minor_digits(currency: str) -> int:
    """Decimal places of a currency's minor unit, by its ISO 4217 code in capitals; 2 for a code not known here."""
    return next((digits for digits, codes in _DIGITS_BESIDE_TWO.items() if currency in codes), 2)


def worth_of(amount_minor: int, *, currency: str, rates: Mapping[str, Decimal]) -> Fraction:
    """What an amount in minor units counts: its whole units, times the rate of its currency (ISO 4217), 1 where none is given.

    With no rates 100.00 CNY (10000 minor) and 100 JPY (100 minor) count 100 alike; where JPY has 0.05, 100 JPY count 5.
    """
    return Fraction(amount_minor, 10 ** minor_digits(currency)) * Fraction(rates.get(currency, 1))


def worths_of_minor(rates: Mapping[str, Decimal]) -> dict[float, list[str]]:
    """What one minor unit of currencies counts, in hundredths of what `worth_of` returns; currencies that are not named here count 1."""
    currencies = {code for codes in _DIGITS_BESIDE_TWO.values() for code in codes} | rates.keys()
    worths: dict[float, list[str]] = {}
    for currency in sorted(currencies):
        worths.setdefault(float(100 * worth_of(1, currency=currency, rates=rates)), []).append(currency)
    worths.pop(1.0, None)
    return worths
