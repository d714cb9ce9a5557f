"""The tables of the business file for follow-up visits."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from bot.business_values import Days, Hour, Key, SomeDays, Text
from crm.business import VisitRules
from crm.rules.visit_plans import (
    AFTER_PURCHASE,
    AFTER_TICKET,
    BY_REQUEST,
    LONGEST_WORDS,
    MOST_PLANS,
    MOST_STEPS,
    Occasion,
    VisitPlan,
    VisitStep,
)
from storage.vocabulary import TicketKind, VisitWay

_TAKEN = {
    AFTER_TICKET: "after_ticket_days of [visits]",
    AFTER_PURCHASE: "after_purchase_days of [visits]",
    BY_REQUEST: "visits that staff ask for",
}


def _words(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_WORDS:
        raise ValueError(f"should have 1 to {LONGEST_WORDS} characters")
    return text.strip()


def _free(key: str) -> str:
    if key in _TAKEN:
        raise ValueError(f"the key {key} stands for {_TAKEN[key]}; choose another")
    return key


class VisitsTable(BaseModel):
    """`[visits]`"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after_ticket_days: Days
    after_purchase_days: Days
    ask_hour: Hour
    grace_days: Days
    gap_days: Days
    lapse_days: Days
    again_days: Days


class VisitStepTable(BaseModel):
    """A step of `[[visit_plans]]`"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: SomeDays
    en: Annotated[Text, AfterValidator(_words)] | None = None
    zh: Annotated[Text, AfterValidator(_words)] | None = None

    @model_validator(mode="after")
    def _speaks_both_languages(self) -> Self:
        if (self.en is None) != (self.zh is None):
            raise ValueError("should have en and zh, or neither: then it asks how it went")
        return self


def _some_and_few(steps: tuple[VisitStepTable, ...]) -> tuple[VisitStepTable, ...]:
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"should have 1 to {MOST_STEPS} entries")
    return steps


class VisitPlanTable(BaseModel):
    """`[[visit_plans]]`; what names no kinds, categories or tiers fits all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[Key, AfterValidator(_free)]
    occasion: Occasion
    by: VisitWay
    kinds: tuple[TicketKind, ...] = ()
    categories: tuple[Key, ...] = ()
    tiers: tuple[Key, ...] = ()
    steps: Annotated[tuple[VisitStepTable, ...], AfterValidator(_some_and_few)]

    @model_validator(mode="after")
    def _is_clear(self) -> Self:
        if self.occasion is Occasion.PURCHASE and (self.kinds or self.categories):
            raise ValueError('kinds and categories are of tickets; a plan with occasion = "purchase" has none')
        for earlier, later in pairwise(self.steps):
            if later.days <= earlier.days:
                raise ValueError(f"a step after {later.days} days should not come behind one after {earlier.days}")
        return self


def _different(plans: tuple[VisitPlanTable, ...]) -> tuple[VisitPlanTable, ...]:
    if len(plans) > MOST_PLANS:
        raise ValueError(f"should have at most {MOST_PLANS} entries")
    keys = [plan.key for plan in plans]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ValueError(f"the key {key} stands there twice")
    return plans


VisitPlans = Annotated[tuple[VisitPlanTable, ...], AfterValidator(_different)]


def require_known(plans: Sequence[VisitPlanTable], *, tiers: Collection[str], categories: Collection[str]) -> None:
    """Raise ValueError when a plan names a tier or a category that the file does not have."""
    for place, plan in enumerate(plans, start=1):
        for key in plan.tiers:
            if key not in tiers:
                raise ValueError(f"visit_plans.{place}.tiers names {key}, which is no tier")
        for key in plan.categories:
            if key not in categories:
                raise ValueError(f"visit_plans.{place}.categories names {key}, which is no category")


def visit_rules(table: VisitsTable, plans: Sequence[VisitPlanTable]) -> VisitRules:
    """Return the rules of visits that the tables say."""
    return VisitRules(**dict(table), plans=tuple(_plan(plan) for plan in plans))


def _plan(table: VisitPlanTable) -> VisitPlan:
    return VisitPlan(
        key=table.key,
        occasion=table.occasion,
        way=table.by,
        steps=tuple(VisitStep(**dict(step)) for step in table.steps),
        kinds=frozenset(table.kinds),
        categories=frozenset(table.categories),
        tiers=frozenset(table.tiers),
    )
