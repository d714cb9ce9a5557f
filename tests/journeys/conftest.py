"""The programs in which the journeys happen: SQLite and PostgreSQL, polling and webhook."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import new_postgres_database
from tests.journeys.town import Town

WAYS = ("sqlite-polling", "sqlite-webhook", "postgresql-polling", "postgresql-webhook")


@pytest.fixture(scope="package", params=[pytest.param(way, marks=pytest.mark.xdist_group(f"journeys-{way}")) for way in WAYS])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program, once for each database and each way to get updates. The stories share it, each with people of its own."""
    kind, way = request.param.split("-")
    directory: Path = tmp_path_factory.mktemp(request.param)
    url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url"))) if kind == "postgresql" else None
    town = Town(directory=directory, database_url=url, webhook=way == "webhook")
    yield town
    town.stop()
