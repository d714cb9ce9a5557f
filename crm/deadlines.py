"""Deadlines: what was promised on a ticket, whether it is kept, and who is told when it is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.points import points_summary
from crm.rules.priorities import raised
from crm.rules.sla import Band, ClockState, Matter, Promises, asks_for_tier, band_of, next_look, promises_for, time_left, time_over
from crm.rules.working_hours import WorkingHours, add_working_time
from crm.steps import Step
from storage.customers import Customer
from storage.database import Session
from storage.deadlines import Deadline, claim_deadlines_to_look_at, find_last_deadline, list_unmet_deadlines
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import Ticket, find_tickets
from storage.vocabulary import DeadlineKind, Severity, TicketKind

# Each card that changes costs some queries, and nobody else may write meanwhile.
LOOKED_AT_ONCE = 50


@dataclass(frozen=True)
class DeadlineNear(Notice):
    """Of a promise a fifth of the time is left; `holder` is who has the ticket, None when nobody of the staff has."""

    ticket: Ticket
    deadline: Deadline
    holder: StaffMember | None


@dataclass(frozen=True)
class Miss:
    """A promise that was not kept in time."""

    ticket: Ticket
    deadline: Deadline


@dataclass(frozen=True)
class DeadlinesMissed(Notice):
    """Promises were not kept in time; each is told of once."""

    misses: tuple[Miss, ...]


@dataclass(frozen=True)
class DeadlinesMoved(Notice):
    """What staff see of a ticket's deadlines has changed."""

    ticket: Ticket


@dataclass(frozen=True)
class Clock:
    """How the next promise on a ticket stands at a moment: in working time what is left of it, or what has passed since it was due."""

    deadline: Deadline
    band: Band
    time: timedelta

    @property
    def is_paused(self) -> bool:
        """Whether its time stands still."""
        return self.deadline.paused_at is not None


async def promises_to(
    session: Session, *, customer: Customer, kind: TicketKind, category: str, severity: Severity, at: datetime, business: Business
) -> Promises:
    """Return what is promised for a new ticket: by the first policy that fits, else by the business's first response."""
    promise = business.first_response.to_complaint(severity) if kind is TicketKind.COMPLAINT else business.first_response.inquiry
    tier = None
    if asks_for_tier(business.sla):
        tier = (await points_summary(session, customer=customer, at=at, business=business)).tier.key
    return promises_for(business.sla, Matter(kind, category, severity, tier), first_response=promise)


def start_deadlines(session: Session, *, ticket: Ticket, promises: Promises, at: datetime, hours: WorkingHours) -> None:
    """Let the clock of the promises on a ticket that a customer has begun begin."""
    _start(session, ticket, DeadlineKind.FIRST_RESPONSE, promises.first_response, at, hours)
    if promises.resolution is not None:
        _start(session, ticket, DeadlineKind.RESOLUTION, promises.resolution, at, hours)


def await_response(session: Session, *, ticket: Ticket, at: datetime, hours: WorkingHours) -> None:
    """The customer says something: unless an answer is owed already, the next one is promised from now on. Asks the database nothing."""
    if ticket.customer_waits_since is not None:
        return
    ticket.customer_waits_since = at
    if ticket.first_response_at is not None and ticket.next_response_target is not None:
        target = ticket.next_response_target
        due_at = add_working_time(hours, at, target)
        # Looked at by the next tick, which shows it on the card unless it is met by then.
        session.add(Deadline(ticket_id=ticket.id, kind=DeadlineKind.NEXT_RESPONSE, target=target, started_at=at, due_at=due_at, look_at=at))


async def meet_responses(session: Session, *, ticket: Ticket, at: datetime) -> bool:
    """A person has answered the customer: no answer is owed any more. Return whether staff see that on the card.

    Only the first answer to what the customer said costs a query.
    """
    if ticket.customer_waits_since is None:
        return False
    ticket.customer_waits_since = None
    met = [each for each in await _unmet(session, ticket) if each.kind is not DeadlineKind.RESOLUTION]
    were_seen = any(each.look_at != each.started_at for each in met)
    for deadline in met:
        _meet(deadline, at)
    return were_seen


async def move_clock(session: Session, *, ticket: Ticket, was: ClockState, now: ClockState, at: datetime, hours: WorkingHours) -> None:
    """Let the clock of a ticket's promises do what its status asks for: end, stand, or go on with what is left."""
    if was is now:
        return
    if now is ClockState.ENDED:
        await end_deadlines(session, ticket=ticket, at=at, hours=hours)
        return
    if was is ClockState.ENDED:
        await take_up_deadlines(session, ticket=ticket)
    move = resume_deadlines if now is ClockState.RUNS else pause_deadlines
    await move(session, ticket=ticket, at=at, hours=hours)


async def pause_deadlines(session: Session, *, ticket: Ticket, at: datetime, hours: WorkingHours) -> None:
    """Let the clock of a ticket's promises stand: it is the customer's turn. What stands already goes on standing."""
    for deadline in await _unmet(session, ticket):
        pause_clock(deadline, at=at, hours=hours)


async def resume_deadlines(session: Session, *, ticket: Ticket, at: datetime, hours: WorkingHours) -> None:
    """Let the clock of a ticket's promises go on with the time that was left; what runs goes on running."""
    for deadline in await _unmet(session, ticket):
        resume_clock(deadline, at=at, hours=hours)
        if deadline.kind is DeadlineKind.FIRST_RESPONSE:
            ticket.due_at = deadline.due_at


