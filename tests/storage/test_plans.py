"""Plans: nothing that a desk does all day looks at all customers, and what all are looked at for is written down here."""

import contextlib
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from crm.business import Business
from crm.deliveries import recover_interrupted
from crm.group_standings import group_standings
from crm.jobs import CADENCES
from jobs.catalogue import build_catalogue
from jobs.deadlines import watch_deadlines
from jobs.reminders import send_due_reminders
from storage.assignment import count_tickets_held, list_handovers_under_way, list_silent_tickets, list_tickets_held, list_tickets_of_nobody
from storage.customers import find_first_arrival
from storage.database import Database
from storage.deliveries import find_pauses
from storage.former_topics import list_former_topics_to_delete
from storage.keys import Key
from storage.occasions import find_arrived
from storage.outbox import count_unsettled, list_unsettled, queue_depths
from storage.tables import TABLES
from storage.tickets import count_open_tickets, list_open_tickets, list_tickets_with_old_topic
from storage.visit_entries import list_visit_entries
from storage.visits import (
    count_personal_visits,
    count_visits_given,
    find_next_personal_visit,
    list_personal_visits,
    list_planned_steps,
    lock_unanswered_visits,
    lock_visits_held,
    lock_visits_of_leavers,
    lock_visits_on,
)
from storage.vocabulary import VisitReason
from tests.bench.growth_loading import load, population
from tests.bench.growth_paths import DELIVERY_EMPTY, PATHS, STATS, Town
from tests.bench.growth_rows import AT
from tests.desk import STAFF_GROUP
from tests.storage.due_work import busy, know_of_many, let_all_be_due, owe_answers

CUSTOMERS = 1000
# What grows with the staff, with what they set up and write by hand, or with the days: all other tables may be as large as there are customers.
SMALL = frozenset(
    """campaign campaign_text canned_reply canned_reply_text coaching_note counter failed_update group_chat handover job_request job_run review
    reward_stock staff_invitation staff_member visit_plan visit_plan_switch""".split()
)
BIG = frozenset(str(table.__tablename__) for table in TABLES) - SMALL
# What walks through a big table all the same, by its words, and why.
# Indexes that hold only the few rows which are open or waiting.
SHORT = frozenset(
    {
        "ix_ticket_open", "ix_ticket_open_topic", "ix_ticket_assignee", "ix_ticket_silence", "ix_deadline_look_at", "ix_deadline_running", "ix_outbox_message_queue",
        "ix_outbox_message_unsettled", "ix_former_topic_stands", "ix_former_topic_refused", "ix_ticket_waiting", "ix_campaign_recipient_queued",
        "ix_visit_personal",
    }
)  # fmt: skip
_LIST = re.compile(r"\([?$][^()]*, [?$][^()]*\)")
_FIRST_COLUMNS = """
    SELECT indexes.relname, tables.relname, attname FROM pg_index
    JOIN pg_class indexes ON indexes.oid = indexrelid JOIN pg_class tables ON tables.oid = indrelid
    JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
"""
WALKS = {
    "SELECT customer.id, customer.language, customer.time_zone": "the list of a campaign is drawn up once, by going through all customers in steps",
    "HAVING": "a few times a day points are added up for tiers within reach, and regular buyers are looked for, each in one pass through an index",
    "FROM audit_event ORDER BY audit_event.id DESC": "the newest acts are the last in an index, and only as many are looked at as are shown",
    "SELECT customer.created_at": "the first of all customers is the first in an index, and no other is looked at",
}


@pytest.fixture
async def town(database: Database, business: Business) -> Any:
    """A desk with customers, of whom the planner is told there are very many; SQLite takes every table to be large of which it knows nothing."""
    people = population(database, CUSTOMERS)
    await database.close()
    await load(database, people)
    town = Town(url=database.url.render_as_string(hide_password=False), people=people, business=business)
    if database.path is not None:
        forget_statistics(database.path)
    else:
        async with town.database.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE pg_class SET reltuples = reltuples * 1000 WHERE relnamespace = 'public'::regnamespace")
    yield town
    await town.close()


