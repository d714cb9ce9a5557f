"""Plans of visits as supervisors write them in the chat: a message that is read, and a plan written as such a message."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm.refusals import Refusal
from crm.rules.lengths import utf16_units
from crm.rules.names import is_blank
from crm.rules.visit_plans import LONGEST_WORDS, MOST_STEPS, TAKEN_KEYS, Occasion, VisitPlan, VisitStep
from crm.rules.visits import FARTHEST_DAYS
from storage.vocabulary import Language, TicketKind, VisitWay

LONGEST_KEY = 20
# All words of a plan together, so that it can be shown in one message.
LONGEST_PLAN = 2500
_QUOTED = 40
_KEY = re.compile(rf"[a-z0-9_]{{1,{LONGEST_KEY}}}")
_MARKS = re.compile(r"[\s,;、]+")
_DAYS = re.compile(r"(\d{1,9})[d天]?", re.ASCII)
_OCCASIONS = {
    "ticket": Occasion.TICKET_CLOSED, "ticket_closed": Occasion.TICKET_CLOSED, "工单": Occasion.TICKET_CLOSED,
    "purchase": Occasion.PURCHASE, "购买": Occasion.PURCHASE,
}  # fmt: skip
_WAYS = {"bot": VisitWay.BOT, "机器人": VisitWay.BOT, "staff": VisitWay.STAFF, "员工": VisitWay.STAFF}
_KINDS = {
    "咨询": TicketKind.INQUIRY, "投诉": TicketKind.COMPLAINT, "回访": TicketKind.FOLLOW_UP, "follow-up": TicketKind.FOLLOW_UP,
    **{str(kind): kind for kind in TicketKind},
}  # fmt: skip
_LANGUAGES = {"en": Language.ENGLISH, "英文": Language.ENGLISH, "zh": Language.CHINESE, "中文": Language.CHINESE}


class PlanLineTooShort(Refusal):
    """The first line lacks the key, the occasion or the way."""


class PlanKeyNotValid(Refusal):
    """A key has signs that none may have, or too many; facts: `word`, `longest`."""


class PlanKeyTaken(Refusal):
    """The key is that of a plan of the business file, or of what is no plan; fact: `plan`."""


class PlanOccasionUnknown(Refusal):
    """The second word is no occasion; fact: `word`."""


class PlanWayUnknown(Refusal):
    """The third word is no way; fact: `word`."""


class PlanWordUnknown(Refusal):
    """A word of the first line is no kind, category or tier; facts: `word`, `known`."""


class PlanOfPurchases(Refusal):
    """Kinds and categories are of tickets, and the plan follows purchases."""


class PlanWithoutSteps(Refusal):
    """No line says after how many days."""


class PlanStepNotUnderstood(Refusal):
    """A line is no step; fact: `line`."""


class PlanDaysOutOfRange(Refusal):
    """A step is too soon or too late; facts: `days`, `most`."""


class PlanDayTwice(Refusal):
    """Two steps of one day, or the same language twice in one; fact: `days`."""


class PlanLanguageMissing(Refusal):
    """A step has words in one language only; facts: `days`, `lacking`."""


class PlanWordsTooLong(Refusal):
    """The words of a step are too long; facts: `days`, `most`."""


class PlanTooLong(Refusal):
    """All words together are too long; fact: `most`."""


class PlanStepsTooMany(Refusal):
    """There are too many steps; fact: `most`."""


@dataclass(frozen=True)
class Naming:
    """What plans are limited to: the keys of categories or tiers, by each word that names one."""

    keys: Mapping[str, str]

    @classmethod
    def of(cls, named: Sequence[tuple[str, str, str]]) -> "Naming":
        """From keys with their labels in both languages; where a key is a label of another, it is the key."""
        labels = {_folded(label): key for key, *both in named for label in both}
        return cls(labels | {_folded(key): key for key, *_ in named})


def read_plan(text: str, *, categories: Naming, tiers: Naming) -> VisitPlan:
    """Return the plan that a message says: the first line what it is, each further line a step. Raises the refusals above."""
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    given = _folded(first).split()
    if len(given) < 3:
        raise PlanLineTooShort
    key, occasion, way, *only = given
    if not _KEY.fullmatch(key):
        raise PlanKeyNotValid(word=key[:_QUOTED], longest=LONGEST_KEY)
    if key in TAKEN_KEYS:
        raise PlanKeyTaken(plan=key)
    if occasion not in _OCCASIONS:
        raise PlanOccasionUnknown(word=occasion[:_QUOTED])
    if way not in _WAYS:
        raise PlanWayUnknown(word=way[:_QUOTED])
    limits = _limits(only, categories, tiers)
    if _OCCASIONS[occasion] is Occasion.PURCHASE and (limits.kinds or limits.categories):
        raise PlanOfPurchases
    return VisitPlan(key, _OCCASIONS[occasion], _WAYS[way], _steps(rest), limits.kinds, limits.categories, limits.tiers)


def written_plan(plan: VisitPlan) -> str:
    """Return a plan as the message that makes it."""
    occasion = "purchase" if plan.occasion is Occasion.PURCHASE else "ticket"
    lines = [" ".join([plan.key, occasion, plan.way, *sorted(plan.kinds), *sorted(plan.categories), *sorted(plan.tiers)])]
    for step in plan.steps:
        said = [(language, step.words(language)) for language in Language]
        lines += [f"{step.days} {language} {words}" for language, words in said if words] or [str(step.days)]
    return "\n".join(lines)


@dataclass(frozen=True)
class _Limits:
    kinds: frozenset[TicketKind]
    categories: frozenset[str]
    tiers: frozenset[str]


def _folded(words: str) -> str:
    return _MARKS.sub(" ", unicodedata.normalize("NFKC", words).casefold()).strip()


def _limits(words: Sequence[str], categories: Naming, tiers: Naming) -> _Limits:
    """Labels may be of several words: the longest run of words that is known is meant."""
    known = {*_KINDS, *categories.keys, *tiers.keys}
    longest = max(len(name.split()) for name in known)
    named, place = [], 0
    while place < len(words):
        runs = (words[place:end] for end in range(min(len(words), place + longest), place, -1))
        run = next((run for run in runs if " ".join(run) in known), None)
        if run is None:
            keys = dict.fromkeys([*map(str, TicketKind), *categories.keys.values(), *tiers.keys.values()])
            raise PlanWordUnknown(word=words[place][:_QUOTED], known=", ".join(keys))
        named.append(" ".join(run))
        place += len(run)
    kinds = [name for name in named if name in _KINDS]
    of_tiers = [name for name in named if name in tiers.keys and name not in kinds]
    others = [name for name in named if name not in kinds and name not in of_tiers]
    return _Limits(
        frozenset(_KINDS[name] for name in kinds),
        frozenset(categories.keys[name] for name in others),
        frozenset(tiers.keys[name] for name in of_tiers),
    )


def _steps(lines: Sequence[str]) -> tuple[VisitStep, ...]:
    found: dict[int, dict[Language | None, str]] = {}
    for line in lines:
        days, language, words = _step(line)
        said = found.setdefault(days, {})
        if language in said or None in said or (language is None and said):
            raise PlanDayTwice(days=days)
        said[language] = words
    if not found:
        raise PlanWithoutSteps
    if len(found) > MOST_STEPS:
        raise PlanStepsTooMany(most=MOST_STEPS)
    if sum(utf16_units(words) for said in found.values() for words in said.values()) > LONGEST_PLAN:
        raise PlanTooLong(most=LONGEST_PLAN)
    return tuple(_whole(days, found[days]) for days in sorted(found))


def _step(line: str) -> tuple[int, Language | None, str]:
    head, *rest = line.split(maxsplit=2)
    number = _DAYS.fullmatch(unicodedata.normalize("NFKC", head).casefold())
    language = _LANGUAGES.get(_folded(rest[0]).removesuffix(":")) if rest else None
    if number is None or (rest and (language is None or len(rest) == 1 or is_blank(rest[1]))):
        raise PlanStepNotUnderstood(line=line[:_QUOTED])
    days, words = int(number[1]), rest[1] if rest else ""
    if not 1 <= days <= FARTHEST_DAYS:
        raise PlanDaysOutOfRange(days=days, most=FARTHEST_DAYS)
    if len(words) > LONGEST_WORDS:
        raise PlanWordsTooLong(days=days, most=LONGEST_WORDS)
    return days, language, words


def _whole(days: int, said: Mapping[Language | None, str]) -> VisitStep:
    if None in said:
        return VisitStep(days)
    missing = next((language for language in Language if language not in said), None)
    if missing is not None:
        raise PlanLanguageMissing(days=days, lacking=str(missing))
    return VisitStep(days, en=said[Language.ENGLISH], zh=said[Language.CHINESE])
