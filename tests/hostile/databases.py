"""Databases with the cast in them, as many as there are worlds."""

import itertools
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from crm.business import Business
from storage.database import Database
from storage.migrating import migrate
from tests.conftest import NOON, new_postgres_database
from tests.desk import Desk
from tests.hostile.cast import bring_in
from tests.statements import share_statements

NewDatabase = Callable[[], Awaitable[Database]]


async def sqlite_source(directory: Path, business: Business) -> NewDatabase:
    """Return a function that makes SQLite databases in a directory; of those made before only the last one stays."""
    template = directory / "template.db"
    await _prepare(f"sqlite:///{template}", business)
    numbers = itertools.count()

    async def new() -> Database:
        number = next(numbers)
        for old in directory.glob(f"{number - 2}.db*"):
            old.unlink()
        shutil.copy(template, directory / f"{number}.db")
        return await share_statements(Database(f"sqlite:///{directory}/{number}.db"))

    return new


async def postgres_source(server_url: str, business: Business) -> NewDatabase:
    """Return a function that makes PostgreSQL databases on a server."""
    url = await new_postgres_database(server_url)
    await _prepare(url, business)
    database = Database(url)
    template = database.url.database
    await database.close()
    assert template is not None

    async def new() -> Database:
        return await share_statements(Database(await new_postgres_database(server_url, template=template)))

    return new


async def _prepare(url: str, business: Business) -> None:
    database = Database(url)
    await migrate(database, at=NOON)
    await bring_in(Desk(database=database, business=business, at=NOON))
    await database.close()
