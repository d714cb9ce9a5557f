"""Surveys: asks those that waited for the business's delay."""

from datetime import datetime

from crm.business import Business
from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.steps import Step
from crm.surveys import ask_due_surveys
from jobs.stepping import Clock, in_steps
from storage.database import Database, Session


async def ask_surveys(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Ask the surveys that are due; return how many."""

    async def take_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await ask_due_surveys(session, after_id=after_id, at=at, tell=tell)

    return await in_steps(take_step, database=database, now=now, make_tell=make_tell)
