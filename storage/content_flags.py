"""Content flags: what customers said that matches a rule of the business and is passed on with a warning."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import BigId
from storage.database import Session
from storage.gathering import gather, gathered
from storage.interactions import Interaction


class ContentFlag(SQLModel, table=True):
    """An interaction that matches a content rule."""

    __tablename__ = "content_flag"

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    rule: str = Field(max_length=20)
    at: datetime


def keep_flag(session: Session, *, interaction_id: int, rule: str, at: datetime) -> None:
    """Gather the flag of an interaction."""
    gather(session, ContentFlag, {"interaction_id": interaction_id, "rule": rule, "at": at})


async def find_flag(session: Session, *, interaction_id: int) -> str | None:
    """Return the rule that an interaction matches. For one that is only gathered yet, nothing is asked of the database."""
    for row in gathered(session, ContentFlag):
        if row["interaction_id"] == interaction_id:
            return str(row["rule"])
    if any(row["id"] == interaction_id for row in gathered(session, Interaction)):
        return None
    flag = await session.get(ContentFlag, interaction_id)
    return None if flag is None else flag.rule
