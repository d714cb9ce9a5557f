"""Column types that every table uses: words, large numbers and ids drawn by us."""

import itertools
import os
import threading
import time
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Enum, MetaData, String, cast, func
from sqlmodel import SQLModel

EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
_SEQUENCE_BITS = 12
_PROCESS_BITS = 10

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata
METADATA.naming_convention = NAMES

BigId = BigInteger


def word(values: type[StrEnum], name: str) -> Enum:
    """Return a column type that stores a StrEnum by its word, guarded by a CHECK named after the column."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [str(member.value) for member in members],
    )


def is_word(column: Any, value: StrEnum) -> ColumnElement[bool]:
    """A condition on a column of words for which no index is read.

    SQLite knows its tables by a sample and takes a word for rarer than some hundred numbers, even one that half of the rows carry: it would
    read all of these. What else there is among the conditions must be enough to find the rows.
    """
    return func.coalesce(cast(column, String), "") == value.value


class _IdSource:
    """Draws 63-bit ids that grow with time: milliseconds, a number of the process, a running number."""

    def __init__(self) -> None:
        self._process = int.from_bytes(os.urandom(2), "big") % (1 << _PROCESS_BITS)
        self._lock = threading.Lock()
        self._millisecond = 0
        self._sequence = itertools.count()

    def draw(self) -> int:
        with self._lock:
            now = time.time_ns() // 1_000_000 - EPOCH_MS
            number = next(self._sequence)
            if now > self._millisecond:
                self._millisecond, self._sequence, number = now, itertools.count(1), 0
            elif number >= 1 << _SEQUENCE_BITS:
                self._millisecond, self._sequence, number = self._millisecond + 1, itertools.count(1), 0
            # The running number stands above the process so that one process's ids only ever grow.
            return (self._millisecond << (_SEQUENCE_BITS + _PROCESS_BITS)) | (number << _PROCESS_BITS) | self._process


_ids = _IdSource()


def draw_id() -> int:
    """Return a new id, larger than every id that this process drew before and unlike those of other processes."""
    return _ids.draw()
