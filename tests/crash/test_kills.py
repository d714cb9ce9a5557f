"""Killed over and over while customers chat and staff answer: nothing is lost, and nothing is counted twice."""

import asyncio
from pathlib import Path

import pytest

from tests.conftest import new_postgres_database
from tests.crash.accounts import Accounts, make_up
from tests.crash.kills import Moment
from tests.crash.ordeal import Plan

# Each way with moments of its own; a kill with a greeting comes after another, because a greeting is due at a start.
WAYS = {
    "sqlite-polling": (Moment.ANY, Moment.ASKED, Moment.UNCONFIRMED, Moment.GREETING),
    "postgresql-polling": (Moment.ANY, Moment.ASKED_IN_VAIN, Moment.UNCONFIRMED, Moment.GREETING),
    "postgresql-webhook": (Moment.ASKED_EARLY, Moment.ANSWERED, Moment.GREETING),
}
CUSTOMERS = 12

# The first of these tests waits for the whole ordeal.
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module", params=[pytest.param(way, marks=pytest.mark.xdist_group(f"crash-{way}")) for way in WAYS])
def accounts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """The accounts of one short ordeal for each database and each way of the updates."""
    database, way = request.param.split("-")
    directory: Path = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{directory}/kefu.db"
    if database == "postgresql":
        url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url")))
    moments = WAYS[request.param]
    return make_up(Plan(seed=7, kills=len(moments) + 1, customers=CUSTOMERS, chosen=moments), directory, url, is_webhook=way == "webhook")


def test_the_town_lived_through_every_kill(accounts: Accounts) -> None:
    kills = accounts.ordeal.plan.kills
    assert (accounts.ordeal.kills.kills, accounts.victim.starts) == (kills, kills + 1)
    assert accounts.ordeal.kills.missed.total() == 0, f"moments that did not come: {accounts.ordeal.kills.missed}"
    assert accounts.ordeal.kills.to_repeat, "nothing was in flight at any kill"
    assert accounts.ordeal.kills.unconfirmed > 0
    assert sum(len(person.said) for person in accounts.people) >= CUSTOMERS
    assert all(person.is_done and person.taps for person in accounts.people)
    assert len(accounts.ordeal.unasked.birthdays) == CUSTOMERS


def test_every_message_press_and_edit_of_a_customer_is_exactly_one_interaction(accounts: Accounts) -> None:
    assert list(accounts.heard()) == []


def test_every_message_on_a_ticket_is_told_to_staff(accounts: Accounts) -> None:
    assert list(accounts.told()) == []


def test_every_reply_to_a_customer_arrived(accounts: Accounts) -> None:
    assert list(accounts.answered()) == []


def test_what_arrived_twice_was_in_flight_at_a_kill(accounts: Accounts) -> None:
    assert list(accounts.repeated()) == []


def test_every_greeting_and_reminder_arrived_at_most_once_and_what_nobody_knows_is_parked(accounts: Accounts) -> None:
    assert list(accounts.unasked()) == []


def test_scores_and_points_are_counted_once(accounts: Accounts) -> None:
    assert list(accounts.counted()) == []


def test_the_order_of_a_persons_messages_is_kept(accounts: Accounts) -> None:
    assert list(accounts.ordered()) == []


def test_nobody_waits_once_the_program_is_at_work_again(accounts: Accounts) -> None:
    assert list(accounts.waited()) == []


def test_nothing_failed_and_the_log_is_clean(accounts: Accounts) -> None:
    assert list(accounts.clean()) == []
