"""Plans of visits: which there are, in the business file and from the chat, which follow a ticket or a purchase, and what is done to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.permissions import require_role
from crm.points import points_summary
from crm.refusals import Refusal
from crm.rules.plan_writing import Naming, PlanKeyTaken, read_plan, written_plan
from crm.rules.visit_plans import MOST_PLANS, Occasion, VisitPlan, VisitStep, ask_for_tier, plans_fitting, plans_on
from storage.audit import Facts
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.visit_plans import ChatPlan, VisitPlanSwitch, delete_chat_plan, find_chat_plan, find_plan_switch, find_switched_plans
from storage.vocabulary import Role, TicketKind, VisitReason

_REASONS = {Occasion.TICKET_CLOSED: VisitReason.TICKET, Occasion.PURCHASE: VisitReason.PURCHASE}
_OCCASIONS = {reason: occasion for occasion, reason in _REASONS.items()}


class NoSuchPlan(Refusal):
    """There is no such plan any more, or none of the chat where only such a one is meant."""


class TooManyPlans(Refusal):
    """There are as many plans as there may be; fact: `most`."""


@dataclass(frozen=True)
class KnownPlans:
    """All plans that there are, those of the business file first; the keys of those made in the chat, and of those switched off."""

    plans: Sequence[VisitPlan]
    of_chat: frozenset[str]
    off: frozenset[str]


@dataclass(frozen=True)
class PlanStanding:
    """A plan, whether it is switched off, and whether it was made in the chat."""

    plan: VisitPlan
    is_off: bool
    is_of_chat: bool


async def known_plans(session: Session, *, business: Business) -> KnownPlans:
    """Return all plans that there are; where the business file has come to name a key of the chat too, its plan is the one."""
    switched = await find_switched_plans(session)
    fixed = business.visits.all_plans
    keys = {plan.key for plan in fixed}
    of_chat = [_plan_of(row) for _, row in switched if row is not None and row.key not in keys]
    off = frozenset(switch.plan for switch, _ in switched if switch.is_off)
    return KnownPlans((*fixed, *of_chat), frozenset(plan.key for plan in of_chat), off)


async def find_plan(session: Session, *, key: str, business: Business) -> VisitPlan | None:
    """Return the plan with this key, of the business file or of the chat."""
    fixed = next((plan for plan in business.visits.all_plans if plan.key == key), None)
    if fixed is not None:
        return fixed
    row = await find_chat_plan(session, key=key)
    return None if row is None else _plan_of(row)


async def plans_after(
    session: Session, *, occasion: Occasion, ticket: Ticket | None, customer: Customer, at: datetime, business: Business
) -> list[VisitPlan]:
    """Return the plans that a ticket or a purchase of a customer begins; the tier is looked up only where a plan asks for it."""
    known = await known_plans(session, business=business)
    plans = [plan for plan in plans_on(known.plans, occasion) if plan.key not in known.off]
    tier = None
    if ask_for_tier(plans):
        tier = (await points_summary(session, customer=customer, at=at, business=business)).tier.key
    return plans_fitting(plans, kind=ticket.kind if ticket else None, category=ticket.category if ticket else None, tier=tier)


async def plan_standings(session: Session, *, by: StaffMember | None, business: Business) -> list[PlanStanding]:
    """Return how every plan stands. Raises NotAllowed unless `by` is a supervisor."""
    require_role(by, Role.SUPERVISOR)
    known = await known_plans(session, business=business)
    return [PlanStanding(plan, plan.key in known.off, plan.key in known.of_chat) for plan in known.plans]


async def get_standing(session: Session, *, key: str, by: StaffMember | None, business: Business) -> PlanStanding:
    """Return how a plan stands. Raises NotAllowed unless `by` is a supervisor, and NoSuchPlan."""
    found = next((each for each in await plan_standings(session, by=by, business=business) if each.plan.key == key), None)
    if found is None:
        raise NoSuchPlan
    return found


async def switch_plan(
    session: Session, *, key: str, is_off: bool, by: StaffMember | None, at: datetime, business: Business
) -> PlanStanding:
    """Switch a plan off, or on again. While it is off nothing is planned by it, and what it has planned is skipped when it is due.

    Raises NotAllowed unless `by` is a supervisor, and NoSuchPlan.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    found = await get_standing(session, key=key, by=supervisor, business=business)
    await _switch(session, key, supervisor, at, is_off=is_off)
    before, after = {"running": not found.is_off}, {"running": not is_off}
    note_act(session, act="visit_plan.switched", by=supervisor, at=at, subject=key, before=before, after=after)
    await session.flush()
    return PlanStanding(found.plan, is_off, found.is_of_chat)


