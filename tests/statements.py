"""Statements that are compiled once for all tests of a process, as the program compiles them once in its life.

Each test has a database of its own, and SQLAlchemy compiles the statements of each engine anew: a third of the time that tests take.
"""

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from storage.database import Database

MOST_STATEMENTS = 10_000
_first: dict[str, Engine] = {}


async def share_statements(database: Database) -> Database:
    """Let a database that can be connected to use what earlier ones of its kind have compiled; return it."""
    engines = [engine.sync_engine for engine in (database._writer, database._reader)]
    kind = engines[0].dialect.name
    if kind not in _first:
        async with database.engine.connect():  # with this the dialect learns what the server can do
            _first[kind] = engines[0]
        engines[0]._compiled_cache = LRUCache(MOST_STATEMENTS)
    for engine in engines:
        engine.dialect, engine._compiled_cache = _first[kind].dialect, _first[kind]._compiled_cache
    return database
