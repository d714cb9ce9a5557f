"""The database and its transactions: the only place that begins, commits and rolls back."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect, make_url, text
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel import SQLModel

from storage.gathering import GATHERED, has_outgoing, write_gathered
from storage.inline_sqlite import connect_inline

Session = AsyncSession

OUTBOX_CHANNEL = "kefu_outbox"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class UnknownDatabase(ValueError):
    """The database URL names an engine that the desk does not speak."""


def driver_url(url: str) -> URL:
    """Return the URL with the async driver that we use; raise UnknownDatabase for other engines or nonsense."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UnknownDatabase("not a database URL") from error
    family = parsed.drivername.split("+")[0]
    if family not in _DRIVERS:
        raise UnknownDatabase(f"engine {family!r} is not supported")
    driver = parsed.drivername if parsed.drivername == "postgresql+psycopg" else _DRIVERS[family]
    return parsed.set(drivername=driver)


def is_unread(row: SQLModel) -> bool:
    """Tell whether a row must be loaded again before it can be read, because its change was rolled back."""
    return bool(inspect(row).expired)


# PostgreSQL's own words for it (SQLSTATE): no connection, a standby, no room or memory, shutting down or starting up, a failing disk.
# The driver's errors for these are no OperationalError. https://www.postgresql.org/docs/current/errcodes-appendix.html
_AWAY_STATES = ("08", "25006", "53", "57P", "58")
# Two transactions waited for each other, or one could not be fitted between others.
_COLLISION_STATES = ("40P01", "40001")
# Another transaction was first, with the same row or with the same key: what was decided on may be decided anew.
OVERTAKEN_ERRORS = (StaleDataError, IntegrityError)
# What a database that is away, busy or broken raises.
DATABASE_ERRORS = (DBAPIError, ConnectionError, TimeoutError)


def is_unavailable(error: BaseException) -> bool:
    """Tell whether an error means that the database cannot be used at the moment, not that the work was wrong."""
    if isinstance(error, DBAPIError) and (
        error.connection_invalidated or str(getattr(error.orig, "sqlstate", "")).startswith(_AWAY_STATES)
    ):
        return True
    return isinstance(error, OperationalError | InterfaceError | ConnectionError | TimeoutError)


def is_collision(error: BaseException) -> bool:
    """Tell whether a transaction was ended only because another one was in its way: nothing is wrong, and it may be tried again at once."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLISION_STATES


def reason_of(error: BaseException) -> str:
    """Return what the database itself said, in one line: `database or disk is full`. Further lines would show a row's values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return next(iter(str(cause).splitlines()), "") or type(cause).__name__


class Database:
    """One database, SQLite or PostgreSQL, with a writing and a reading side."""

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.announce = False  # tell other processes of new outgoing messages (PostgreSQL)
        self._wake: Callable[[], None] = lambda: None
        self._writer = self._sqlite_engine(writing=True) if self.is_sqlite else self._server_engine()
        self._reader = self._sqlite_engine(writing=False) if self.is_sqlite else self._writer

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations and locks."""
        return self._writer

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None for a server."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def on_outgoing(self, wake: Callable[[], None]) -> None:
        """Name the function that is called after a commit which left messages to be said."""
        self._wake = wake

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open one transaction: what was gathered is written and all is committed at the end, or nothing is."""
        session = Session(self._writer, expire_on_commit=False, autoflush=False)
        session.info[GATHERED] = {}
        try:
            yield session
            outgoing = await write_gathered(session) or has_outgoing(session)
            if outgoing and self.announce and not self.is_sqlite:
                await session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": OUTBOX_CHANNEL})
            await session.commit()
        except BaseException:
            await session.rollback()
            raise
        finally:
            await session.close()
        if outgoing:
            self._wake()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Open a transaction that only reads."""
        session = Session(self._reader, expire_on_commit=False, autoflush=False)
        session.info[GATHERED] = {}
        try:
            yield session
        finally:
            await session.close()  # what was read stays readable; a rollback would forget it

    async def optimize(self) -> None:
        """Let SQLite bring what it knows of its tables up to date, from a sample of each; PostgreSQL does that by itself."""
        if self.is_sqlite:
            async with self._writer.connect() as connection:
                await connection.exec_driver_sql("PRAGMA analysis_limit=400")
                await connection.exec_driver_sql("PRAGMA optimize")

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()

    def _server_engine(self) -> AsyncEngine:
        engine = create_async_engine(self.url, pool_size=8, max_overflow=4, pool_pre_ping=True, pool_use_lifo=True, hide_parameters=True)

        @event.listens_for(engine.sync_engine, "do_connect")
        def connect(dialect: Dialect, _record: Any, arguments: Any, options: Any) -> DBAPIConnection:
            # The socket of a stopped server is a missing file, and a name that nobody resolves is an error of its own.
            try:
                return dialect.connect(*arguments, **options)
            except OSError as error:
                if isinstance(error, ConnectionError | TimeoutError):
                    raise
                raise ConnectionError(str(error)) from error

        return engine

    def _sqlite_engine(self, *, writing: bool) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            poolclass=AsyncAdaptedQueuePool,
            pool_size=1 if writing else 4,
            max_overflow=0,
            pool_timeout=60,
            hide_parameters=True,  # a customer's words must not reach a log with an error
            async_creator=partial(connect_inline, self.url.database or ":memory:") if writing else None,
        )

        @event.listens_for(engine.sync_engine, "connect")
        def set_up(connection: Any, _record: Any) -> None:
            if not writing:
                connection.isolation_level = None  # pysqlite's own transactions leave DDL and SELECT outside
            cursor = connection.cursor()
            for pragma in _WRITER_PRAGMAS if writing else _READER_PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Any) -> None:
            # A deferred transaction that reads and then writes fails at once with SQLITE_BUSY_SNAPSHOT.
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

        return engine


# One connection writes and checkpoints: SQLite before 3.51.3 can corrupt a WAL file when two do.
# Half a megabyte of pages for each connection: the system keeps the file at hand anyway.
_COMMON_PRAGMAS = ("cache_size=-512", "busy_timeout=10000", "foreign_keys=ON", "temp_store=MEMORY")
_WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864", *_COMMON_PRAGMAS)
_READER_PRAGMAS = ("query_only=ON", "wal_autocheckpoint=0", *_COMMON_PRAGMAS)
