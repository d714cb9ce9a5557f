"""What the figures of each staff member are made of: times and scores of the tickets that they have or had last."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from storage.database import Session
from storage.figures import ASKED_AT, Moment, Spell, in_seconds
from storage.surveys import SurveyResponse
from storage.tickets import Ticket
from storage.vocabulary import SurveyKind


async def list_first_responses_of_each(session: Session, *, since: datetime) -> dict[int, list[Spell]]:
    """Return, for the assignee of every ticket that staff answered first since a moment, when the customer asked and was answered."""
    return await _spells(session, ASKED_AT, col(Ticket.first_response_at), since)


async def list_resolutions_of_each(session: Session, *, since: datetime) -> dict[int, list[Spell]]:
    """Return, for the assignee of every ticket that was closed since a moment and is closed, when it was opened and closed."""
    return await _spells(session, col(Ticket.opened_at), col(Ticket.closed_at), since)


async def list_scores_of_each(session: Session, *, kind: SurveyKind, since: datetime) -> dict[int, list[int]]:
    """Return, for the assignee of every ticket that was scored since a moment, the scores."""
    statement = (
        select(col(Ticket.assignee_id), col(SurveyResponse.score), func.count())
        .join(Ticket, col(Ticket.id) == col(SurveyResponse.ticket_id))
        .where(col(SurveyResponse.kind) == kind, col(SurveyResponse.at) >= since, col(Ticket.assignee_id).is_not(None))
        .group_by(col(Ticket.assignee_id), col(SurveyResponse.score))
    )
    scores: dict[int, list[int]] = {}
    for staff_id, score, count in (await session.execute(statement)).all():
        if staff_id is not None:
            scores.setdefault(staff_id, []).extend([score] * count)
    return scores


async def _spells(session: Session, begun_at: Moment, ended_at: Mapped[datetime | None], since: datetime) -> dict[int, list[Spell]]:
    is_sqlite = (await session.connection()).dialect.name == "sqlite"
    statement = select(col(Ticket.assignee_id), in_seconds(begun_at, is_sqlite), in_seconds(ended_at, is_sqlite)).where(
        ended_at >= since, col(Ticket.assignee_id).is_not(None)
    )
    spells: dict[int, list[Spell]] = {}
    for staff_id, opened, ended in (await session.execute(statement)).all():
        if staff_id is not None:
            spells.setdefault(staff_id, []).append((opened, ended))
    return spells
