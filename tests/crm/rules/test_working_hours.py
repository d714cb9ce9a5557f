"""Opening hours: the vectors of the domain page (as Zendesk counts business hours) and the laws of a clock that stands still."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.rules.sla import first_response_due
from crm.rules.working_hours import (
    NeverOpen,
    Span,
    WorkingHours,
    add_working_time,
    is_open,
    next_opening,
    seconds_open,
    working_time_between,
)

WORKDAY = (Span.from_text("09:00-18:30"),)
OFFICE = WorkingHours(
    zone="Asia/Shanghai",
    week=dict.fromkeys(range(5), WORKDAY),
    closed_on=frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
    special={date(2026, 9, 27): WORKDAY, date(2026, 12, 24): (Span.from_text("09:00-12:00"),), date(2026, 10, 2): WORKDAY},
)
ALWAYS = WorkingHours(zone="Europe/Berlin", week=dict.fromkeys(range(7), (Span(0, 1440),)), closed_on=frozenset(), special={})
NEVER = WorkingHours(zone="Europe/Berlin", week={}, closed_on=frozenset(), special={})
LUNCH = WorkingHours(
    zone="Europe/Berlin", week=dict.fromkeys(range(6), (Span(540, 720), Span(780, 1080))), closed_on=frozenset(), special={}
)
NIGHT = WorkingHours(zone="Europe/Berlin", week=dict.fromkeys(range(7), (Span(60, 150), Span(150, 240))), closed_on=frozenset(), special={})

HOURS = st.sampled_from([OFFICE, ALWAYS, LUNCH, NIGHT])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=60))


def wall(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "hours", "minutes"),
    [
        pytest.param("2026-11-20T18:00", "2026-11-23T09:30", OFFICE, 60, id="Friday evening to Monday morning"),
        pytest.param("2026-11-21T10:00", "2026-11-23T09:00", OFFICE, 0, id="a weekend"),
        pytest.param("2026-09-27T08:00", "2026-09-27T20:00", OFFICE, 570, id="a Sunday that is worked"),
        pytest.param("2026-10-01T08:00", "2026-10-02T20:00", OFFICE, 0, id="holidays, even with hours of their own"),
        pytest.param("2026-12-24T08:00", "2026-12-24T20:00", OFFICE, 180, id="a short day"),
        pytest.param("2026-11-23T10:00", "2026-11-23T10:00", OFFICE, 0, id="no time"),
        pytest.param("2026-11-23T12:00", "2026-11-23T10:00", OFFICE, 0, id="backwards"),
        pytest.param("2026-03-29T01:30", "2026-03-29T03:30", ALWAYS, 60, id="clocks go forward"),
        pytest.param("2026-10-25T01:30", "2026-10-25T03:30", ALWAYS, 180, id="clocks go back"),
        pytest.param("2026-03-29T00:00", "2026-03-29T06:00", NIGHT, 120, id="the skipped hour lies in the night shift"),
        pytest.param("2026-10-25T00:00", "2026-10-25T06:00", NIGHT, 240, id="the repeated hour lies in the night shift"),
        pytest.param("2026-11-23T11:00", "2026-11-23T14:00", LUNCH, 120, id="lunch"),
    ],
)
def test_working_time_between(start: str, end: str, hours: WorkingHours, minutes: int) -> None:
    assert working_time_between(hours, wall(start, hours.zone), wall(end, hours.zone)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("opened", "target", "due"),
    [
        pytest.param("2026-11-20T17:00", timedelta(hours=4), "2026-11-23T11:30", id="over the weekend"),
        pytest.param("2026-11-21T10:00", timedelta(hours=1), "2026-11-23T10:00", id="from closed hours"),
        pytest.param("2026-11-23T09:00", timedelta(hours=9, minutes=30), "2026-11-23T18:30", id="just up to closing"),
        pytest.param("2026-09-30T17:30", timedelta(hours=2), "2026-10-05T10:00", id="over night, holidays and a weekend"),
        pytest.param("2026-11-21T10:00", timedelta(), "2026-11-21T10:00", id="at once"),
    ],
)
def test_deadline_skips_the_night_and_the_holiday(opened: str, target: timedelta, due: str) -> None:
    assert first_response_due(wall(opened), target=target, hours=OFFICE) == wall(due)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        pytest.param("2026-11-23T08:59", "2026-11-23T09:00", id="before opening"),
        pytest.param("2026-11-23T09:00", "2026-11-23T09:00", id="at opening"),
        pytest.param("2026-11-23T12:00", "2026-11-23T12:00", id="while open"),
        pytest.param("2026-11-20T18:30", "2026-11-23T09:00", id="at closing"),
        pytest.param("2026-09-30T18:30", "2026-10-05T09:00", id="before the holidays"),
    ],
)
def test_next_opening(at: str, opens: str) -> None:
    assert next_opening(OFFICE, wall(at)) == wall(opens)
    assert is_open(OFFICE, wall(at)) == (at == opens)


def test_next_opening_is_looked_for_in_the_next_60_days() -> None:
    fair = WorkingHours(zone="UTC", week={}, closed_on=frozenset(), special={date(2026, 3, 2): (Span(0, 60),)})
    assert next_opening(fair, datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 3, 2, tzinfo=UTC)
    assert next_opening(fair, datetime(2025, 12, 31, 23, 59, tzinfo=UTC)) is None
    assert next_opening(NEVER, datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_no_deadline_for_a_business_that_never_opens() -> None:
    with pytest.raises(NeverOpen):
        add_working_time(NEVER, datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1))


def test_working_time_is_not_taken_away() -> None:
    with pytest.raises(ValueError, match="taken away"):
        add_working_time(OFFICE, datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=-1))


@pytest.mark.parametrize(
    ("text", "span"),
    [("09:00-18:30", Span(540, 1110)), ("0:00-24:00", Span(0, 1440)), (" 9:00 – 12:00 ", Span(540, 720))],
)
def test_span_from_text(text: str, span: Span) -> None:
    assert Span.from_text(text) == span


@pytest.mark.parametrize(
    "text", ["", "09:00", "09:60-10:00", "09:00-09:60", "22:00-06:00", "09:00-09:00", "09:00-24:01", "9-12", "09:00-12:00-14:00"]
)
def test_what_is_no_span_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        Span.from_text(text)


@pytest.mark.parametrize("spans", [(Span(0, 60), Span(59, 90)), (Span(60, 90), Span(0, 30))])
def test_spans_that_overlap_or_do_not_ascend_are_refused(spans: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        WorkingHours(zone="UTC", week={0: spans}, closed_on=frozenset(), special={})


def test_nothing_opens_on_a_day_that_the_calendar_skipped() -> None:
    samoa = WorkingHours(zone="Pacific/Apia", week={4: WORKDAY}, closed_on=frozenset(), special={})
    assert working_time_between(samoa, datetime(2011, 12, 27, tzinfo=UTC), datetime(2012, 1, 3, tzinfo=UTC)) == timedelta()


@given(hours=HOURS, start=MOMENTS, amount=AMOUNTS)
def test_what_was_added_has_passed(hours: WorkingHours, start: datetime, amount: timedelta) -> None:
    assert working_time_between(hours, start, add_working_time(hours, start, amount)) == amount


@given(hours=HOURS, start=MOMENTS, first=AMOUNTS, second=AMOUNTS)
def test_deadlines_add_up(hours: WorkingHours, start: datetime, first: timedelta, second: timedelta) -> None:
    assert add_working_time(hours, add_working_time(hours, start, first), second) == add_working_time(hours, start, first + second)


@given(hours=HOURS, moments=st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_working_time_is_the_sum_of_its_parts(hours: WorkingHours, moments: list[datetime]) -> None:
    start, middle, end = moments
    parts = working_time_between(hours, start, middle) + working_time_between(hours, middle, end)
    assert parts == working_time_between(hours, start, end) <= end - start


@given(hours=HOURS, at=MOMENTS)
def test_the_next_opening_is_open_and_nothing_passes_before_it(hours: WorkingHours, at: datetime) -> None:
    opens = next_opening(hours, at)
    assert opens is not None
    assert is_open(hours, opens)
    assert working_time_between(hours, at, opens) == timedelta()


@settings(deadline=None)  # the calendar of some years is walked through
@given(hours=HOURS, moments=st.lists(MOMENTS, min_size=4, max_size=4).map(sorted))
def test_the_seconds_open_up_to_two_moments_differ_by_the_working_time_between_them(hours: WorkingHours, moments: list[datetime]) -> None:
    first, start, end, last = moments
    until = seconds_open(hours, first, last)
    passed = until(end.timestamp()) - until(start.timestamp())
    assert passed == pytest.approx(working_time_between(hours, start, end).total_seconds(), abs=0.001)
