"""The business file: reads it, says in plain words what is wrong where, and makes the business of it."""

import re
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.business_groups import group_rules_of, team_of
from bot.business_guards import ContentRuleTable
from bot.business_loyalty import loyalty_rules
from bot.business_tables import AssignmentTable, BusinessTable, CategoryTable, OpeningHoursTable, SlaTable
from bot.business_visits import visit_rules
from bot.public_holidays import holidays_in
from crm.business import (
    AssignmentRules,
    Business,
    CampaignRules,
    Category,
    FirstResponse,
    PointsRules,
    RelayRules,
    ReminderRules,
    StaffRules,
    SurveyRules,
    TierLevel,
    WaitingRules,
    WinBackRules,
)
from crm.business_greetings import GreetingRules
from crm.business_guards import BanRules, FloodRules, HumanCheckRules
from crm.rules.content import ContentRule
from crm.rules.frequency import UnaskedCap
from crm.rules.quiet_hours import QuietHours
from crm.rules.sla import Policy, Targets
from crm.rules.understanding import Intent
from crm.rules.working_hours import WorkingHours, no_holidays
from storage.vocabulary import Language

PACKAGED = Path(__file__).with_name("kefu.toml")

# A copy that is silent about these would promise in another shop's name; whatever else it leaves out comes from the packaged file.
_TO_BE_GIVEN = frozenset({"company", "time_zone", "opening_hours", "bonuses", "rewards"})
_PLACE = re.compile(r"(?P<why>.*) \(at (?:(?P<line>line \d+), column \d+|end of document)\)", re.DOTALL)


