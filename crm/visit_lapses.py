"""Lapses: visits in person that nobody pays are told to those in charge once a day, and after some days they are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import IN_CHARGE
from crm.rules.local_time import local_date
from crm.rules.quiet_hours import is_quiet
from crm.rules.visits import lapsed_before
from crm.rules.working_hours import is_open
from crm.steps import STEP
from crm.visit_rounds import VisitSkipped
from storage.customers import Customer, find_customers
from storage.database import Session
from storage.outbox import find_known_keys
from storage.staff import StaffMember, find_staff_by_ids, list_staff
from storage.visits import Visit, list_visits_given, lock_visits_given
from storage.vocabulary import VisitSkip, VisitStatus

NAMED_AT_ONCE = 10


@dataclass(frozen=True)
class VisitLapsed(Notice):
    """A visit is not to be paid any more because nobody did in time; `to` is who had it, None when nobody of the staff has."""

    visit: Visit
    customer: Customer
    to: StaffMember | None


@dataclass(frozen=True)
class OverdueVisit:
    """A visit whose day is past, and who has it; None for nobody, or somebody who has left."""

    visit: Visit
    customer: Customer
    holder: StaffMember | None


@dataclass(frozen=True)
class VisitsOverdue(Notice):
    """So many visits in person were not paid on their day: the longest overdue ones. `key` is one a day for each who is told."""

    longest: Sequence[OverdueVisit]
    count: int
    to: StaffMember
    key: str


async def end_lapsed_visits(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """End the visits in person that nobody has paid within the business's days, as skipped because it is too late; return how many.

    They count as due and not kept, and hold back no other visit of their customers any more.
    """
    days = business.visits.days_to_pay
    if days is None:
        return 0
    due_before = lapsed_before(at, days=days, zone=business.time_zone)
    visits = await lock_visits_given(session, due_before=due_before, limit=limit)
    if not visits:
        return 0
    customers = {each.id: each for each in await find_customers(session, customer_ids={visit.customer_id for visit in visits})}
    staff = await _staff_of(session, visits)
    for visit in visits:
        visit.status, visit.skipped_why = VisitStatus.SKIPPED, VisitSkip.TOO_LATE
        note_act(session, act="visit.lapsed", by=None, at=at, subject=str(visit.customer_id), before={}, after={"assignee": visit.staff_id})
        customer, holder, planner = customers[visit.customer_id], staff.get(visit.staff_id), staff.get(visit.planned_by)
        await tell(VisitLapsed(visit, customer, holder))
        if planner is not None and planner is not holder:
            await tell(VisitSkipped(visit, customer, planner))
    return len(visits)


async def tell_overdue_visits(session: Session, *, at: datetime, business: Business, tell: Tell) -> int:
    """Tell those in charge which visits in person were not paid on their day: each once a day, while the desk is open and it is not quiet.
    Return how many were told.
    """
    if not is_open(business.hours, at) or is_quiet(business.quiet_hours, at, business.time_zone):
        return 0
    today = local_date(at, business.time_zone)
    visits, count = await list_visits_given(session, due_before=lapsed_before(at, days=0, zone=business.time_zone), limit=NAMED_AT_ONCE)
    if not count:
        return 0
    keys = {f"visits-overdue:{member.id}:{today}": member for member in await list_staff(session, roles=IN_CHARGE)}
    known = await find_known_keys(session, keys)
    untold = {key: member for key, member in keys.items() if key not in known}
    if not untold:
        return 0
    customers = {each.id: each for each in await find_customers(session, customer_ids={visit.customer_id for visit in visits})}
    staff = await _staff_of(session, visits)
    longest = [OverdueVisit(visit, customers[visit.customer_id], staff.get(visit.staff_id)) for visit in visits]
    for key, member in untold.items():
        await tell(VisitsOverdue(longest, count, member, key))
    return len(untold)


async def _staff_of(session: Session, visits: Sequence[Visit]) -> dict[int | None, StaffMember]:
    """Return who has these visits or planned them, as far as they are still on the staff."""
    numbers = {number for visit in visits for number in (visit.staff_id, visit.planned_by) if number is not None}
    return {member.id: member for member in await find_staff_by_ids(session, numbers) if member.removed_at is None}
