"""The hours in which something unasked may be said."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.rules.quiet_hours import QuietHours
from crm.rules.unasked import days_awake, good_until, is_later_today, speaking_time_ends, zones_asleep

NIGHT = QuietHours(time(21, 30), time(8, 30))
NEVER = QuietHours(time(0), time(0))
BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    """Return a moment in UTC; in Berlin it is an hour later in winter, two in summer."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-03-04T12:00", "2026-03-04T20:30"),
        (NIGHT, "2026-03-04T20:30", "2026-03-05T20:30"),  # the quiet hours have begun: the next ones
        (NEVER, "2026-03-04T12:00", "2026-03-05T12:00"),
        (NIGHT, "2026-03-29T12:00", "2026-03-29T19:30"),  # the clocks went forward this morning
    ],
)
def test_what_is_said_unasked_is_good_until_quiet_hours_begin(quiet: QuietHours, now: str, until: str) -> None:
    assert good_until(quiet, at(now), BERLIN) == at(until)


@pytest.mark.parametrize(
    ("now", "last_hour", "ends"),
    [
        ("2026-03-04T07:59", 20, None),  # 8:59
        ("2026-03-04T08:00", 20, "2026-03-04T19:00"),
        ("2026-03-04T18:59", 20, "2026-03-04T19:00"),
        ("2026-03-04T19:00", 20, None),  # 20:00 is too late
        ("2026-03-04T12:00", 24, "2026-03-04T20:30"),  # quiet hours come first
        ("2026-03-04T21:00", 24, None),  # 22:00 is quiet
    ],
)
def test_speaking_time_lies_between_two_hours_and_outside_of_quiet_hours(now: str, last_hour: int, ends: str | None) -> None:
    found = speaking_time_ends(at(now), first_hour=9, last_hour=last_hour, zone=BERLIN, quiet=NIGHT)
    assert found == (at(ends) if ends else None)


def test_without_quiet_hours_speaking_time_ends_with_the_day() -> None:
    assert speaking_time_ends(at("2026-03-04T22:00"), first_hour=9, last_hour=24, zone=BERLIN, quiet=NEVER) == at("2026-03-04T23:00")


@pytest.mark.parametrize(
    ("quiet", "until", "possible"),
    [
        (NIGHT, "2026-03-04T18:59", True),
        (NIGHT, "2026-03-04T19:00", False),  # 20:00 is too late
        (NIGHT, "2026-03-05T09:00", False),  # another day
        (QuietHours(time(12), time(14)), "2026-03-04T11:30", True),  # quiet now, and at 14:00 no more
        (QuietHours(time(18), time(20)), "2026-03-04T17:30", False),
    ],
)
def test_it_is_known_whether_there_is_time_left_today_when_somebody_wants_to_be_left_alone(
    quiet: QuietHours, until: str, possible: bool
) -> None:
    assert is_later_today(at(until), at("2026-03-04T09:00"), first_hour=9, last_hour=20, zone=BERLIN, quiet=quiet) is possible


@settings(max_examples=25)
@given(
    moment=st.one_of(
        st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
        st.sampled_from(
            [at(each) for each in ("2026-03-29T00:30", "2026-10-25T01:30", "2026-11-01T06:30", "2026-04-23T22:30", "2026-04-04T15:45")]
        ),
    ),
    first_hour=st.integers(0, 12),
    last_hour=st.integers(13, 24),
    quiet=st.sampled_from([NIGHT, NEVER, QuietHours(time(0, 30), time(2, 45))]),
)
def test_the_zones_asleep_are_those_in_which_nothing_may_be_said(
    moment: datetime, first_hour: int, last_hour: int, quiet: QuietHours
) -> None:
    asleep = zones_asleep(moment, first_hour=first_hour, last_hour=last_hour, quiet=quiet)
    for zone in available_timezones():
        ends = speaking_time_ends(moment, first_hour=first_hour, last_hour=last_hour, zone=zone, quiet=quiet)
        assert (zone in asleep) is (ends is None), zone


@given(moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), asleep=st.booleans())
def test_the_days_awake_are_those_of_all_zones_that_are_not_asleep(moment: datetime, asleep: bool) -> None:
    zones = zones_asleep(moment, first_hour=9, last_hour=20, quiet=NIGHT) if asleep else frozenset()
    days = {day.date: day for day in days_awake(moment, asleep=zones)}
    awake = [moment.astimezone(ZoneInfo(zone)) for zone in available_timezones() - zones]
    assert {local.date() for local in awake} == days.keys()
    for local in awake:
        day = days[local.date()]
        assert day.least <= (local.utcoffset() or timedelta()) <= day.most
    assert [*days] == sorted(days)
