"""Tickets that wait: what the clock looks for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlmodel import col

from storage.database import Session
from storage.tickets import IS_PENDING, IS_SNOOZED, IS_SOLVED, Ticket


async def list_snoozed_tickets(session: Session, *, until: datetime, limit: int) -> Sequence[Ticket]:
    """Return tickets whose snooze ends by a moment, the one that ended first first."""
    statement = select(Ticket).where(IS_SNOOZED, col(Ticket.snoozed_until) <= until).order_by(col(Ticket.snoozed_until), col(Ticket.id))
    return (await session.execute(statement.limit(limit))).scalars().all()


async def list_silent_tickets(session: Session, *, since: datetime, after: tuple[datetime, int] | None, limit: int) -> Sequence[Ticket]:
    """Return tickets that have been pending since a moment or longer and whose customer has written on them and was not nudged yet,
    longest first.

    `after` is the moment and the id of the ticket behind which to go on.
    """
    statement = select(Ticket).where(
        IS_PENDING, col(Ticket.waiting_since) <= since, col(Ticket.nudged_at).is_(None), col(Ticket.is_unasked).is_(False)
    )
    if after is not None:
        statement = statement.where(tuple_(col(Ticket.waiting_since), col(Ticket.id)) > after)
    return (await session.execute(statement.order_by(col(Ticket.waiting_since), col(Ticket.id)).limit(limit))).scalars().all()


async def list_nudged_tickets(session: Session, *, since: datetime, limit: int) -> Sequence[Ticket]:
    """Return pending tickets whose customer was nudged at a moment or before, the one that waits longest first."""
    statement = select(Ticket).where(IS_PENDING, col(Ticket.nudged_at) <= since)
    return (await session.execute(statement.order_by(col(Ticket.waiting_since), col(Ticket.id)).limit(limit))).scalars().all()


async def list_solved_tickets(session: Session, *, since: datetime, limit: int) -> Sequence[Ticket]:
    """Return tickets that have been solved since a moment or longer, longest first."""
    statement = select(Ticket).where(IS_SOLVED, col(Ticket.closed_at) <= since).order_by(col(Ticket.closed_at), col(Ticket.id))
    return (await session.execute(statement.limit(limit))).scalars().all()
