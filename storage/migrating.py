"""Migrations: bringing a database to the shape that this version needs."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database

SCRIPTS = Path(__file__).with_name("migrations")
_MIGRATION_KEY = 0x6B656D69


def alembic_config() -> Config:
    """Return Alembic's configuration, which needs no ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


async def pending_migrations(database: Database) -> int:
    """Return how many migrations the database lacks; raise LookupError when it is newer than this program."""
    script = ScriptDirectory.from_config(alembic_config())

    def count(connection: Connection) -> int:
        current = MigrationContext.configure(connection).get_current_revision()
        known = [revision.revision for revision in script.walk_revisions()]
        if current is None:
            return len(known)
        if current not in known:
            raise LookupError(current)
        return known.index(current)

    async with database.engine.connect() as connection:
        return await connection.run_sync(count)


async def migrate(database: Database, *, at: datetime, revision: str = "head") -> int:
    """Bring the database up to date and return how many migrations ran; a SQLite file with data is copied aside first."""
    if database.path is not None:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    pending = await pending_migrations(database)
    if not pending:
        return 0
    if database.path is not None and database.path.exists() and database.path.stat().st_size > 0:
        await back_up(database, database.path.with_name(f"{database.path.name}.before-{at:%Y%m%dT%H%M%S}"))
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
    """Write a copy of a SQLite database to a new file while it is in use; raise FileExistsError or LookupError (a server's database)."""
    if database.path is None:
        raise LookupError("a PostgreSQL database is backed up with pg_dump")
    if target.exists():
        raise FileExistsError(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("COMMIT")
        await connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        await connection.exec_driver_sql("BEGIN")
    target.chmod(0o600)
