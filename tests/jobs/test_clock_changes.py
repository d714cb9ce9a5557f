"""Days on which clocks change: what is due in an hour that does not exist, or exists twice, is done once and at the right moment."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.business import Business
from crm.rules.frequency import UnaskedCap
from crm.rules.local_time import local_date
from crm.rules.quiet_hours import QuietHours, is_quiet
from crm.rules.sla import first_response_due
from crm.rules.visits import visit_on
from crm.rules.working_hours import Span, WorkingHours
from crm.visits import plan_visits_after_ticket
from jobs.catalogue import Run
from jobs.greetings import send_birthday_greetings
from jobs.visits import ask_visits
from storage.database import Database
from storage.interactions import Interaction
from storage.vocabulary import InteractionKind
from tests.desk import Desk
from tests.scene import Scene
from tests.statements import share_statements

AWAKE = QuietHours(time(0), time(0))
BERLIN, NEW_YORK, CAIRO, LORD_HOWE = "Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"
HALF_AN_HOUR = timedelta(minutes=30)

# The zone, the day, the hour from which something is said, the hours that are quiet, and the one moment (UTC) at which it is said.
BY_HAND = [
    # Spring in Berlin: from 2:00 the clocks jump to 3:00 at 1:00 UTC.
    pytest.param(BERLIN, "2026-03-29", 1, AWAKE, "2026-03-29T00:00", id="the last hour of winter time"),
    pytest.param(BERLIN, "2026-03-29", 2, AWAKE, "2026-03-29T01:00", id="2:00 does not exist: when it is 3:00"),
    pytest.param(BERLIN, "2026-03-29", 3, AWAKE, "2026-03-29T01:00", id="3:00 is the same moment"),
    pytest.param(BERLIN, "2026-03-29", 9, AWAKE, "2026-03-29T07:00", id="9:00 of summer time"),
    pytest.param(
        BERLIN, "2026-03-29", 1, QuietHours(time(21), time(2, 30)), "2026-03-29T01:00", id="quiet until 2:30, which does not exist"
    ),
    pytest.param(BERLIN, "2026-03-29", 1, QuietHours(time(21), time(8, 30)), "2026-03-29T06:30", id="quiet until 8:30 of summer time"),
    # Autumn in Berlin: from 3:00 the clocks go back to 2:00 at 1:00 UTC.
    pytest.param(BERLIN, "2026-10-25", 2, AWAKE, "2026-10-25T00:00", id="2:00 comes twice: the first time"),
    pytest.param(BERLIN, "2026-10-25", 3, AWAKE, "2026-10-25T02:00", id="3:00 comes once, after both"),
    pytest.param(BERLIN, "2026-10-25", 9, AWAKE, "2026-10-25T08:00", id="9:00 of winter time"),
    pytest.param(BERLIN, "2026-10-25", 1, QuietHours(time(21), time(2, 30)), "2026-10-25T00:30", id="quiet until 2:30: the first one"),
    pytest.param(BERLIN, "2026-10-25", 1, QuietHours(time(21), time(8, 30)), "2026-10-25T07:30", id="quiet until 8:30 of winter time"),
    pytest.param(NEW_YORK, "2026-03-08", 2, AWAKE, "2026-03-08T07:00", id="spring in New York"),
    pytest.param(NEW_YORK, "2026-11-01", 1, AWAKE, "2026-11-01T05:00", id="autumn in New York: 1:00 comes twice"),
    pytest.param(CAIRO, "2026-04-24", 0, AWAKE, "2026-04-23T22:00", id="in Cairo the day begins at 1:00"),
    pytest.param(LORD_HOWE, "2026-04-05", 2, AWAKE, "2026-04-04T15:30", id="half an hour: from 2:00 back to 1:30, and 2:00 again"),
    pytest.param(LORD_HOWE, "2026-10-04", 2, AWAKE, "2026-10-03T15:30", id="half an hour: from 2:00 to 2:30"),
]


def utc(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def said_at(desk: Desk, job: Run, kind: InteractionKind, *, since: datetime, hours: int) -> list[datetime]:
    """Let a job run each half hour, saying what it wants to say, and return when something of a kind was said."""
    for _ in range(hours * 2):
        desk.at = since if desk.at < since else desk.at + HALF_AN_HOUR
        await job(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
        await desk.deliver()
    return [row.at for row in await desk.rows(Interaction, Interaction.at) if row.kind is kind]


def scene_of(desk: Desk) -> Scene:
    """Return the desk as a scene, to put people on it."""
    return Scene(database=desk.database, business=desk.business, at=desk.at)


def speaking_from(desk: Desk, hour: int, quiet: QuietHours) -> Desk:
    """Return the desk as a business would run it that greets and visits from an hour on."""
    business = desk.business
    greetings = replace(business.greetings, birthday_hour=hour)
    visits = replace(business.visits, ask_hour=hour, again_days=0, after_ticket_days=3)
    desk = desk.of(replace(business, greetings=greetings, visits=visits, quiet_hours=quiet))
    desk.at = utc("2026-01-01T12:00")
    return desk


@pytest.mark.parametrize(("zone", "day", "hour", "quiet", "moment"), BY_HAND)
async def test_a_birthday_on_the_day_of_a_change_is_greeted_once(
    desk: Desk, zone: str, day: str, hour: int, quiet: QuietHours, moment: str
) -> None:
    desk, on = speaking_from(desk, hour, quiet), date.fromisoformat(day)
    await scene_of(desk).customer(zone=zone, birthday=(on.month, on.day))
    found = await said_at(desk, send_birthday_greetings, InteractionKind.GREETING, since=utc(f"{day}T00:00") - timedelta(days=1), hours=60)
    assert found == [utc(moment)]


@pytest.mark.parametrize(("zone", "day", "hour", "quiet", "moment"), BY_HAND)
async def test_a_visit_on_the_day_of_a_change_is_asked_once(
    desk: Desk, zone: str, day: str, hour: int, quiet: QuietHours, moment: str
) -> None:
    desk = speaking_from(desk, hour, quiet)
    desk.at = utc(f"{day}T12:00") - timedelta(days=3)
    customer = await scene_of(desk).customer(zone=zone)
    ticket = await scene_of(desk).ticket(customer)
    if local_date(desk.at, zone) != date.fromisoformat(day) - timedelta(days=3):
        pytest.fail("the ticket is not closed three days before where the customer lives")
    async with desk.database.begin() as session:
        await plan_visits_after_ticket(session, ticket=ticket, at=desk.at, business=desk.business)
    found = await said_at(desk, ask_visits, InteractionKind.FOLLOW_UP, since=utc(f"{day}T00:00") - timedelta(days=1), hours=60)
    assert found == [utc(moment)]


@pytest.mark.parametrize(
    ("day", "opened", "target", "due"),
    [
        # Open from 1:00 to 5:00 every day: three hours on the day in spring, five on the day in autumn.
        ("2026-03-29", "2026-03-29T00:00", 2, "2026-03-29T02:00"),  # from 1:00 to 4:00 on the clock are two hours
        ("2026-03-29", "2026-03-29T00:00", 4, "2026-03-30T00:00"),  # three of them, and one more on the next day, from 1:00 to 2:00
        ("2026-10-25", "2026-10-24T23:00", 4, "2026-10-25T03:00"),  # from 1:00 to 4:00 on the clock are four hours
        ("2026-10-25", "2026-10-24T23:00", 6, "2026-10-26T01:00"),  # five of them, and one more on the next day
    ],
)
def test_a_promise_over_a_change_counts_the_time_that_really_passes(day: str, opened: str, target: int, due: str) -> None:
    week = {weekday: (Span.from_text("01:00-05:00"),) for weekday in range(7)}
    hours = WorkingHours(zone=BERLIN, week=week, closed_on=frozenset(), special={})
    assert first_response_due(utc(opened), target=timedelta(hours=target), hours=hours) == utc(due)


@dataclass(frozen=True)
class Change:
    """A day on which the clocks of a zone change."""

    zone: str
    day: date


CHANGES = [
    Change(BERLIN, date(2026, 3, 29)),
    Change(BERLIN, date(2026, 10, 25)),
    Change(NEW_YORK, date(2026, 3, 8)),
    Change(NEW_YORK, date(2026, 11, 1)),
    Change(CAIRO, date(2026, 4, 24)),
    Change(LORD_HOWE, date(2026, 4, 5)),
]
QUARTERS = st.sampled_from([0, 15, 30, 45])


@pytest.mark.timeout(300)
@settings(max_examples=6)
@given(
    change=st.sampled_from(CHANGES),
    birthday_in=st.integers(-1, 1),
    visit_in=st.integers(-1, 1),
    hour=st.integers(0, 12),
    quiet=st.builds(QuietHours, st.builds(time, st.integers(20, 23), QUARTERS), st.builds(time, st.integers(0, 9), QUARTERS)),
)
async def test_around_a_change_everything_is_said_once_outside_of_quiet_hours_and_within_the_cap(
    sqlite_template: Path, business: Business, change: Change, birthday_in: int, visit_in: int, hour: int, quiet: QuietHours
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        database = await share_statements(Database(f"sqlite:///{shutil.copy(sqlite_template, Path(directory) / 'kefu.db')}"))
        try:
            desk = Desk(database=database, business=replace(business, unasked=UnaskedCap(1, 3)), at=utc("2026-01-01T12:00"))
            told = await _told_around(speaking_from(desk, hour, quiet), change, birthday_in, visit_in)
        finally:
            await database.close()
    kinds = sorted(kind for _, kind in told)
    assert kinds == [InteractionKind.FOLLOW_UP, InteractionKind.GREETING]
    assert [at for at, _ in told if is_quiet(quiet, at, change.zone)] == []
    assert told[1][0] - told[0][0] >= timedelta(days=1)


async def _told_around(desk: Desk, change: Change, birthday_in: int, visit_in: int) -> list[tuple[datetime, InteractionKind]]:
    on = change.day + timedelta(days=birthday_in)
    customer = await scene_of(desk).customer(zone=change.zone, birthday=(on.month, on.day))
    due = visit_on(
        change.day + timedelta(days=visit_in), hour=desk.business.visits.ask_hour, zone=change.zone, quiet=desk.business.quiet_hours
    )
    ticket = await scene_of(desk).ticket(customer)
    async with desk.database.begin() as session:
        [visit] = await plan_visits_after_ticket(session, ticket=ticket, at=desk.at, business=desk.business)
        session.add(visit)
        visit.due_at = visit.planned_for = due
    since = datetime.combine(change.day - timedelta(days=2), time(), UTC)
    await said_at(desk, send_birthday_greetings, InteractionKind.GREETING, since=since, hours=1)
    for _ in range(6 * 48):
        desk.at += HALF_AN_HOUR
        for job in (ask_visits, send_birthday_greetings):
            await job(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
        await desk.deliver()
    return [(row.at, row.kind) for row in await desk.rows(Interaction, Interaction.at)]