async def end_deadlines(session: Session, *, ticket: Ticket, at: datetime, hours: WorkingHours) -> None:
    """The matter is done: the solution and the answer that was owed are there. A first answer that nobody gave stays owed, but its clock stands."""
    ticket.customer_waits_since = None
    for deadline in await _unmet(session, ticket):
        match deadline.kind:
            case DeadlineKind.FIRST_RESPONSE:
                pause_clock(deadline, at=at, hours=hours)
            case DeadlineKind.NEXT_RESPONSE:
                _meet(deadline, at)
            case DeadlineKind.RESOLUTION:
                pause_clock(deadline, at=at, hours=hours)  # if it is taken up again, it goes on with what is left now
                deadline.met_at = at
            case _:
                assert_never(deadline.kind)


async def take_up_deadlines(session: Session, *, ticket: Ticket) -> None:
    """The matter was not done: the solution is owed again, with what was left. Its clock still stands."""
    solution = await find_last_deadline(session, ticket_id=ticket.id, kind=DeadlineKind.RESOLUTION)
    if solution is not None:
        solution.met_at = None
        await session.flush()


async def look_at_deadlines(
    session: Session, *, after_id: int, at: datetime, business: Business, tell: Tell, limit: int = LOOKED_AT_ONCE
) -> Step:
    """Look at the promises whose time has come: warn when a fifth of the time is left, tell what is missed, show it on the cards.

    What is missed raises the priority of its ticket by a step.
    """
    hours = business.hours
    looked_at = await claim_deadlines_to_look_at(session, until=at, after_id=after_id, limit=limit)
    tickets = await find_tickets(session, ticket_ids={deadline.ticket_id for deadline in looked_at})
    moved: dict[int, Ticket] = {}
    misses = []
    for deadline in looked_at:
        ticket = tickets[deadline.ticket_id]
        left = _left_of(deadline, deadline.met_at or at, hours)
        band = band_of(left, target=deadline.target)
        runs = deadline.met_at is None and deadline.paused_at is None
        deadline.look_at = next_look(at, left=left, target=deadline.target, hours=hours) if runs else None
        if runs:
            moved[ticket.id] = ticket
        if band is Band.OVERDUE:
            deadline.breached_at = deadline.due_at
            _raise_priority(session, ticket, at)
            misses.append(Miss(ticket, deadline))
        elif band is Band.SHORT and deadline.warned_at is None:
            deadline.warned_at = at
            await tell(DeadlineNear(ticket, deadline, await _holder_of(session, ticket)))
    for ticket in moved.values():
        await tell(DeadlinesMoved(ticket))
    if misses:
        await tell(DeadlinesMissed(tuple(misses)))
    return Step(len(looked_at), looked_at[-1].id if len(looked_at) == limit else None)


def _raise_priority(session: Session, ticket: Ticket, at: datetime) -> None:
    before, ticket.priority = ticket.priority, raised(ticket.priority)
    note_act(
        session, act="ticket.priority_raised", by=None, at=at, ticket_id=ticket.id, before={"priority": before.value},
        after={"priority": ticket.priority.value},
    )  # fmt: skip


async def clocks_of(session: Session, *, tickets: Sequence[Ticket], at: datetime, hours: WorkingHours) -> dict[int, Clock]:
    """Return by ticket how its next promise stands: the one that is due first, and one that stands still only where none runs."""
    clocks: dict[int, Clock] = {}
    unmet = await list_unmet_deadlines(session, ticket_ids=[ticket.id for ticket in tickets])
    for deadline in sorted(unmet, key=lambda each: (each.paused_at is not None, each.due_at)):
        clocks.setdefault(deadline.ticket_id, _clock(deadline, at, hours))
    return clocks


def _clock(deadline: Deadline, at: datetime, hours: WorkingHours) -> Clock:
    left = _left_of(deadline, at, hours)
    return Clock(deadline, band_of(left, target=deadline.target), left or time_over(at, due_at=deadline.due_at, hours=hours))


def _left_of(deadline: Deadline, at: datetime, hours: WorkingHours) -> timedelta:
    return time_left(at, due_at=deadline.due_at, hours=hours) if deadline.time_left is None else deadline.time_left


def _start(session: Session, ticket: Ticket, kind: DeadlineKind, target: timedelta, at: datetime, hours: WorkingHours) -> None:
    session.add(
        Deadline(
            ticket_id=ticket.id,
            kind=kind,
            target=target,
            started_at=at,
            due_at=add_working_time(hours, at, target),
            look_at=next_look(at, left=target, target=target, hours=hours),
        )
    )


async def _unmet(session: Session, ticket: Ticket) -> Sequence[Deadline]:
    return await list_unmet_deadlines(session, ticket_ids=[ticket.id])


def _meet(deadline: Deadline, at: datetime) -> None:
    deadline.met_at = at
    if at <= deadline.due_at or deadline.time_left:
        deadline.look_at = None  # kept in time; what came late the clock still tells, unless it has


def pause_clock(deadline: Deadline, *, at: datetime, hours: WorkingHours) -> None:
    """Let the time of one promise stand, unless it stands already."""
    if deadline.paused_at is None:
        deadline.paused_at, deadline.time_left = at, time_left(at, due_at=deadline.due_at, hours=hours)
        if deadline.time_left:
            deadline.look_at = None


def resume_clock(deadline: Deadline, *, at: datetime, hours: WorkingHours) -> None:
    """Let the time of one promise go on with what was left of it; nothing is left of what is broken."""
    left = deadline.time_left
    if left:
        deadline.due_at = add_working_time(hours, at, left)
        deadline.look_at = next_look(at, left=left, target=deadline.target, hours=hours)
    deadline.paused_at = deadline.time_left = None


async def _holder_of(session: Session, ticket: Ticket) -> StaffMember | None:
    holder = await find_staff_by_id(session, ticket.assignee_id) if ticket.assignee_id is not None else None
    return holder if holder is not None and holder.removed_at is None else None
