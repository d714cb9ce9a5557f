"""Steps: what the clock does to many rows is done in steps, each in a transaction of its own."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

STEP = 500
# Of those who bought, few are spoken to.
BUYERS_AT_ONCE = 2_000
# As many as are told something in one transaction: until it ends, whoever writes to the desk waits.
TOLD_AT_ONCE = 100
# What must be sorted for every look is looked for with so many numbers at once.
NUMBERS_AT_ONCE = 20_000
DuePlace = tuple[datetime, int]
# Called with `after_id`, the number after which it begins, and `limit`, how many are wanted.
Search = Callable[..., Awaitable[Sequence[int]]]


@dataclass(frozen=True)
class Step:
    """One step through rows by id: how many were acted on, and the id after which the next step begins; None after the last."""

    done: int
    after_id: int | None


@dataclass(frozen=True)
class DueStep:
    """One step through rows by due time: how many were acted on, and the place after which the next step begins; None after the last."""

    done: int
    after: DuePlace | None


@dataclass(frozen=True)
class Found:
    """One step of a search: the numbers of the customers found, and the one after which the next step begins; None after the last."""

    customer_ids: Sequence[int]
    after_id: int | None


class Ahead:
    """Numbers that a search has found beyond its step, so that the next step need not search all over again."""

    def __init__(self) -> None:
        self._waiting: deque[int] = deque()
        self._is_last = False

    async def take(self, find: Callable[[int, int], Awaitable[Sequence[int]]], *, after_id: int, limit: int) -> Sequence[int]:
        """Return the next numbers; `find` is called with the number after which it begins and how many are wanted."""
        if not self._waiting and not self._is_last:
            found = await find(after_id, NUMBERS_AT_ONCE)
            self._waiting.extend(found)
            self._is_last = len(found) < NUMBERS_AT_ONCE
        return [self._waiting.popleft() for _ in range(min(limit, len(self._waiting)))]


async def next_numbers(search: Search, *, after_id: int, limit: int, ahead: Ahead | None) -> Sequence[int]:
    """Return the next numbers of a search: from those found ahead, when there may be such."""
    if ahead is None:
        return await search(after_id=after_id, limit=limit)
    return await ahead.take(lambda after, most: search(after_id=after, limit=most), after_id=after_id, limit=limit)
