"""Stepping: goes through many rows in steps, each in a transaction of its own, and lets others have their turn in between."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.steps import TOLD_AT_ONCE, Found, Step
from storage.database import Database, Session

Clock = Callable[[], datetime]
TakeStep = Callable[[Session, int, datetime, Tell], Awaitable[Step]]
Find = Callable[[Session, int, datetime], Awaitable[Found]]
Act = Callable[[Session, Sequence[int], datetime, Tell], Awaitable[int]]
Each = TypeVar("Each")
_BREATH_SECONDS = 0.005
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def take_breath() -> None:
    """Let those who wait for the database have it: a next step that begins at once would be before them again."""
    await asyncio.sleep(_BREATH_SECONDS)


class Portions(Generic[Each]):
    """What several steps found, handed on in portions as large as one transaction takes: small ones would be many."""

    def __init__(self, size: int = TOLD_AT_ONCE) -> None:
        self._size = size
        self._waiting: list[Each] = []

    def add(self, found: Iterable[Each], *, is_last: bool) -> Iterator[Sequence[Each]]:
        """Add what a step found and yield the portions that are full; after the last step also what is left."""
        self._waiting.extend(found)
        while len(self._waiting) >= self._size or (is_last and self._waiting):
            portion, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
            yield portion


def is_first_in(stretch: timedelta, at: datetime, *, after: datetime) -> bool:
    """Tell whether a run is the first in its stretch of time, the run before it having begun `after`; all stretches are equally long."""
    return (after - _EPOCH) // stretch != (at - _EPOCH) // stretch


async def in_steps(take_step: TakeStep, *, database: Database, now: Clock, make_tell: MakeTell) -> int:
    """Take steps until one is the last; return how many rows were acted on."""
    done, after_id = 0, 0
    while True:
        at = now()
        async with database.begin() as session:
            step = await take_step(session, after_id, at, make_tell(session, at))
        done += step.done
        if step.after_id is None:
            return done
        after_id = step.after_id
        await take_breath()


async def find_and_act(find: Find, act: Act, *, database: Database, now: Clock, make_tell: MakeTell) -> int:
    """Search for customers in steps that only read, and act on those who are found, a few in a transaction; return what that did."""
    done = 0
    portions: Portions[int] = Portions()
    after_id: int | None = 0
    while after_id is not None:
        at = now()
        async with database.read() as session:
            found = await find(session, after_id, at)
        for few in portions.add(found.customer_ids, is_last=found.after_id is None):
            async with database.begin() as session:
                done += await act(session, few, at, make_tell(session, at))
            await take_breath()
        after_id = found.after_id
    return done
