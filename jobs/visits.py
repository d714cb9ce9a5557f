"""Visits: asks customers how it went, and fetches a person for those who asked for one and then fell silent."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.steps import DuePlace
from crm.visit_tickets import attend_unworded_visits
from crm.visits import ask_due_visits
from jobs.stepping import Clock
from storage.database import Database


async def ask_visits(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Ask the visits that are due and open the tickets that are owed; return how many of both."""
    done, after = 0, None
    while True:
        step_after: DuePlace | None = after
        at = now()
        async with database.begin() as session:
            step = await ask_due_visits(session, after=step_after, at=at, business=business, tell=make_tell(session, at))
        done += step.done
        after = step.after
        if after is None:
            break
    at = now()
    async with database.begin() as session:
        return done + await attend_unworded_visits(session, at=at, business=business, tell=make_tell(session, at))
