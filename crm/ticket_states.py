"""The states of a ticket: where it stands, changed in one place and noted."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.notices import Notice
from crm.refusals import Refusal
from crm.rules.tickets import may_become
from storage.audit import Facts
from storage.database import Session
from storage.staff import StaffMember
from storage.tickets import DONE_STATUSES, Ticket, get_ticket
from storage.vocabulary import TicketStatus


class TicketCannotBecome(Refusal):
    """The ticket cannot go from its status to the one that is wanted; facts: `number`, `status`, `wanted`."""


class TicketMerged(Refusal):
    """The ticket became a part of another; facts: `number`, `into`."""


@dataclass(frozen=True)
class TicketChanged(Notice):
    """Something that the card of a ticket shows is different now."""

    ticket: Ticket


def facts_of(ticket: Ticket) -> Facts:
    """Return what the audit compares of a ticket."""
    snoozed_until = ticket.snoozed_until.isoformat(timespec="minutes") if ticket.snoozed_until else None
    return {
        "status": ticket.status.value,
        "assignee": ticket.assignee_id,
        "priority": ticket.priority.value,
        "snoozed": ticket.snoozed_at is not None,
        "snoozed_until": snoozed_until,
    }


def note_on(session: Session, act: str, ticket: Ticket, before: Facts, *, by: StaffMember | None, at: datetime) -> None:
    """Note what an act changed of a ticket."""
    note_act(session, act=act, by=by, at=at, ticket_id=ticket.id, before=before, after=facts_of(ticket))


def require_transition(ticket: Ticket, wanted: TicketStatus) -> None:
    """Raise TicketCannotBecome unless the ticket may go to this status."""
    if not may_become(ticket.status, wanted):
        raise TicketCannotBecome(number=ticket.number, status=ticket.status.value, wanted=wanted.value)


def let_stand(ticket: Ticket, status: TicketStatus, *, at: datetime) -> None:
    """Put a ticket into a status that it may go to, with the moments that belong to it. What is snoozed wakes by that.

    Raises TicketCannotBecome.
    """
    require_transition(ticket, status)
    was_done = ticket.status in DONE_STATUSES
    ticket.status = status
    ticket.waiting_since = at if status is TicketStatus.PENDING else None
    ticket.nudged_at = ticket.snoozed_at = ticket.snoozed_until = None
    if status not in DONE_STATUSES:
        ticket.closed_at = ticket.closed_by = None
    elif not was_done:
        ticket.closed_at = at


async def follow_merges(session: Session, ticket: Ticket) -> Ticket:
    """Return the ticket that a ticket became a part of, or itself when it was not merged."""
    while ticket.merged_into_id is not None:
        ticket = await get_ticket(session, ticket.merged_into_id)
    return ticket


def wake(ticket: Ticket) -> None:
    """Let a ticket be no longer snoozed."""
    ticket.snoozed_at = ticket.snoozed_until = None