class BusinessFileError(Exception):
    """The business file cannot be used.

    `problems` are pairs of a place and a sentence. The place is a dotted key, in which the entries of a list count from 1
    (`tiers.2.threshold`), or a line where the file is not TOML, or empty where the file itself is meant.
    """

    def __init__(self, path: Path, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{path}: {place}: {why}" if place else f"{path}: {why}" for place, why in problems))
        self.path = path
        self.problems = list(problems)


def load_business(path: Path | None) -> Business:
    """The business of this file, or of the packaged one without a path; raises BusinessFileError with all that is wrong.

    What the file leaves out is taken from the packaged one, but for the company's name, time zone and opening hours, which it must give,
    and for bonuses and rewards, of which there are none then.
    """
    given = _read(path or PACKAGED)
    if path is not None:
        packaged = {key: value for key, value in _read(PACKAGED).items() if key not in _TO_BE_GIVEN}
        given = _laid_over(packaged, given)
    try:
        return _business(BusinessTable.model_validate(given))
    except ValidationError as error:
        problems = [(_dotted(problem["loc"]), _in_words(problem)) for problem in error.errors(include_url=False)]
    raise BusinessFileError(path or PACKAGED, problems)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        problem = ("", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problem = ("", "is not written in UTF-8")
    except tomllib.TOMLDecodeError as error:
        match = _PLACE.fullmatch(str(error))
        place, why = (match["line"] or "end of the file", match["why"]) if match else ("", str(error))
        problem = (place, f"is not TOML: {why[:1].lower()}{why[1:]}")
    raise BusinessFileError(path, [problem])


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _laid_over(under[key], value) for key, value in over.items() if isinstance(value, dict) and isinstance(under.get(key), dict)
    }
    return {**under, **over, **both}


def _business(table: BusinessTable) -> Business:
    return Business(
        company=table.company,
        time_zone=table.time_zone,
        staff_language=table.staff_language,
        hours=_working_hours(table.opening_hours, table.time_zone),
        inquiry_categories=_categories(table.inquiry_categories),
        complaint_categories=_categories(table.complaint_categories),
        wished_solutions=_categories(table.wished_solutions),
        first_response=FirstResponse(**dict(table.first_response)),
        waiting=WaitingRules(**dict(table.waiting)),
        sla=tuple(_policy(policy) for policy in table.sla),
        survey=SurveyRules(**dict(table.survey)),
        reopen_days=table.reopen_days,
        visits=visit_rules(table.visits, table.visit_plans),
        greetings=GreetingRules(**dict(table.greetings)),
        quiet_hours=QuietHours(start=table.quiet_hours.start, end=table.quiet_hours.until),
        unasked=UnaskedCap(**dict(table.unasked)),
        reminders=ReminderRules(**dict(table.reminders)),
        campaigns=CampaignRules(**dict(table.campaigns)),
        win_back=WinBackRules(**dict(table.win_back)),
        points=PointsRules(**dict(table.points)),
        tiers=tuple(
            TierLevel(name=tier.key, threshold=tier.threshold, factor=tier.factor, en=tier.en, zh=tier.zh, loyal=tier.loyal)
            for tier in table.tiers
        ),
        loyalty=loyalty_rules(
            tier_rules=table.tier_rules, earning=table.earning, bonuses=table.bonuses, rewards=table.rewards, rates=table.exchange_rates
        ),
        staff=StaffRules(**dict(table.staff)),
        assignment=_assignment(table.assignment),
        teams=tuple(team_of(team) for team in table.teams),
        groups=group_rules_of(table.groups),
        understanding={Intent(intent): words for intent, words in table.understanding},
        flood=FloodRules(**dict(table.flood)),
        relay=RelayRules(**{**dict(table.relay), "mask": frozenset(table.relay.mask)}),
        bans=BanRules(**dict(table.bans)),
        human_check=HumanCheckRules(**dict(table.human_check)),
        content_rules=tuple(_content_rule(rule) for rule in table.content_rules),
        new_customer_days=table.new_customer_days,
        texts={Language(language): texts for language, texts in table.texts},
    )


def _assignment(table: AssignmentTable) -> AssignmentRules:
    silence = timedelta(minutes=table.silence_minutes)
    return AssignmentRules(mode=table.mode, most_open=table.most_open, same_person_first=table.same_person_first, silence=silence)


def _working_hours(table: OpeningHoursTable, zone: str) -> WorkingHours:
    return WorkingHours(
        zone=zone,
        week=dict(enumerate(table.week)),
        closed_on=frozenset(table.closed_on),
        special=table.special,
        is_holiday=no_holidays if table.holidays is None else holidays_in(table.holidays),
    )


def _policy(table: SlaTable) -> Policy:
    return Policy(
        targets=Targets(first_response=table.first_response, next_response=table.next_response, resolution=table.resolution),
        kinds=frozenset(table.kinds),
        categories=frozenset(table.categories),
        severities=frozenset(table.severities),
        tiers=frozenset(table.tiers),
    )


def _categories(tables: Sequence[CategoryTable]) -> tuple[Category, ...]:
    return tuple(Category(key=table.key, en=table.en, zh=table.zh) for table in tables)


def _content_rule(table: ContentRuleTable) -> ContentRule:
    return ContentRule(**dict(table) | {"media": frozenset(table.media)})


def _dotted(place: tuple[int | str, ...]) -> str:
    # pydantic ends the place of a wrong key, as opposed to a wrong value, by "[key]".
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place if part != "[key]")


def _in_words(problem: ErrorDetails) -> str:
    bounds = problem.get("ctx", {})
    match problem["type"]:
        case "extra_forbidden":
            return _unknown(problem["loc"])
        case "missing":
            return "is missing"
        case "int_type" | "int_parsing" | "int_from_float":
            return "should be a whole number"
        case "string_type":
            return "should be a text in quotes"
        case "bool_type":
            return "should be true or false"
        case "tuple_type":
            return "should be a list in [ ]"
        case "model_type" | "dict_type":
            return "should be a table"
        case "greater_than_equal":
            return f"should be {bounds['ge']} or more"
        case "less_than_equal":
            return f"should be {bounds['le']} or less"
        case "enum":
            return f"should be {bounds['expected']}"
        case _:
            return problem["msg"].removeprefix("Value error, ")


def _unknown(place: tuple[int | str, ...]) -> str:
    known = _keys_at(place[:-1])
    nearest = get_close_matches(str(place[-1]), known, n=1)
    return f"is unknown; did you mean {nearest[0]}?" if nearest else f"is unknown; known here: {', '.join(known)}"


def _keys_at(place: tuple[int | str, ...]) -> list[str]:
    table: type[BaseModel] = BusinessTable
    for part in place:
        if isinstance(part, str):
            annotation = table.model_fields[part].annotation
            table = next(inner for inner in (annotation, *get_args(annotation)) if isinstance(inner, type) and issubclass(inner, BaseModel))
    return [field.alias or name for name, field in table.model_fields.items()]
