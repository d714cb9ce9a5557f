"""Coaching: what supervisors note for a colleague's training."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session


class CoachingNote(SQLModel, table=True):
    """What a supervisor notes about how a colleague works, perhaps on one ticket; `is_shown` when the colleague was told."""

    __tablename__ = "coaching_note"
    __table_args__ = (Index("ix_coaching_note_staff_id_at", "staff_id", "at"),)

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    author_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    text: str
    is_shown: bool
    at: datetime


async def list_coaching_notes(session: Session, *, staff_id: int, limit: int) -> Sequence[CoachingNote]:
    """Return the notes about somebody, newest first."""
    statement = select(CoachingNote).where(col(CoachingNote.staff_id) == staff_id)
    statement = statement.order_by(col(CoachingNote.at).desc(), col(CoachingNote.id).desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()
