"""Deadlines: warns when little of a promise's time is left, and tells when a promise was not kept."""

from datetime import datetime

from crm.business import Business
from crm.deadlines import look_at_deadlines
from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.steps import Step
from jobs.stepping import Clock, in_steps
from storage.database import Database, Session


async def watch_deadlines(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Look at the deadlines whose time has come; return how many."""

    async def take_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await look_at_deadlines(session, after_id=after_id, at=at, business=business, tell=tell)

    return await in_steps(take_step, database=database, now=now, make_tell=make_tell)
