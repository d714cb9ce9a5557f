"""The law of schedules on real databases: what is due is said once, to nobody at night, beyond the cap or against their will."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.business import Business
from crm.rules.frequency import UnaskedCap
from crm.rules.quiet_hours import QuietHours
from storage.database import Database
from tests.conftest import drop_postgres_database, new_postgres_database
from tests.schedule_side import SWITCHES, Days, Person, Said, Street
from tests.statements import share_statements

LENGTH = timedelta(days=5, hours=6)
# Somewhere clocks change on the third of these days; whoever lives in the others is not concerned.
BEGINNINGS = {
    "Europe/Berlin": (datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)),
    "Africa/Cairo": (datetime(2026, 4, 22, tzinfo=UTC),),
    "Australia/Lord_Howe": (datetime(2026, 4, 3, tzinfo=UTC),),
}
ELSEWHERE = ["Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Honolulu", "America/St_Johns"]
QUARTERS = st.sampled_from([0, 15, 30, 45])
QUIET = st.builds(QuietHours, st.builds(time, st.integers(22, 23), QUARTERS), st.builds(time, st.integers(4, 9), QUARTERS))
# No more than the smaller cap lets through in a week: a campaign is for everybody.
MOST_MATTERS = 2
DUE_IN = st.integers(1, 2)


@st.composite
def persons(draw: st.DrawFn, zone: str) -> Person:
    """Somebody in the zone in which clocks change, or elsewhere."""
    reasons = ["birthday", "anniversary", "points", "visit", draw(st.sampled_from(["tier", "silence", "win_back"]))]
    matters = draw(st.dictionaries(st.sampled_from(reasons), DUE_IN, max_size=draw(st.sampled_from([MOST_MATTERS, len(reasons)]))))
    will = draw(st.sampled_from(["stays"] * 3 + ["switches off"] * 2 + ["is banned", "has blocked"]))
    return Person(
        zone=draw(st.sampled_from([zone, zone, *ELSEWHERE])),
        matters=matters,
        switches_off=SWITCHES[draw(st.sampled_from([*matters, "campaign"]))] if will == "switches off" else None,
        is_banned=will == "is banned",
        is_blocked=will == "has blocked",
        at_tick=draw(st.integers(0, 40)),
    )


@st.composite
def streets(draw: st.DrawFn) -> tuple[Days, list[Person]]:
    """Days around a change of clocks, and people on them."""
    zone = draw(st.sampled_from(sorted(BEGINNINGS)))
    some = st.sets(st.integers(0, 60), max_size=8)
    mute = draw(st.sets(st.integers(0, 60), max_size=4))
    days = Days(
        since=draw(st.sampled_from(BEGINNINGS[zone])),
        hour=draw(st.integers(0, 12)),
        quiet=draw(QUIET),
        cap=UnaskedCap(per_day=1, per_week=draw(st.integers(MOST_MATTERS + 1, 4))),
        tick=timedelta(minutes=draw(st.integers(110, 120))),
        again_days=draw(st.sampled_from([0, 2])),
        gap_days=draw(st.sampled_from([0, 7])),
        twice_at=draw(some),
        crashes_at=draw(some),
        mute_at=mute,
    )
    return days, draw(st.lists(persons(zone), min_size=9, max_size=14))


async def live(database: Database, business: Business, days: Days, people: Sequence[Person]) -> None:
    """Let the days pass, and look at what everybody heard."""
    street = Street(database, business, days)
    await street.settle(people)
    said = await street.pass_by(people, ticks=LENGTH // days.tick)
    for number, person in enumerate(people, start=1):
        heard = sorted((each for each in said if each.who == number), key=lambda each: each.decided_at)
        _check_once(days, person, heard)
        _check_moments(days, person, heard)
        _check_will(days, person, heard)


def _check_once(days: Days, person: Person, heard: Sequence[Said]) -> None:
    matters = {*person.matters, "campaign"}
    counts = Counter(each.matter for each in heard)
    most: Mapping[str, int] = {"visit": 2 if days.again_days else 1}
    assert {matter: count for matter, count in counts.items() if matter not in matters or count > most.get(matter, 1)} == {}
    if person.stays and len(person.matters) <= MOST_MATTERS:
        assert set(counts) == matters


def _check_moments(days: Days, person: Person, heard: Sequence[Said]) -> None:
    for each in heard:
        clock = each.arrived_at.astimezone(ZoneInfo(person.zone)).time()
        assert days.quiet.end <= clock < days.quiet.start
        assert each.matter not in ("birthday", "anniversary", "visit") or clock.hour >= days.hour
    moments = [each.decided_at for each in heard]
    for most, length in ((days.cap.per_day, timedelta(days=1)), (days.cap.per_week, timedelta(days=7))):
        assert [at for at in moments if sum(at - length < other <= at for other in moments) > most] == []


def _check_will(days: Days, person: Person, heard: Sequence[Said]) -> None:
    changed_at = days.since + person.at_tick * days.tick
    if person.is_blocked:
        assert heard == []
    later = {each.matter for each in heard if each.arrived_at >= changed_at}
    if person.is_banned:
        assert later == set()
    assert {matter for matter in later if SWITCHES[matter] is person.switches_off} == set()


@pytest.mark.timeout(300)
@settings(max_examples=3)
@given(street=streets())
async def test_on_sqlite_what_is_due_is_said_once_and_at_no_wrong_moment(
    sqlite_template: Path, business: Business, street: tuple[Days, list[Person]]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        database = await share_statements(Database(f"sqlite:///{shutil.copy(sqlite_template, Path(directory) / 'kefu.db')}"))
        try:
            await live(database, business, *street)
        finally:
            await database.close()


@pytest.mark.timeout(300)
@settings(max_examples=2)
@given(street=streets())
async def test_on_postgresql_what_is_due_is_said_once_and_at_no_wrong_moment(
    postgres_url: str, postgres_template: str, business: Business, street: tuple[Days, list[Person]]
) -> None:
    url = await new_postgres_database(postgres_url, template=postgres_template)
    database = await share_statements(Database(url))
    try:
        await live(database, business, *street)
    finally:
        await database.close()
        await drop_postgres_database(postgres_url, url)
