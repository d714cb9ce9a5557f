"""The databases on which the program is killed, each with a folder of its own."""

import asyncio

import pytest

from tests.conftest import new_postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def crash_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; the SQLite file lies in the folder in which the program runs."""
    if request.param == "sqlite":
        return "sqlite:///kefu.db"
    return asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url")))
