"""What a business decides for itself: its opening hours, categories, rules and words, as read from its business file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from crm.business_greetings import GreetingRules
from crm.business_guards import BanRules, FloodRules, HumanCheckRules
from crm.business_loyalty import LoyaltyRules
from crm.rules.assignment import AssignmentMode
from crm.rules.content import ContentRule
from crm.rules.frequency import UnaskedCap
from crm.rules.loyalty import Tier
from crm.rules.masking import Mask
from crm.rules.quiet_hours import QuietHours
from crm.rules.sla import Policy
from crm.rules.teams import Route
from crm.rules.understanding import Intent
from crm.rules.visit_plans import AFTER_PURCHASE, AFTER_TICKET, Occasion, VisitPlan, simple_plan
from crm.rules.working_hours import WorkingHours
from storage.vocabulary import Language, Severity


def _in_language(language: Language, *, en: str, zh: str) -> str:
    match language:
        case Language.ENGLISH:
            return en
        case Language.CHINESE:
            return zh
        case _:
            assert_never(language)


@dataclass(frozen=True)
class Category:
    """A choice that a customer is offered; `key` is what columns keep, the labels are what people read."""

    key: str
    en: str
    zh: str

    def label(self, language: Language) -> str:
        """The words for a reader of this language."""
        return _in_language(language, en=self.en, zh=self.zh)


def label_of(categories: Sequence[Category], key: str, language: Language) -> str:
    """The label of the category with this key, or the key itself when the business has dropped that category."""
    return next((category.label(language) for category in categories if category.key == key), key)


@dataclass(frozen=True)
class TierLevel(Tier):
    """A loyalty tier with its labels; `loyal` tiers make a customer count as loyal. `name` is the key that columns keep."""

    en: str
    zh: str
    loyal: bool

    @property
    def key(self) -> str:
        """The key of the tier in the business file, the same as `name`."""
        return self.name

    def label(self, language: Language) -> str:
        """The words for a reader of this language."""
        return _in_language(language, en=self.en, zh=self.zh)


@dataclass(frozen=True)
class FirstResponse:
    """Promised working time until the first answer of a person: to an inquiry, and to a complaint of each severity."""

    inquiry: timedelta
    low: timedelta
    medium: timedelta
    high: timedelta

    def to_complaint(self, severity: Severity) -> timedelta:
        """The promise for a complaint that hurts this much."""
        match severity:
            case Severity.LOW:
                return self.low
            case Severity.MEDIUM:
                return self.medium
            case Severity.HIGH:
                return self.high
            case _:
                assert_never(severity)


@dataclass(frozen=True)
class WaitingRules:
    """Hours of silence until a customer for whom staff wait is nudged, and from then until the ticket is closed; 0 = never.

    `settle_days`: days until a solved ticket is closed.
    """

    nudge_hours: int
    close_hours: int
    settle_days: int


@dataclass(frozen=True)
class SurveyRules:
    """A score up to `low_score` asks why; a survey is asked `delay_minutes` after closing and expires after `expires_days`."""

    low_score: int
    expires_days: int
    delay_minutes: int


@dataclass(frozen=True)
class VisitRules:
    """When customers are visited: by the two simplest plans, of which 0 days make none, and by those of the business.

    `ask_hour` is of the customer's day. A visit is too late after `grace_days`, a customer sees one within `gap_days`, one in person that
    nobody pays lapses after `lapse_days` (0: never), and who gives no answer within `again_days` is asked once more (0: not).
    """

    after_ticket_days: int
    after_purchase_days: int
    ask_hour: int
    grace_days: int
    gap_days: int
    lapse_days: int
    again_days: int
    plans: tuple[VisitPlan, ...] = ()

    @property
    def days_to_pay(self) -> int | None:
        """For how many days after its day a visit in person may be paid: what is given late is not over at once; None for any number."""
        return max(self.lapse_days, self.grace_days) if self.lapse_days else None

    @property
    def all_plans(self) -> tuple[VisitPlan, ...]:
        """The plans in force, the two simplest first."""
        simple = (
            (AFTER_TICKET, Occasion.TICKET_CLOSED, self.after_ticket_days),
            (AFTER_PURCHASE, Occasion.PURCHASE, self.after_purchase_days),
        )
        return (*(simple_plan(*each) for each in simple if each[2]), *self.plans)


@dataclass(frozen=True)
class ReminderRules:
    """The hour of the customer's day, and when there is something to remind of; 0 days or percent = no such reminder.

    `points_expire_days`: days before points expire, ascending; none = no such reminder. `tier_within_percent`: of the next tier's threshold, still missing.
    `silence_days`: days without a message or a purchase.
    """

    hour: int
    points_expire_days: tuple[int, ...]
    tier_within_percent: int
    silence_days: int


@dataclass(frozen=True)
class CampaignRules:
    """For so many days after its start the purchases of those whom a campaign was meant for are counted.

    For `ticket_days` it waits for those who have an open ticket, who are left out afterwards; 0 = as long as it takes.
    """

    purchase_days: int
    ticket_days: int


@dataclass(frozen=True)
class WinBackRules:
    """Who has bought at least `least_purchases` times and is silent for `factor` times their usual interval is won back; factor 0 = nobody.

    At most `most_tickets_a_day` of those who are worth most are given to staff in 24 hours.
    """

    factor: Decimal
    least_purchases: int
    most_tickets_a_day: int


@dataclass(frozen=True)
class PointsRules:
    """Points for each whole unit of the currency (before the tier's factor), and the months until they expire (0 = never)."""

    per_unit: Decimal
    expire_months: int


@dataclass(frozen=True)
class StaffRules:
    """Hours for which a join link for staff is good."""

    invitation_hours: int


@dataclass(frozen=True)
class AssignmentRules:
    """How the desk gives tickets to staff by itself: nobody gets more than `most_open`, who helped a customer last may come first.

    `silence` is the working time after which a silent assignee is reminded, and after the same time again somebody else gets the
    ticket, unless the mode is off; none = never.
    """

    mode: AssignmentMode
    most_open: int
    same_person_first: bool
    silence: timedelta


@dataclass(frozen=True)
class Team(Category):
    """A team of the staff, and what goes to it by itself."""

    route: Route


@dataclass(frozen=True)
class GroupRules:
    """A group with `busy_posts` in a minute or `most_topics` open tickets is passed over while another has room.

    `delete_topics_after_days`: days after closing until a ticket's topic is deleted; 0 = never.
    """

    most_topics: int
    busy_posts: int
    delete_topics_after_days: int


class StaffNames(StrEnum):
    """Under which name staff answer customers."""

    NONE = "none"
    ALIAS = "alias"
    COMPANY = "company"
    OWN = "own"


@dataclass(frozen=True)
class RelayRules:
    """Whether the bot marks in the staff group what has reached the customer, how staff are named, and what staff must not read.

    `calls`: on a ticket that somebody has only they are notified of what the customer writes.
    """

    receipts: bool
    calls: bool
    staff_names: StaffNames
    mask: frozenset[Mask]


@dataclass(frozen=True)
class Business:
    """Everything that the business file says; `tiers` ascend from threshold 0, `texts` are by language and text key."""

    company: str
    time_zone: str
    staff_language: Language
    hours: WorkingHours
    inquiry_categories: tuple[Category, ...]
    complaint_categories: tuple[Category, ...]
    wished_solutions: tuple[Category, ...]
    first_response: FirstResponse
    waiting: WaitingRules
    sla: tuple[Policy, ...]
    survey: SurveyRules
    reopen_days: int
    visits: VisitRules
    greetings: GreetingRules
    quiet_hours: QuietHours
    unasked: UnaskedCap
    reminders: ReminderRules
    campaigns: CampaignRules
    win_back: WinBackRules
    points: PointsRules
    tiers: tuple[TierLevel, ...]
    loyalty: LoyaltyRules
    staff: StaffRules
    assignment: AssignmentRules
    teams: tuple[Team, ...]
    groups: GroupRules
    understanding: Mapping[Intent, tuple[str, ...]]
    flood: FloodRules
    relay: RelayRules
    bans: BanRules
    human_check: HumanCheckRules
    content_rules: tuple[ContentRule, ...]
    new_customer_days: int
    texts: Mapping[Language, Mapping[str, str]]
