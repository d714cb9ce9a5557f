"""Plans of follow-up visits: after what a customer is visited, when, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.vocabulary import Language, TicketKind, VisitWay

AFTER_TICKET = "ticket"
AFTER_PURCHASE = "purchase"
# Of a visit that somebody of the staff asked for, by no plan.
BY_REQUEST = "request"
# Keys that no other plan may have.
TAKEN_KEYS = frozenset({AFTER_TICKET, AFTER_PURCHASE, BY_REQUEST})
MOST_PLANS = 20
MOST_STEPS = 12
LONGEST_WORDS = 500


class Occasion(StrEnum):
    """After what the visits of a plan follow."""

    TICKET_CLOSED = "ticket_closed"
    PURCHASE = "purchase"


@dataclass(frozen=True)
class VisitStep:
    """One visit of a plan, so many days after the occasion; without words it asks how it went."""

    days: int
    en: str | None = None
    zh: str | None = None

    def words(self, language: Language) -> str | None:
        """What is asked, in a language."""
        return self.zh if language is Language.CHINESE else self.en


@dataclass(frozen=True)
class VisitPlan:
    """The visits after an occasion, in the order of their days; what `kinds`, `categories` and `tiers` do not name fits all."""

    key: str
    occasion: Occasion
    way: VisitWay
    steps: tuple[VisitStep, ...]
    kinds: frozenset[TicketKind] = frozenset()
    categories: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()

    def step_after(self, days: int) -> VisitStep:
        """The step so many days after the occasion; one that asks how it went when the plan has none then any more."""
        return next((step for step in self.steps if step.days == days), VisitStep(days))


def simple_plan(key: str, occasion: Occasion, days: int) -> VisitPlan:
    """The plan by which the bot asks once how it went."""
    return VisitPlan(key, occasion, VisitWay.BOT, (VisitStep(days),))


def plans_on(plans: Sequence[VisitPlan], occasion: Occasion) -> list[VisitPlan]:
    """The plans that follow an occasion."""
    return [plan for plan in plans if plan.occasion is occasion]


def ask_for_tier(plans: Sequence[VisitPlan]) -> bool:
    """Whether any of these plans looks at the customer's tier."""
    return any(plan.tiers for plan in plans)


def plans_fitting(
    plans: Sequence[VisitPlan], *, kind: TicketKind | None = None, category: str | None = None, tier: str | None = None
) -> list[VisitPlan]:
    """Those of these plans that fit a matter and a customer."""
    return [
        plan
        for plan in plans
        if (not plan.kinds or kind in plan.kinds)
        and (not plan.categories or category in plan.categories)
        and (not plan.tiers or tier in plan.tiers)
    ]
