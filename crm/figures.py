"""Figures: how the desk is doing, today and over some days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.rules.local_time import local_date, moment_of
from crm.rules.service_figures import median
from crm.rules.surveys import ENOUGH_ANSWERS, csat, is_good, wilson_interval
from crm.rules.working_hours import working_time_between
from storage.database import Session
from storage.figures import count_opened, list_first_responses, list_resolutions
from storage.surveys import find_scores
from storage.vocabulary import SurveyKind, TicketKind

# Medians look at the newest so many tickets.
MOST_TICKETS = 10_000


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
    responses = await list_first_responses(session, since=since, limit=MOST_TICKETS)
    resolutions = await list_resolutions(session, since=since, limit=MOST_TICKETS)
    scores = await find_scores(session, kind=SurveyKind.CSAT, since=since)
    few = 0 < len(scores) < ENOUGH_ANSWERS
    return DeskFigures(
        inquiries=opened.get(TicketKind.INQUIRY, 0),
        complaints=opened.get(TicketKind.COMPLAINT, 0),
        follow_ups=opened.get(TicketKind.FOLLOW_UP, 0),
        first_response=median(working_time_between(business.hours, opened_at, answered_at) for opened_at, answered_at in responses),
        resolution=median(closed_at - opened_at for opened_at, closed_at in resolutions),
        csat=csat(scores),
        csat_range=wilson_interval(sum(map(is_good, scores)), len(scores)) if few else None,
        answers=len(scores),
    )


def days_ago(days: int, *, at: datetime, business: Business) -> datetime:
    """Return the beginning of the day so many days ago where the business is; 0 is the beginning of today."""
    return moment_of(local_date(at, business.time_zone) - timedelta(days=days), 0, business.time_zone)
