"""Quiet hours, within a day and over midnight."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.quiet_hours import QuietHours, is_quiet, quiet_until

NIGHT = QuietHours(time(21, 30), time(8, 30))
SIESTA = QuietHours(time(13), time(15))
NONE = QuietHours(time(8), time(8))
BERLIN = "Europe/Berlin"


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        pytest.param(NIGHT, "2026-11-23T21:29", "2026-11-23T21:29", id="before the night"),
        pytest.param(NIGHT, "2026-11-23T21:30", "2026-11-24T08:30", id="as the night begins"),
        pytest.param(NIGHT, "2026-11-24T03:00", "2026-11-24T08:30", id="after midnight"),
        pytest.param(NIGHT, "2026-11-24T08:30", "2026-11-24T08:30", id="as the night ends"),
        pytest.param(NIGHT, "2026-10-24T23:00", "2026-10-25T08:30", id="a night that is an hour longer"),
        pytest.param(SIESTA, "2026-11-24T14:00", "2026-11-24T15:00", id="within the day"),
        pytest.param(SIESTA, "2026-11-24T15:00", "2026-11-24T15:00", id="after it"),
        pytest.param(NONE, "2026-11-24T08:00", "2026-11-24T08:00", id="no quiet hours"),
        pytest.param(QuietHours(time(2, 45), time(2, 15)), "2026-03-29T12:00", "2026-03-30T02:15", id="hardly ever loud"),
        pytest.param(QuietHours(time(2, 45), time(2, 15)), "2026-03-28T12:00", "2026-03-30T02:15", id="the loud half-hour is skipped"),
    ],
)
def test_quiet_until(quiet: QuietHours, at: str, until: str) -> None:
    assert quiet_until(quiet, wall(at), BERLIN) == wall(until)
    assert is_quiet(quiet, wall(at), BERLIN) == (at != until)


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(
    quiet=st.builds(QuietHours, CLOCKS, CLOCKS),
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Shanghai", BERLIN, "America/New_York", "Australia/Lord_Howe"]),
)
def test_when_it_ends_it_is_not_quiet(quiet: QuietHours, at: datetime, zone: str) -> None:
    until = quiet_until(quiet, at, zone)
    assert not is_quiet(quiet, until, zone)
    assert at <= until < at + timedelta(days=3)
