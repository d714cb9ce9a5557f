"""Reviews: what supervisors think of how a ticket was handled."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, exists, func, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus


class Review(SQLModel, table=True):
    """A mark of 1 to 5 and perhaps a remark on one ticket, which is reviewed once."""

    __table_args__ = (
        UniqueConstraint("ticket_id"),
        CheckConstraint("mark BETWEEN 1 AND 5", name="mark"),
        Index("ix_review_agent_id_at", "agent_id", "at"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=BigId)
    agent_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    reviewer_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    mark: int
    remark: str | None = None
    at: datetime


async def find_review_of(session: Session, *, ticket_id: int) -> Review | None:
    """Return the review of a ticket."""
    return (await session.execute(select(Review).where(col(Review.ticket_id) == ticket_id))).scalar_one_or_none()


async def list_reviewable(session: Session, *, staff_ids: Collection[int], since: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """Return staff member and ticket of what these people closed since a moment and nobody reviewed, newest first."""
    statement = (
        select(col(Ticket.assignee_id), col(Ticket.id))
        .where(
            col(Ticket.closed_at) >= since,
            col(Ticket.status) == TicketStatus.CLOSED,
            col(Ticket.assignee_id).in_(staff_ids),
            col(Ticket.is_quiet).is_(False),
            ~exists().where(col(Review.ticket_id) == col(Ticket.id)),
        )
        .order_by(col(Ticket.closed_at).desc(), col(Ticket.id).desc())
        .limit(limit)
    )
    return [(staff_id, ticket_id) for staff_id, ticket_id in (await session.execute(statement)).all() if staff_id is not None]


async def average_marks(session: Session, *, since: datetime) -> dict[int, tuple[float, int]]:
    """Return for each staff member who was reviewed since a moment the average mark and how many there are."""
    statement = (
        select(col(Review.agent_id), func.avg(col(Review.mark)), func.count()).where(col(Review.at) >= since).group_by(col(Review.agent_id))
    )
    marks: dict[int, tuple[float, int]] = {}
    for agent_id, average, count in (await session.execute(statement)).all():
        marks[agent_id] = (float(average), count)
    return marks


async def list_reviews_of(session: Session, *, agent_id: int, limit: int) -> Sequence[Review]:
    """Return the reviews of somebody's work, newest first."""
    statement = select(Review).where(col(Review.agent_id) == agent_id).order_by(col(Review.at).desc(), col(Review.id).desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()
