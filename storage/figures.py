"""What the figures of the service are made of: counts and times of tickets in a span of time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, cast, extract, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from storage.database import Session
from storage.tickets import Ticket
from storage.vocabulary import TicketKind

# From when to when, in seconds since 1970: a month of a large desk is tens of thousands of these, and a datetime costs ten times as much.
Spell = tuple[float, float]
Moment = Mapped[Any] | ColumnElement[Any]
# When the customer of a ticket began to wait for an answer.
ASKED_AT = func.coalesce(col(Ticket.asked_at), col(Ticket.opened_at))
_JULIAN_DAY_OF_1970 = 2440587.5
_DAY_SECONDS = 86400.0


async def count_opened(session: Session, *, since: datetime) -> dict[TicketKind, int]:
    """Return how many tickets of each kind were opened since a moment; kinds without any are left out."""
    statement = select(col(Ticket.kind), func.count()).where(col(Ticket.opened_at) >= since).group_by(col(Ticket.kind))
    opened: dict[TicketKind, int] = {}
    for kind, count in (await session.execute(statement)).all():
        opened[kind] = count
    return opened


async def list_first_responses(session: Session, *, since: datetime) -> Sequence[Spell]:
    """Return, for every ticket that staff answered first since a moment, when the customer asked and was answered."""
    return await _spells(session, ASKED_AT, col(Ticket.first_response_at), since)


async def list_resolutions(session: Session, *, since: datetime) -> Sequence[Spell]:
    """Return, for every ticket that was closed since a moment and is closed, when it was opened and closed."""
    return await _spells(session, col(Ticket.opened_at), col(Ticket.closed_at), since)


async def _spells(session: Session, begun_at: Moment, ended_at: Mapped[datetime | None], since: datetime) -> Sequence[Spell]:
    is_sqlite = (await session.connection()).dialect.name == "sqlite"
    statement = select(in_seconds(begun_at, is_sqlite), in_seconds(ended_at, is_sqlite)).where(ended_at >= since)
    return [(opened, ended) for opened, ended in (await session.execute(statement)).all()]


def in_seconds(moment: Moment, is_sqlite: bool) -> ColumnElement[float]:
    """Return a column of moments as seconds since 1970."""
    if is_sqlite:
        # Rounded, because a Julian day is exact to some hundredths of a millisecond only.
        return func.round((func.julianday(moment) - _JULIAN_DAY_OF_1970) * _DAY_SECONDS, 3, type_=Float())
    return cast(extract("epoch", moment), Float)
