"""Satisfaction surveys and the answers to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import SurveyKind


class Survey(SQLModel, table=True):
    """A question put to a customer after a ticket was closed."""

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    kind: SurveyKind = Field(sa_type=word(SurveyKind, "kind"))
    asked_at: datetime = Field(index=True)
    expires_at: datetime


class SurveyResponse(SQLModel, table=True):
    """The one answer to a survey; a second tap changes it."""

    __tablename__ = "survey_response"
    __table_args__ = (UniqueConstraint("survey_id"), CheckConstraint("score BETWEEN 0 AND 10", name="score"))

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    survey_id: int = Field(foreign_key="survey.id", sa_type=BigId)
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    kind: SurveyKind = Field(sa_type=word(SurveyKind, "kind"))
    score: int
    comment: str | None = None
    at: datetime = Field(index=True)


async def find_survey(session: Session, survey_id: int) -> Survey | None:
    """Return a survey."""
    return await session.get(Survey, survey_id)


async def find_survey_on(session: Session, *, ticket_id: int, kind: SurveyKind) -> Survey | None:
    """Return the survey about a ticket."""
    statement = (
        select(Survey)
        .where(col(Survey.ticket_id) == ticket_id, col(Survey.kind) == kind)
        .order_by(col(Survey.asked_at).desc(), col(Survey.id))
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def list_surveys_to_ask(session: Session, *, since: datetime, until: datetime, after_id: int, limit: int) -> Sequence[Survey]:
    """Return surveys whose moment to be asked lies in a span of time (both ends included), in steps: ids above `after_id`, in order."""
    number = col(Survey.id) + 0  # a bare column would let PostgreSQL walk through all surveys, because they are wanted in order
    statement = (
        select(Survey).where(col(Survey.asked_at) >= since, col(Survey.asked_at) <= until, number > after_id).order_by(number).limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def find_response(session: Session, *, survey_id: int) -> SurveyResponse | None:
    """Return the answer to a survey."""
    return (await session.execute(select(SurveyResponse).where(col(SurveyResponse.survey_id) == survey_id))).scalar_one_or_none()


async def count_scores(session: Session, *, kind: SurveyKind, since: datetime) -> dict[int, int]:
    """Return how often each score was given since a moment; scores that nobody gave are left out."""
    statement = (
        select(col(SurveyResponse.score), func.count())
        .where(col(SurveyResponse.kind) == kind, col(SurveyResponse.at) >= since)
        .group_by(col(SurveyResponse.score))
    )
    given: dict[int, int] = {}
    for score, count in (await session.execute(statement)).all():
        given[score] = count
    return given
