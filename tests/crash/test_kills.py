"""Killed over and over while customers chat and staff answer: nothing is lost, and nothing is counted twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.outbox import OutboxMessage
from storage.vocabulary import Direction, Lane, OutboxState
from tests.conftest import new_postgres_database
from tests.crash.accounts import Accounts
from tests.crash.figures import make_up
from tests.crash.kills import Moment
from tests.crash.ordeal import Plan
from tests.journeys.town import DESK

# Each way with moments of its own; a kill with a greeting comes after another, because a greeting is due at a start.
WAYS = {
    "sqlite-polling": (Moment.ANY, Moment.ASKED, Moment.UNCONFIRMED, Moment.GREETING),
    "postgresql-polling": (Moment.ANY, Moment.ASKED_IN_VAIN, Moment.UNCONFIRMED, Moment.GREETING),
    "postgresql-webhook": (Moment.ASKED_EARLY, Moment.ANSWERED, Moment.GREETING),
}
CUSTOMERS = 12
PROMISES = ("heard", "told", "answered", "repeated", "unasked", "counted", "ordered", "waited", "clean")

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


def broken_by(accounts: Accounts, *, calls: list[dict[str, Any]] | None = None, **rows: Sequence[Any]) -> set[str]:
    """Return which promises are said to be broken, and were not before, when the books or the calls are other ones."""
    other = Accounts(accounts.ordeal, books=replace(accounts.books, **rows), calls=calls if calls is not None else accounts.calls)
    return {name for name in PROMISES if list(getattr(other, name)()) and not list(getattr(accounts, name)())}


def copies_to(accounts: Accounts, chat_id: int) -> list[dict[str, Any]]:
    """Return the copies that were sent to a chat."""
    return [call for call in accounts.calls if call["method"] == "copyMessage" and call["chat_id"] == chat_id]


def test_the_accounts_notice_a_lost_interaction_and_one_too_many(accounts: Accounts) -> None:
    rows = list(accounts.books.interactions)
    said = next(row for row in rows if row.direction is Direction.IN and row.text == accounts.people[0].said[0].text)
    assert {"heard", "ordered"} <= broken_by(accounts, interactions=[row for row in rows if row is not said])
    assert {"heard", "ordered"} <= broken_by(accounts, interactions=[*rows, said])
    assert {"ordered"} <= broken_by(accounts, interactions=rows[::-1])


def test_the_accounts_notice_what_staff_or_customers_were_not_told(accounts: Accounts) -> None:
    lost = copies_to(accounts, DESK)[0]
    source = lost["parameters"]["message_id"]
    kept = [call for call in accounts.calls if call["method"] != "copyMessage" or call["parameters"]["message_id"] != source]
    assert {"told"} <= broken_by(accounts, calls=kept)
    answer = next(call for call in accounts.calls if call["method"] == "sendMessage" and call["chat_id"] == accounts.people[0].id)
    kept = [
        call
        for call in accounts.calls
        if (call["chat_id"], call["parameters"].get("text")) != (answer["chat_id"], answer["parameters"]["text"])
    ]
    assert {"answered"} <= broken_by(accounts, calls=kept)


def test_the_accounts_notice_what_came_again_and_what_came_in_the_wrong_order(accounts: Accounts) -> None:
    calls = list(accounts.calls)
    again = copies_to(accounts, DESK)[:1] * (len(accounts.ordeal.kills.to_repeat) + 1)
    assert broken_by(accounts, calls=[*calls, *again]) == {"repeated"}
    assert {"ordered"} <= broken_by(
        accounts,
        calls=[
            call | {"result": {"message_id": -number}} if call["method"] == "copyMessage" else call for number, call in enumerate(calls)
        ],
    )


def test_the_accounts_notice_a_second_greeting_a_missing_one_and_one_that_still_waits(accounts: Accounts) -> None:
    rows = list(accounts.books.messages)
    greeting = next(row for row in rows if row.lane is Lane.BULK and row.state is OutboxState.SENT)
    said = next(
        call for call in accounts.calls if (call["chat_id"], call["parameters"].get("text")) == (greeting.chat_id, greeting.payload["text"])
    )
    assert {"unasked"} <= broken_by(accounts, calls=[*accounts.calls, said])
    assert {"unasked"} <= broken_by(accounts, messages=[row for row in rows if row is not greeting])
    waiting = OutboxMessage(**(greeting.model_dump() | {"state": OutboxState.QUEUED}))
    assert {"unasked", "waited"} <= broken_by(accounts, messages=[*rows, waiting])
    failed = OutboxMessage(**(greeting.model_dump() | {"state": OutboxState.FAILED}))
    assert {"clean"} <= broken_by(accounts, messages=[*rows, failed])


def test_the_accounts_notice_a_score_and_points_that_are_counted_twice_or_not(accounts: Accounts) -> None:
    books = accounts.books
    assert broken_by(accounts, responses=books.responses[1:]) == {"counted"}
    assert broken_by(accounts, points=books.points[1:]) == {"counted"}
    assert broken_by(accounts, points=[*books.points, books.points[0]]) == {"counted"}
    assert broken_by(accounts, purchases=books.purchases[1:]) == {"counted"}
