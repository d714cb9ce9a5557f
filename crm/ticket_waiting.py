"""Tickets that wait: for the customer, for somebody else, for a moment, or for nobody to object that they are solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.assignment import end_silence
from crm.business import Business
from crm.notices import Notice, Tell
from crm.rules.bans import is_banned
from crm.rules.quiet_hours import is_quiet
from crm.steps import DuePlace, DueStep
from crm.ticket_notices import TicketClosed
from crm.ticket_states import TicketCannotBecome, TicketChanged, facts_of, move_ticket, note_on, require_transition, wake
from crm.tickets import close_ticket, look_back
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember
from storage.ticket_waiting import list_nudged_tickets, list_silent_tickets, list_snoozed_tickets, list_solved_tickets
from storage.tickets import DONE_STATUSES, Ticket, get_ticket
from storage.vocabulary import TicketStatus

# So many in one transaction.
STEP = 100


@dataclass(frozen=True)
class TicketSolved(Notice):
    """Staff think that the matter is done; the customer may say that it is not."""

    ticket: Ticket
    by: StaffMember


@dataclass(frozen=True)
class TicketWoken(Notice):
    """The moment up to which a ticket was snoozed has come."""

    ticket: Ticket


@dataclass(frozen=True)
class CustomerNudged(Notice):
    """A customer is reminded that staff wait for an answer; `key` is one for each time of waiting."""

    ticket: Ticket
    customer: Customer
    key: str


async def set_status(
    session: Session, *, ticket_id: int, status: TicketStatus, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Let a ticket wait for the customer (pending) or others (on hold), be worked on (open), or be solved. What was put aside is worked
    on again as well. Raises TicketCannotBecome.
    """
    if status is TicketStatus.SOLVED:
        return await _solve_ticket(session, ticket_id=ticket_id, by=by, at=at, business=business, tell=tell)
    ticket = await get_ticket(session, ticket_id)
    if ticket.status in DONE_STATUSES:  # only reopening brings it back, and tells the customer
        raise TicketCannotBecome(number=ticket.number, status=ticket.status.value, wanted=status.value)
    before = facts_of(ticket)
    if status is TicketStatus.OPEN is ticket.status and ticket.snoozed_at is not None:
        wake(ticket)
    else:
        await move_ticket(session, ticket=ticket, status=status, at=at, hours=business.hours)
    if status is not TicketStatus.OPEN:
        end_silence(ticket)
    _take_on(ticket, by, at)
    note_on(session, f"ticket.{status.value}", ticket, before, by=by, at=at)
    await tell(TicketChanged(ticket))
    return ticket


async def snooze_ticket(session: Session, *, ticket_id: int, until: datetime | None, by: StaffMember, at: datetime, tell: Tell) -> Ticket:
    """Put a ticket aside until a moment, or until the customer writes when there is none. Raises TicketCannotBecome for one that is done."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.status in DONE_STATUSES:
        raise TicketCannotBecome(number=ticket.number, status=ticket.status.value, wanted=TicketStatus.ON_HOLD.value)
    before = facts_of(ticket)
    ticket.snoozed_at, ticket.snoozed_until = at, until
    end_silence(ticket)
    note_on(session, "ticket.snoozed", ticket, before, by=by, at=at)
    await tell(TicketChanged(ticket))
    return ticket


async def close_own_ticket(
    session: Session, *, ticket_id: int, customer: Customer, at: datetime, business: Business, tell: Tell
) -> Ticket | None:
    """A customer says that a matter of theirs is done; None when the ticket is somebody else's or closed already."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.customer_id != customer.id or ticket.status is TicketStatus.CLOSED:
        return None
    before = facts_of(ticket)
    await move_ticket(session, ticket=ticket, status=TicketStatus.CLOSED, at=at, hours=business.hours)
    end_silence(ticket)
    note_on(session, "ticket.closed_by_customer", ticket, before, by=None, at=at)
    await tell(TicketClosed(ticket, None, by_customer=True))
    await look_back(session, ticket=ticket, at=at, business=business, tell=tell)
    return ticket


async def wake_snoozed_tickets(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """Wake the tickets whose moment has come and tell staff; return how many."""
    tickets = await list_snoozed_tickets(session, until=at, limit=limit)
    for ticket in tickets:
        before = facts_of(ticket)
        wake(ticket)
        note_on(session, "ticket.woken", ticket, before, by=None, at=at)
        await tell(TicketWoken(ticket))
    return len(tickets)


async def nudge_silent_customers(
    session: Session, *, after: DuePlace | None, at: datetime, business: Business, tell: Tell, limit: int = STEP
) -> DueStep:
    """Remind customers for whom staff wait, once and outside of their quiet hours: those behind `after`, longest waiting first.

    The next step goes on behind those that this one leaves alone, so that nobody waits because others sleep.
    """
    if not business.waiting.nudge_hours:
        return DueStep(0, None)
    since = at - timedelta(hours=business.waiting.nudge_hours)
    tickets = await list_silent_tickets(session, since=since, after=after, limit=limit)
    places = [(ticket.waiting_since, ticket.id) for ticket in tickets if ticket.waiting_since is not None]
    nudged = 0
    for ticket in tickets:
        customer = await get_customer(session, ticket.customer_id)
        if not is_quiet(business.quiet_hours, at, customer.time_zone):
            ticket.nudged_at = at
            nudged += 1
            if not is_banned(customer.banned_until, at):
                await tell(CustomerNudged(ticket, customer, f"nudge:{ticket.id}:{ticket.revision}"))
    return DueStep(nudged, places[-1] if len(places) == limit else None)


async def close_unanswered_tickets(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """Close tickets whose customer stayed silent after the nudge; return how many."""
    if not business.waiting.close_hours:
        return 0
    since = at - timedelta(hours=business.waiting.close_hours)
    return await _close_each(session, await list_nudged_tickets(session, since=since, limit=limit), at=at, business=business, tell=tell)


async def settle_solved_tickets(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """Close tickets that nobody has called unsolved for the days that the business gives; return how many."""
    since = at - timedelta(days=business.waiting.settle_days)
    return await _close_each(session, await list_solved_tickets(session, since=since, limit=limit), at=at, business=business, tell=tell)


async def _solve_ticket(session: Session, *, ticket_id: int, by: StaffMember, at: datetime, business: Business, tell: Tell) -> Ticket:
    ticket = await get_ticket(session, ticket_id)
    require_transition(ticket, TicketStatus.SOLVED)
    before = facts_of(ticket)
    await move_ticket(session, ticket=ticket, status=TicketStatus.SOLVED, at=at, hours=business.hours)
    ticket.closed_by = by.id
    end_silence(ticket)
    _take_on(ticket, by, at)
    note_on(session, "ticket.solved", ticket, before, by=by, at=at)
    await tell(TicketSolved(ticket, by))
    await look_back(session, ticket=ticket, at=at, business=business, tell=tell)
    return ticket


def _take_on(ticket: Ticket, by: StaffMember, at: datetime) -> None:
    if ticket.assignee_id is None:
        ticket.assignee_id, ticket.assigned_at = by.id, at


async def _close_each(session: Session, tickets: Sequence[Ticket], *, at: datetime, business: Business, tell: Tell) -> int:
    for ticket in tickets:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=at, business=business, tell=tell)
    return len(tickets)
