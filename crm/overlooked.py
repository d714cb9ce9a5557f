"""Overlooked tickets: an assignee who lets a customer wait is reminded, and then somebody else gets the ticket."""

from dataclasses import dataclass
from datetime import datetime

from crm.assignment import end_silence, find_assignee, give_ticket, is_on
from crm.business import Business
from crm.notices import Notice, Tell
from crm.rules.working_hours import add_working_time
from crm.steps import STEP
from storage.assignment import list_silent_tickets
from storage.audit import list_audit_events
from storage.customers import get_customer
from storage.database import Session
from storage.staff import StaffMember, get_staff
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus

_TAKEN_OVER = "ticket.taken_over"
# Newest first; of a customer who waits there are not more than a few.
_ACTS_LOOKED_AT = 50


@dataclass(frozen=True)
class AssigneeReminded(Notice):
    """A customer has waited long for the assignee, who is reminded once."""

    ticket: Ticket
    holder: StaffMember


@dataclass(frozen=True)
class TicketTakenOver(Notice):
    """The assignee stayed silent after the reminder too: somebody else has the ticket now."""

    ticket: Ticket
    to: StaffMember
    was: StaffMember


async def attend_silences(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> tuple[int, bool]:
    """Remind of, or pass on, the tickets whose silence is due; return how many that were and whether there may be more.

    What was looked at is due later or never again, so a second run does nothing.
    """
    if not business.assignment.silence:
        return 0, False
    tickets = await list_silent_tickets(session, at=at, limit=limit)
    done = 0
    for ticket in tickets:
        done += await _attend(ticket, session, at=at, business=business, tell=tell)
    await session.flush()
    return done, len(tickets) == limit


async def _attend(ticket: Ticket, session: Session, *, at: datetime, business: Business, tell: Tell) -> bool:
    if ticket.status not in (TicketStatus.NEW, TicketStatus.OPEN):
        end_silence(ticket)
        return False
    silence = business.assignment.silence
    ticket.silence_due_at = add_working_time(business.hours, at, silence)
    if ticket.assignee_id is None:
        return False
    of_assignee = add_working_time(business.hours, ticket.assigned_at or ticket.opened_at, silence)
    if of_assignee > at:
        ticket.silence_due_at = of_assignee
        return False
    holder = await get_staff(session, ticket.assignee_id)
    if ticket.reminded_at is None and holder.removed_at is None:
        ticket.reminded_at = at
        await tell(AssigneeReminded(ticket, holder))
        return True
    if not is_on(business):  # people give tickets out, and take them on, by themselves
        ticket.silence_due_at = None
        return False
    customer = await get_customer(session, ticket.customer_id)
    besides = {holder.id, *await _silent_before(session, ticket)}  # nobody gets it twice, else it goes round among the silent
    other = await find_assignee(session, ticket=ticket, customer=customer, at=at, business=business, besides=besides)
    if other is None:
        return False
    other.given_at = at
    give_ticket(session, ticket=ticket, to=other, by=None, act=_TAKEN_OVER, at=at)
    await tell(TicketTakenOver(ticket, other, holder))
    return True


async def _silent_before(session: Session, ticket: Ticket) -> set[int]:
    since = ticket.customer_waits_since or ticket.opened_at
    acts = await list_audit_events(session, ticket_id=ticket.id, limit=_ACTS_LOOKED_AT)
    return {int(act.before["assignee"] or 0) for act in acts if act.act == _TAKEN_OVER and act.at >= since}
