"""Assignment: the desk gives tickets to those present, where the business wants that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.presence import languages_of, presence_of
from crm.rules.assignment import AssignmentMode, Candidate, chosen
from crm.rules.working_hours import add_working_time
from crm.steps import STEP, Step
from crm.teams import serves_team
from storage.assignment import count_tickets_held, list_tickets_of_nobody
from storage.audit import Facts
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember, list_staff
from storage.tickets import Ticket, get_ticket, open_tickets_of
from storage.vocabulary import Role, TicketStatus

# Owners are given tickets by hand only: they may be people who never answer.
_WORKING_ROLES = (Role.SUPERVISOR, Role.AGENT)


@dataclass(frozen=True)
class TicketAssigned(Notice):
    """Somebody has a ticket now who did not ask for it; `by` is None when the desk chose. `is_new`: it is just being shown."""

    ticket: Ticket
    to: StaffMember
    by: StaffMember | None
    is_new: bool = False


def is_on(business: Business) -> bool:
    """Tell whether the desk gives tickets to staff by itself."""
    return business.assignment.mode is not AssignmentMode.OFF


def give_ticket(session: Session, *, ticket: Ticket, to: StaffMember, by: StaffMember | None, act: str, at: datetime) -> None:
    """Let somebody have an open ticket from now on, and note it."""
    before = holding_facts(ticket)
    ticket.assignee_id, ticket.assigned_at, ticket.reminded_at = to.id, at, None
    if ticket.status is TicketStatus.NEW:
        ticket.status = TicketStatus.OPEN
    note_act(session, act=act, by=by, at=at, ticket_id=ticket.id, before=before, after=holding_facts(ticket))


def holding_facts(ticket: Ticket) -> Facts:
    """Return what the audit keeps of a ticket that goes from hand to hand."""
    return {"status": ticket.status, "assignee": ticket.assignee_id}


def watch_silence(ticket: Ticket, *, at: datetime, business: Business) -> None:
    """The customer waits for an answer from now on: let it be asked in time whether anybody is at it."""
    if business.assignment.silence and ticket.silence_due_at is None:
        ticket.silence_due_at = add_working_time(business.hours, at, business.assignment.silence)


def end_silence(ticket: Ticket) -> None:
    """The customer was answered, or nobody has to answer any more."""
    ticket.silence_due_at = ticket.reminded_at = None


async def find_assignee(
    session: Session, *, ticket: Ticket, customer: Customer, at: datetime, business: Business, besides: Collection[int] = ()
) -> StaffMember | None:
    """Return who should get a ticket by the rules of the business; None when nobody can."""
    members = [member for member in await list_staff(session, roles=_WORKING_ROLES) if serves_team(member, ticket.team)]
    held = await count_tickets_held(session, staff_ids=[member.id for member in members])
    candidates = [
        Candidate(
            id=member.id,
            is_present=presence_of(member, at=at, zone=business.time_zone).is_here,
            open_count=held[member.id][0] if member.id in held else 0,
            given_at=member.given_at,
            languages=languages_of(member),
        )
        for member in members
    ]
    number = chosen(
        candidates,
        mode=business.assignment.mode,
        most_open=business.assignment.most_open,
        language=customer.language,
        preferred=await _last_helper(session, ticket) if business.assignment.same_person_first else None,
        besides=besides,
    )
    return next((member for member in members if member.id == number), None)


async def assign_new_ticket(
    session: Session, *, ticket: Ticket, customer: Customer, at: datetime, business: Business
) -> StaffMember | None:
    """Give a ticket that nobody has to somebody, where the business wants that; return who has it now. Nobody is told yet."""
    if not is_on(business):
        return None
    member = await find_assignee(session, ticket=ticket, customer=customer, at=at, business=business)
    if member is not None:
        member.given_at = at
        give_ticket(session, ticket=ticket, to=member, by=None, act="ticket.given", at=at)
        await session.flush()  # the next ticket of this transaction is counted with this one
    return member


async def assign_waiting_tickets(
    session: Session, *, after_id: int, at: datetime, business: Business, tell: Tell, limit: int = STEP
) -> Step:
    """Give new tickets that nobody has to those present, oldest first; what nobody can take stays as it is."""
    if not is_on(business):
        return Step(0, None)
    tickets: Sequence[Ticket] = await list_tickets_of_nobody(session, after_id=after_id, limit=limit)
    done = 0
    for ticket in tickets:
        customer = await get_customer(session, ticket.customer_id)
        member = await assign_new_ticket(session, ticket=ticket, customer=customer, at=at, business=business)
        if member is not None:
            await tell(TicketAssigned(ticket, member, by=None))
            done += 1
    return Step(done, tickets[-1].id if len(tickets) == limit else None)


async def _last_helper(session: Session, ticket: Ticket) -> int | None:
    """Who has another matter of this customer in hand comes before who had the last one."""
    for other in await open_tickets_of(session, customer_id=ticket.customer_id):
        if other.id != ticket.id and other.assignee_id is not None:
            return other.assignee_id
    return None if ticket.previous_ticket_id is None else (await get_ticket(session, ticket.previous_ticket_id)).assignee_id
