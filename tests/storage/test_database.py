"""The database: one transaction, all or nothing, and rows gathered for its end."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.columns import draw_id
from storage.counters import draw_numbers
from storage.customers import Customer, find_customer
from storage.database import Database, UnknownDatabase, driver_url, is_collision, is_unavailable, reason_of
from storage.interactions import count_inbound, keep_interaction, keep_place
from storage.leadership import DatabaseInUse, FileHold, Leadership
from storage.outbox import queue_message
from storage.vocabulary import Author, Direction, InteractionKind, Lane, Language
from tests.conftest import NOON


def customer(number: int) -> Customer:
    """Return a customer who is not stored yet."""
    return Customer(id=number, name="林美", language=Language.CHINESE, time_zone="Asia/Shanghai", created_at=NOON)


async def test_what_was_gathered_is_written_with_the_rest(database: Database) -> None:
    async with database.begin() as session:
        session.add(customer(1))
        keep_interaction(
            session, kind=InteractionKind.INQUIRY, direction=Direction.IN, author=Author.CUSTOMER, at=NOON, customer_id=1, text="你好"
        )
    async with database.read() as session:
        assert await count_inbound(session, customer_id=1) == 1


async def test_nothing_of_a_failed_transaction_stays(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.begin() as session:
            session.add(customer(1))
            raise RuntimeError
    async with database.read() as session:
        assert await find_customer(session, 1) is None


async def test_a_number_is_never_drawn_twice(database: Database) -> None:
    async def draw() -> list[int]:
        async with database.begin() as session:
            return list(await draw_numbers(session, name="ticket", count=3))

    drawn = [number for numbers in await asyncio.gather(*[draw() for _ in range(8)]) for number in numbers]
    assert sorted(drawn) == list(range(1, 25))


async def test_there_is_no_counter_of_an_unknown_name(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.begin() as session:
            await draw_numbers(session, name="nonsense")


def test_ids_only_grow() -> None:
    ids = [draw_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))
    assert max(ids) < 2**63


async def test_foreign_keys_are_watched(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            keep_interaction(session, kind=InteractionKind.NOTE, direction=Direction.IN, author=Author.CUSTOMER, at=NOON, customer_id=404)


async def test_words_outside_the_vocabulary_are_refused_by_the_database(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (1, 'x', 'klingon', false, 'UTC', '2026-01-01')"
            )


async def test_a_reader_cannot_write(sqlite_database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with sqlite_database.read() as session:
            session.add(customer(1))
            await session.flush()


async def test_outgoing_messages_wake_delivery_only_after_the_commit(database: Database) -> None:
    woken: list[str] = []
    database.on_outgoing(lambda: woken.append("now"))
    async with database.begin() as session:
        queue_message(session, method="sendMessage", payload={"chat_id": 1}, lane=Lane.REPLY, at=NOON, chat_id=1)
        assert woken == []
    assert woken == ["now"]
    async with database.begin() as session:
        session.add(customer(1))
    assert woken == ["now"]


async def test_the_place_of_a_message_is_overwritten_by_another_bot(database: Database) -> None:
    for word in ("first", "second"):
        async with database.begin() as session:
            row = keep_interaction(session, kind=InteractionKind.SYSTEM, direction=Direction.IN, author=Author.CUSTOMER, at=NOON, text=word)
            keep_place(session, chat_id=7, message_id=1, interaction_id=row["id"])


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///var/kefu.db", "sqlite+aiosqlite"),
        ("postgresql://kefu@db/kefu", "postgresql+asyncpg"),
        ("postgres://kefu@db/kefu", "postgresql+asyncpg"),
        ("postgresql+psycopg://kefu@db/kefu", "postgresql+psycopg"),
    ],
)
def test_the_async_driver_is_our_business(url: str, driver: str) -> None:
    assert driver_url(url).drivername == driver


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", ""])
def test_other_engines_are_refused(url: str) -> None:
    with pytest.raises(UnknownDatabase):
        driver_url(url)


def test_a_lost_connection_is_no_fault_of_the_work() -> None:
    assert is_unavailable(ConnectionRefusedError())
    assert not is_unavailable(ValueError())


@pytest.mark.parametrize("where", ["@/kefu?host={directory}", "@no-such-host.invalid/kefu"])
async def test_a_server_that_cannot_be_found_counts_as_unavailable(where: str, tmp_path: Path) -> None:
    database = Database("postgresql://kefu" + where.format(directory=tmp_path))
    with pytest.raises(ConnectionError) as away:
        async with database.read() as session:
            await find_customer(session, 1)
    assert is_unavailable(away.value)
    await database.close()


@pytest.mark.parametrize(
    ("state", "is_away"),
    [
        ("08006", True),  # the connection failed
        ("25006", True),  # a standby takes no writes
        ("53100", True),  # the disk is full
        ("53300", True),  # too many connections
        ("57P03", True),  # starting up
        ("57P01", True),  # shutting down
        ("58030", True),  # the disk fails
        ("57014", False),  # one query was ended
        ("22001", False),  # a text too long
        ("40P01", False),  # a deadlock
    ],
)
def test_what_postgresql_says_when_it_cannot_work_counts_as_unavailable(state: str, is_away: bool) -> None:
    assert is_unavailable(DBAPIError("INSERT", None, PostgresSays(state))) is is_away


@pytest.mark.parametrize(("state", "is_to_be_tried_again"), [("40P01", True), ("40001", True), ("40002", False), ("57014", False)])
def test_transactions_that_were_in_each_others_way_are_told_from_those_that_are_wrong(state: str, is_to_be_tried_again: bool) -> None:
    assert is_collision(DBAPIError("UPDATE", None, PostgresSays(state))) is is_to_be_tried_again
    assert not is_collision(ValueError(state))


class PostgresSays(Exception):
    """An error as the driver hands it on."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"error {sqlstate}")
        self.sqlstate = sqlstate


