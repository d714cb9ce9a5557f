"""Texts of plans of visits: how each stands in the list, and one of them with its words."""

from collections.abc import Sequence

from crm.business import Business, label_of
from crm.rules.visit_plans import Occasion, VisitPlan, VisitStep
from crm.visit_plans import PlanStanding, keys_gone
from handlers.chat.lists import listed
from handlers.chat.speech import Phrases


def plans_text(standings: Sequence[PlanStanding], phrases: Phrases, business: Business) -> str:
    """Return all plans and how each stands."""
    lines = [phrases("plans-title" if standings else "plans-none"), *(_line(each, phrases, business) for each in standings)]
    return "\n".join([*lines, phrases("plans-rules", gap=business.visits.gap_days, again=business.visits.again_days)])


def plan_text(standing: PlanStanding, phrases: Phrases, business: Business) -> str:
    """Return a plan with the words of each step."""
    return "\n".join([_line(standing, phrases, business), *(_step_line(step, phrases) for step in standing.plan.steps)])


def _line(each: PlanStanding, phrases: Phrases, business: Business) -> str:
    plan = each.plan
    line = phrases(
        "plans-line",
        plan=plan.key,
        state="off" if each.is_off else "on",
        occasion="purchase" if plan.occasion is Occasion.PURCHASE else "ticket",
        days=listed((str(step.days) for step in plan.steps), phrases),
        way=plan.way,
        only=_only(plan, phrases, business),
    )
    gone = keys_gone(plan, business=business)
    notes = [phrases("plan-of-chat")] if each.is_of_chat else []
    return "\n".join([line, *notes, *([phrases("plan-lacks", names=listed(gone, phrases))] if gone else [])])


def _step_line(step: VisitStep, phrases: Phrases) -> str:
    if step.en is None or step.zh is None:
        return phrases("plan-step", days=step.days)
    return phrases("plan-step-words", days=step.days, en=step.en, zh=step.zh)


def _only(plan: VisitPlan, phrases: Phrases, business: Business) -> str:
    """What the plan is limited to: kinds, and categories and tiers by their labels in the business file."""
    labels = (*business.inquiry_categories, *business.complaint_categories)
    tiers = {tier.key: tier.label(phrases.language) for tier in business.tiers}
    named = [
        *(phrases.plain(f"ticket-kind-{kind.replace('_', '-')}") for kind in sorted(plan.kinds)),
        *(label_of(labels, key, phrases.language) for key in sorted(plan.categories)),
        *(tiers.get(key, key) for key in sorted(plan.tiers)),
    ]
    return f" · {listed(named, phrases)}" if named else ""
