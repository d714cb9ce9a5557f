"""Faults of what must never arrive twice: a greeting of which nobody knows whether it arrived waits for a person."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.faults.ledger import Ledger
from tests.faults.outpost import SAY
from tests.journeys.town import Somebody, Town, until, words

pytestmark = pytest.mark.xdist_group("faults-polling")
GREETING = "Happy birthday"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The program with the playground whose clock can be moved."""
    town = Town(directory=tmp_path_factory.mktemp("greetings"), is_measured=False)
    yield town
    town.stop()


@pytest.fixture
def ledger(town: Town) -> Iterator[Ledger]:
    """What the town's program remembers."""
    ledger = Ledger(f"sqlite:///{Path(town.log_path).parent}/var/demo.db")
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ({"kind": "status", "status": 500}, 0),
        ({"kind": "status", "status": 502, "body": "<html>Bad Gateway</html>"}, 0),
        ({"kind": "reset"}, 0),
        ({"kind": "timeout_before", "seconds": 0.3}, 0),
        ({"kind": "timeout_after", "seconds": 0.3}, 1),
    ],
    ids=["a 500", "a 502 with a page", "a reset", "a time-out before", "a time-out after"],
)
def test_a_greeting_in_doubt_is_parked_and_shown_and_not_repeated(town: Town, ledger: Ledger, fault: dict[str, object], seen: int) -> None:
    person = with_birthday(town)
    meets(town, ledger, person, fault)
    until_greeted(town, ledger, person)
    (row,) = greetings(ledger, person)
    assert (row.state, row.attempts, row.repeated) == (OutboxState.PARKED, 1, False)
    town.advance(hours=1)
    until(lambda: not ledger.waiting(), what="an empty outbox")
    assert times_greeted(town, person) == seen
    assert ledger.failures() == ([], [row])
    olivia = town.olivia()
    olivia.reads(SAY("delivery-unsettled-alert"))
    olivia.says("/failed")
    olivia.reads("Nobody knows whether this arrived")

    olivia.presses(SAY("admin-button-send-in-doubt"))
    until(lambda: times_greeted(town, person) == seen + 1, what="the greeting that the owner wished to be sent")
    until(lambda: not ledger.waiting(), what="an empty outbox")
    assert [each.state for each in greetings(ledger, person)] == [OutboxState.SENT]


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 429, "retry_after": 1}, {"kind": "delay", "seconds": 1.5}])
def test_a_greeting_that_only_has_to_wait_arrives_once(town: Town, ledger: Ledger, fault: dict[str, object]) -> None:
    person = with_birthday(town)
    meets(town, ledger, person, fault)
    until_greeted(town, ledger, person)
    until(lambda: not ledger.waiting(), what="an empty outbox")
    assert times_greeted(town, person) == 1
    assert [(row.state, row.repeated) for row in greetings(ledger, person)] == [(OutboxState.SENT, False)]
    assert ledger.failures() == ([], [])


def with_birthday(town: Town) -> Somebody:
    """Let somebody come who has a birthday within days."""
    town.olivia().starts()
    person = town.customer("Birthday child")
    person.starts()
    person.says("/profile")
    person.presses(SAY("profile-button-birthday"))
    today = datetime.fromisoformat(town.state()["now"]).astimezone(ZoneInfo("Asia/Shanghai")).date()
    person.says(f"1990-{today.month:02}-{min(today.day, 28):02}")
    person.reads("1990")
    return person


def meets(town: Town, ledger: Ledger, person: Somebody, fault: dict[str, object]) -> None:
    """Let the next message to somebody meet a fault."""
    until(lambda: not ledger.waiting(), what="an empty outbox")
    ledger.forgive()
    plan = {"method": "sendMessage", "chat_id": person.id, "times": 1, "fault": fault}
    town.http.post("/playground/api/faults", json=plan).raise_for_status()


def until_greeted(town: Town, ledger: Ledger, person: Somebody) -> None:
    """Move the clock from birthday to birthday until this person's greeting has been tried."""
    for _ in range(6):
        if greetings(ledger, person):
            break
        town.jump("next_birthday")
    until(lambda: [row for row in greetings(ledger, person) if row.state is not OutboxState.QUEUED], what="a greeting that was tried")
    until(lambda: not ledger.waiting(), what="an empty outbox")


def greetings(ledger: Ledger, person: Somebody) -> list[OutboxMessage]:
    """Return the greetings that were queued for somebody."""
    return [row for row in ledger.rows(OutboxMessage, chat_id=person.id) if (row.dedupe_key or "").startswith("birthday:")]


def times_greeted(town: Town, person: Somebody) -> int:
    """Return how many greetings stand in somebody's chat."""
    return sum(GREETING in words(message) for message in town.messages(person.chat_id))
