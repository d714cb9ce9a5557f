"""Public holidays: the days on which a country, or a part of it, does not work."""

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import cache


def why_unknown(code: str) -> str | None:
    """What is wrong with the code of a country ("CN") or of a part of it ("DE-BE"), in words; None when its holidays are known."""
    from holidays import list_supported_countries

    country, _, part = code.partition("-")
    parts = list_supported_countries().get(country)
    if parts is None:
        nearest = get_close_matches(country.upper(), list_supported_countries(), n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        return f'should be the code of a country such as "CN", or of a part of it such as "DE-BE"{hint}'
    if "-" in code and part not in parts:
        known = f"known there: {', '.join(parts)}" if parts else "it has no parts with holidays of their own"
        return f"{country} has no part {part}; {known}"
    return None


@cache
def holidays_in(code: str) -> Callable[[date], bool]:
    """A function that tells whether a date is a public holiday in a country or a part of it. Years are worked out when they are asked for."""
    from holidays import country_holidays

    country, _, part = code.partition("-")

    @cache
    def days_of(year: int) -> frozenset[date]:
        return frozenset(country_holidays(country, subdiv=part or None, years=year, expand=False))

    def is_holiday(day: date) -> bool:
        return day in days_of(day.year)

    return is_holiday
