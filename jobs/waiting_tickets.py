"""Waiting tickets: wakes what was snoozed, nudges silent customers, closes what nobody answers and what nobody calls unsolved."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.ticket_waiting import STEP, close_unanswered_tickets, nudge_silent_customers, settle_solved_tickets, wake_snoozed_tickets
from jobs.stepping import Clock, take_breath
from storage.database import Database

_ACTIONS = (wake_snoozed_tickets, close_unanswered_tickets, settle_solved_tickets)


async def attend_waiting_tickets(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Do what is due on tickets that wait, in steps; return on how many something was done."""
    done = 0
    for act in _ACTIONS:
        while True:
            at = now()
            async with database.begin() as session:
                step = await act(session, at=at, business=business, tell=make_tell(session, at))
            done += step
            if step < STEP:
                break
            await take_breath()
    return done + await _nudge(database, business, now, make_tell)


async def _nudge(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    done, after = 0, None
    while True:
        at = now()
        async with database.begin() as session:
            step = await nudge_silent_customers(session, after=after, at=at, business=business, tell=make_tell(session, at))
        done += step.done
        if step.after is None:
            return done
        after = step.after
        await take_breath()
