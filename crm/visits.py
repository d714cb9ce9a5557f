"""Visits: planned after a ticket or a purchase, or as somebody of the staff asks for it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.visit_plans import BY_REQUEST, Occasion, VisitPlan
from crm.rules.visits import NoSuchDay, day_ends, expected_moment, is_too_late, named_day, visit_due, visit_on
from crm.visit_plans import plans_after
from storage.columns import draw_id
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.visits import Visit, find_moments_asked, list_moments_ahead, list_planned_steps, lock_visits_on
from storage.vocabulary import Role, VisitReason, VisitStatus, VisitWay

LONGEST_WORDS = 500


class VisitNeedsWords(Refusal):
    """The bot cannot ask without words."""


class VisitWordsTooLong(Refusal):
    """What is to be asked is too long; fact: `most` characters."""


class VisitDayNotUnderstood(Refusal):
    """The words name no day from today on within a year; fact: `words`."""


async def plan_visits_after_ticket(session: Session, *, ticket: Ticket, at: datetime, business: Business) -> list[Visit]:
    """Plan the visits after a ticket was closed, anew those that are planned already; return those that are ahead now.

    A visit that was paid already is not paid again, however often the ticket is reopened and closed.
    """
    customer = await get_customer(session, ticket.customer_id)
    plans = await plans_after(session, occasion=Occasion.TICKET_CLOSED, ticket=ticket, customer=customer, at=at, business=business)
    if not plans:
        return []
    known = {(visit.plan, visit.days): visit for visit in await lock_visits_on(session, reason=VisitReason.TICKET, subject_id=ticket.id)}
    ahead = []
    for plan, days in [(each, step.days) for each in plans for step in each.steps]:
        due_at = _due(at, days, customer, business)
        visit = known.get((plan.key, days))
        if visit is None:
            visit = _planned(customer, VisitReason.TICKET, ticket.id, plan, days, due_at)
            session.add(visit)
        elif visit.status is not VisitStatus.PLANNED or visit.attempts:
            continue
        visit.due_at = visit.planned_for = due_at
        visit.keep_until = day_ends(due_at, customer.time_zone)
        ahead.append(visit)
    await session.flush()
    return ahead


async def plan_visits_after_purchase(
    session: Session,
    *,
    purchase: Purchase,
    customer: Customer,
    at: datetime,
    business: Business,
    only: Collection[tuple[str, int]] | None = None,
) -> list[Visit]:
    """Plan the visits after a purchase and return them: none that would be too late already, and none of which the customer has the
    same about another purchase ahead, because one question is enough. `only` names the steps (plan, days) of which it may be.
    """
    plans = await plans_after(session, occasion=Occasion.PURCHASE, ticket=None, customer=customer, at=at, business=business)
    if not plans:
        return []
    ahead = await list_planned_steps(session, customer_id=customer.id, reason=VisitReason.PURCHASE)
    planned = []
    for plan, days in [(each, step.days) for each in plans for step in each.steps]:
        due_at = _due(purchase.at, days, customer, business)
        if only is not None and (plan.key, days) not in only:
            continue
        if (plan.key, days) not in ahead and not is_too_late(due_at, at, grace_days=business.visits.grace_days):
            planned.append(_planned(customer, VisitReason.PURCHASE, purchase.id, plan, days, due_at))
    session.add_all(planned)
    await session.flush()
    return planned


async def request_visit(
    session: Session,
    *,
    customer: Customer,
    day: str,
    way: VisitWay,
    to: StaffMember | None,
    words: str | None,
    by: StaffMember | None,
    at: datetime,
    business: Business,
) -> Visit:
    """Plan a single visit of a customer on a day named in words; `to` is who pays it, None for whom the desk chooses.

    Raises NotAllowed unless `by` is a supervisor, VisitDayNotUnderstood, VisitNeedsWords and VisitWordsTooLong.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    due_at = moment_on(day_in(day, at=at, zone=business.time_zone), customer, business)
    if way is VisitWay.BOT and not words:
        raise VisitNeedsWords
    if words is not None and len(words) > LONGEST_WORDS:
        raise VisitWordsTooLong(most=LONGEST_WORDS)
    number = draw_id()
    visit = Visit(
        id=number, customer_id=customer.id, reason=VisitReason.REQUEST, subject_id=number, status=VisitStatus.PLANNED, due_at=due_at,
        plan=BY_REQUEST, days=0, way=way, staff_id=to.id if to else None, planned_for=due_at, keep_until=day_ends(due_at, customer.time_zone),
        words=words or None, planned_by=supervisor.id,
    )  # fmt: skip
    session.add(visit)
    await session.flush()
    after = {"until": due_at.isoformat(timespec="minutes"), "assignee": visit.staff_id, "way": way}
    note_act(session, act="visit.planned", by=supervisor, at=at, subject=str(customer.id), before={}, after=after)
    return visit


async def expected_at(session: Session, *, visit: Visit, customer: Customer, business: Business) -> datetime:
    """Return when a visit that was planned just now is likely to be paid: others of the customer may come before it."""
    rules = business.visits
    since = visit.due_at - timedelta(days=rules.gap_days)
    seen = (await find_moments_asked(session, since=since, customer_ids=[customer.id])).get(customer.id, [])
    before = await list_moments_ahead(session, customer_id=customer.id, until=visit.due_at, but=visit.id)
    return expected_moment(
        visit.due_at, before=before, seen_at=max(seen, default=None), gap_days=rules.gap_days, hour=rules.ask_hour,
        zone=customer.time_zone, quiet=business.quiet_hours,
    )  # fmt: skip


def day_in(words: str, *, at: datetime, zone: str) -> date:
    """Return the day that somebody names. Raises VisitDayNotUnderstood."""
    try:
        return named_day(words, at=at, zone=zone)
    except NoSuchDay as problem:
        raise VisitDayNotUnderstood(words=words[:40]) from problem


def moment_on(day: date, customer: Customer, business: Business) -> datetime:
    """Return when a visit of a day is due."""
    return visit_on(day, hour=business.visits.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)


def _planned(customer: Customer, reason: VisitReason, subject_id: int, plan: VisitPlan, days: int, due_at: datetime) -> Visit:
    return Visit(
        customer_id=customer.id, reason=reason, subject_id=subject_id, status=VisitStatus.PLANNED, due_at=due_at, plan=plan.key, days=days,
        way=plan.way, planned_for=due_at, keep_until=day_ends(due_at, customer.time_zone),
    )  # fmt: skip


def _due(since: datetime, days: int, customer: Customer, business: Business) -> datetime:
    return visit_due(since, days=days, hour=business.visits.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)
