"""What the tests of hostile input use: a desk with its cast, and databases for whole worlds."""

from pathlib import Path

import pytest

from crm.business import Business
from storage.database import Database
from tests.conftest import NOON
from tests.desk import Desk
from tests.hostile.cast import bring_in
from tests.hostile.databases import NewDatabase, postgres_source, sqlite_source
from tests.scene import Scene


@pytest.fixture
def scene(sqlite_database: Database, business: Business) -> Scene:
    """An empty scene at noon."""
    return Scene(database=sqlite_database, business=business, at=NOON)


@pytest.fixture
async def staffed(desk: Desk) -> Desk:
    """A desk on SQLite with the whole cast."""
    await bring_in(desk)
    return desk


@pytest.fixture
async def staffed_on_both(desk_on_both: Desk) -> Desk:
    """A desk with the whole cast: once on SQLite, once on PostgreSQL."""
    await bring_in(desk_on_both)
    return desk_on_both


@pytest.fixture
async def sqlite_worlds(tmp_path: Path, business: Business) -> NewDatabase:
    """SQLite databases with the cast in them."""
    return await sqlite_source(tmp_path, business)


@pytest.fixture
async def postgres_worlds(postgres_url: str, business: Business) -> NewDatabase:
    """PostgreSQL databases with the cast in them."""
    return await postgres_source(postgres_url, business)