async def make_plan(session: Session, *, text: str, by: StaffMember | None, at: datetime, business: Business) -> PlanStanding:
    """Make a plan as a message says it, in place of the one of the chat with the same key; until somebody switches it on it is off.

    Raises NotAllowed unless `by` is a supervisor, PlanKeyTaken, TooManyPlans, and the refusals of `read_plan`.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    plan = read_plan(text, categories=_categories(business), tiers=_tiers(business))
    known = await known_plans(session, business=business)
    former = next((each for each in known.plans if each.key == plan.key), None)
    if former is not None and plan.key not in known.of_chat:
        raise PlanKeyTaken(plan=plan.key)
    if former is None and len(known.plans) >= MOST_PLANS:
        raise TooManyPlans(most=MOST_PLANS)
    await session.merge(_row_of(plan, supervisor, at))
    await _switch(session, plan.key, supervisor, at, is_off=True)
    before = {} if former is None else _facts(former, is_off=plan.key in known.off)
    after = _facts(plan, is_off=True)
    note_act(session, act="visit_plan.made", by=supervisor, at=at, subject=plan.key, before=before, after=after)
    await session.flush()
    return PlanStanding(plan, is_off=True, is_of_chat=True)


async def delete_plan(session: Session, *, key: str, by: StaffMember | None, at: datetime, business: Business) -> None:
    """Delete a plan that was made in the chat; what it has planned is skipped when it is due.

    Raises NotAllowed unless `by` is a supervisor, and NoSuchPlan when there is none or the business file has it.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    found = await get_standing(session, key=key, by=supervisor, business=business)
    row = await find_chat_plan(session, key=key)
    if row is None or not found.is_of_chat:
        raise NoSuchPlan
    await delete_chat_plan(session, plan=row)
    before = _facts(found.plan, is_off=found.is_off)
    note_act(session, act="visit_plan.deleted", by=supervisor, at=at, subject=key, before=before, after={})


def keys_gone(plan: VisitPlan, *, business: Business) -> list[str]:
    """Return the categories and tiers that a plan is limited to and the business file does not have any more: nobody fits it by these."""
    known = {*_categories(business).keys.values(), *_tiers(business).keys.values()}
    return [key for key in [*sorted(plan.categories), *sorted(plan.tiers)] if key not in known]


async def _switch(session: Session, key: str, by: StaffMember, at: datetime, *, is_off: bool) -> None:
    switch = await find_plan_switch(session, plan=key)
    if switch is None:
        switch = VisitPlanSwitch(plan=key, is_off=is_off, staff_id=by.id, at=at)
        session.add(switch)
    switch.is_off, switch.staff_id, switch.at = is_off, by.id, at


def _facts(plan: VisitPlan, *, is_off: bool) -> Facts:
    return {"plan": written_plan(plan), "running": not is_off}


def _categories(business: Business) -> Naming:
    return Naming.of([(each.key, each.en, each.zh) for each in (*business.inquiry_categories, *business.complaint_categories)])


def _tiers(business: Business) -> Naming:
    return Naming.of([(each.key, each.en, each.zh) for each in business.tiers])


def _row_of(plan: VisitPlan, by: StaffMember, at: datetime) -> ChatPlan:
    return ChatPlan(
        key=plan.key, occasion=_REASONS[plan.occasion], way=plan.way, steps=[{"days": each.days, "en": each.en, "zh": each.zh} for each in plan.steps],
        kinds=sorted(map(str, plan.kinds)), categories=sorted(plan.categories), tiers=sorted(plan.tiers), made_by=by.id, at=at,
    )  # fmt: skip


def _plan_of(row: ChatPlan) -> VisitPlan:
    return VisitPlan(
        key=row.key,
        occasion=_OCCASIONS[row.occasion],
        way=row.way,
        steps=tuple(VisitStep(**step) for step in row.steps),
        kinds=frozenset(map(TicketKind, row.kinds)),
        categories=frozenset(row.categories),
        tiers=frozenset(row.tiers),
    )
