"""The ledger: a look into the database of a running program."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel, col

from storage.database import Database
from storage.outbox import OutboxMessage
from storage.updates import FailedUpdate
from storage.vocabulary import OutboxState

UNSETTLED = (OutboxState.FAILED, OutboxState.PARKED)
WAITING = (OutboxState.QUEUED, OutboxState.SENDING)


class Ledger:
    """Reads only; the program writes."""

    def __init__(self, url: str) -> None:
        self._database, self._loop = Database(url), asyncio.Runner()
        self._forgiven: set[int] = set()

    def close(self) -> None:
        """Look no more."""
        self._loop.run(self._database.close())
        self._loop.close()

    def rows(self, table: type[SQLModel], *, key: str | None = None, **values: Any) -> list[Any]:
        """Return the rows of a table that have these values (a tuple: one of them), ordered by `key`: the place in the outbox, else the id."""
        return self._loop.run(self._rows(table, key or ("position" if table is OutboxMessage else "id"), values))

    async def _rows(self, table: Any, key: str, values: Mapping[str, Any]) -> list[Any]:
        statement = select(table).order_by(col(getattr(table, key)))
        for name, value in values.items():
            column = col(getattr(table, name))
            statement = statement.where(column.in_(value) if isinstance(value, tuple) else column == value)
        async with self._database.read() as session:
            return list((await session.execute(statement)).scalars().all())

    def waiting(self) -> list[Any]:
        """Return the messages that are queued or being sent."""
        # By one query: by two, one that is queued again would be missed.
        return self.rows(OutboxMessage, state=WAITING)

    def failures(self) -> tuple[list[Any], list[Any]]:
        """Return the updates that failed, and the messages that failed or are parked, since they were forgiven."""
        updates = [row for row in self.rows(FailedUpdate) if row.id not in self._forgiven]
        return updates, [row for row in self.rows(OutboxMessage, state=UNSETTLED) if row.id not in self._forgiven]

    def forgive(self) -> None:
        """Let what failed until now be another test's business."""
        self._forgiven |= {row.id for rows in self.failures() for row in rows}
