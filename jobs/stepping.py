"""Stepping: goes through many rows in steps, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.steps import Step
from storage.database import Database, Session

Clock = Callable[[], datetime]
TakeStep = Callable[[Session, int, datetime, Tell], Awaitable[Step]]


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
