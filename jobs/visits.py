"""Visits: asks how it went or lets staff do it, gives on what leavers had, and fetches a person for who wanted one and fell silent."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.steps import TOLD_AT_ONCE, DuePlace
from crm.visit_hands import give_visits_anew
from crm.visit_lapses import end_lapsed_visits, tell_overdue_visits
from crm.visit_rounds import ask_once_more, pay_due_visits
from crm.visit_tickets import attend_unworded_visits
from jobs.stepping import Clock, take_breath
from storage.database import Database


async def ask_visits(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """See what has lapsed, give the visits of leavers to others, see who gave no answer, pay the visits that are due, open the tickets that
    are owed, and tell what is overdue; return how many of all.
    """
    at = now()
    async with database.begin() as session:
        done = await end_lapsed_visits(session, at=at, business=business, tell=make_tell(session, at))
        done += await give_visits_anew(session, at=at, business=business, tell=make_tell(session, at))
        done += await ask_once_more(session, at=at, business=business)
    after = None
    while True:
        step_after: DuePlace | None = after
        at = now()
        async with database.begin() as session:
            step = await pay_due_visits(
                session, after=step_after, at=at, business=business, tell=make_tell(session, at), limit=TOLD_AT_ONCE
            )
        done += step.done
        after = step.after
        if after is None:
            break
        await take_breath()
    at = now()
    async with database.begin() as session:
        done += await attend_unworded_visits(session, at=at, business=business, tell=make_tell(session, at))
        return done + await tell_overdue_visits(session, at=at, business=business, tell=make_tell(session, at))
