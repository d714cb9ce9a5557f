"""How a ticket may go on: from one status to another, back after its end, and over the time of waiting."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from storage.vocabulary import TicketStatus

# Who spoke of a matter so lately speaks of the same.
SAME_MATTER = timedelta(minutes=30)

_UNDER_WAY = frozenset({TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.ON_HOLD, TicketStatus.SOLVED, TicketStatus.CLOSED})
_NEXT: Mapping[TicketStatus, frozenset[TicketStatus]] = {
    TicketStatus.NEW: _UNDER_WAY,
    TicketStatus.OPEN: _UNDER_WAY - {TicketStatus.OPEN},
    TicketStatus.PENDING: _UNDER_WAY - {TicketStatus.PENDING},
    TicketStatus.ON_HOLD: _UNDER_WAY - {TicketStatus.ON_HOLD},
    TicketStatus.SOLVED: frozenset({TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.CLOSED}),
    TicketStatus.CLOSED: frozenset({TicketStatus.NEW, TicketStatus.OPEN}),
}


def may_become(status: TicketStatus, wanted: TicketStatus) -> bool:
    """Whether a ticket may go from one status to another: what has ended comes back as new or open only, and nothing else becomes new."""
    return wanted in _NEXT[status]


def reopens(closed_at: datetime, at: datetime, *, days: int) -> bool:
    """Whether a customer who writes at this moment reopens the ticket: within `days` of its closing, both ends included."""
    return at - closed_at <= timedelta(days=days)


def is_unclear(last_spoken: Sequence[datetime], at: datetime) -> bool:
    """Whether words could belong to several open tickets, given when each was spoken on last: to none of them within half an hour."""
    return len(last_spoken) > 1 and at - max(last_spoken) > SAME_MATTER
