"""The scene on which actions of the business are tried."""

from collections.abc import Iterator

import pytest

from crm.business import Business
from storage.database import Database
from tests.conftest import NOON
from tests.scene import Scene


@pytest.fixture
def scene(database: Database, business: Business) -> Iterator[Scene]:
    """An empty scene at noon (20:00 in Shanghai): once on SQLite, once on PostgreSQL."""
    yield Scene(database=database, business=business, at=NOON)
