"""Which points that expire are told of together: what is known without a time zone holds in every zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.expiry_reminders import key_ending, told_together
from crm.rules.local_time import local_date

ZONES = sorted(available_timezones())
SPANS = [timedelta(days=days) for days in (1, 7, 30)]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
MOMENT = timedelta(microseconds=1)


@given(
    at=MOMENTS,
    ahead=st.timedeltas(min_value=MOMENT, max_value=timedelta(days=31)),
    zone=st.sampled_from(ZONES),
    spans=st.lists(st.sampled_from(SPANS), min_size=1, unique=True).map(sorted),
)
def test_in_every_zone_the_key_ends_as_it_does_without_one(at: datetime, ahead: timedelta, zone: str, spans: list[timedelta]) -> None:
    expires_at = at + ahead
    endings = [each.after for each in told_together(at, spans) if each.from_at < expires_at <= each.until_at]
    span = next((span for span in spans if expires_at <= at + span), None)
    if span is None:
        assert endings == []
        return
    assert endings in ([], [key_ending(span, local_date(expires_at - MOMENT, zone), is_longest=span == spans[-1])])


@pytest.mark.parametrize(
    ("days", "ending"),
    [(0.5, ":1:2026-W11"), (4, ":7:2026-W11"), (5.6, None), (10, ":2026-03"), (21.5, None), (28, ":2026-04")],
)
def test_a_key_is_known_but_around_the_turn_of_a_week_or_a_month(days: float, ending: str | None) -> None:
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday
    found = [each.after for each in told_together(at, SPANS) if each.from_at < at + timedelta(days=days) <= each.until_at]
    assert found == ([ending] if ending else [])
