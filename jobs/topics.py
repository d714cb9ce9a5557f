"""Topics: those of tickets that were closed long ago are deleted, a few at a time."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.topics import delete_old_topics
from jobs.stepping import Clock
from storage.database import Database


async def delete_topics(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Let a few topics of each group be deleted; return how many. The next run goes on, so that groups are not kept busy by it."""
    at = now()
    async with database.begin() as session:
        return await delete_old_topics(session, at=at, business=business, tell=make_tell(session, at))
