"""The tables of the business file: which keys there are and what their values may be."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.business_groups import GroupsTable, Teams, require_categories
from bot.business_guards import BansTable, ContentRules, FloodTable, HumanCheckTable
from bot.business_loyalty import BonusesTable, EarningRules, ExchangeRates, ExpiryDays, Rewards, TierRulesTable
from bot.business_unasked import CampaignsTable, GreetingsTable, UnaskedTable, WinBackTable
from bot.business_values import (
    Clock,
    Day,
    Days,
    Duration,
    Holidays,
    Hour,
    Key,
    Label,
    Number,
    SomeDays,
    Spans,
    Table,
    Texts,
    TimeZone,
    Words,
)
from bot.business_visits import VisitPlans, VisitsTable, require_known
from crm.business import StaffNames
from crm.rules.assignment import AssignmentMode
from crm.rules.masking import Mask
from crm.rules.working_hours import Span
from storage.vocabulary import Language, Severity, TicketKind

MOST_CHOICES = 20
MOST_POLICIES = 50


class OpeningHoursTable(Table):
    """`[opening_hours]`; a weekday that is not named is closed."""

    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()
    closed_on: tuple[Day, ...] = ()
    special: dict[Day, Spans] = Field(default_factory=dict)
    holidays: Holidays | None = None

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The spans of each weekday, Monday first."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)

    @model_validator(mode="after")
    def _opens_and_is_clear(self) -> Self:
        if not any(self.week):
            raise ValueError("no weekday is open: nothing could ever be promised")
        if both := sorted(set(self.closed_on) & set(self.special)):
            raise ValueError(f"{both[0]} stands in closed_on and in special; it should be in one of them")
        return self


class FirstResponseTable(Table):
    """`[first_response]`"""

    inquiry: Duration
    low: Duration
    medium: Duration
    high: Duration


class SlaTable(Table):
    """`[[sla]]`; what names nothing fits all."""

    kinds: tuple[TicketKind, ...] = ()
    categories: tuple[Key, ...] = ()
    severities: tuple[Severity, ...] = ()
    tiers: tuple[Key, ...] = ()
    first_response: Duration | None = None
    next_response: Duration | None = None
    resolution: Duration | None = None


class CategoryTable(Table):
    """`[[inquiry_categories]]`, `[[complaint_categories]]`, `[[wished_solutions]]`"""

    key: Key
    en: Label
    zh: Label


class TierTable(CategoryTable):
    """`[[tiers]]`"""

    threshold: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
    factor: Annotated[Number, Field(ge=0, le=100)]
    loyal: Annotated[bool, Field(strict=True)]


class WaitingTable(Table):
    """`[waiting]`"""

    nudge_hours: Annotated[int, Field(strict=True, ge=0, le=2160)]
    close_hours: Annotated[int, Field(strict=True, ge=0, le=2160)]
    settle_days: Days


class SurveyTable(Table):
    """`[survey]`"""

    low_score: Annotated[int, Field(strict=True, ge=1, le=4)]
    expires_days: SomeDays
    delay_minutes: Annotated[int, Field(strict=True, ge=0, le=10_080)]


class QuietHoursTable(Table):
    """`[quiet_hours]`"""

    start: Clock = Field(alias="from")
    until: Clock


class RemindersTable(Table):
    """`[reminders]`"""

    hour: Hour
    points_expire_days: ExpiryDays
    tier_within_percent: Annotated[int, Field(strict=True, ge=0, le=100)]
    silence_days: Annotated[int, Field(strict=True, ge=0, le=3650)]


class PointsTable(Table):
    """`[points]`"""

    per_unit: Annotated[Number, Field(ge=0, le=10_000)]
    expire_months: Annotated[int, Field(strict=True, ge=0, le=120)]


class StaffTable(Table):
    """`[staff]`"""

    invitation_hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class AssignmentTable(Table):
    """`[assignment]`"""

    mode: AssignmentMode
    most_open: Annotated[int, Field(strict=True, ge=1, le=1000)]
    same_person_first: Annotated[bool, Field(strict=True)]
    silence_minutes: Annotated[int, Field(strict=True, ge=0, le=10_080)]


class RelayTable(Table):
    """`[relay]`"""

    receipts: Annotated[bool, Field(strict=True)]
    calls: Annotated[bool, Field(strict=True)]
    staff_names: StaffNames
    mask: tuple[Mask, ...]


class UnderstandingTable(Table):
    """`[understanding]`"""

    complaint: Words
    human: Words
    tickets: Words
    points: Words
    greeting: Words
    thanks: Words


class TextsTable(Table):
    """`[texts]`"""

    en: Texts
    zh: Texts


def _different(categories: tuple[CategoryTable, ...]) -> tuple[CategoryTable, ...]:
    _require_choices([category.key for category in categories])
    return categories


def _ascending(tiers: tuple[TierTable, ...]) -> tuple[TierTable, ...]:
    _require_choices([tier.key for tier in tiers])
    if tiers[0].threshold:
        raise ValueError("the first tier should have the threshold 0")
    for lower, higher in pairwise(tiers):
        if higher.threshold <= lower.threshold:
            raise ValueError(f"{higher.key} should have a higher threshold than {lower.key} before it")
    return tiers


def _not_too_many(policies: tuple[SlaTable, ...]) -> tuple[SlaTable, ...]:
    if len(policies) > MOST_POLICIES:
        raise ValueError(f"should have at most {MOST_POLICIES} entries")
    return policies


def _require_choices(keys: Sequence[str]) -> None:
    if not 1 <= len(keys) <= MOST_CHOICES:
        raise ValueError(f"should have 1 to {MOST_CHOICES} entries")
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ValueError(f"the key {key} stands there twice")


Categories = Annotated[tuple[CategoryTable, ...], AfterValidator(_different)]
Policies = Annotated[tuple[SlaTable, ...], AfterValidator(_not_too_many)]
Tiers = Annotated[tuple[TierTable, ...], AfterValidator(_ascending)]


class BusinessTable(Table):
    """The whole file."""

    company: Label
    time_zone: TimeZone
    staff_language: Language
    reopen_days: Days
    new_customer_days: Days
    opening_hours: OpeningHoursTable
    first_response: FirstResponseTable
    sla: Policies
    inquiry_categories: Categories
    complaint_categories: Categories
    wished_solutions: Categories
    waiting: WaitingTable
    survey: SurveyTable
    visits: VisitsTable
    visit_plans: VisitPlans = ()
    greetings: GreetingsTable
    quiet_hours: QuietHoursTable
    unasked: UnaskedTable
    reminders: RemindersTable
    campaigns: CampaignsTable
    win_back: WinBackTable
    points: PointsTable
    tiers: Tiers
    tier_rules: TierRulesTable
    earning: EarningRules = ()
    bonuses: BonusesTable = BonusesTable()
    rewards: Rewards = ()
    exchange_rates: ExchangeRates = Field(default_factory=dict)
    staff: StaffTable
    assignment: AssignmentTable
    teams: Teams = ()
    groups: GroupsTable
    understanding: UnderstandingTable
    flood: FloodTable
    relay: RelayTable
    bans: BansTable
    human_check: HumanCheckTable
    content_rules: ContentRules = ()
    texts: TextsTable

    @model_validator(mode="after")
    def _policies_name_what_there_is(self) -> Self:
        tiers = {tier.key for tier in self.tiers}
        categories = {category.key for category in (*self.inquiry_categories, *self.complaint_categories)}
        require_categories(self.teams, categories)
        for place, policy in enumerate(self.sla, start=1):
            for key in policy.tiers:
                if key not in tiers:
                    raise ValueError(f"sla.{place}.tiers names {key}, which is no tier")
            for key in policy.categories:
                if key not in categories:
                    raise ValueError(f"sla.{place}.categories names {key}, which is no category")
        require_known(self.visit_plans, tiers=tiers, categories=categories)
        return self
