"""Occasions: which day has come back, and which text is whose turn."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.birthdays import Birthday
from crm.rules.occasions import Occasion, occasion_near, turn_of


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2026, 2, 27), None),
        (date(2026, 2, 28), Occasion(2026, 0)),
        (date(2026, 3, 1), Occasion(2026, 1)),
        (date(2026, 3, 2), Occasion(2026, 2)),
        (date(2026, 3, 3), None),
        (date(2028, 2, 28), None),
        (date(2028, 3, 2), Occasion(2028, 2)),
    ],
)
def test_the_29th_of_february_comes_back_on_the_28th_when_there_is_none(today: date, near: Occasion | None) -> None:
    assert occasion_near(Birthday(2, 29, None), today) == near


@given(born=st.dates(date(1950, 1, 1), date(2020, 1, 1)), year=st.integers(2021, 2090))
def test_every_day_comes_back_once_in_any_year_and_is_near_for_three_days(born: date, year: int) -> None:
    days = [date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 3).toordinal())]
    near = [found for day in days if (found := occasion_near(Birthday(born.month, born.day, None), day)) and found.year == year]
    assert near == [Occasion(year, late) for late in range(3)]


@given(year=st.integers(2000, 2100), number=st.integers(1, 2**62), texts=st.integers(2, 5))
def test_nobody_gets_the_same_text_in_two_years_running(year: int, number: int, texts: int) -> None:
    assert turn_of(year, number, texts) != turn_of(year + 1, number, texts)
