"""Promises to customers: which ones hold for a ticket, and how the working time of a promise passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from crm.rules.working_hours import WorkingHours, add_working_time, working_time_between
from storage.vocabulary import Severity, TicketKind, TicketStatus


@dataclass(frozen=True)
class Targets:
    """Working time in which something is promised; None where nothing is."""

    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None


@dataclass(frozen=True)
class Matter:
    """What a promise depends on. `tier` is None where nobody asked for it."""

    kind: TicketKind
    category: str
    severity: Severity
    tier: str | None


@dataclass(frozen=True)
class Policy:
    """Targets for the matters that fit: an empty set fits all."""

    targets: Targets
    kinds: frozenset[TicketKind] = frozenset()
    categories: frozenset[str] = frozenset()
    severities: frozenset[Severity] = frozenset()
    tiers: frozenset[str] = frozenset()

    def fits(self, matter: Matter) -> bool:
        """Whether a matter is meant."""
        asked = (
            (self.kinds, matter.kind),
            (self.categories, matter.category),
            (self.severities, matter.severity),
            (self.tiers, matter.tier),
        )
        return all(not meant or word in meant for meant, word in asked)


@dataclass(frozen=True)
class Promises:
    """What is promised for one ticket, in working time."""

    first_response: timedelta
    next_response: timedelta | None
    resolution: timedelta | None


class Band(StrEnum):
    """How much of a promise's working time is left: more than half, at most half, at most a fifth, nothing."""

    PLENTY = "plenty"
    HALF = "half"
    SHORT = "short"
    OVERDUE = "overdue"


class ClockState(StrEnum):
    """What the clock of a ticket's promises does: it runs, it stands while the customer is waited for, or it has ended."""

    RUNS = "runs"
    STANDS = "stands"
    ENDED = "ended"


def clock_of(status: TicketStatus) -> ClockState:
    """What the clock does while a ticket has this status."""
    match status:
        case TicketStatus.NEW | TicketStatus.OPEN | TicketStatus.ON_HOLD:
            return ClockState.RUNS
        case TicketStatus.PENDING:
            return ClockState.STANDS
        case TicketStatus.SOLVED | TicketStatus.CLOSED:
            return ClockState.ENDED
        case _:
            assert_never(status)


def promises_for(policies: Sequence[Policy], matter: Matter, *, first_response: timedelta) -> Promises:
    """What the first policy from the top that fits promises (as Zendesk does); `first_response` where no policy says otherwise."""
    targets = next((policy.targets for policy in policies if policy.fits(matter)), Targets())
    return Promises(targets.first_response or first_response, targets.next_response, targets.resolution)


def asks_for_tier(policies: Iterable[Policy]) -> bool:
    """Whether a promise may depend on the customer's tier."""
    return any(policy.tiers for policy in policies)


def first_response_due(opened_at: datetime, *, target: timedelta, hours: WorkingHours) -> datetime:
    """The moment at which `target` of working time has passed since the ticket was opened; raises NeverOpen.

    Outside opening hours the clock starts at the next opening (as Zendesk counts first reply time in business hours).
    """
    return add_working_time(hours, opened_at, target)


def band_limits(target: timedelta) -> tuple[tuple[Band, timedelta], ...]:
    """The bands below plenty, each with the most working time that is left in it."""
    return ((Band.HALF, target / 2), (Band.SHORT, target / 5), (Band.OVERDUE, timedelta()))


def band_of(left: timedelta, *, target: timedelta) -> Band:
    """The band in which a promise lies of which so much working time is left."""
    return next((band for band, most in reversed(band_limits(target)) if left <= most), Band.PLENTY)


def time_left(at: datetime, *, due_at: datetime, hours: WorkingHours) -> timedelta:
    """The working time until a promise is due, nothing from then on."""
    return working_time_between(hours, at, due_at)


def time_over(at: datetime, *, due_at: datetime, hours: WorkingHours) -> timedelta:
    """The working time that has passed since a promise was due, nothing before."""
    return working_time_between(hours, due_at, at)


def next_look(at: datetime, *, left: timedelta, target: timedelta, hours: WorkingHours) -> datetime | None:
    """The moment at which a promise of which so much is left comes into its next band; None when it is overdue. Raises NeverOpen."""
    limit = next((most for _, most in band_limits(target) if left > most), None)
    return None if limit is None else add_working_time(hours, at, left - limit)
