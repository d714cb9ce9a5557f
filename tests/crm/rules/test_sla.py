"""Promises: which one holds, by tables; and how its time passes, by tables worked by hand and by laws."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.public_holidays import holidays_in
from crm.rules.sla import (
    Band,
    ClockState,
    Matter,
    Policy,
    Promises,
    Targets,
    asks_for_tier,
    band_of,
    clock_of,
    first_response_due,
    next_look,
    promises_for,
    time_left,
    time_over,
)
from crm.rules.working_hours import Span, WorkingHours, add_working_time, next_opening, working_time_between
from storage.vocabulary import Severity, TicketKind, TicketStatus

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WORKDAY = (Span.from_text("09:00-18:30"),)
OFFICE = WorkingHours(
    zone="Asia/Shanghai",
    week=dict.fromkeys(range(5), WORKDAY),
    closed_on=frozenset({date(2026, 12, 25)}),
    special={date(2026, 2, 14): WORKDAY, date(2026, 10, 2): (Span.from_text("10:00-12:00"),)},
    is_holiday=holidays_in("CN"),
)
BERLIN = WorkingHours(
    zone="Europe/Berlin",
    week=dict.fromkeys(range(6), (Span(540, 720), Span(780, 1080))),
    closed_on=frozenset(),
    special={},
    is_holiday=holidays_in("DE-BE"),
)
NIGHT_SHIFT = WorkingHours(zone="Europe/Berlin", week=dict.fromkeys(range(7), (Span(60, 240),)), closed_on=frozenset(), special={})
NEW_YORK = WorkingHours(
    zone="America/New_York", week=dict.fromkeys(range(7), (Span(0, 1440),)), closed_on=frozenset(), special={}, is_holiday=holidays_in("US")
)
NEW_YORK_AT_NIGHT = WorkingHours(zone="America/New_York", week={6: (Span(30, 200),), 2: WORKDAY}, closed_on=frozenset(), special={})
HOURS = st.sampled_from([OFFICE, BERLIN, NIGHT_SHIFT, NEW_YORK, NEW_YORK_AT_NIGHT])
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
TARGETS = st.timedeltas(MINUTE, timedelta(hours=40))
WAITS = st.timedeltas(timedelta(), timedelta(days=4))
TICK = timedelta(microseconds=1)

QUICK, CALM, GOLD = Targets(first_response=HOUR, resolution=8 * HOUR), Targets(next_response=3 * HOUR), Targets(first_response=30 * MINUTE)
POLICIES = (
    Policy(GOLD, tiers=frozenset({"gold"}), kinds=frozenset({TicketKind.COMPLAINT})),
    Policy(QUICK, kinds=frozenset({TicketKind.COMPLAINT}), severities=frozenset({Severity.HIGH, Severity.MEDIUM})),
    Policy(CALM, categories=frozenset({"order", "billing"})),
)


def wall(text: str, hours: WorkingHours) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(hours.zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("kind", "category", "severity", "tier", "promised"),
    [
        (TicketKind.COMPLAINT, "quality", Severity.HIGH, None, Promises(HOUR, None, 8 * HOUR)),
        (TicketKind.COMPLAINT, "quality", Severity.LOW, None, Promises(4 * HOUR, None, None)),
        (TicketKind.COMPLAINT, "billing", Severity.LOW, "silver", Promises(4 * HOUR, 3 * HOUR, None)),
        (TicketKind.COMPLAINT, "billing", Severity.HIGH, "gold", Promises(30 * MINUTE, None, None)),
        (TicketKind.INQUIRY, "order", Severity.MEDIUM, "gold", Promises(4 * HOUR, 3 * HOUR, None)),
        (TicketKind.FOLLOW_UP, "product", Severity.LOW, "gold", Promises(4 * HOUR, None, None)),
    ],
)
def test_the_first_policy_that_fits_promises(
    kind: TicketKind, category: str, severity: Severity, tier: str | None, promised: Promises
) -> None:
    assert promises_for(POLICIES, Matter(kind, category, severity, tier), first_response=4 * HOUR) == promised


def test_a_policy_that_names_nothing_fits_all_and_hides_those_below_it() -> None:
    matter = Matter(TicketKind.COMPLAINT, "quality", Severity.HIGH, None)
    assert promises_for((Policy(CALM), *POLICIES), matter, first_response=HOUR) == Promises(HOUR, 3 * HOUR, None)
    assert promises_for((), matter, first_response=HOUR) == Promises(HOUR, None, None)


def test_the_tier_is_asked_for_only_where_a_policy_names_one() -> None:
    assert asks_for_tier(POLICIES)
    assert not asks_for_tier(POLICIES[1:])


@pytest.mark.parametrize(
    ("hours", "opened", "target", "half", "fifth", "due"),
    [
        pytest.param(OFFICE, "2026-11-20T17:00", 240, "2026-11-23T09:30", "2026-11-23T10:42", "2026-11-23T11:30", id="over a weekend"),
        pytest.param(OFFICE, "2026-02-13T17:30", 120, "2026-02-13T18:30", "2026-02-14T09:36", "2026-02-14T10:00", id="a Saturday worked"),
        pytest.param(OFFICE, "2026-09-30T18:00", 100, "2026-10-02T10:20", "2026-10-02T10:50", "2026-10-02T11:10", id="a holiday worked"),
        pytest.param(OFFICE, "2026-10-02T11:30", 60, "2026-10-02T12:00", "2026-10-08T09:18", "2026-10-08T09:30", id="a week of holidays"),
        pytest.param(OFFICE, "2026-12-24T18:00", 60, "2026-12-24T18:30", "2026-12-28T09:18", "2026-12-28T09:30", id="closed on a day"),
        pytest.param(BERLIN, "2026-04-02T17:30", 100, "2026-04-04T09:20", "2026-04-04T09:50", "2026-04-04T10:10", id="Good Friday"),
        pytest.param(BERLIN, "2026-04-04T17:00", 120, "2026-04-04T18:00", "2026-04-07T09:36", "2026-04-07T10:00", id="Easter Monday"),
        pytest.param(BERLIN, "2027-03-08T10:00", 60, "2027-03-09T09:30", "2027-03-09T09:48", "2027-03-09T10:00", id="in Berlin alone"),
        pytest.param(NIGHT_SHIFT, "2026-03-29T01:30", 90, "2026-03-29T03:15", "2026-03-29T03:42", "2026-03-29T04:00", id="an hour skipped"),
        pytest.param(NIGHT_SHIFT, "2026-10-25T01:30", 200, "2026-10-25T02:10", "2026-10-25T03:10", "2026-10-25T03:50", id="an hour twice"),
        pytest.param(
            NEW_YORK_AT_NIGHT, "2026-03-08T01:00", 120, "2026-03-08T03:00", "2026-03-11T09:16", "2026-03-11T09:40", id="New York in March"
        ),
    ],
)
def test_half_a_fifth_and_the_end_of_a_promise_by_hand(
    hours: WorkingHours, opened: str, target: int, half: str, fifth: str, due: str
) -> None:
    start, length = wall(opened, hours), target * MINUTE
    due_at = first_response_due(start, target=length, hours=hours)
    looks = []
    look, left = next_look(start, left=length, target=length, hours=hours), length
    while look is not None:
        left = time_left(look, due_at=due_at, hours=hours)
        looks.append((look, band_of(left, target=length)))
        look = next_look(look, left=left, target=length, hours=hours)
    expected_half = wall(half, hours)
    if half == "2026-10-25T02:10":
        expected_half += HOUR  # 02:10 comes twice; the second is meant
    assert looks == [(expected_half, Band.HALF), (wall(fifth, hours), Band.SHORT), (wall(due, hours), Band.OVERDUE)]
    assert due_at == wall(due, hours)


@pytest.mark.parametrize(
    ("status", "state"),
    [(TicketStatus.NEW, ClockState.RUNS), (TicketStatus.OPEN, ClockState.RUNS), (TicketStatus.CLOSED, ClockState.ENDED)],
)
def test_the_clock_runs_until_the_ticket_is_closed(status: TicketStatus, state: ClockState) -> None:
    assert clock_of(status) is state


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (100, Band.PLENTY),
        (50.001, Band.PLENTY),
        (50, Band.HALF),
        (20.001, Band.HALF),
        (20, Band.SHORT),
        (0.001, Band.SHORT),
        (0, Band.OVERDUE),
    ],
)
def test_bands(minutes: float, band: Band) -> None:
    assert band_of(timedelta(minutes=minutes), target=timedelta(minutes=100)) is band


def test_nothing_is_left_when_it_is_due_and_time_over_counts_from_then_on() -> None:
    due = wall("2026-11-20T18:00", OFFICE)
    assert time_left(wall("2026-11-20T17:00", OFFICE), due_at=due, hours=OFFICE) == HOUR
    assert time_over(wall("2026-11-20T17:00", OFFICE), due_at=due, hours=OFFICE) == timedelta()
    assert time_left(wall("2026-11-23T10:00", OFFICE), due_at=due, hours=OFFICE) == timedelta()
    assert time_over(wall("2026-11-23T10:00", OFFICE), due_at=due, hours=OFFICE) == 90 * MINUTE


@given(hours=HOURS, start=MOMENTS, target=TARGETS, share=st.floats(0, 1))
def test_what_is_spent_and_what_is_left_are_the_target(hours: WorkingHours, start: datetime, target: timedelta, share: float) -> None:
    due = first_response_due(start, target=target, hours=hours)
    at = start + (due - start) * share
    assert working_time_between(hours, start, at) + time_left(at, due_at=due, hours=hours) == target


@given(hours=HOURS, start=MOMENTS, target=TARGETS, pieces=st.lists(st.tuples(WAITS, WAITS), max_size=5), last=WAITS)
def test_through_all_pauses_what_was_run_and_what_is_left_are_the_target(
    hours: WorkingHours, start: datetime, target: timedelta, pieces: list[tuple[timedelta, timedelta]], last: timedelta
) -> None:
    at, due, run = start, first_response_due(start, target=target, hours=hours), timedelta()
    for runs_for, stands_for in pieces:
        paused_at = at + runs_for
        left = time_left(paused_at, due_at=due, hours=hours)
        run += min(working_time_between(hours, at, paused_at), target - run)
        assert run + left == target
        at = paused_at + stands_for
        if left:
            later = add_working_time(hours, at, left)
            assert later >= due
            due = later
    end = at + last
    assert min(run + working_time_between(hours, at, end), target) + time_left(end, due_at=due, hours=hours) == target


@given(hours=HOURS, starts=st.tuples(MOMENTS, MOMENTS).map(sorted), targets=st.tuples(TARGETS, TARGETS).map(sorted))
def test_who_comes_later_or_is_promised_more_time_is_due_no_earlier(
    hours: WorkingHours, starts: list[datetime], targets: list[timedelta]
) -> None:
    (early, late), (short, long) = starts, targets
    assert first_response_due(early, target=short, hours=hours) <= first_response_due(late, target=short, hours=hours)
    assert first_response_due(early, target=short, hours=hours) <= first_response_due(early, target=long, hours=hours)


@given(hours=HOURS, start=MOMENTS, target=TARGETS)
def test_no_deadline_lies_outside_of_the_opening_hours(hours: WorkingHours, start: datetime, target: timedelta) -> None:
    due = first_response_due(start, target=target, hours=hours)
    assert due > start
    assert working_time_between(hours, due - TICK, due) == TICK


@given(hours=st.sampled_from([OFFICE, BERLIN, NEW_YORK]), start=MOMENTS, target=TARGETS)
def test_no_deadline_lies_on_a_holiday(hours: WorkingHours, start: datetime, target: timedelta) -> None:
    due = first_response_due(start, target=target, hours=hours)
    last_worked = (due - TICK).astimezone(ZoneInfo(hours.zone)).date()
    assert last_worked in hours.special or not hours.is_holiday(last_worked)
    assert last_worked not in hours.closed_on


@given(hours=HOURS, start=MOMENTS, target=TARGETS)
def test_looks_lead_through_every_band_and_end_when_it_is_due(hours: WorkingHours, start: datetime, target: timedelta) -> None:
    due = first_response_due(start, target=target, hours=hours)
    bands, at = [Band.PLENTY], start
    while (look := next_look(at, left=time_left(at, due_at=due, hours=hours), target=target, hours=hours)) is not None:
        assert look > at
        assert band_of(time_left(look - TICK, due_at=due, hours=hours), target=target) is bands[-1]
        at = look
        bands.append(band_of(time_left(at, due_at=due, hours=hours), target=target))
    assert (bands, at) == (list(Band), due)


@given(hours=HOURS, start=MOMENTS)
def test_a_clock_that_begins_outside_of_the_hours_begins_at_the_next_opening(hours: WorkingHours, start: datetime) -> None:
    opens = next_opening(hours, start)
    assert opens is not None
    assert first_response_due(start, target=HOUR, hours=hours) == first_response_due(opens, target=HOUR, hours=hours)
