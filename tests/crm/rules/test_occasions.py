"""Occasions: which day has come back, and which text is whose turn."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.rules.birthdays import Birthday
from crm.rules.local_time import local_date
from crm.rules.occasions import Occasion, dates_greeted, days_returning, occasion_near, spans_returning, turn_of
from crm.rules.unasked import days_awake


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


@given(on=st.dates(date(2026, 1, 1), date(2029, 1, 1)), born=st.dates(date(2000, 1, 1), date(2000, 12, 31)))
@example(on=date(2026, 2, 28), born=date(2000, 2, 29))
@example(on=date(2028, 2, 28), born=date(2000, 2, 29))
def test_the_days_that_return_on_a_date_are_those_that_are_near_on_it(on: date, born: date) -> None:
    found = occasion_near(Birthday(born.month, born.day, None), on)
    assert (found is not None) is any((born.month, born.day) in days_returning(day) for day in dates_greeted(on))
    assert (found == Occasion(on.year, 0)) is ((born.month, born.day) in days_returning(on))


_ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Antarctica/Casey")


@given(
    came=st.datetimes(datetime(2016, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    years=st.integers(0, 3),
    later=st.timedeltas(timedelta(days=-2), timedelta(days=5)),
    zone=st.sampled_from(_ZONES),
    is_alone=st.booleans(),
    latest=st.integers(0, 2),
)
@example(came=datetime(2024, 2, 29, 12, tzinfo=UTC), years=1, later=timedelta(), zone="Asia/Shanghai", is_alone=True, latest=2)
@example(came=datetime(2025, 12, 31, 23, tzinfo=UTC), years=1, later=timedelta(), zone="Asia/Shanghai", is_alone=True, latest=0)
def test_whoever_came_on_a_day_that_has_returned_came_in_one_of_the_spans(
    came: datetime, years: int, later: timedelta, zone: str, is_alone: bool, latest: int
) -> None:
    at = came + timedelta(days=365.25 * years) + later
    asleep = available_timezones() - {zone} if is_alone else ()
    spans = spans_returning(days_awake(at, asleep=asleep), since=came.year - 1, latest=latest)
    day = local_date(came, zone)
    near = occasion_near(Birthday(day.month, day.day, None), local_date(at, zone))
    if near is not None and near.days_late <= latest and near.year > day.year:
        assert any(begins <= came < ends for begins, ends in spans)
    if is_alone:
        assert sum((ends - begins for begins, ends in spans), timedelta()) < len(spans) * timedelta(days=latest + 3)
    assert all(earlier[1] < begins for earlier, (begins, _) in pairwise(spans))
