"""Visitors: who of the staff pays a personal visit."""

from datetime import datetime

from crm.business import Business
from crm.presence import languages_of, presence_of
from crm.rules.assignment import AssignmentMode, Candidate, chosen
from crm.rules.visits import day_ends
from storage.assignment import count_tickets_held
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember, find_staff_by_id, list_staff
from storage.tickets import Ticket, find_last_closed_ticket
from storage.visits import Visit, count_visits_given
from storage.vocabulary import Role

# Owners are given visits by name only: they may be people who never pay one.
_WORKING_ROLES = (Role.SUPERVISOR, Role.AGENT)
_ANY_NUMBER = 1_000_000


async def find_visitor(
    session: Session, *, visit: Visit, customer: Customer, ticket: Ticket | None, at: datetime, business: Business
) -> StaffMember | None:
    """Return who pays a visit: who is named for it, else who had the customer's ticket last, else of those present who has the fewest
    visits and tickets to see to; None when nobody is here.
    """
    if visit.staff_id is not None and (named := await _still_here(session, visit.staff_id)) is not None:
        return named
    last = ticket if ticket is not None else await find_last_closed_ticket(session, customer_id=customer.id)
    if last is not None and last.assignee_id is not None and (helper := await _still_here(session, last.assignee_id)) is not None:
        return helper
    members = await list_staff(session, roles=_WORKING_ROLES)
    held = await count_tickets_held(session, staff_ids=[member.id for member in members])
    given = await count_visits_given(session, due_before=day_ends(at, business.time_zone))
    candidates = [
        Candidate(
            id=member.id,
            is_present=presence_of(member, at=at, zone=business.time_zone).is_here,
            open_count=(held[member.id][0] if member.id in held else 0) + given.get(member.id, 0),
            given_at=member.given_at,
            languages=languages_of(member),
        )
        for member in members
    ]
    number = chosen(candidates, mode=AssignmentMode.LEAST_LOADED, most_open=_ANY_NUMBER, language=customer.language)
    return next((member for member in members if member.id == number), None)


async def _still_here(session: Session, staff_id: int) -> StaffMember | None:
    member = await find_staff_by_id(session, staff_id)
    return member if member is not None and member.removed_at is None else None
