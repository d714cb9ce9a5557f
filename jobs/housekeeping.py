"""Housekeeping: forgets what has served its purpose and keeps the database quick."""

from collections.abc import Awaitable, Callable

from crm.business import Business
from crm.deliveries import MakeTell
from crm.housekeeping import MOST_AT_ONCE, forget_keys_of_updates, forget_runs, forget_settled_messages
from jobs.stepping import Clock, take_breath
from storage.database import Database


async def keep_house(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Forget what is old; return how many messages that was."""
    done = await _in_steps(forget_settled_messages, database, now)
    await _in_steps(forget_keys_of_updates, database, now)
    async with database.begin() as session:
        await forget_runs(session, at=now())
    await database.optimize()
    return done


async def _in_steps(forget: Callable[..., Awaitable[int]], database: Database, now: Clock) -> int:
    done = 0
    while True:
        async with database.begin() as session:
            forgotten = await forget(session, at=now())
        done += forgotten
        if forgotten < MOST_AT_ONCE:
            return done
        await take_breath()
