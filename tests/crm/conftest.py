"""The scene on which actions of the business are tried."""

from collections.abc import Iterator

import pytest

from crm.business import Business
from storage.database import Database
from tests.conftest import NOON
from tests.crm.counter import Counter, shanghai
from tests.scene import Scene


@pytest.fixture
def scene(database: Database, business: Business) -> Iterator[Scene]:
    """An empty scene at noon (20:00 in Shanghai): once on SQLite, once on PostgreSQL."""
    yield Scene(database=database, business=business, at=NOON)


@pytest.fixture
def counter(scene: Scene) -> Counter:
    """A desk with nothing on it, once on each database."""
    return Counter(scene)


@pytest.fixture
def quick(sqlite_database: Database, business: Business) -> Counter:
    """The same on SQLite alone, for what does not depend on the engine."""
    return Counter(Scene(database=sqlite_database, business=business, at=shanghai(5, 10)))
