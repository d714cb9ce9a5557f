"""Links: tickets that have to do with each other."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session
from storage.tickets import Ticket


class TicketLink(SQLModel, table=True):
    """One ticket has to do with another; a link stands there twice, once from each side."""

    __tablename__ = "ticket_link"

    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    other_id: int = Field(foreign_key="ticket.id", primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})


async def find_link(session: Session, *, ticket_id: int, other_id: int) -> TicketLink | None:
    """Return the link from one ticket to another."""
    return await session.get(TicketLink, (ticket_id, other_id))


async def list_linked_numbers(session: Session, *, ticket_id: int, limit: int = 20) -> Sequence[int]:
    """Return the numbers of the tickets that are linked to one, in order."""
    statement = (
        select(col(Ticket.number))
        .join(TicketLink, col(TicketLink.other_id) == col(Ticket.id))
        .where(col(TicketLink.ticket_id) == ticket_id)
        .order_by(col(Ticket.number))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()
