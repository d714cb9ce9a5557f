"""Greetings: wishes customers a happy birthday in the morning of their day, and thanks them on their anniversary."""

from datetime import datetime

from crm.business import Business
from crm.coupons import settle_coupons
from crm.deliveries import MakeTell
from crm.greetings import greet_anniversaries, greet_birthdays
from crm.notices import Tell
from crm.steps import Step
from jobs.stepping import Clock, in_steps
from storage.database import Database, Session


async def send_birthday_greetings(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Greet those whose birthday or anniversary it is; return how many."""

    async def take_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await greet_birthdays(session, after_id=after_id, at=at, business=business, tell=tell)

    async def take_step_of_anniversaries(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await greet_anniversaries(session, after_id=after_id, at=at, business=business, tell=tell)

    async def settle_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await settle_coupons(session, after_id=after_id, at=at)

    if business.greetings.has_coupons:
        await in_steps(settle_step, database=database, now=now, make_tell=make_tell)
    greeted = await in_steps(take_step, database=database, now=now, make_tell=make_tell)
    if not business.greetings.anniversaries:
        return greeted
    return greeted + await in_steps(take_step_of_anniversaries, database=database, now=now, make_tell=make_tell)
