"""Greetings: wishes customers a happy birthday in the morning of their day, and thanks them on their anniversary."""

from collections.abc import Sequence
from datetime import datetime

from crm.business import Business
from crm.coupons import settle_coupons
from crm.deliveries import MakeTell
from crm.greetings import asleep_for_greetings, find_anniversaries, find_birthdays, greet_anniversaries, greet_birthdays
from crm.notices import Tell
from crm.steps import Ahead, Found, Step
from jobs.stepping import Clock, find_and_act, in_steps
from storage.database import Database, Session


async def send_birthday_greetings(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Greet those whose birthday or anniversary it is; return how many. The search only reads, so that it holds up nobody who writes."""

    asleep = asleep_for_greetings(now(), business)
    born_ahead, came_ahead = Ahead(), Ahead()

    async def born(session: Session, after_id: int, at: datetime) -> Found:
        return await find_birthdays(session, after_id=after_id, at=at, business=business, ahead=born_ahead, asleep=asleep)

    async def greet(session: Session, customer_ids: Sequence[int], at: datetime, tell: Tell) -> int:
        return (await greet_birthdays(session, customer_ids=customer_ids, at=at, business=business, tell=tell)).done

    async def settle_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await settle_coupons(session, after_id=after_id, at=at)

    async def came(session: Session, after_id: int, at: datetime) -> Found:
        return await find_anniversaries(session, after_id=after_id, at=at, business=business, ahead=came_ahead, asleep=asleep)

    async def thank(session: Session, customer_ids: Sequence[int], at: datetime, tell: Tell) -> int:
        return (await greet_anniversaries(session, customer_ids=customer_ids, at=at, business=business, tell=tell)).done

    if business.greetings.has_coupons:
        await in_steps(settle_step, database=database, now=now, make_tell=make_tell)
    greeted = await find_and_act(born, greet, database=database, now=now, make_tell=make_tell)
    if not business.greetings.anniversaries:
        return greeted
    return greeted + await find_and_act(came, thank, database=database, now=now, make_tell=make_tell)
