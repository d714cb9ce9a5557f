"""Visits of a purchase that was taken back: they are called off, and those after other purchases are planned in their place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.visits import plan_visits_after_purchase
from storage.customers import Customer
from storage.database import Session
from storage.purchases import Purchase, list_spending
from storage.staff import StaffMember, find_staff_by_id
from storage.visits import Visit, lock_visits_on
from storage.vocabulary import VisitReason, VisitSkip, VisitStatus

_AHEAD = (VisitStatus.PLANNED, VisitStatus.ASKED, VisitStatus.GIVEN)


@dataclass(frozen=True)
class VisitCalledOff(Notice):
    """A visit that staff had to pay is not to be paid any more; `to` is who had it, None when nobody of the staff has."""

    visit: Visit
    customer: Customer
    to: StaffMember | None


async def call_off_visits(
    session: Session, *, purchase: Purchase, customer: Customer, at: datetime, business: Business, tell: Tell
) -> None:
    """Call off what is ahead of the visits after a purchase that was reversed, also what was asked and not answered.

    Where another purchase had no visit because of these, it has one now.
    """
    stopped = set()
    for visit in await lock_visits_on(session, reason=VisitReason.PURCHASE, subject_id=purchase.id):
        if visit.status not in _AHEAD:
            continue
        if visit.status is VisitStatus.PLANNED:
            stopped.add((visit.plan, visit.days))
        was_given = visit.status is VisitStatus.GIVEN
        visit.status, visit.skipped_why = VisitStatus.SKIPPED, VisitSkip.REVERSED
        if was_given:
            await tell(VisitCalledOff(visit, customer, await _holder_of(session, visit)))
    await session.flush()
    if stopped:
        await _plan_for_others(session, customer=customer, steps=stopped, at=at, business=business)


async def _plan_for_others(
    session: Session, *, customer: Customer, steps: Collection[tuple[str, int]], at: datetime, business: Business
) -> None:
    since = at - timedelta(days=max(days for _, days in steps) + business.visits.grace_days + 1)
    for other in await list_spending(session, customer_ids=[customer.id], since=since):
        known = await lock_visits_on(session, reason=VisitReason.PURCHASE, subject_id=other.id)
        missing = set(steps) - {(visit.plan, visit.days) for visit in known}
        await plan_visits_after_purchase(session, purchase=other, customer=customer, at=at, business=business, only=missing)


async def _holder_of(session: Session, visit: Visit) -> StaffMember | None:
    holder = await find_staff_by_id(session, visit.staff_id) if visit.staff_id is not None else None
    return holder if holder is not None and holder.removed_at is None else None
