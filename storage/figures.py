"""What the figures of the service are made of: counts and times of tickets in a span of time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from storage.database import Session
from storage.tickets import Ticket
from storage.vocabulary import TicketKind

Spell = tuple[datetime, datetime]


async def count_opened(session: Session, *, since: datetime) -> dict[TicketKind, int]:
    """Return how many tickets of each kind were opened since a moment; kinds without any are left out."""
    statement = select(col(Ticket.kind), func.count()).where(col(Ticket.opened_at) >= since).group_by(col(Ticket.kind))
    opened: dict[TicketKind, int] = {}
    for kind, count in (await session.execute(statement)).all():
        opened[kind] = count
    return opened


async def list_first_responses(session: Session, *, since: datetime, limit: int) -> Sequence[Spell]:
    """Return, for tickets that staff answered first since a moment, when they were opened and answered; the newest `limit`."""
    statement = (
        select(col(Ticket.opened_at), col(Ticket.first_response_at))
        .where(col(Ticket.first_response_at) >= since)
        .order_by(col(Ticket.first_response_at).desc(), col(Ticket.id).desc())
        .limit(limit)
    )
    return [(opened_at, answered_at) for opened_at, answered_at in (await session.execute(statement)).all() if answered_at is not None]


async def list_resolutions(session: Session, *, since: datetime, limit: int) -> Sequence[Spell]:
    """Return, for tickets that were closed since a moment and are closed, when they were opened and closed; the newest `limit`."""
    statement = (
        select(col(Ticket.opened_at), col(Ticket.closed_at))
        .where(col(Ticket.closed_at) >= since)
        .order_by(col(Ticket.closed_at).desc(), col(Ticket.id).desc())
        .limit(limit)
    )
    return [(opened_at, closed_at) for opened_at, closed_at in (await session.execute(statement)).all() if closed_at is not None]