def forget_statistics(path: Path) -> None:
    """Let SQLite forget how large its tables are."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM sqlite_stat1")
        connection.commit()


@contextlib.contextmanager
def overheard() -> Iterator[dict[str, Any]]:
    """Yield a dict that gets every statement that looks for something, with parameters of it."""
    heard: dict[str, Any] = {}

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            heard.setdefault(statement, parameters[0] if many else parameters)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def walks(town: Town, statement: str, parameters: Any) -> list[str]:
    """Return the big tables that a statement walks through, each with the line of the plan that says so."""
    async with town.database.engine.connect() as connection:
        if town.database.is_sqlite:
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
            return sqlite_walks([str(detail) for *_, detail in plan])
        # The tables are small and only said to be large: without this it would be quickest to read them whole.
        for way in ("seqscan", "hashjoin", "mergejoin"):
            await connection.exec_driver_sql(f"SET enable_{way} = off")
        plan = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)).scalar_one()
        firsts: list[Any] = list((await connection.exec_driver_sql(_FIRST_COLUMNS)).all())
        tree = json.loads(plan) if isinstance(plan, str) else plan
        return list(postgres_walks([each["Plan"] for each in tree], {index: (table, column) for index, table, column in firsts}))


async def all_walks(town: Town, heard: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the statements that walk through a big table, each with the line of the plan that says so."""
    found = [(statement, line) for statement, parameters in heard.items() for line in await walks(town, statement, parameters)]
    return [(_LIST.sub("(…)", statement), line[:200]) for statement, line in found]


def sqlite_walks(plan: Sequence[str]) -> list[str]:
    """Return the lines that scan a big table, or go through it in the order of its ids without another bound."""
    found = []
    for line in plan:
        index = re.search(r"INDEX (\w+)", line)
        walked = re.match(r"SCAN (\w+)", line) or re.match(r"SEARCH (\w+) USING .*INDEX \w+ \((?:customer_)?id>\?\)", line)
        if walked is not None and walked[1] in BIG and (index is None or index[1] not in SHORT):
            found.append(line)
    return found


