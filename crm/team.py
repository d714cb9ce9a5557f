"""The team: who is here, who has what, and how each of the staff did lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.figures import days_ago, median_span, working_seconds
from crm.permissions import require_role
from crm.presence import presence_of
from crm.rules.presence import Presence
from crm.rules.surveys import csat
from storage.assignment import count_tickets_held
from storage.database import Session
from storage.figures_by_assignee import list_first_responses_of_each, list_resolutions_of_each, list_scores_of_each
from storage.staff import StaffMember, list_staff
from storage.vocabulary import Role, SurveyKind

LOOKED_BACK_DAYS = 30


@dataclass(frozen=True)
class Colleague:
    """How one of the staff stands, by the tickets that they have or had last.

    `oldest_at` is when their oldest open ticket was opened. `first_response` is a median in opening hours, `resolution` a median
    of all time, `csat` in percent; None without any.
    """

    member: StaffMember
    presence: Presence
    open_count: int
    oldest_at: datetime | None
    first_response: timedelta | None
    resolution: timedelta | None
    csat: float | None
    answers: int


async def team_standing(session: Session, *, by: StaffMember | None, at: datetime, business: Business) -> list[Colleague]:
    """Return how each of the staff stands, the longest on the staff first. Raises NotAllowed unless `by` is a supervisor."""
    require_role(by, Role.SUPERVISOR)
    members = await list_staff(session)
    since = days_ago(LOOKED_BACK_DAYS - 1, at=at, business=business)
    held = await count_tickets_held(session, staff_ids=[member.id for member in members])
    responses = await list_first_responses_of_each(session, since=since)
    resolutions = await list_resolutions_of_each(session, since=since)
    scores = await list_scores_of_each(session, kind=SurveyKind.CSAT, since=since)
    return [
        Colleague(
            member=member,
            presence=presence_of(member, at=at, zone=business.time_zone),
            open_count=held[member.id][0] if member.id in held else 0,
            oldest_at=held[member.id][1] if member.id in held else None,
            first_response=median_span(working_seconds(responses.get(member.id, []), business)),
            resolution=median_span(closed - opened for opened, closed in resolutions.get(member.id, [])),
            csat=csat(scores.get(member.id, [])),
            answers=len(scores.get(member.id, [])),
        )
        for member in members
    ]
