"""How currencies count."""

_DIGITS_BESIDE_TWO = {
    0: frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}),
    3: frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}),
    4: frozenset({"CLF", "UYW"}),
}


def minor_digits(currency: str) -> int:
    """Decimal places of a currency's minor unit, by its ISO 4217 code in capitals; 2 for a code not known here."""
    return next((digits for digits, codes in _DIGITS_BESIDE_TWO.items() if currency in codes), 2)
