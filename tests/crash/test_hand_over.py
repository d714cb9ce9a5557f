"""Hand-over: the leading program dies without a word, and the other one that waits leads and delivers within half a minute."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    leads = Victim(directories[0], postgres_url)
    waits = Victim(directories[1], postgres_url, stage=leads.stage)
    try:
        leads.start()
        leads.wait_until_ready()
        waits.start()
        yield leads, waits
    finally:
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
