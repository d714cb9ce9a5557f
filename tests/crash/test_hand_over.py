"""Hand-over: the leading program dies, loses its connection or freezes, and the one that waits leads and delivers within half a minute."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from storage.customers import Customer
from storage.database import Database
from storage.leadership import LEADER_KEY
from tests.conftest import new_postgres_database
from tests.crash.records import with_database
from tests.crash.victim import Victim
from tests.journeys.town import until

pytestmark = pytest.mark.timeout(900)

GOAL_SECONDS = 30.0
PATIENCE = 240.0


@pytest.fixture
def pair(postgres_url: str, tmp_path: Path) -> Iterator[tuple[Victim, Victim]]:
    """A program that leads and one that waits, on one database of PostgreSQL."""
    directories = [tmp_path / name for name in ("leads", "waits")]
    for directory in directories:
        directory.mkdir()
    url = asyncio.run(new_postgres_database(postgres_url))
    leads = Victim(directories[0], url)
    waits = Victim(directories[1], url, stage=leads.stage)
    try:
        leads.start()
        leads.wait_until_ready()
        waits.start()
        yield leads, waits
    finally:
        if leads.process is not None and leads.process.poll() is None:
            leads.process.send_signal(signal.SIGCONT)  # who is frozen cannot end
        waits.end()
        leads.end()


def is_answered(victim: Victim, person: int, after: int) -> bool:
    """Tell whether somebody has been sent a message since a call."""
    calls = victim.calls(after=after, method="sendMessage")
    return any(call["ok"] and call["chat_id"] == person for call in calls)


def test_when_the_leader_is_killed_the_other_one_answers_within_half_a_minute(pair: tuple[Victim, Victim]) -> None:
    leads, waits = pair
    until(lambda: waits.readiness() != 0, patience=PATIENCE, what="a second program that waits")
    waits.require_alive()
    assert ("program.leads" in leads.log(), "program.leads" in waits.log()) == (True, False)
    person = leads.act("people", first_name="Ann")["id"]
    leads.kill()
    killed_at = time.monotonic()
    after = max((call["id"] for call in waits.calls()), default=0)
    waits.act("start", sender=person)
    until(lambda: is_answered(waits, person, after), patience=PATIENCE, what="an answer of the other program")
    seconds = time.monotonic() - killed_at
    assert "program.leads" in waits.log()
    assert seconds < GOAL_SECONDS, f"{seconds:.1f} s"


def end_session_of_leader(url: str) -> None:
    """Let the server end the one connection that holds the lock, as an administrator or a broken network does."""

    async def work(database: Database) -> None:
        statement = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        async with database.begin() as session:
            assert (await session.execute(statement, {"key": LEADER_KEY})).scalar_one() == 1

    with_database(url, work)


def have_birthday_today(victim: Victim) -> None:
    """Let it be everybody's birthday."""

    async def work(database: Database) -> None:
        today = datetime.now(UTC).astimezone(ZoneInfo(victim.zone)).date()
        async with database.begin() as session:
            await session.execute(update(Customer).values(birthday_month=today.month, birthday_day=today.day))

    with_database(victim.url, work)


def customers_of(victim: Victim, count: int) -> list[int]:
    """Let so many people come, and wait until each was answered."""
    people = [victim.act("people", first_name=f"Child {number}")["id"] for number in range(count)]
    for person in people:
        victim.act("start", sender=person)
    until(lambda: all(is_answered(victim, person, 0) for person in people), patience=PATIENCE, what="an answer for everybody")
    return people


def greetings(victim: Victim) -> Counter[int]:
    """Return how many birthday greetings each chat was sent."""
    messages = victim.state()["messages"]
    return Counter(int(chat) for chat, said in messages.items() for each in said if "irthday" in str(each.get("text")))


def leads(victim: Victim) -> bool:
    """Tell whether a program says that it leads at the moment."""
    return "kefu_leader 1.0" in victim.figures()


@pytest.mark.parametrize("disaster", ["connection", "freeze"])
def test_a_leader_without_its_connection_or_frozen_is_followed_and_nobody_is_greeted_twice(
    pair: tuple[Victim, Victim], disaster: str
) -> None:
    first, second = pair
    until(lambda: second.readiness() != 0, patience=PATIENCE, what="a second program that waits")
    people = customers_of(first, 12)
    have_birthday_today(first)
    assert first.process is not None
    if disaster == "freeze":
        first.process.send_signal(signal.SIGSTOP)
    else:
        end_session_of_leader(first.url)
    struck_at = time.monotonic()
    until(lambda: "program.leads" in second.log(), patience=PATIENCE, what="another leader")
    assert time.monotonic() - struck_at < GOAL_SECONDS
    until(lambda: len(greetings(second)) == len(people), patience=PATIENCE, what="a greeting for everybody")
    seconds = time.monotonic() - struck_at
    if disaster == "freeze":
        first.process.send_signal(signal.SIGCONT)
    until(lambda: "program.leads_no_more" in first.log(), patience=PATIENCE, what="a leader that notices that it is none")
    assert (leads(first), leads(second)) == (False, True)
    newcomer = second.act("people", first_name="Ann")["id"]
    second.act("start", sender=newcomer)
    until(lambda: is_answered(second, newcomer, 0), patience=PATIENCE, what="an answer of the new leader")
    assert greetings(second) == dict.fromkeys(people, 1)
    assert seconds < GOAL_SECONDS, f"{seconds:.1f} s"
