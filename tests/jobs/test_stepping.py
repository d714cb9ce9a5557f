"""Stepping: while a job goes through many rows, those who write to the desk have their turn."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from crm.notices import Tell
from crm.steps import TOLD_AT_ONCE, Found, Step
from jobs.stepping import Portions, find_and_act, in_steps
from storage.database import Database, Session
from tests.conftest import NOON


def make_tell(_session: Session, _at: datetime) -> Tell:
    async def tell(_notice: object) -> None:
        raise AssertionError("nothing is told here")

    return tell


async def _turns_of_a_customer(database: Database, job: asyncio.Task[int]) -> int:
    """Return how many transactions somebody else completes while a job is at work."""
    turns = 0
    while not job.done():
        async with database.begin():
            await asyncio.sleep(0)
        turns += not job.done()
    return turns


async def test_a_job_of_many_steps_is_no_wall_for_others(database: Database) -> None:
    async def take_step(_session: Session, after_id: int, _at: datetime, _tell: Tell) -> Step:
        return Step(1, after_id + 1 if after_id < 19 else None)

    job = asyncio.create_task(in_steps(take_step, database=database, now=lambda: NOON, make_tell=make_tell))
    turns = await _turns_of_a_customer(database, job)
    assert job.result() == 20
    assert turns >= 10


async def test_what_several_steps_find_is_acted_on_in_full_portions(database: Database) -> None:
    portions = []

    async def find(_session: Session, after_id: int, _at: datetime) -> Found:
        return Found([*range(after_id + 1, after_id + 251)], 250 if not after_id else None)

    async def act(_session: Session, customer_ids: Sequence[int], _at: datetime, _tell: Tell) -> int:
        portions.append(len(customer_ids))
        return len(customer_ids)

    assert await find_and_act(find, act, database=database, now=lambda: NOON, make_tell=make_tell) == 500
    assert portions == [100] * 5


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (100, [100]), (101, [100, 1])])
def test_portions_leave_nobody_out(count: int, sizes: list[int]) -> None:
    portions = list(Portions[int]().add(range(count), is_last=True))
    assert [len(portion) for portion in portions] == sizes
    assert [each for portion in portions for each in portion] == list(range(count))
    assert all(size <= TOLD_AT_ONCE for size in sizes)
