"""The tables of the business file: which keys there are and what their values may be."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.business_values import (
    BanSpan,
    Clock,
    Day,
    Days,
    Duration,
    Holidays,
    Hour,
    Key,
    Label,
    MediaKind,
    Number,
    Pattern,
    SomeDays,
    Spans,
    Texts,
    TimeZone,
    Words,
)
from crm.business import StaffNames
from crm.rules.assignment import AssignmentMode
from crm.rules.content import ContentAct
from crm.rules.human_check import CheckKind
from crm.rules.masking import Mask
from crm.rules.working_hours import Span
from storage.vocabulary import Language, Severity, TicketKind

MOST_CHOICES = 20
MOST_POLICIES = 50


class Table(BaseModel):
    """A table of the file: nothing in it may be unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
    special: dict[Day, Spans] = {}
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


class VisitsTable(Table):
    """`[visits]`"""

    after_ticket_days: Days
    after_purchase_days: Days
    ask_hour: Hour
    grace_days: Days


class GreetingsTable(Table):
    """`[greetings]`"""

    birthday_hour: Hour
    latest_hour: Hour
    birthday_points: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    anniversaries: Annotated[bool, Field(strict=True)]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.latest_hour < self.birthday_hour:
            raise ValueError("latest_hour should not be before birthday_hour")
        return self


class QuietHoursTable(Table):
    """`[quiet_hours]`"""

    start: Clock = Field(alias="from")
    until: Clock


class RemindersTable(Table):
    """`[reminders]`"""

    hour: Hour
    points_expire_days: Days
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


class FloodTable(Table):
    """`[flood]`"""

    messages: Annotated[int, Field(strict=True, ge=1, le=1000)]
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600)]


class RelayTable(Table):
    """`[relay]`"""

    receipts: Annotated[bool, Field(strict=True)]
    staff_names: StaffNames
    mask: tuple[Mask, ...]


class BansTable(Table):
    """`[bans]`"""

    agent_hours: Annotated[int, Field(strict=True, ge=0, le=720)]
    floods_a_day: Annotated[int, Field(strict=True, ge=0, le=100)]
    flood_hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class HumanCheckTable(Table):
    """`[human_check]`"""

    enabled: Annotated[bool, Field(strict=True)]
    kind: CheckKind
    wrong_answers: Annotated[int, Field(strict=True, ge=1, le=10)]
    wait_minutes: Annotated[int, Field(strict=True, ge=1, le=1440)]


class ContentRuleTable(Table):
    """`[[content_rules]]`"""

    name: Key
    act: ContentAct
    pattern: Pattern | None = None
    links: Annotated[bool, Field(strict=True)] = False
    media: tuple[MediaKind, ...] = ()
    new_customers_only: Annotated[bool, Field(strict=True)] = False
    ban_for: BanSpan | None = None

    @model_validator(mode="after")
    def _looks_at_something_and_is_clear(self) -> Self:
        if self.pattern is None and not self.links and not self.media:
            raise ValueError("should have a pattern, links = true or media: nothing else says what it matches")
        if self.ban_for is not None and self.act is not ContentAct.BAN:
            raise ValueError('ban_for needs act = "ban"')
        return self


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


def _few(rules: tuple[ContentRuleTable, ...]) -> tuple[ContentRuleTable, ...]:
    if len(rules) > MOST_CHOICES:
        raise ValueError(f"should have at most {MOST_CHOICES} entries")
    names = [rule.name for rule in rules]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ValueError(f"the name {name} stands there twice")
    return rules


Categories = Annotated[tuple[CategoryTable, ...], AfterValidator(_different)]
Policies = Annotated[tuple[SlaTable, ...], AfterValidator(_not_too_many)]
Tiers = Annotated[tuple[TierTable, ...], AfterValidator(_ascending)]
ContentRules = Annotated[tuple[ContentRuleTable, ...], AfterValidator(_few)]


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
    greetings: GreetingsTable
    quiet_hours: QuietHoursTable
    reminders: RemindersTable
    points: PointsTable
    tiers: Tiers
    staff: StaffTable
    assignment: AssignmentTable
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
        for place, policy in enumerate(self.sla, start=1):
            for key in policy.tiers:
                if key not in tiers:
                    raise ValueError(f"sla.{place}.tiers names {key}, which is no tier")
            for key in policy.categories:
                if key not in categories:
                    raise ValueError(f"sla.{place}.categories names {key}, which is no category")
        return self
