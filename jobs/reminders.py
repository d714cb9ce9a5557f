"""Reminders: points that will expire, a tier within reach, a long silence."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.reminders import find_expiring_points, find_silences, find_tiers_within_reach, send_reminders
from jobs.stepping import Clock
from storage.database import Database

# The most urgent first: a customer gets one reminder a day.
_KINDS = (find_expiring_points, find_tiers_within_reach, find_silences)


async def send_due_reminders(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Remind customers of what is due; return how many. The search only reads, so that it holds up nobody who writes."""
    done = 0
    for find in _KINDS:
        after_id: int | None = 0
        while after_id is not None:
            at = now()
            async with database.read() as session:
                found = await find(session, after_id=after_id, at=at, business=business)
            if found.reminders:
                async with database.begin() as session:
                    done += await send_reminders(reminders=found.reminders, tell=make_tell(session, at))
            after_id = found.after_id
    return done
