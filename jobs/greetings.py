"""Greetings: wishes customers a happy birthday in the morning of their day, and thanks them on their anniversary."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.business import Business
from crm.coupons import settle_coupons
from crm.deliveries import MakeTell
from crm.greetings import awake_for_greetings, find_anniversaries, find_birthdays, greet_anniversaries, greet_birthdays
from crm.notices import Tell
from crm.rules.occasions import BELATED_DAYS
from crm.steps import Ahead, Found, Step
from jobs.stepping import Clock, find_and_act, in_steps, is_first_in
from storage.database import Database, Session
from storage.job_runs import find_last_success
from storage.vocabulary import JobName

# The first run in each hour also looks for those whose day is over and who were not greeted on it; the others for those of today.
_BELATED_EVERY = timedelta(hours=1)


async def send_birthday_greetings(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Greet those whose birthday or anniversary it is; return how many. The search only reads, so that it holds up nobody who writes."""

    async with database.read() as session:
        last = await find_last_success(session, job=JobName.BIRTHDAY_GREETINGS)
    is_full = last is None or is_first_in(_BELATED_EVERY, now(), after=last.started_at)
    awake = awake_for_greetings(now(), business, latest=BELATED_DAYS if is_full else 0)
    born_ahead, came_ahead = Ahead(), Ahead()

    async def born(session: Session, after_id: int, at: datetime) -> Found:
        return await find_birthdays(session, after_id=after_id, at=at, business=business, ahead=born_ahead, awake=awake)

    async def greet(session: Session, customer_ids: Sequence[int], at: datetime, tell: Tell) -> int:
        return (await greet_birthdays(session, customer_ids=customer_ids, at=at, business=business, tell=tell)).done

    async def settle_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await settle_coupons(session, after_id=after_id, at=at)

    async def came(session: Session, after_id: int, at: datetime) -> Found:
        return await find_anniversaries(session, after_id=after_id, at=at, business=business, ahead=came_ahead, awake=awake)

    async def thank(session: Session, customer_ids: Sequence[int], at: datetime, tell: Tell) -> int:
        return (await greet_anniversaries(session, customer_ids=customer_ids, at=at, business=business, tell=tell)).done

    if business.greetings.has_coupons:
        await in_steps(settle_step, database=database, now=now, make_tell=make_tell)
    greeted = await find_and_act(born, greet, database=database, now=now, make_tell=make_tell)
    if not business.greetings.anniversaries:
        return greeted
    return greeted + await find_and_act(came, thank, database=database, now=now, make_tell=make_tell)
