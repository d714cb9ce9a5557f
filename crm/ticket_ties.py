"""Ties between tickets: merged into one, split into two, linked."""

from dataclasses import dataclass
from datetime import datetime

from crm.assignment import end_silence, watch_silence
from crm.audit import note_act
from crm.business import Business
from crm.deadlines import await_response
from crm.notices import Notice, Tell
from crm.quiet_tickets import promise_answer
from crm.refusals import Refusal
from crm.rules.priorities import higher
from crm.ticket_states import TicketChanged, TicketMerged, facts_of, follow_merges, move_ticket, note_on, wake
from crm.tickets import open_ticket, require_open
from crm.visit_merges import let_go_visits
from storage.customers import get_customer
from storage.database import Session
from storage.interactions import find_interaction
from storage.staff import StaffMember
from storage.ticket_links import TicketLink, find_link
from storage.tickets import Ticket, find_ticket_by_number
from storage.vocabulary import Author, Direction, TicketStatus


class NoSuchTicket(Refusal):
    """There is no ticket with this number; fact: `number`."""


class SameTicket(Refusal):
    """A ticket has nothing to do with itself; fact: `number`."""


class TicketOfAnotherCustomer(Refusal):
    """Only tickets of one customer become one; fact: `number`."""


class NothingToSplit(Refusal):
    """What is answered is no message of the customer on this ticket."""


class AlreadyLinked(Refusal):
    """These tickets are linked already; fact: `number`."""


@dataclass(frozen=True)
class TicketsMerged(Notice):
    """A ticket became a part of another: what was said on it must be shown there."""

    ticket: Ticket
    into: Ticket
    by: StaffMember


@dataclass(frozen=True)
class TicketSplit(Notice):
    """A message of a ticket became a ticket of its own."""

    ticket: Ticket
    new: Ticket
    interaction_id: int
    by: StaffMember


async def merge_tickets(
    session: Session, *, ticket: Ticket, number: int, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Make a ticket a part of another one of the same customer, which goes on, and return that.

    Who has the one has the other where nobody does, the higher priority holds, and what the customer waits for is owed there. A
    quiet ticket that takes in one of which the customer knows is quiet no longer. The bot looks back on the one that goes on only.

    Raises TicketAlreadyClosed for either, TicketMerged, NoSuchTicket, SameTicket and TicketOfAnotherCustomer.
    """
    into = await _other_ticket(session, ticket, number)
    if ticket.merged_into_id is not None:
        raise TicketMerged(number=ticket.number, into=(await follow_merges(session, ticket)).number)
    if into.customer_id != ticket.customer_id:
        raise TicketOfAnotherCustomer(number=number)
    require_open(ticket)
    require_open(into)
    before, waits_since = facts_of(ticket), ticket.customer_waits_since
    await move_ticket(session, ticket=ticket, status=TicketStatus.CLOSED, at=at, hours=business.hours)
    end_silence(ticket)
    ticket.closed_by, ticket.merged_into_id = by.id, into.id
    await _take_in(session, into=into, ticket=ticket, waits_since=waits_since, by=by, at=at, business=business)
    await let_go_visits(session, ticket=ticket, at=at)
    note_on(session, "ticket.merged", ticket, before, by=by, at=at)
    note_act(session, act="ticket.merged_into", by=by, at=at, ticket_id=ticket.id, before={}, after={"into": into.number})
    await tell(TicketsMerged(ticket, into, by))
    return into


async def split_ticket(
    session: Session, *, ticket: Ticket, interaction_id: int | None, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Make a message of the customer a ticket of its own and return that. Raises NothingToSplit."""
    said = await find_interaction(session, interaction_id) if interaction_id is not None else None
    if said is None or said.ticket_id != ticket.id or said.author is not Author.CUSTOMER or said.direction is not Direction.IN:
        raise NothingToSplit
    new = await open_ticket(
        session,
        customer=await get_customer(session, ticket.customer_id),
        kind=ticket.kind,
        category=ticket.category,
        severity=ticket.severity,
        interaction_ids=[said.id],
        at=at,
        business=business,
        tell=tell,
        previous=ticket,
    )
    note_act(session, act="ticket.split", by=by, at=at, ticket_id=ticket.id, before={}, after={"new": new.number})
    await tell(TicketSplit(ticket, new, said.id, by))
    return new


async def link_tickets(session: Session, *, ticket: Ticket, number: int, by: StaffMember, at: datetime, tell: Tell) -> Ticket:
    """Let two tickets refer to each other and return the other. Raises NoSuchTicket, SameTicket and AlreadyLinked."""
    other = await _other_ticket(session, ticket, number)
    if await find_link(session, ticket_id=ticket.id, other_id=other.id) is not None:
        raise AlreadyLinked(number=number)
    session.add_all([TicketLink(ticket_id=ticket.id, other_id=other.id), TicketLink(ticket_id=other.id, other_id=ticket.id)])
    await session.flush()
    note_act(session, act="ticket.linked", by=by, at=at, ticket_id=ticket.id, before={}, after={"to": other.number})
    for each in (ticket, other):
        await tell(TicketChanged(each))
    return other


async def _take_in(
    session: Session, *, into: Ticket, ticket: Ticket, waits_since: datetime | None, by: StaffMember, at: datetime, business: Business
) -> None:
    before = facts_of(into)
    if into.assignee_id is None and ticket.assignee_id is not None:
        into.assignee_id, into.assigned_at = ticket.assignee_id, at
    into.priority = higher(into.priority, ticket.priority)
    is_held_up = into.status not in (TicketStatus.NEW, TicketStatus.OPEN)
    is_taken_on = into.status is TicketStatus.NEW and into.assignee_id is not None
    if is_taken_on or (is_held_up and (waits_since is not None or into.status is TicketStatus.SOLVED)):
        await move_ticket(session, ticket=into, status=TicketStatus.OPEN, at=at, hours=business.hours)
    if waits_since is not None:
        wake(into)
        if into.is_unasked:
            await promise_answer(session, ticket=into, at=at, business=business)
            into.asked_at = waits_since
        await_response(session, ticket=into, at=waits_since, hours=business.hours)
        watch_silence(into, at=at, business=business)
    into.is_quiet = into.is_quiet and ticket.is_quiet
    if into.is_unasked and not ticket.is_unasked:
        # What was asked and answered there is asked and answered here.
        into.is_unasked, into.asked_at, into.first_response_at = False, ticket.asked_at or ticket.opened_at, ticket.first_response_at
    note_on(session, "ticket.took_in", into, before, by=by, at=at)


async def _other_ticket(session: Session, ticket: Ticket, number: int) -> Ticket:
    other = await find_ticket_by_number(session, number)
    if other is None:
        raise NoSuchTicket(number=number)
    if other.id == ticket.id:
        raise SameTicket(number=number)
    return other