async def test_a_full_disk_counts_as_unavailable_and_loses_nothing_that_was_there(sqlite_database: Database) -> None:
    async with sqlite_database.begin() as session:
        session.add(customer(1))
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(DBAPIError) as full:
        async with sqlite_database.begin() as session:
            session.add_all([customer(number) for number in range(2, 2000)])
    assert (is_unavailable(full.value), reason_of(full.value)) == (True, "database or disk is full")
    async with sqlite_database.read() as session:
        assert await find_customer(session, 1) is not None
        assert await find_customer(session, 2) is None


def test_the_reason_is_one_line_without_a_rows_values() -> None:
    told = DBAPIError("INSERT", None, ValueError("a value is too long\nDETAIL: Failing row contains (林美)"))
    assert (reason_of(told), reason_of(ConnectionRefusedError())) == ("a value is too long", "ConnectionRefusedError")


def test_a_second_program_on_one_file_is_refused(tmp_path: Path) -> None:
    first, second = FileHold(tmp_path / "kefu.db"), FileHold(tmp_path / "kefu.db")
    first.take()
    with pytest.raises(DatabaseInUse):
        second.take()
    first.give_back()
    second.take()
    second.give_back()


async def test_one_process_leads_and_the_next_takes_over(database: Database) -> None:
    if database.is_sqlite:
        await Leadership(database, wake=lambda: None).gain()
        return
    first, second = Leadership(database, wake=lambda: None), Leadership(database, wake=lambda: None)
    await first.gain()
    waiting = asyncio.create_task(second.gain())
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await first.resign()
    await asyncio.wait_for(waiting, timeout=10)
    await second.resign()


async def test_the_leader_hears_of_what_other_processes_queue(database: Database) -> None:
    if database.is_sqlite:
        return
    woken = asyncio.Event()
    leader = Leadership(database, wake=woken.set)
    await leader.gain()
    database.announce = True
    async with database.begin() as session:
        queue_message(session, method="sendMessage", payload={"chat_id": 1}, lane=Lane.REPLY, at=NOON, chat_id=1)
    await asyncio.wait_for(woken.wait(), timeout=5)
    await leader.resign()
