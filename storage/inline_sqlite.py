"""Inline SQLite: the writing connection works in the event loop's own thread; only what may wait for the disk or a lock goes aside."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_WAITING = "BEGIN IMMEDIATE"
Result = TypeVar("Result")


class InlineCursor:
    """A cursor as SQLAlchemy's aiosqlite dialect wants it."""

    def __init__(self, cursor: sqlite3.Cursor, connection: "InlineConnection") -> None:
        self._cursor = cursor
        self._connection = connection

    async def __aenter__(self) -> "InlineCursor":
        return self

    @property
    def description(self) -> Any:
        """The columns of the result; None when there is none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row that was inserted last."""
        return self._cursor.lastrowid

    @property
    def arraysize(self) -> int:
        """How many rows are fetched at a time by default."""
        return self._cursor.arraysize

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> "InlineCursor":
        """Run a statement."""
        if operation == _WAITING:
            await self._connection.aside(lambda: self._cursor.execute(operation, parameters))
        else:
            self._cursor.execute(operation, parameters)
        return self

    async def executemany(self, operation: str, rows: Iterable[Sequence[Any]]) -> "InlineCursor":
        """Run a statement once for each row of parameters."""
        self._cursor.executemany(operation, rows)
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Close the cursor."""
        self._cursor.close()


class InlineConnection:
    """A connection as SQLAlchemy's aiosqlite dialect wants it.

    aiosqlite hands every step of every statement to a thread, which then fights the loop for the interpreter: fifty times a batch.
    A statement of the hot path takes some ten microseconds; what takes long is to wait for the disk, so only that is handed over.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = connection  # SQLAlchemy asks whether it is open
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")

    def cursor(self) -> InlineCursor:
        """Return a new cursor."""
        return InlineCursor(self._open().cursor(), self)

    async def create_function(self, name: str, arguments: int, function: Callable[..., Any], *, deterministic: bool = False) -> None:
        """Let SQL call a function."""
        self._open().create_function(name, arguments, function, deterministic=deterministic)

    async def commit(self) -> None:
        """Commit: the disk is waited for in a thread."""
        connection = self._open()
        if connection.in_transaction:
            await self.aside(connection.commit)

    async def rollback(self) -> None:
        """Roll back."""
        self._open().rollback()

    async def close(self) -> None:
        """Close the connection; what it still writes is waited for."""
        if self._connection is not None:
            closing, self._connection = self._connection, None
            await self.aside(closing.close)
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close without waiting for anything."""
        self._connection = None
        self._thread.shutdown(wait=False)

    async def aside(self, work: Callable[[], Result]) -> Result:
        """Do something in the connection's thread. It is finished even when nobody waits for it any more: the connection has one user."""
        doing = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            await asyncio.wait({doing})
            raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.OperationalError("connection closed")
        return self._connection


async def connect_inline(database: str) -> InlineConnection:
    """Open a connection to a file that begins no transaction by itself."""
    return InlineConnection(sqlite3.connect(database, check_same_thread=False, isolation_level=None))
