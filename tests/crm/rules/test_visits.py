"""When a customer is asked how it went."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.local_time import local_date
from crm.rules.quiet_hours import QuietHours
from crm.rules.visits import asking_moment, expected_moment, is_too_late, lapsed_before, last_day_to_pay, visit_due

NIGHT = QuietHours(time(21, 30), time(8, 30))
SHANGHAI = "Asia/Shanghai"
ZONES = (SHANGHAI, "America/Santiago", "Pacific/Apia", "Europe/Berlin", "UTC")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_visit_is_due_at_the_hour_of_the_customers_day_whenever_the_ticket_was_closed() -> None:
    assert visit_due(at("2026-03-04T12:00"), days=3, hour=10, zone=SHANGHAI, quiet=NIGHT) == at("2026-03-07T02:00")
    # In Shanghai it is the 5th already.
    assert visit_due(at("2026-03-04T17:00"), days=3, hour=10, zone=SHANGHAI, quiet=NIGHT) == at("2026-03-08T02:00")


def test_a_visit_that_would_fall_into_quiet_hours_waits_for_their_end() -> None:
    assert visit_due(at("2026-03-04T12:00"), days=1, hour=7, zone=SHANGHAI, quiet=NIGHT) == at("2026-03-05T00:30")


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-03-05T01:00", "2026-03-05T02:00"),  # 9:00: before the hour
        ("2026-03-05T05:00", "2026-03-05T05:00"),  # 13:00: at once
        ("2026-03-05T14:00", "2026-03-06T00:30"),  # 22:00: quiet
    ],
)
def test_somebody_is_asked_from_the_hour_on_and_never_in_quiet_hours(now: str, moment: str) -> None:
    assert asking_moment(at(now), hour=10, zone=SHANGHAI, quiet=NIGHT) == at(moment)


@pytest.mark.parametrize(("late", "too_late"), [(timedelta(days=3), False), (timedelta(days=3, seconds=1), True), (timedelta(0), False)])
def test_a_visit_is_too_late_after_its_grace(late: timedelta, too_late: bool) -> None:
    due = at("2026-03-04T12:00")
    assert is_too_late(due, due + late, grace_days=3) is too_late


@pytest.mark.parametrize(
    ("before", "seen", "gap_days", "expected"),
    [
        ([], None, 7, "2026-03-07T02:00"),
        ([], "2026-02-20T02:00", 7, "2026-03-07T02:00"),  # seen long ago
        ([], "2026-03-05T06:00", 7, "2026-03-12T06:00"),  # two days before, at 14:00 in Shanghai
        (["2026-03-06T02:00"], None, 7, "2026-03-13T02:00"),
        (["2026-03-04T02:00", "2026-03-06T02:00"], None, 7, "2026-03-18T02:00"),  # one after another
        (["2026-03-06T02:00"], None, 0, "2026-03-07T02:00"),  # any number of visits
    ],
)
def test_a_visit_waits_behind_those_that_come_before_it(before: list[str], seen: str | None, gap_days: int, expected: str) -> None:
    found = expected_moment(
        at("2026-03-07T02:00"), before=[at(each) for each in before], seen_at=None if seen is None else at(seen), gap_days=gap_days,
        hour=10, zone=SHANGHAI, quiet=NIGHT,
    )  # fmt: skip
    assert found == at(expected)


@given(MOMENTS, MOMENTS, st.integers(0, 30), st.sampled_from(ZONES))
def test_a_visit_has_lapsed_when_its_last_day_is_past(due_at: datetime, at: datetime, days: int, zone: str) -> None:
    assert (due_at < lapsed_before(at, days=days, zone=zone)) is (local_date(at, zone) > last_day_to_pay(due_at, days=days, zone=zone))
