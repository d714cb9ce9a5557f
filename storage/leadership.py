"""Leadership: which process delivers and keeps the timetable."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import OUTBOX_CHANNEL, Database

LEADER_KEY = 0x6B656675  # "kefu"
_ASK_SECONDS = 1.0
# A leader that is not heard of for so long leads no more: the server ends its connection, and with it the lock.
LEASE_SECONDS = 12
# Well before that a leader whose question is not answered takes itself for one that leads no more.
_ANSWER_SECONDS = 5.0
# Who had to wait for the lock gives the former leader so long to notice that only its connection died, and to finish.
YIELD_SECONDS = 5.0
# Who lost the lock lets the others try first: their connections are sound.
_STEP_ASIDE_SECONDS = 2.5
_HAS_LEASES = 140_000


class DatabaseInUse(Exception):
    """Another program works on this SQLite file."""


class FileHold:
    """Holds a SQLite database for one process, by a lock file beside it."""

    def __init__(self, database_path: Path) -> None:
        self._lock = FileLock(f"{database_path}.lock")

    def take(self) -> None:
        """Take the database; raise DatabaseInUse when another program has it."""
        Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise DatabaseInUse(str(self._lock.lock_file)) from error

    def give_back(self) -> None:
        """Let the next program have it."""
        self._lock.release()


class Leadership:
    """Leads while it holds an advisory lock of PostgreSQL; on SQLite the only process leads always."""

    def __init__(self, database: Database, *, wake: Callable[[], None]) -> None:
        self._database = database
        self._wake = wake
        self._connection: AsyncConnection | None = None
        self._has_lost = False

    async def gain(self) -> None:
        """Return as soon as this process leads. Until then commits of this process announce new messages to the leader."""
        if self._database.is_sqlite:
            return
        self._database.announce = True
        was_led = False
        if self._has_lost:
            await asyncio.sleep(_STEP_ASIDE_SECONDS)
        while True:
            try:
                if await self._try():
                    if was_led:
                        await asyncio.sleep(YIELD_SECONDS)
                        await self._ask()
                    self._database.announce = False
                    return
                was_led = True
            except (DBAPIError, OSError):
                await self._drop()
            await asyncio.sleep(_ASK_SECONDS)

    async def keep(self) -> None:
        """Return when leadership is lost: the connection that holds the lock died, or gives no answer."""
        if self._database.is_sqlite:
            await asyncio.Event().wait()
        while True:
            await asyncio.sleep(_ASK_SECONDS)
            try:
                await self._ask()
            except (DBAPIError, OSError):
                await self._drop()
                self._database.announce = self._has_lost = True
                return

    async def resign(self) -> None:
        """Let another process lead."""
        await self._drop()

    async def _ask(self) -> None:
        if self._connection is None:
            raise ConnectionError
        async with asyncio.timeout(_ANSWER_SECONDS):
            await self._connection.execute(text("SELECT 1"))

    async def _try(self) -> bool:
        if self._connection is None:
            connection = await self._database.engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            version = int((await self._connection.execute(text("SELECT current_setting('server_version_num')"))).scalar_one())
            if version >= _HAS_LEASES:
                await self._connection.execute(text(f"SET idle_session_timeout = '{LEASE_SECONDS}s'"))
        held = (await self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER_KEY})).scalar_one()
        if held:
            raw = await self._connection.get_raw_connection()
            driver: Any = raw.driver_connection
            if hasattr(driver, "add_listener"):
                await driver.add_listener(OUTBOX_CHANNEL, lambda *_: self._wake())
        return bool(held)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except (DBAPIError, OSError):
                return
