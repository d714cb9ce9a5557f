"""Moments of a local day, through both kinds of daylight saving change."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.local_time import local_date, moment_of

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"]


@pytest.mark.parametrize(
    ("day", "minutes", "zone", "moment"),
    [
        pytest.param(date(2026, 11, 23), 540, "Asia/Shanghai", datetime(2026, 11, 23, 1, tzinfo=UTC), id="an ordinary morning"),
        pytest.param(date(2026, 11, 23), 1440, "Asia/Shanghai", datetime(2026, 11, 23, 16, tzinfo=UTC), id="the end of the day"),
        pytest.param(date(2026, 3, 29), 150, "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC), id="02:30 is skipped: the change"),
        pytest.param(
            date(2026, 10, 25), 150, "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="02:30 comes twice: the first"
        ),
        pytest.param(date(2026, 4, 24), 0, "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC), id="midnight is skipped"),
        pytest.param(date(2011, 12, 30), 720, "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC), id="the whole day is skipped"),
    ],
)
def test_moment_of_a_wall_time(day: date, minutes: int, zone: str, moment: datetime) -> None:
    assert moment_of(day, minutes, zone) == moment


def test_the_date_is_that_of_the_place() -> None:
    at = datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert [local_date(at, zone) for zone in ("Asia/Shanghai", "America/New_York")] == [date(2026, 11, 23), date(2026, 11, 22)]


@given(
    day=st.dates(date(1990, 1, 1), date(2037, 12, 30)),
    minutes=st.lists(st.integers(0, 1440), min_size=2, max_size=2).map(sorted),
    zone=st.sampled_from(ZONES),
)
def test_later_wall_times_are_never_earlier_moments(day: date, minutes: list[int], zone: str) -> None:
    assert moment_of(day, minutes[0], zone) <= moment_of(day, minutes[1], zone)
