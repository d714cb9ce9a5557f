"""Laws of opening hours for businesses of every kind: split days, odd zones, holidays, years of nothing else; and a count of each minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.public_holidays import holidays_in
from crm.rules.working_hours import NeverOpen, Span, WorkingHours, add_working_time, is_open, next_opening, working_time_between

MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
# Clocks change by an hour, by half an hour, twice around a month of fasting, and never.
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
)
# Days begin and end outside of the hours in which clocks change; what lies across these hours counts as it really passes.
TIMES = st.sampled_from([0, 30, *range(270, 1441, 30)])
DAYS = st.dates(*YEAR)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=30))


@st.composite
def spans(draw: st.DrawFn, *, least: int = 1) -> tuple[Span, ...]:
    """Up to three stretches of a day."""
    count = draw(st.integers(least, 3))
    times = sorted(draw(st.lists(TIMES, min_size=2 * count, max_size=2 * count, unique=True)))
    return tuple(Span(start, end) for start, end in zip(times[::2], times[1::2], strict=True))


@st.composite
def businesses(draw: st.DrawFn) -> WorkingHours:
    """A business that is open on one day of the week or more, with holidays of a country or of its own."""
    own = draw(st.frozensets(DAYS, max_size=30))
    return WorkingHours(
        zone=draw(ZONES),
        week=draw(st.dictionaries(st.integers(0, 6), spans(), min_size=1)),
        closed_on=draw(st.frozensets(DAYS, max_size=10)),
        special=draw(st.dictionaries(DAYS, spans(least=0), max_size=5)),
        is_holiday=draw(st.sampled_from([own.__contains__, holidays_in("CN"), holidays_in("DE-BE"), holidays_in("US")])),
    )


def minutes_counted(hours: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """The time open between two moments, by a look at the clock on the wall in each minute."""
    count, at, zone = 0, start, ZoneInfo(hours.zone)
    while at < end:
        wall = at.astimezone(zone)
        count += any(span.start <= wall.hour * 60 + wall.minute < span.end for span in hours.spans_on(wall.date()))
        at += MINUTE
    return count * MINUTE


@given(hours=businesses(), start=MOMENTS, length=st.integers(0, 36 * 60))
def test_working_time_is_what_a_look_at_each_minute_counts(hours: WorkingHours, start: datetime, length: int) -> None:
    end = start + length * MINUTE
    assert working_time_between(hours, start, end) == minutes_counted(hours, start, end)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23), ("Europe/Berlin", "2026-10-25", 25), ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25), ("Australia/Lord_Howe", "2026-04-05", 24.5), ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Africa/Casablanca", "2026-02-15", 25), ("Africa/Casablanca", "2026-03-22", 23), ("Asia/Shanghai", "2026-03-29", 24),
    ],
)  # fmt: skip
def test_a_day_that_is_open_all_day_has_the_hours_that_its_clock_gives_it(zone: str, day: str, hours: float) -> None:
    always = WorkingHours(zone=zone, week=dict.fromkeys(range(7), (Span(0, 1440),)), closed_on=frozenset(), special={})
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    end = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    assert working_time_between(always, start.astimezone(UTC), end.astimezone(UTC)) == timedelta(hours=hours)


@given(hours=businesses(), moments=st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up(hours: WorkingHours, moments: list[datetime]) -> None:
    first, middle, last = moments
    assert working_time_between(hours, first, middle) + working_time_between(hours, middle, last) == working_time_between(
        hours, first, last
    )


@given(hours=businesses(), start=MOMENTS, one=AMOUNTS, other=AMOUNTS)
def test_deadlines_add_up_and_come_back(hours: WorkingHours, start: datetime, one: timedelta, other: timedelta) -> None:
    due = add_working_time(hours, start, one)
    assert add_working_time(hours, due, other) == add_working_time(hours, start, one + other)
    assert working_time_between(hours, start, due) == one


@given(hours=businesses(), starts=st.tuples(MOMENTS, MOMENTS).map(sorted), amounts=st.tuples(AMOUNTS, AMOUNTS).map(sorted))
def test_who_begins_later_or_has_more_time_is_due_no_earlier(hours: WorkingHours, starts: list[datetime], amounts: list[timedelta]) -> None:
    (early, late), (short, long) = starts, amounts
    assert add_working_time(hours, early, short) <= add_working_time(hours, late, short) <= add_working_time(hours, late, long)


@given(hours=businesses(), start=MOMENTS, amount=st.timedeltas(TICK, timedelta(hours=30)))
def test_no_deadline_lies_outside_of_the_hours(hours: WorkingHours, start: datetime, amount: timedelta) -> None:
    due = add_working_time(hours, start, amount)
    assert is_open(hours, due - TICK)
    wall = (due - TICK).astimezone(ZoneInfo(hours.zone))
    assert any(span.start <= wall.hour * 60 + wall.minute < span.end for span in hours.spans_on(wall.date()))
    assert wall.date() not in hours.closed_on
    assert wall.date() in hours.special or not hours.is_holiday(wall.date())


@given(hours=businesses(), at=MOMENTS)
def test_nothing_is_open_before_the_next_opening(hours: WorkingHours, at: datetime) -> None:
    opens = next_opening(hours, at)
    if opens is not None:
        assert is_open(hours, opens)
        assert working_time_between(hours, at, opens) == timedelta()
        assert opens == at or not is_open(hours, opens - TICK)


@given(
    week=st.dictionaries(st.integers(0, 6), spans(), min_size=7),
    worked=st.dictionaries(DAYS, spans(), min_size=1, max_size=6),
    start=MOMENTS,
    amount=st.timedeltas(TICK, timedelta(hours=30)),
)
def test_in_a_year_of_holidays_only_days_with_hours_of_their_own_count(
    week: dict[int, tuple[Span, ...]], worked: dict[date, tuple[Span, ...]], start: datetime, amount: timedelta
) -> None:
    hours = WorkingHours(
        zone="Asia/Shanghai", week=week, closed_on=frozenset(), special=worked, is_holiday=lambda day: day.year == YEAR[0].year
    )
    due = add_working_time(hours, start, amount)
    day = (due - TICK).astimezone(ZoneInfo(hours.zone)).date()
    assert day in worked or day > YEAR[1]
    begins, ends = (datetime(year, 1, 1, tzinfo=ZoneInfo(hours.zone)).astimezone(UTC) for year in (2026, 2027))
    minutes = sum(span.end - span.start for each in worked.values() for span in each)
    assert working_time_between(hours, begins, ends) == minutes * MINUTE


def test_more_than_a_year_of_holidays_is_never_open() -> None:
    hours = WorkingHours(
        zone="Asia/Shanghai",
        week=dict.fromkeys(range(7), (Span(540, 1080),)),
        closed_on=frozenset(),
        special={},
        is_holiday=lambda day: day.year < 2030,
    )
    with pytest.raises(NeverOpen):
        add_working_time(hours, datetime(2026, 1, 1, tzinfo=UTC), MINUTE)
    assert add_working_time(hours, datetime(2029, 6, 1, tzinfo=UTC), MINUTE) == datetime(2030, 1, 1, 1, 1, tzinfo=UTC)
