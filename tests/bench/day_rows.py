"""A day of many customers: what a desk remembers of them, made by the database itself, because it is quicker at it than we are."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.database import Database
from tests.bench.growth_loading import bare_postgres, bare_sqlite
from tests.bench.growth_rows import FIRST_ADDRESS
from tests.desk import AGENT, OWNER

# The first day begins half an hour after midnight of a Tuesday in Shanghai.
LISTS = "campaign_lists"  # what the job of the campaigns does in the hour in which the list is drawn up
BEGIN = datetime(2026, 3, 2, 16, 31, tzinfo=UTC)
_NOW = int(BEGIN.timestamp())
_DAY = 86_400
_SHANGHAI = 8 * 3600
# Of a customer, a purchase or a ticket, each by its number i: primes spread them over the time.
_LAST_WORDS = f"({_NOW - 3600} - (i * 104729) % {400 * _DAY})"
_ARRIVAL = f"({_NOW} - {420 * _DAY} - (i * 15485863) % {380 * _DAY})"
_BIRTHDAY = f"({_NOW} + (i * 7919) % 365 * {_DAY})"
_GAP = f"((20 + i / 10 % 70) * {_DAY})"  # between two purchases of a regular buyer
_ONE_PURCHASE = f"({_NOW - 3600} - (i * 1299709) % {700 * _DAY})"


@dataclass(frozen=True)
class _Speech:
    """How a database counts and how it writes moments."""

    is_sqlite: bool

    def numbers(self, last: int) -> str:
        """The numbers from 1 up to the last, as a table with a column i."""
        if self.is_sqlite:
            return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) AS numbers"
        return f"generate_series(1::bigint, {last}) AS numbers(i)"

    def moment(self, seconds: str) -> str:
        """A moment, given in seconds of the epoch."""
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')" if self.is_sqlite else f"to_timestamp({seconds})"

    def seconds(self, moment: str) -> str:
        """The seconds of the epoch of a moment."""
        return f"CAST(strftime('%s', {moment}) AS INTEGER)" if self.is_sqlite else f"CAST(extract(epoch FROM {moment}) AS bigint)"

    def part(self, seconds: str, part: str) -> str:
        """The month or the day of a moment in Shanghai."""
        if self.is_sqlite:
            return f"CAST(strftime('%{part[0]}', {seconds} + {_SHANGHAI}, 'unixepoch') AS INTEGER)"
        return f"CAST(extract({part} FROM to_timestamp({seconds}) AT TIME ZONE 'Asia/Shanghai') AS integer)"

    def data(self, words: str) -> str:
        """Words that are JSON."""
        return words if self.is_sqlite else f"CAST({words} AS json)"


async def fill(url: str, customers: int) -> None:
    """Fill a migrated database with customers, what they bought and said, and what is due on the first two days."""
    database = Database(url)
    statements = list(_statements(_Speech(database.is_sqlite), customers))
    if database.path is not None:
        await asyncio.to_thread(_fill_sqlite, database.path, statements)
    else:
        async with bare_postgres(database) as connection:
            for statement in statements:
                await connection.execute(statement)
    await database.close()


def _fill_sqlite(path: Path, statements: list[str]) -> None:
    with bare_sqlite(path) as connection:
        for statement in statements:
            connection.execute(statement)


def _insert(table: str, source: str, **columns: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}"  # all of it is ours


def _statements(speech: _Speech, customers: int) -> Iterator[str]:
    yield from _people(speech, customers)
    yield from _purchases(speech, customers)
    yield from _points(speech)
    yield from _tickets(speech, customers // 20)
    yield from _visits(speech)
    yield from _messages(speech, customers)
    began = speech.moment(f"{_NOW - 3600}")
    yield _insert(
        "job_run", speech.numbers(1), id="1", job="'points_expiry'", started_at=began, ended_at=began, result="'done'", done_count="1"
    )  # the desk has been at work


def _people(speech: _Speech, customers: int) -> Iterator[str]:
    everybody = speech.numbers(customers)
    yield f"UPDATE counter SET value = {customers} WHERE name = 'customer'"
    for number, user, role in ((1, OWNER, "owner"), (2, AGENT, "agent")):
        yield _insert(
            "staff_member", speech.numbers(1), id=f"{number}", user_id=f"{user}", name=f"'Person {user}'", role=f"'{role}'", language="'en'",
            added_at=speech.moment(f"{_NOW - 800 * _DAY}"),
        )  # fmt: skip
    zones = "CASE i % 10 WHEN 1 THEN 'Europe/Berlin' WHEN 2 THEN 'America/New_York' ELSE 'Asia/Shanghai' END"
    born = "CASE WHEN i % 10 < 7 THEN {} END"
    yield _insert(
        "customer", everybody, id="i", name="'Customer ' || i", language="CASE WHEN i % 4 = 0 THEN 'en' ELSE 'zh' END", language_chosen="TRUE",
        time_zone=zones, birthday_month=born.format(speech.part(_BIRTHDAY, "month")), birthday_day=born.format(speech.part(_BIRTHDAY, "day")),
        created_at=speech.moment(_ARRIVAL),
    )  # fmt: skip
    address = f"CAST({FIRST_ADDRESS} + i AS TEXT)"
    yield _insert(
        "contact", everybody, id="i", customer_id="i", channel="'telegram'", address=address, username=f"'person' || {address}",
        username_key=f"'person' || {address}", blocked_at=f"CASE WHEN i % 100 = 57 THEN {speech.moment(_LAST_WORDS)} END",
        created_at=speech.moment(_ARRIVAL),
    )  # fmt: skip
    for kind, every, rest in (("reminders", 20, 19), ("campaigns", 33, 5), ("greetings", 50, 7)):
        refusing = f"{everybody} WHERE i % {every} = {rest}"
        yield _insert("consent", refusing, customer_id="i", kind=f"'{kind}'", granted="FALSE", at=speech.moment(_LAST_WORDS))
    said: dict[str, Any] = {
        "customer_id": "i", "kind": "'inquiry'", "direction": "'in'", "author": "'customer'", "author_id": f"{FIRST_ADDRESS} + i",
        "text": "'What became of my order number ' || i || '?'", "version": "1", "channel": "'telegram'",
    }  # fmt: skip
    yield _insert("interaction", everybody, id=f"{customers} + i", at=speech.moment(_LAST_WORDS), **said)
    yield _insert("interaction", f"{everybody} WHERE i % 3 = 0", id="i", at=speech.moment(f"{_ARRIVAL} + 60"), **said)


def _purchases(speech: _Speech, customers: int) -> Iterator[str]:
    """A tenth bought five times at intervals of their own, four tenths once."""
    once = f"SELECT i, 0 AS k, {_ONE_PURCHASE} AS seconds FROM {speech.numbers(customers)} WHERE i % 10 IN (2, 4, 6, 8)"
    often = (
        f"SELECT i, k, {_LAST_WORDS} - 7200 - k * {_GAP} AS seconds FROM {speech.numbers(customers)} "
        "CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS times WHERE i % 10 = 0"
    )
    yield _insert(
        "purchase", f"({once} UNION ALL {often}) AS bought", id="i * 8 + k", customer_id="i", reference="'R-' || (i * 8 + k)",
        amount_minor="2000 + i * 31 % 28000", currency="'CNY'", at=speech.moment("seconds"), imported_at=speech.moment("seconds + 1800"),
    )  # fmt: skip


def _points(speech: _Speech) -> Iterator[str]:
    """What was earned is good to the end of the day a year later; what was lost until the day before yesterday is written off."""
    bought = (
        f"(SELECT *, ({speech.seconds('at')} + {_SHANGHAI}) / {_DAY} * {_DAY} + {366 * _DAY - _SHANGHAI} AS ends FROM purchase) AS bought"
    )
    yield _insert(
        "points_entry", bought, id="id", customer_id="customer_id", kind="'earned'", points="amount_minor / 100", cause="'purchase:' || reference",
        purchase_id="id", at="at", expires_at=speech.moment("ends"),
    )  # fmt: skip
    yield _insert(
        "points_entry", f"{bought} WHERE ends < {_NOW - 2 * _DAY}", id="100000000000 + id", customer_id="customer_id", kind="'expired'",
        points="-amount_minor / 100", cause="'expired:' || id", at=speech.moment("ends"),
    )  # fmt: skip


def _tickets(speech: _Speech, count: int) -> Iterator[str]:
    """One in a hundred is open, half of these wait for their customer; the rest was closed within a day."""
    opened = f"({_NOW - 3600} - ({count} - i) * {700 * _DAY // count})"
    closed = f"({opened} + 600 + i % 23 * 3600)"
    is_done = f"i % 100 <> 0 AND {closed} < {_NOW}"
    yield f"UPDATE counter SET value = {count} WHERE name = 'ticket'"
    yield _insert(
        "ticket", speech.numbers(count), id="i", number="i", customer_id="i * 20 - 7", kind="'inquiry'", category="'order'", severity="'medium'",
        status=f"CASE WHEN {is_done} THEN 'closed' WHEN i % 200 = 0 THEN 'pending' ELSE 'open' END", priority="'normal'", assignee_id="2",
        opened_at=speech.moment(opened), due_at=speech.moment(f"{opened} + 14400"), first_response_at=speech.moment(f"{opened} + 500"),
        last_message_at=speech.moment(f"{opened} + 600"), closed_at=f"CASE WHEN {is_done} THEN {speech.moment(closed)} END",
        waiting_since=f"CASE WHEN i % 200 = 0 THEN {speech.moment(f'{_NOW - 20 * 3600} + i % 172800')} END", revision="2",
    )  # fmt: skip


def _visits(speech: _Speech) -> Iterator[str]:
    """Customers are visited a week after a purchase and three days after a ticket was closed; those of the last half year were."""
    since = speech.moment(f"{_NOW - 190 * _DAY}")
    for reason, table, moment, days, first in (("purchase", "purchase", "at", 7, 0), ("ticket", "ticket", "closed_at", 3, 200_000_000_000)):
        due = f"(({speech.seconds(moment)} + {_SHANGHAI}) / {_DAY} * {_DAY} + {days * _DAY + 10 * 3600 - _SHANGHAI})"
        source = f"(SELECT *, {due} AS due FROM {table} WHERE {moment} > {since}) AS looked_back_on"
        asked = f"CASE WHEN due < {_NOW} THEN {speech.moment('due')} END"
        yield _insert(
            "visit", source, id=f"{first} + id", customer_id="customer_id", reason=f"'{reason}'", subject_id="id",
            status=f"CASE WHEN due < {_NOW} THEN 'answered' ELSE 'planned' END", outcome=f"CASE WHEN due < {_NOW} THEN 'fine' END",
            due_at=speech.moment("due"), plan=f"'{reason}'", days=f"{days}", way="'bot'", planned_for=speech.moment("due"),
            keep_until=speech.moment(f"due + {14 * 3600}"), attempts=f"CASE WHEN due < {_NOW} THEN 1 ELSE 0 END", asked_at=asked, answered_at=asked,
            done_at=asked,
        )  # fmt: skip


def _messages(speech: _Speech, customers: int) -> Iterator[str]:
    """The replies of sixteen days, of which those of two are to be forgotten, and last year's greetings, kept for their keys."""
    payload = speech.data("""'{"chat_id": 1, "text": "Your order is on its way.", "parse_mode": "HTML"}'""")
    common = {
        "chat_id": f"{FIRST_ADDRESS} + i", "method": "'sendMessage'", "payload": payload, "state": "'sent'", "attempts": "1", "repeated": "FALSE",
        "customer_id": "i", "in_topic": "FALSE", "sent_message_id": "i",
    }  # fmt: skip
    for source, first, lane, in_doubt, key, seconds in (
        ("i % 10 = 1", 0, "reply", "repeat", "NULL", f"({_NOW - 60} - i * 7919 % {16 * _DAY})"),
        ("i % 10 < 7", customers, "bulk", "park", "'birthday:' || i || ':2025'", f"({_BIRTHDAY} - {366 * _DAY})"),
    ):
        at = speech.moment(seconds)
        number = f"{first} + i"
        yield _insert(
            "outbox_message", f"{speech.numbers(customers)} WHERE {source}", id=number, position=number, lane=f"'{lane}'",
            in_doubt=f"'{in_doubt}'", dedupe_key=key, created_at=at, sent_at=at, **common,
        )  # fmt: skip
