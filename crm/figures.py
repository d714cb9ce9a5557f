"""Figures: how the desk is doing, today and over some days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crm.business import Business
from crm.rules.local_time import local_date, moment_of
from crm.rules.service_figures import median
from crm.rules.surveys import ENOUGH_ANSWERS, csat, is_good, wilson_interval
from crm.rules.working_hours import seconds_open
from storage.database import Session
from storage.figures import Spell, count_opened, list_first_responses, list_resolutions
from storage.surveys import count_scores
from storage.vocabulary import SurveyKind, TicketKind


@dataclass(frozen=True)
class DeskFigures:
    """How the desk did since a moment.

    `first_response` is the median working time until a person answered, `resolution` the median time until tickets were
    closed; None without any. `csat` is in percent, None without answers; `csat_range` its 95 % interval with few answers.
    """

    inquiries: int
    complaints: int
    follow_ups: int
    first_response: timedelta | None
    resolution: timedelta | None
    csat: float | None
    csat_range: tuple[float, float] | None
    answers: int


async def desk_figures(session: Session, *, since: datetime, business: Business) -> DeskFigures:
    """Return how the desk did since a moment. What the bot says by itself is no first response."""
    opened = await count_opened(session, since=since)
    responses = await list_first_responses(session, since=since)
    resolutions = await list_resolutions(session, since=since)
    scores = list(Counter(await count_scores(session, kind=SurveyKind.CSAT, since=since)).elements())
    few = 0 < len(scores) < ENOUGH_ANSWERS
    return DeskFigures(
        inquiries=opened.get(TicketKind.INQUIRY, 0),
        complaints=opened.get(TicketKind.COMPLAINT, 0),
        follow_ups=opened.get(TicketKind.FOLLOW_UP, 0),
        first_response=median_span(working_seconds(responses, business)),
        resolution=median_span(closed - opened for opened, closed in resolutions),
        csat=csat(scores),
        csat_range=wilson_interval(sum(map(is_good, scores)), len(scores)) if few else None,
        answers=len(scores),
    )


def median_span(seconds: Iterable[float]) -> timedelta | None:
    """Return the median of lengths in seconds; None without any."""
    middle = median(seconds)
    return None if middle is None else timedelta(seconds=middle)


def working_seconds(spells: Sequence[Spell], business: Business) -> list[float]:
    """Return of each spell how many seconds of it lie in opening hours."""
    if not spells:
        return []
    first, last = min(begin for begin, _ in spells), max(end for _, end in spells)
    until = seconds_open(business.hours, datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC))
    return [until(end) - until(begin) for begin, end in spells]


def days_ago(days: int, *, at: datetime, business: Business) -> datetime:
    """Return the beginning of the day so many days ago where the business is; 0 is the beginning of today."""
    return moment_of(local_date(at, business.time_zone) - timedelta(days=days), 0, business.time_zone)
