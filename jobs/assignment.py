"""Assignment: tickets that wait for somebody, handovers that are not done, and assignees who stay silent."""

from datetime import datetime

from crm.assignment import assign_waiting_tickets
from crm.business import Business
from crm.deliveries import MakeTell
from crm.handovers import go_on_with_handover
from crm.notices import Tell
from crm.overlooked import attend_silences
from crm.steps import Step
from jobs.stepping import Clock, in_steps, take_breath
from storage.assignment import list_handovers_under_way
from storage.database import Database, Session


async def assign_tickets(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Give waiting tickets to those present, go on with handovers, remind and replace the silent; return how many tickets that were."""

    async def take_step(session: Session, after_id: int, at: datetime, tell: Tell) -> Step:
        return await assign_waiting_tickets(session, after_id=after_id, at=at, business=business, tell=tell)

    done = await _hand_over(database, now, make_tell)
    done += await in_steps(take_step, database=database, now=now, make_tell=make_tell)
    has_more = True
    while has_more:
        at = now()
        async with database.begin() as session:
            count, has_more = await attend_silences(session, at=at, business=business, tell=make_tell(session, at))
        done += count
        await take_breath()
    return done


async def _hand_over(database: Database, now: Clock, make_tell: MakeTell) -> int:
    async with database.read() as session:
        waiting = await list_handovers_under_way(session)
    for handover in waiting:
        has_more = True
        while has_more:
            at = now()
            async with database.begin() as session:
                has_more = await go_on_with_handover(session, handover_id=handover.id, at=at, tell=make_tell(session, at))
            await take_breath()
    return len(waiting)
