"""Topics: open tickets that have none get one, and those of tickets that were closed long ago are deleted, a few at a time."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.places import show_homeless_tickets
from crm.topics import delete_old_topics
from jobs.stepping import Clock
from storage.database import Database


async def tend_topics(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Let a few topics be made that are missing, and a few of each group be deleted; return how many.

    The next run goes on, so that groups are not kept busy by it.
    """
    at = now()
    async with database.begin() as session:
        shown = await show_homeless_tickets(session, at=at, tell=make_tell(session, at))
    async with database.begin() as session:
        return shown + await delete_old_topics(session, at=at, business=business, tell=make_tell(session, at))
