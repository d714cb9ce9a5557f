"""Hands that a visit goes through: a colleague gives it to another, and what a leaver had goes to somebody else."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.staff import NotOnStaff
from crm.steps import STEP
from crm.visit_outcomes import visit_in_hand
from crm.visit_rounds import VisitGiven
from crm.visitors import find_visitor
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember, find_staff_by_id, get_staff, list_staff
from storage.tickets import get_ticket
from storage.visits import Visit, find_next_personal_visit, lock_visits_held, lock_visits_of_leavers
from storage.vocabulary import Role, VisitReason


class NoVisitToHandOver(Refusal):
    """Nobody of the staff has to visit the customer; fact: `name`."""


class VisitIsTheirs(Refusal):
    """Who is to get the visit has it already; fact: `name`."""


@dataclass(frozen=True)
class VisitHandedOver(Notice):
    """A visit went from one of the staff to another; `before` is who had it, None when nobody had or they have left."""

    visit: Visit
    customer: Customer
    to: StaffMember
    by: StaffMember
    before: StaffMember | None


async def next_visit_to(session: Session, *, customer: Customer, by: StaffMember | None) -> Visit:
    """Return the visit that staff have to pay a customer next. Raises NotAllowed, and NoVisitToHandOver when there is none."""
    require_role(by, Role.AGENT)
    visit = await find_next_personal_visit(session, customer_id=customer.id)
    if visit is None:
        raise NoVisitToHandOver(name=customer.name)
    return visit


async def hand_visit_over(session: Session, *, visit_id: int, to: StaffMember, by: StaffMember | None, at: datetime, tell: Tell) -> Visit:
    """Give a visit to a colleague: agents their own or one that nobody has, supervisors any.

    Raises what `visit_in_hand` raises, NotOnStaff for somebody who has left, and VisitIsTheirs.
    """
    visit, giver = await visit_in_hand(session, visit_id=visit_id, by=by)
    if to.removed_at is not None:
        raise NotOnStaff(word=to.name)
    if visit.staff_id == to.id:
        raise VisitIsTheirs(name=to.name)
    before = await find_staff_by_id(session, visit.staff_id) if visit.staff_id is not None else None
    _note(session, "visit.handed_over", visit, to, by=giver, at=at)
    visit.staff_id = to.id
    await session.flush()
    customer = await get_customer(session, visit.customer_id)
    await tell(VisitHandedOver(visit, customer, to, giver, before if before is not None and before.removed_at is None else None))
    return visit


async def list_takers(session: Session, *, visit_id: int, by: StaffMember | None) -> tuple[list[StaffMember], Visit]:
    """Return to whom a visit may be given, and the visit. Raises what `visit_in_hand` raises."""
    visit, _ = await visit_in_hand(session, visit_id=visit_id, by=by)
    return [member for member in await list_staff(session) if member.id != visit.staff_id], visit


async def give_visits_anew(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """Give what those who have left the staff still had to visit to whom the desk would give it now; return how many."""
    visits = await lock_visits_of_leavers(session, at=at, limit=limit)
    for visit in visits:
        customer, leaver = await get_customer(session, visit.customer_id), await get_staff(session, visit.staff_id or 0)
        ticket = await get_ticket(session, visit.subject_id) if visit.reason is VisitReason.TICKET else None
        to = await find_visitor(session, visit=visit, customer=customer, ticket=ticket, at=at, business=business)
        _note(session, "visit.given_anew", visit, to, by=None, at=at)
        visit.staff_id = to.id if to else None
        await session.flush()  # the next one is counted with this one
        await tell(VisitGiven(visit, customer, to, instead_of=leaver))
    return len(visits)


async def move_visits(
    session: Session, *, giver: StaffMember, taker: StaffMember, by: StaffMember, at: datetime, limit: int
) -> int:  # fmt: skip
    """Give visits that one of the staff has to pay, now or later, to another; return how many. Who asks for it has the right to."""
    visits = await lock_visits_held(session, staff_id=giver.id, limit=limit)
    for visit in visits:
        _note(session, "visit.handed_over", visit, taker, by=by, at=at)
        visit.staff_id = taker.id
    return len(visits)


def _note(session: Session, act: str, visit: Visit, to: StaffMember | None, *, by: StaffMember | None, at: datetime) -> None:
    before, after = {"assignee": visit.staff_id}, {"assignee": to.id if to else None}
    note_act(session, act=act, by=by, at=at, subject=str(visit.customer_id), before=before, after=after)
