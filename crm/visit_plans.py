"""Plans of visits: which follow a ticket or a purchase, and switching them off and on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.permissions import require_role
from crm.points import points_summary
from crm.refusals import Refusal
from crm.rules.visit_plans import Occasion, VisitPlan, ask_for_tier, plans_fitting, plans_on
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.visit_plans import VisitPlanSwitch, find_plan_switch, find_plans_off
from storage.vocabulary import Role


class NoSuchPlan(Refusal):
    """The business file has no such plan any more."""


@dataclass(frozen=True)
class PlanStanding:
    """A plan of the business file, and whether it is switched off."""

    plan: VisitPlan
    is_off: bool


async def plans_after(
    session: Session, *, occasion: Occasion, ticket: Ticket | None, customer: Customer, at: datetime, business: Business
) -> list[VisitPlan]:
    """Return the plans that a ticket or a purchase of a customer begins; the tier is looked up only where a plan asks for it."""
    plans: Sequence[VisitPlan] = plans_on(business.visits.all_plans, occasion)
    if not plans:
        return []
    off = await find_plans_off(session)
    plans = [plan for plan in plans if plan.key not in off]
    tier = None
    if ask_for_tier(plans):
        tier = (await points_summary(session, customer=customer, at=at, business=business)).tier.key
    return plans_fitting(plans, kind=ticket.kind if ticket else None, category=ticket.category if ticket else None, tier=tier)


async def plan_standings(session: Session, *, by: StaffMember | None, business: Business) -> list[PlanStanding]:
    """Return how every plan of the business file stands. Raises NotAllowed unless `by` is a supervisor."""
    require_role(by, Role.SUPERVISOR)
    off = await find_plans_off(session)
    return [PlanStanding(plan, plan.key in off) for plan in business.visits.all_plans]


async def switch_plan(
    session: Session, *, key: str, is_off: bool, by: StaffMember | None, at: datetime, business: Business
) -> PlanStanding:
    """Switch a plan off, or on again. While it is off nothing is planned by it, and what it has planned is skipped when it is due.

    Raises NotAllowed unless `by` is a supervisor, and NoSuchPlan.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    plan = next((plan for plan in business.visits.all_plans if plan.key == key), None)
    if plan is None:
        raise NoSuchPlan
    switch = await find_plan_switch(session, plan=key)
    before = {"running": switch is None or not switch.is_off}
    if switch is None:
        switch = VisitPlanSwitch(plan=key, is_off=is_off, staff_id=supervisor.id, at=at)
        session.add(switch)
    switch.is_off, switch.staff_id, switch.at = is_off, supervisor.id, at
    note_act(session, act="visit_plan.switched", by=supervisor, at=at, subject=key, before=before, after={"running": not is_off})
    await session.flush()
    return PlanStanding(plan, is_off)
