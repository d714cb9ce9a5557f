"""Inline SQLite: statements run in the loop's thread, waiting does not, and a commit that began is finished."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.database import Database
from storage.inline_sqlite import InlineConnection, connect_inline


@pytest.fixture
async def connection(tmp_path: Path) -> InlineConnection:
    """A connection to a new file with one table."""
    opened = await connect_inline(str(tmp_path / "x.db"))
    await opened.cursor().execute("CREATE TABLE word (said TEXT UNIQUE)")
    return opened


async def words(connection: InlineConnection) -> list[str]:
    """Return what is kept."""
    cursor = await connection.cursor().execute("SELECT said FROM word ORDER BY said")
    return [row[0] for row in await cursor.fetchall()]


async def test_a_statement_runs_in_the_thread_of_the_loop_and_waiting_in_another(connection: InlineConnection) -> None:
    await connection.create_function("here", 0, threading.get_ident)
    [here] = await (await connection.cursor().execute("SELECT here()")).fetchall()
    assert here == (threading.get_ident(),)
    assert await connection.aside(threading.get_ident) != threading.get_ident()
    await connection.close()


async def test_a_transaction_is_kept_or_rolled_back(connection: InlineConnection) -> None:
    cursor = connection.cursor()
    await cursor.execute("BEGIN IMMEDIATE")
    await cursor.executemany("INSERT INTO word VALUES (?)", [("a",), ("b",)])
    assert cursor.rowcount == 2
    await connection.commit()
    await cursor.execute("BEGIN IMMEDIATE")
    await cursor.execute("DELETE FROM word")
    await connection.rollback()
    assert await words(connection) == ["a", "b"]
    await connection.commit()  # there is nothing to commit
    await connection.close()


async def test_the_loop_goes_on_while_a_lock_is_waited_for(connection: InlineConnection, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    beginning = asyncio.create_task(connection.cursor().execute("BEGIN IMMEDIATE"))
    for _ in range(20):
        await asyncio.sleep(0.005)
    assert not beginning.done()
    other.execute("COMMIT")
    await beginning
    other.close()
    await connection.rollback()
    await connection.close()


async def test_a_commit_that_began_is_finished_when_nobody_waits_for_it_any_more(connection: InlineConnection) -> None:
    cursor = connection.cursor()
    await cursor.execute("BEGIN IMMEDIATE")
    await cursor.execute("INSERT INTO word VALUES ('kept')")
    release = threading.Event()
    held = asyncio.create_task(connection.aside(lambda: release.wait(10)))  # the thread is busy, so the commit stands behind it
    await asyncio.sleep(0)
    committing = asyncio.create_task(connection.commit())
    await asyncio.sleep(0.01)
    committing.cancel()
    await asyncio.sleep(0.01)
    assert not committing.done()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await committing
    await held
    await connection.rollback()
    assert await words(connection) == ["kept"]
    await connection.close()


async def test_a_closed_connection_says_so(connection: InlineConnection) -> None:
    await connection.close()
    await connection.close()
    with pytest.raises(sqlite3.OperationalError, match="connection closed"):
        connection.cursor()


async def test_errors_of_the_file_are_those_of_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/y.db")
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE word (said TEXT UNIQUE)"))
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await session.execute(text("INSERT INTO word VALUES ('a'), ('a')"))
    with pytest.raises(OperationalError):
        async with database.begin() as session:
            await session.execute(text("SELECT nothing FROM nowhere"))
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM word"))).scalar_one() == 0
    await database.close()
