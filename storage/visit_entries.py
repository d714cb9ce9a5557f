"""Entries of follow-up visits: what came of each attempt, and what was said."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import VisitOutcome


class VisitEntry(SQLModel, table=True):
    """Something that happened on a visit: an outcome, a note, or a new day (`until`). `staff_id` is None for the customer and the bot."""

    __tablename__ = "visit_entry"
    __table_args__ = (Index("ix_visit_entry_visit_id_id", "visit_id", "id"),)

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    visit_id: int = Field(foreign_key="visit.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    outcome: VisitOutcome | None = Field(default=None, sa_type=word(VisitOutcome, "outcome"))
    until: datetime | None = None
    words: str | None = None
    at: datetime


async def list_visit_entries(session: Session, *, visit_ids: Collection[int], limit: int = 1000) -> Sequence[VisitEntry]:
    """Return what happened on these visits, oldest first."""
    statement = select(VisitEntry).where(col(VisitEntry.visit_id).in_(visit_ids)).order_by(col(VisitEntry.id)).limit(limit)
    return (await session.execute(statement)).scalars().all()