def postgres_walks(node: Any, first_columns: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Yield the parts of a plan that go through a big table without a bound, or through all of it in the order of its ids.

    `first_columns` tells of each index its table and its first column, without which an index is searched from end to end.
    """
    if isinstance(node, list):
        for each in node:
            yield from postgres_walks(each, first_columns)
        return
    index = node.get("Index Name")
    table, column = first_columns.get(index, (node.get("Relation Name"), ""))
    bound = str(node.get("Index Cond") or node.get("Recheck Cond") or "")
    ordered = re.fullmatch(r"\((?:customer_)?id > [^()]*\)", bound)
    is_bounded = bool(bound) and not ordered and re.search(rf"\b{column}\b", bound) is not None
    if "Scan" in node["Node Type"] and table in BIG and index not in SHORT and not is_bounded:
        yield f"{node['Node Type']} on {table} {index} {bound}"
    yield from postgres_walks(node.get("Plans", []), first_columns)


def _same(moment: datetime) -> datetime:
    return moment


async def work_a_day(town: Town) -> None:
    """Do once whatever the desk does all day."""
    for way in (PATHS | STATS | DELIVERY_EMPTY).values():
        await way(town)
    async with town.database.begin() as session:
        await owe_answers(session, [number for number, _ in itertools.islice(town.people.open_tickets(), 20)])
    await know_of_many(town.database, "deadline")
    for command in (
        "/jobs",
        "/failed",
        "/team",
        "/review",
        "/reviews",
        "/audit",
        "/audit 7",
        "/audit @person2001",
        "/queue",
        "/overdue",
        "/visits",
        "/plans",
    ):
        await town.desk.feed(town.owner_says(command))
    for moment in (AT + timedelta(hours=1), AT + timedelta(days=400)):
        await watch_deadlines(town.forgetting, town.business, partial(_same, moment), lambda session, at: town.desk.tell(session))
    await send_due_reminders(
        town.forgetting, town.business, lambda: AT + timedelta(hours=6), lambda session, at: town.desk.tell(session)
    )  # in the next stretch of the day: a search among all
    async with town.database.read() as session:
        await queue_depths(session)
        await count_unsettled(session)
        await list_unsettled(session)
        await count_open_tickets(session)
        await list_open_tickets(session)
        await find_pauses(session, at=AT)
        await list_silent_tickets(session, at=AT, limit=500)
        await list_tickets_of_nobody(session, after_id=3, limit=500)
        await list_tickets_held(session, staff_id=2, limit=100)
        await list_tickets_held(session, staff_id=2, given_at=AT, limit=30)
        await count_tickets_held(session, staff_ids=[1, 2])
        await list_handovers_under_way(session)
        await group_standings(session, at=AT)
        for which in (list_tickets_with_old_topic, list_former_topics_to_delete):
            await which(session, closed_before=AT, chat_id=STAFF_GROUP, limit=5)
        await lock_unanswered_visits(session, asked_before=AT, limit=500)
        await lock_visits_on(session, reason=VisitReason.TICKET, subject_id=7)
        await lock_visits_of_leavers(session, at=AT, limit=500)
        await lock_visits_held(session, staff_id=2, limit=100)
        await find_next_personal_visit(session, customer_id=7)
        await list_planned_steps(session, customer_id=7, reason=VisitReason.PURCHASE)
        await list_personal_visits(session, staff_id=2, due_before=AT, offset=0, limit=8)
        await count_personal_visits(session, staff_id=2, due_before=AT)
        await count_visits_given(session, due_before=AT)
        await list_visit_entries(session, visit_ids=[7])
        await find_first_arrival(session)
        years = [AT - timedelta(days=365 * years) for years in range(1, 6)]
        await find_arrived(
            session, unsaid=[Key("anniversary:", ":2026")], spans=[(day, day + timedelta(days=6)) for day in years], after_id=0, limit=500
        )
    async with town.database.begin() as session:
        await recover_interrupted(session, tell=town.desk.tell(session))


async def test_the_work_of_a_day_walks_through_no_big_table_but_where_it_is_said_why(town: Town) -> None:
    with overheard() as heard:
        await work_a_day(town)
    found = await all_walks(town, heard)
    assert [each for each in found if not any(words in each[0] for words in WALKS)] == []
    assert len(heard) > 60


def test_every_job_that_has_a_cadence_is_in_the_catalogue() -> None:
    assert {job.name for job in build_catalogue(retry_updates=None)} == {name for name, every in CADENCES.items() if every}


async def test_every_job_of_the_timetable_finds_work_here_and_walks_through_no_big_table_but_where_it_is_said_why(town: Town) -> None:
    await let_all_be_due(town)
    heard_of: dict[str, dict[str, Any]] = {}
    done = {}
    for job in build_catalogue(retry_updates=None):
        with overheard() as heard:
            done[job.name] = await job.run(town.database, busy(town.business), lambda: AT, lambda session, at: town.desk.tell(session))
        heard_of[job.name] = dict(heard)
    await town.database.close()
    if town.database.path is not None:
        forget_statistics(town.database.path)  # housekeeping has learnt how small the tables are
    assert [name for name, count in done.items() if not count] == []
    found = [(name, statement, line) for name, heard in heard_of.items() for statement, line in await all_walks(town, heard)]
    assert [each for each in found if not any(words in each[1] for words in WALKS)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM contact WHERE lower(username) = 'lin'",
        "SELECT * FROM conversation WHERE user_id = 5",
        "SELECT customer_id FROM points_entry WHERE customer_id > 0 AND points > 7 ORDER BY customer_id LIMIT 500",
        "SELECT id FROM customer WHERE id > 0 AND name = 'Lin' ORDER BY id LIMIT 500",
        "DELETE FROM outbox_message WHERE attempts = 7",
        "SELECT count(*) FROM ticket WHERE kind = 'complaint'",
    ],
)
async def test_a_walk_is_found(town: Town, statement: str) -> None:
    assert len(await walks(town, statement, ())) == 1
