"""Assignment: who of those present gets a ticket."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

from storage.vocabulary import Language

_NEVER = datetime.min.replace(tzinfo=UTC)


class AssignmentMode(StrEnum):
    """How the desk gives tickets to staff by itself."""

    OFF = "off"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may get a ticket. `languages` is empty when nobody said which they speak; `given_at` is when they got one last."""

    id: int
    is_present: bool
    open_count: int
    given_at: datetime | None
    languages: frozenset[Language] = frozenset()


def chosen(
    candidates: Sequence[Candidate],
    *,
    mode: AssignmentMode,
    most_open: int,
    language: Language,
    preferred: int | None = None,
    besides: Collection[int] = (),
) -> int | None:
    """The id of who gets the next ticket; None when nobody can.

    Only those present who have fewer than `most_open` tickets can. The preferred one comes first, whatever language they are
    known to speak; then those who speak the customer's language, or of whom that is not known: the one who has waited longest
    for a ticket (round robin), or the one with the fewest, and among these the one who has waited longest (least loaded).
    """
    able = [each for each in candidates if each.is_present and each.open_count < most_open and each.id not in besides]
    if mode is AssignmentMode.OFF:
        return None
    if any(each.id == preferred for each in able):
        return preferred
    speaking = [each for each in able if not each.languages or language in each.languages]
    if not speaking:
        return None
    match mode:
        case AssignmentMode.ROUND_ROBIN:
            return min(speaking, key=lambda each: (each.given_at or _NEVER, each.id)).id
        case AssignmentMode.LEAST_LOADED:
            return min(speaking, key=lambda each: (each.open_count, each.given_at or _NEVER, each.id)).id
        case _:
            assert_never(mode)
