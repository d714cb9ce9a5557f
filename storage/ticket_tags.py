"""Tags: words by which staff group tickets."""

from collections.abc import Sequence

from sqlalchemy import Index, delete, func, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session

LONGEST_TAG = 32


class TicketTag(SQLModel, table=True):
    """One word on one ticket."""

    __tablename__ = "ticket_tag"
    __table_args__ = (Index("ix_ticket_tag_tag", "tag", "ticket_id"),)

    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    tag: str = Field(max_length=LONGEST_TAG, primary_key=True)


async def list_tags(session: Session, *, ticket_id: int) -> Sequence[str]:
    """Return the tags of a ticket in order of the alphabet."""
    statement = select(col(TicketTag.tag)).where(col(TicketTag.ticket_id) == ticket_id).order_by(col(TicketTag.tag))
    return (await session.execute(statement)).scalars().all()


async def list_common_tags(session: Session, *, limit: int) -> Sequence[tuple[str, int]]:
    """Return the tags that are used most, with the number of tickets of each."""
    count = func.count()
    statement = select(col(TicketTag.tag), count).group_by(col(TicketTag.tag)).order_by(count.desc(), col(TicketTag.tag)).limit(limit)
    return [(tag, number) for tag, number in (await session.execute(statement)).all()]


async def remove_tags(session: Session, *, ticket_id: int, tags: Sequence[str]) -> None:
    """Take words off a ticket."""
    await session.execute(delete(TicketTag).where(col(TicketTag.ticket_id) == ticket_id, col(TicketTag.tag).in_(tags)))
