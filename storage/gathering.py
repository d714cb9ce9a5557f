"""Rows gathered in memory during a transaction and written by one insert a table at its end."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

GATHERED = "gathered"
_OUTGOING = "outgoing"
_WRITTEN = "written"
OUTBOX_TABLE = "outbox_message"
AMENDABLE_TABLE = "interaction"
# Their rows take the place of those with the same key: a dialogue goes on, and another bot on the same data counts its messages anew.
REPLACED_TABLES = frozenset({"conversation", "message_place"})

Row = dict[str, Any]


def gather(session: AsyncSession, table: type[SQLModel], row: Row) -> None:
    """Keep a complete row to be written at the end of the transaction; every row of a table has the same keys."""
    session.info[GATHERED].setdefault(table, []).append(row)


def forget(session: AsyncSession, table: type[SQLModel], row: Row) -> None:
    """Take back a row that was gathered and is not written yet."""
    rows: list[Row] = session.info[GATHERED][table]
    rows.remove(row)
    if not rows:
        del session.info[GATHERED][table]  # what is gathered holds no table without rows


def gathered(session: AsyncSession, table: type[SQLModel]) -> Iterable[Row]:
    """Return the rows of a table that are gathered and not written yet."""
    rows: list[Row] = session.info[GATHERED].get(table, [])
    return rows


def gathered_count(session: AsyncSession) -> int:
    """Return how many rows are gathered and not written yet."""
    return sum(len(rows) for rows in session.info[GATHERED].values())


def gathered_snapshot(session: AsyncSession) -> dict[type[SQLModel], list[Row]]:
    """Return what is gathered at this moment, to be restored after a savepoint was rolled back."""
    return {table: list(rows) for table, rows in session.info[GATHERED].items()}


def restore_gathered(session: AsyncSession, snapshot: dict[type[SQLModel], list[Row]]) -> None:
    """Forget what was gathered since a snapshot, and gather again what was written since."""
    session.info[GATHERED] = snapshot
    waiting_again = {id(row) for rows in snapshot.values() for row in rows}
    session.info[_WRITTEN] = [(row, kept) for row, kept in session.info.get(_WRITTEN, []) if id(row) not in waiting_again]


def has_outgoing(session: AsyncSession) -> bool:
    """Tell whether messages to be said were written in this transaction."""
    return bool(session.info.get(_OUTGOING))


@cache
def _insert_into(table: Table, dialect: str) -> Insert:
    if table.name not in REPLACED_TABLES:
        return insert(table)
    upsert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    key = [column.name for column in table.primary_key]
    replaced = {column.name: upsert.excluded[column.name] for column in table.columns if column.name not in key}
    return upsert.on_conflict_do_update(index_elements=key, set_=replaced)


@cache
def _table_order() -> dict[str, int]:
    return {table.name: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}


async def write_gathered(session: AsyncSession) -> bool:
    """Flush the session and write what was gathered, referred tables first; tell whether messages to be said were among it."""
    await session.flush()
    waiting: dict[type[SQLModel], list[Row]] = session.info[GATHERED]
    await _amend_written(session)
    if not waiting:
        return False
    connection = await session.connection()
    order = _table_order()
    for table in sorted(waiting, key=lambda each: order[each.__table__.name]):  # type: ignore[attr-defined]  # SQLModel hides __table__
        core_table = table.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
        await connection.execute(_insert_into(core_table, connection.dialect.name), waiting[table])
        if core_table.name == OUTBOX_TABLE:
            session.info[_OUTGOING] = True
        elif core_table.name == AMENDABLE_TABLE:
            session.info.setdefault(_WRITTEN, []).extend((row, (core_table, dict(row))) for row in waiting[table])
    waiting.clear()
    return has_outgoing(session)


async def _amend_written(session: AsyncSession) -> None:
    """A query in the middle writes what is gathered; what a handler says of its interaction afterwards must not be lost."""
    written: list[tuple[Row, tuple[Any, Row]]] = session.info.get(_WRITTEN, [])
    for place, (row, (core_table, kept)) in enumerate(written):
        changed = {name: value for name, value in row.items() if value != kept[name]}
        if changed:
            connection = await session.connection()
            await connection.execute(update(core_table).where(core_table.c.id == row["id"]).values(changed))
            written[place] = (row, (core_table, dict(row)))
