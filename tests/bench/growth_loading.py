"""Growth: rows written into a migrated database as fast as it takes them."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import asyncpg
from sqlmodel import SQLModel

from storage.database import Database
from tests.bench.growth_further import further_tables
from tests.bench.growth_rows import BEGIN, COPIES, FIRST_ADDRESS, TURN, Population, Row, row_id
from tests.desk import STAFF_GROUP

_PRAGMAS = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "foreign_keys=OFF",
    "ignore_check_constraints=ON",
    "temp_store=MEMORY",
    "cache_size=-1000000",
)
_LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', at, '+{seconds} seconds')",
    "postgresql": "at + interval '{seconds} seconds'",
}
# Where each interaction stands: in the private chat, and in the staff group when it was said on a ticket.
_PLACES = (
    f"INSERT INTO message_place SELECT {FIRST_ADDRESS} + customer_id, id >> 32, id FROM interaction ORDER BY customer_id, id",
    f"INSERT INTO message_place SELECT {STAFF_GROUP}, id >> 22, id FROM interaction WHERE ticket_id IS NOT NULL ORDER BY id",
)


def text_stamp(seconds: int) -> str:
    """Return a moment as SQLite keeps it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", "microseconds")[:26]


def aware_stamp(seconds: int) -> datetime:
    """Return a moment as PostgreSQL's driver takes it."""
    return datetime.fromtimestamp(seconds, UTC)


def population(database: Database, customers: int) -> Population:
    """Return the customers of a database, described in its own way of writing moments."""
    return Population(customers, stamp=text_stamp if database.is_sqlite else aware_stamp)


async def load(database: Database, people: Population) -> None:
    """Fill a migrated database; indexes are made anew at the end, and what the planner knows of the tables is brought up to date."""
    if database.path is not None:
        await asyncio.to_thread(_load_sqlite, database.path, people)
    else:
        await _load_postgres(database, people)


async def add_rows(database: Database, table: str, rows: Iterable[Row]) -> None:
    """Write further rows into a table."""
    if database.path is not None:
        await asyncio.to_thread(_add_to_sqlite, database.path, table, rows)
    else:
        connection = await asyncpg.connect(_server_address(database))
        await connection.copy_records_to_table(table, records=rows, columns=_columns(table))
        await connection.execute(f"ANALYZE {table}")
        await connection.close()


def _columns(table: str) -> list[str]:
    return [column.name for column in SQLModel.metadata.tables[table].columns]


def _server_address(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _insert(table: str) -> str:
    columns = _columns(table)
    named = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT OR REPLACE INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})"


def _derived(dialect: str) -> Iterator[str]:
    """Yield the statements that make the rest of what was said of its beginning; the database is quicker at it than we are."""
    columns = ", ".join(name for name in _columns("interaction") if name not in ("id", "at"))
    for original, turn in COPIES:
        seconds = (turn - original) * TURN
        yield (
            f"INSERT INTO interaction (id, at, {columns}) SELECT id + {seconds * 1000 << 22}, {_LATER[dialect].format(seconds=seconds)}, {columns} "
            f"FROM interaction WHERE id < {row_id(BEGIN + (original + 1) * TURN, 0)} AND id >= {row_id(BEGIN + original * TURN, 0)} ORDER BY id"
        )
    yield from _PLACES


def _add_to_sqlite(path: Path, table: str, rows: Iterable[Row]) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_insert(table), rows)
        connection.execute("COMMIT")


@contextlib.contextmanager
def bare_sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a file that has no indexes for the time being; what its planner knows is brought up to date at the end."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        ).fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        yield connection
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("COMMIT")
        # As housekeeping leaves it after some days: looked at, but not to the last row.
        connection.execute("PRAGMA analysis_limit=1000")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")


@contextlib.asynccontextmanager
async def bare_postgres(database: Database) -> AsyncIterator[Any]:
    """Yield a connection to a database that has no indexes for the time being; what its planner knows is brought up to date at the end."""
    connection = await asyncpg.connect(_server_address(database))
    await connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
    indexes: list[Any] = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'ix\\_%' ORDER BY indexname"
    )
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['indexname']}")
    await connection.execute("ALTER TABLE message_place DROP CONSTRAINT pk_message_place")
    yield connection
    await connection.execute("ALTER TABLE message_place ADD CONSTRAINT pk_message_place PRIMARY KEY (chat_id, message_id)")
    for index in indexes:
        await connection.execute(index["indexdef"])
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()


def _load_sqlite(path: Path, people: Population) -> None:
    with bare_sqlite(path) as connection:
        for table, rows in _tables(people):
            connection.executemany(_insert(table), rows)
        for statement in _derived("sqlite"):
            connection.execute(statement)


async def _load_postgres(database: Database, people: Population) -> None:
    async with bare_postgres(database) as connection:
        await connection.execute("DELETE FROM counter")
        for table, rows in _tables(people):
            await connection.copy_records_to_table(table, records=rows, columns=_columns(table))
        for statement in _derived("postgresql"):
            await connection.execute(statement)


def _tables(people: Population) -> Iterator[tuple[str, Iterator[Row]]]:
    return chain(people.tables(), further_tables(people))
