"""Satisfaction surveys and the answers to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import SurveyKind


class Survey(SQLModel, table=True):
    """A question put to a customer after a ticket was closed."""

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    kind: SurveyKind = Field(sa_type=word(SurveyKind, "kind"))  # type: ignore[call-overload]  # an instance is meant
    asked_at: datetime
    expires_at: datetime


class SurveyResponse(SQLModel, table=True):
    """The one answer to a survey; a second tap changes it."""

    __tablename__ = "survey_response"
    __table_args__ = (UniqueConstraint("survey_id"), CheckConstraint("score BETWEEN 0 AND 10", name="score"))

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    survey_id: int = Field(foreign_key="survey.id", sa_type=BigId)
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    kind: SurveyKind = Field(sa_type=word(SurveyKind, "kind"))  # type: ignore[call-overload]  # an instance is meant
    score: int
    comment: str | None = None
    at: datetime = Field(index=True)


async def find_survey(session: Session, survey_id: int) -> Survey | None:
    """Return a survey."""
    return await session.get(Survey, survey_id)


async def find_response(session: Session, *, survey_id: int) -> SurveyResponse | None:
    """Return the answer to a survey."""
    return (await session.execute(select(SurveyResponse).where(col(SurveyResponse.survey_id) == survey_id))).scalar_one_or_none()


async def find_scores(session: Session, *, kind: SurveyKind, since: datetime) -> Sequence[int]:
    """Return the scores given since a moment, oldest first."""
    statement = (
        select(col(SurveyResponse.score))
        .where(col(SurveyResponse.kind) == kind, col(SurveyResponse.at) >= since)
        .order_by(col(SurveyResponse.at), col(SurveyResponse.id))
    )
    return (await session.execute(statement)).scalars().all()
