"""Migrations: bringing a database to the shape that this version needs."""

import asyncio
import contextlib
import errno
import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from storage.database import Database

SCRIPTS = Path(__file__).with_name("migrations")
_MIGRATION_KEY = 0x6B656D69
_VERSION_TABLE = "alembic_version"  # Alembic's own


class DatabaseTooNew(LookupError):
    """The database was brought up to date by a newer version of this program."""


def alembic_config() -> Any:
    """Return Alembic's configuration (a `Config`), which needs no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


async def pending_migrations(database: Database) -> int:
    """Return how many migrations the database lacks; raise DatabaseTooNew when it was made by a newer program."""
    async with database.engine.connect() as connection:
        current = await connection.run_sync(_current_revision)
    known = revisions()
    if current is None:
        return len(known)
    if current not in known:
        raise DatabaseTooNew(current)
    return len(known) - 1 - known.index(current)


def revisions() -> list[str]:
    """Return the revisions of all migrations, the first first: their files are named by them."""
    return sorted(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


def _current_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    revision: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one_or_none()
    return revision


async def migrate(database: Database, *, at: datetime, revision: str = "head") -> int:
    """Bring the database up to date and return how many migrations ran; a SQLite file with data is copied aside first."""
    has_data = await asyncio.to_thread(_make_room, database.path) if database.path is not None else False
    pending = await pending_migrations(database)
    if not pending:
        return 0
    if database.path is not None and has_data:
        await back_up(database, database.path.with_name(f"{database.path.name}.before-{at:%Y%m%dT%H%M%S}"))
    from alembic import command

    config = alembic_config()

    def upgrade(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    async with database.engine.connect() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_KEY})
            await connection.commit()
        else:
            # Batch migrations make tables anew, which SQLite refuses while it watches foreign keys.
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            await connection.run_sync(upgrade)
            await connection.commit()
        finally:
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_KEY})
                await connection.commit()
            else:
                await connection.invalidate()  # the next connection watches foreign keys again
    return pending


async def back_up(database: Database, target: Path) -> None:
    """Write a copy of a SQLite database to a new file while it is in use; raise OSError, or LookupError for a server's database."""
    if database.path is None:
        raise LookupError("PostgreSQL")
    await asyncio.to_thread(_copy, database.path, target)


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise FileExistsError(target)
    if not source.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
    target.parent.mkdir(parents=True, exist_ok=True)
    # VACUUM INTO reads in one transaction; a copy of the file alone would lack what stands in the write-ahead log.
    with contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def _make_room(path: Path) -> bool:
    """Make the folder of a SQLite file; tell whether there is data in the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # what customers say is nobody else's business
    return path.stat().st_size > 0
