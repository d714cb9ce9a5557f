"""Public holidays: of countries and their parts, in any year, and what is wrong with a code."""

from datetime import date, timedelta

import pytest

from bot.public_holidays import holidays_in, why_unknown


@pytest.mark.parametrize(
    ("code", "day", "is_holiday"),
    [
        ("CN", date(2026, 10, 1), True),
        ("CN", date(2026, 2, 17), True),
        ("CN", date(2026, 2, 14), False),
        ("CN", date(2026, 12, 25), False),
        ("DE", date(2026, 4, 3), True),
        ("DE", date(2026, 3, 8), False),
        ("DE-BE", date(2026, 3, 8), True),
        ("US", date(2026, 11, 26), True),
        ("US", date(2027, 12, 31), True),
        ("GB-SCT", date(2026, 11, 30), True),
        ("GB-ENG", date(2026, 11, 30), False),
    ],
)
def test_days_of_a_country_and_of_a_part_of_it(code: str, day: date, is_holiday: bool) -> None:
    assert why_unknown(code) is None
    assert holidays_in(code)(day) is is_holiday


def test_years_are_worked_out_as_they_come() -> None:
    is_holiday = holidays_in("DE")
    for year in range(2026, 2060):
        new_year = date(year, 1, 1)
        assert is_holiday(new_year)
        assert not is_holiday(new_year + timedelta(days=1))


def test_the_same_code_is_the_same_calendar() -> None:
    assert holidays_in("CN") is holidays_in("CN")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("Atlantis", 'should be the code of a country such as "CN", or of a part of it such as "DE-BE"'),
        ("cn", 'should be the code of a country such as "CN", or of a part of it such as "DE-BE"; did you mean CN?'),
        ("", 'should be the code of a country such as "CN", or of a part of it such as "DE-BE"'),
        ("SG-1", "SG has no part 1; it has no parts with holidays of their own"),
        ("CN-", "CN has no part ; it has no parts with holidays of their own"),
        ("GB-BE", "GB has no part BE; known there: ENG, NIR, SCT, WLS"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(code: str, sentence: str) -> None:
    assert why_unknown(code) == sentence
