"""Reminders: points that will expire or that friends brought, a tier about to be lost or within reach, a long silence."""

from datetime import datetime, timedelta

from crm.business import Business
from crm.deliveries import MakeTell
from crm.referral_news import find_news_of_friends
from crm.reminders import (
    Reminder,
    find_expiring_points,
    find_silences,
    find_tiers_at_risk,
    find_tiers_within_reach,
    reminder_listeners,
    send_reminders,
)
from crm.steps import Ahead
from jobs.stepping import Clock, Portions, is_first_in, take_breath
from storage.database import Database
from storage.job_runs import JobRun, find_last_success
from storage.vocabulary import JobName

# The most urgent first: a customer gets one reminder a day.
_KINDS = (find_expiring_points, find_tiers_at_risk, find_news_of_friends, find_tiers_within_reach, find_silences)


# The first run in each hour looks for what became due in this time before the last run: whoever slept then, was chatting, or had a reminder
# that day, is found again. The others look for what is new since the last run, and a little before it.
_OVERLAP = timedelta(hours=26)
_LITTLE_OVERLAP = timedelta(minutes=15)
_OVERLAP_EVERY = timedelta(hours=1)
# The first run in each such stretch of the day looks at all customers: at those whom a reminder could not reach for days, and
# at what changed with the business file. Reminders may be said for longer than this each day, so that nobody is always asleep.
_SEARCH_ALL_EVERY = timedelta(hours=8)


async def send_due_reminders(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Remind customers of what is due; return how many. The search only reads, so that it holds up nobody who writes."""
    async with database.read() as session:
        since = _new_since(await find_last_success(session, job=JobName.REMINDERS), now())
    listeners = reminder_listeners(now(), business)
    done = 0
    for find in _KINDS:
        after_id: int | None = 0
        ahead = Ahead()
        portions: Portions[Reminder] = Portions()
        while after_id is not None:
            at = now()
            async with database.read() as session:
                found = await find(session, after_id=after_id, at=at, business=business, since=since, ahead=ahead, among=listeners)
            for few in portions.add(found.reminders, is_last=found.after_id is None):
                async with database.begin() as session:
                    tell = make_tell(session, at)
                    done += await send_reminders(session, reminders=few, at=at, business=business, tell=tell)
                await take_breath()
            after_id = found.after_id
    return done


def _new_since(last: JobRun | None, at: datetime) -> datetime | None:
    """Return from when on what became due is new; None when all that is due is to be looked at."""
    if last is None or is_first_in(_SEARCH_ALL_EVERY, at, after=last.started_at):
        return None
    return last.started_at - (_OVERLAP if is_first_in(_OVERLAP_EVERY, at, after=last.started_at) else _LITTLE_OVERLAP)
