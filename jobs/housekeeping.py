"""Housekeeping: forgets what has served its purpose and keeps the database quick."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.housekeeping import MOST_AT_ONCE, forget_keys_and_runs, forget_settled_messages
from jobs.stepping import Clock
from storage.database import Database


async def keep_house(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Forget what is old; return how many messages that was."""
    done = 0
    while True:
        async with database.begin() as session:
            forgotten = await forget_settled_messages(session, at=now())
        done += forgotten
        if forgotten < MOST_AT_ONCE:
            break
    async with database.begin() as session:
        await forget_keys_and_runs(session, at=now())
    await database.optimize()
    return done
