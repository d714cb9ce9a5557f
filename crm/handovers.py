"""Handovers: staff give tickets to each other, one by one or all at once and the visits that they have to pay with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.assignment import TicketAssigned, end_silence, give_ticket, holding_facts, watch_silence
from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from crm.staff import NotOnStaff
from crm.tickets import TicketAlreadyClaimed, require_open
from crm.visit_hands import move_visits
from storage.assignment import Handover, get_handover, has_customer_spoken_last, list_tickets_held
from storage.database import Session
from storage.staff import StaffMember, get_staff
from storage.tickets import Ticket
from storage.vocabulary import Role, TicketStatus

HANDED_AT_ONCE = 100
LISTED = 30


class TicketNotAssigned(Refusal):
    """Nobody has the ticket; fact: `number`."""


class HandoverToSelf(Refusal):
    """Both people of a handover are the same; fact: `name`."""


class TicketOfColleague(Refusal):
    """Only who has the ticket, or somebody in charge, gives it away; facts: `number`, `name` of who has it."""


@dataclass(frozen=True)
class TicketUnassigned(Notice):
    """Nobody has the ticket any more."""

    ticket: Ticket
    by: StaffMember


@dataclass(frozen=True)
class TicketHandedOver(Notice):
    """A ticket went along with all that somebody had: only what shows who has it must follow."""

    ticket: Ticket


@dataclass(frozen=True)
class HandoverEnded(Notice):
    """All open tickets and visits of one went to another; `tickets` are the first of them."""

    handover: Handover
    giver: StaffMember
    taker: StaffMember
    tickets: Sequence[Ticket]


async def assign_ticket(
    session: Session, *, ticket: Ticket, to: StaffMember, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Give a ticket to somebody: agents their own or one that nobody has, supervisors any.

    Raises NotAllowed, TicketAlreadyClosed, NotOnStaff for somebody who has left, TicketOfColleague, and TicketAlreadyClaimed when it
    would change nothing or somebody wants a ticket for themselves that another has.
    """
    giver = require_role(by, Role.AGENT)
    require_open(ticket)
    if to.removed_at is not None:
        raise NotOnStaff(word=to.name)
    holder = await _holder_of(session, ticket)
    if holder is not None and (holder.id == to.id or not _may_take_from(holder, giver)):
        refusal = TicketAlreadyClaimed if to.id in (holder.id, giver.id) else TicketOfColleague
        raise refusal(number=ticket.number, name=holder.name)
    give_ticket(session, ticket=ticket, to=to, by=giver, act="ticket.assigned", at=at)
    if await has_customer_spoken_last(session, ticket_id=ticket.id):
        ticket.silence_due_at = None
        watch_silence(ticket, at=at, business=business)
    await session.flush()
    await tell(TicketAssigned(ticket, to, by=giver))
    return ticket


async def unassign_ticket(session: Session, *, ticket: Ticket, by: StaffMember | None, at: datetime, tell: Tell) -> Ticket:
    """Let nobody have a ticket: agents their own, supervisors any. Raises NotAllowed, TicketAlreadyClosed, TicketNotAssigned and
    TicketOfColleague.
    """
    giver = require_role(by, Role.AGENT)
    require_open(ticket)
    if ticket.assignee_id is None:
        raise TicketNotAssigned(number=ticket.number)
    holder = await _holder_of(session, ticket)
    if holder is not None and not _may_take_from(holder, giver):
        raise TicketOfColleague(number=ticket.number, name=holder.name)
    before = holding_facts(ticket)
    ticket.assignee_id = None  # `assigned_at` stays: who lets go of a ticket does not want it given out again by the desk
    end_silence(ticket)
    ticket.status = TicketStatus.NEW if ticket.status is TicketStatus.OPEN else ticket.status
    note_act(session, act="ticket.unassigned", by=giver, at=at, ticket_id=ticket.id, before=before, after=holding_facts(ticket))
    await session.flush()
    await tell(TicketUnassigned(ticket, giver))
    return ticket


async def begin_handover(
    session: Session, *, giver: StaffMember, taker: StaffMember, by: StaffMember | None, at: datetime, tell: Tell
) -> Handover:
    """Give all that somebody has, who may have left, to somebody else; what is more than one step takes is left to the clock.

    Raises NotAllowed unless `by` is a supervisor, NotOnStaff for a taker who has left, and HandoverToSelf.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    if taker.removed_at is not None:
        raise NotOnStaff(word=taker.name)
    if giver.id == taker.id:
        raise HandoverToSelf(name=giver.name)
    handover = Handover(from_id=giver.id, to_id=taker.id, by_id=supervisor.id, at=at)
    session.add(handover)
    await session.flush()
    await go_on_with_handover(session, handover_id=handover.id, at=at, tell=tell)
    return handover


async def go_on_with_handover(session: Session, *, handover_id: int, at: datetime, tell: Tell, limit: int = HANDED_AT_ONCE) -> bool:
    """Take one step of a handover; tell whether there are more to take. When it is done it is told."""
    handover = await get_handover(session, handover_id)
    if handover.ended_at is not None:
        return False
    giver, taker, by = [await get_staff(session, each) for each in (handover.from_id, handover.to_id, handover.by_id)]
    is_here = taker.removed_at is None
    tickets = await list_tickets_held(session, staff_id=giver.id, limit=limit) if is_here else []
    for ticket in tickets:
        give_ticket(session, ticket=ticket, to=taker, by=by, act="ticket.assigned", at=handover.at)
        await tell(TicketHandedOver(ticket))
    handover.moved_count += len(tickets)
    room = limit - len(tickets)
    visits = await move_visits(session, giver=giver, taker=taker, by=by, at=handover.at, limit=room) if is_here and room else 0
    handover.visit_count += visits
    await session.flush()
    if is_here and visits == room:
        return True
    handover.ended_at = at
    handed = await list_tickets_held(session, staff_id=taker.id, given_at=handover.at, limit=LISTED)
    await tell(HandoverEnded(handover, giver, taker, handed))
    return False


async def require_right_to_give(session: Session, *, ticket: Ticket, by: StaffMember | None) -> StaffMember:
    """Return who gives a ticket away: agents their own or one that nobody has, supervisors any. Raises NotAllowed and TicketOfColleague."""
    giver = require_role(by, Role.AGENT)
    holder = await _holder_of(session, ticket)
    if holder is not None and not _may_take_from(holder, giver):
        raise TicketOfColleague(number=ticket.number, name=holder.name)
    return giver


async def _holder_of(session: Session, ticket: Ticket) -> StaffMember | None:
    holder = None if ticket.assignee_id is None else await get_staff(session, ticket.assignee_id)
    return holder if holder is not None and holder.removed_at is None else None


def _may_take_from(holder: StaffMember, giver: StaffMember) -> bool:
    return holder.id == giver.id or is_allowed(giver, Role.SUPERVISOR)
