"""Tickets: opened, spoken on, claimed, closed and reopened."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.assignment import TicketAssigned, assign_new_ticket, end_silence, watch_silence
from crm.attachments import Attachment
from crm.business import Business
from crm.deadlines import (
    DeadlinesMoved,
    await_response,
    meet_responses,
    promises_to,
    start_deadlines,
)
from crm.notices import Tell
from crm.presence import welcome_back
from crm.quiet_tickets import hear_first_words
from crm.refusals import Refusal
from crm.rules.priorities import first_priority
from crm.rules.sla import first_response_due
from crm.rules.teams import team_for
from crm.rules.tickets import reopens
from crm.spoken import PLAIN, Spoken
from crm.surveys import ask_survey
from crm.ticket_notices import CustomerWrote, StaffWrote, TicketClaimed, TicketClosed, TicketOpened, TicketReopened, TicketSettled
from crm.ticket_states import TicketChanged, TicketMerged, facts_of, follow_merges, move_ticket, note_on, wake
from crm.visits import plan_visits_after_ticket
from storage.counters import draw_numbers
from storage.customers import Customer
from storage.database import Session
from storage.interactions import find_interaction, move_to_ticket
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import (
    DONE_STATUSES,
    Ticket,
    find_last_closed_ticket,
    find_lately_closed_ticket,
    get_ticket,
    keep_ticket,
    open_tickets_of,
)
from storage.vocabulary import InteractionKind, Severity, TicketKind, TicketStatus

_WAITING = (TicketStatus.PENDING, TicketStatus.ON_HOLD)
KINDS = {
    TicketKind.INQUIRY: InteractionKind.INQUIRY,
    TicketKind.COMPLAINT: InteractionKind.COMPLAINT,
    TicketKind.FOLLOW_UP: InteractionKind.FOLLOW_UP,
}


class TicketAlreadyClosed(Refusal):
    """The ticket is closed; fact: `number`."""


class TicketNotClosed(Refusal):
    """Only a closed ticket can be reopened; fact: `number`."""


class TicketAlreadyClaimed(Refusal):
    """Somebody else works on the ticket; facts: `number`, `name`."""


def require_open(ticket: Ticket) -> None:
    """Raise TicketAlreadyClosed when the ticket is closed."""
    if ticket.status is TicketStatus.CLOSED:
        raise TicketAlreadyClosed(number=ticket.number)


async def open_ticket(
    session: Session,
    *,
    customer: Customer,
    kind: TicketKind,
    category: str,
    severity: Severity,
    interaction_ids: Sequence[int],
    at: datetime,
    business: Business,
    tell: Tell,
    wish: str | None = None,
    previous: Ticket | None = None,
    is_quiet: bool = False,
) -> Ticket:
    """Open a ticket with what the customer said before and tell the staff and the customer.

    What is promised is counted in working time from now on. Of a quiet ticket the customer is told nothing, and nothing is
    promised before they say something. The customer's last closed ticket is linked when no other is named. Where
    the business wants that, somebody present gets the ticket at once.
    """
    if previous is None:
        previous = await find_last_closed_ticket(session, customer_id=customer.id)
    promises = await promises_to(session, customer=customer, kind=kind, category=category, severity=severity, at=at, business=business)
    number = (await draw_numbers(session, name="ticket"))[0]
    ticket = Ticket(
        id=number,
        number=number,
        customer_id=customer.id,
        kind=kind,
        category=category,
        severity=severity,
        status=TicketStatus.NEW,
        priority=first_priority(kind, severity),
        wish=wish,
        team=team_for([team.route for team in business.teams], kind=kind, category=category, language=customer.language),
        previous_ticket_id=previous.id if previous else None,
        opened_at=at,
        due_at=first_response_due(at, target=promises.first_response, hours=business.hours),
        last_message_at=at,
        customer_waits_since=None if is_quiet else at,
        next_response_target=promises.next_response,
        is_quiet=is_quiet,
        is_unasked=is_quiet,
    )
    keep_ticket(session, ticket)
    await session.flush()
    if not is_quiet:
        start_deadlines(session, ticket=ticket, promises=promises, at=at, hours=business.hours)
        watch_silence(ticket, at=at, business=business)
    await session.flush()
    await move_to_ticket(session, interaction_ids=interaction_ids, ticket_id=ticket.id, kind=KINDS[kind])
    assignee = await assign_new_ticket(session, ticket=ticket, customer=customer, at=at, business=business)
    await tell(TicketOpened(ticket, customer, tuple(interaction_ids)))
    if assignee is not None:
        await tell(TicketAssigned(ticket, assignee, by=None, is_new=True))
    return ticket


async def find_ticket_to_speak_on(
    session: Session, *, customer: Customer, reply_to_id: int | None, at: datetime, business: Business
) -> Ticket | None:
    """Return the ticket that a customer's free text belongs to, or None.

    The ticket of the message that is answered comes first, then the open ticket spoken on last, those of which the customer
    knows before quiet ones, then one that was closed so lately that the text reopens it.
    """
    if reply_to_id is not None:
        answered = await find_interaction(session, reply_to_id)
        if answered is not None and answered.ticket_id is not None and answered.customer_id == customer.id:
            ticket = await follow_merges(session, await get_ticket(session, answered.ticket_id))
            if _takes_words(ticket, at, business):
                return ticket
    still_open = await open_tickets_of(session, customer_id=customer.id)
    if still_open:
        return next((ticket for ticket in still_open if not ticket.is_quiet), still_open[0])
    return await find_lately_closed_ticket(session, customer_id=customer.id, since=at - timedelta(days=business.reopen_days))


async def write_on_ticket(
    session: Session,
    *,
    ticket: Ticket,
    interaction_id: int,
    chat_id: int,
    message_id: int,
    media_kind: str,
    reply_to_id: int | None,
    at: datetime,
    business: Business,
    tell: Tell,
    spoken: Spoken = PLAIN,
) -> None:
    """A customer says something on a ticket: an answer is owed from now on, and staff are told.

    One that is done is reopened, one that waits or is snoozed is worked on again, one that was quiet is so no longer.
    """
    in_talk = ticket.status not in DONE_STATUSES and not ticket.is_quiet
    if ticket.status in DONE_STATUSES:
        await reopen_ticket(session, ticket_id=ticket.id, by=None, at=at, business=business, tell=tell)
    elif ticket.status in _WAITING or ticket.snoozed_at is not None:
        before = facts_of(ticket)
        if ticket.status in _WAITING:
            await move_ticket(session, ticket=ticket, status=TicketStatus.OPEN, at=at, hours=business.hours)
        wake(ticket)
        note_on(session, "ticket.woken", ticket, before, by=None, at=at)
        await tell(TicketChanged(ticket))
    if ticket.is_unasked:
        await hear_first_words(session, ticket=ticket, in_talk=in_talk, at=at, business=business, tell=tell)
    ticket.last_message_at = at
    watch_silence(ticket, at=at, business=business)
    await_response(session, ticket=ticket, at=at, hours=business.hours)
    await tell(CustomerWrote(ticket, interaction_id, chat_id, message_id, media_kind, reply_to_id, spoken))


async def answer_ticket(
    session: Session,
    *,
    ticket: Ticket,
    by: StaffMember,
    interaction_id: int,
    chat_id: int,
    message_id: int,
    media_kind: str,
    reply_to_id: int | None,
    at: datetime,
    business: Business,
    tell: Tell,
    words: str | None = None,
    html: str | None = None,
    file: Attachment | None = None,
    spoken: Spoken = PLAIN,
) -> None:
    """A staff member answers the customer, so no answer is owed any more; who did not know of the ticket does now. What comes before
    the customer's first word on it is no answer.

    Raises TicketAlreadyClosed.
    """
    require_open(ticket)
    was_quiet, ticket.is_quiet = ticket.is_quiet, False
    if ticket.first_response_at is None and not ticket.is_unasked:
        ticket.first_response_at = at
    moved = await meet_responses(session, ticket=ticket, at=at)
    before = facts_of(ticket)
    takes_over = ticket.assignee_id not in (None, by.id) and await _holder_of(session, ticket) is None
    if takes_over or ticket.assignee_id is None:
        ticket.assignee_id, ticket.assigned_at = by.id, at
    end_silence(ticket)
    welcome_back(session, member=by, at=at)
    changes = ticket.status in (TicketStatus.NEW, TicketStatus.SOLVED)
    if changes:
        await move_ticket(session, ticket=ticket, status=TicketStatus.OPEN, at=at, hours=business.hours)
    ticket.last_message_at = at
    note_on(session, "ticket.answered", ticket, before, by=by, at=at)
    await tell(StaffWrote(ticket, interaction_id, chat_id, message_id, media_kind, reply_to_id, words, spoken, by, html, file))
    if changes or takes_over:
        await tell(TicketClaimed(ticket, by))
    elif moved or was_quiet:
        await tell(DeadlinesMoved(ticket))


async def claim_ticket(session: Session, *, ticket_id: int, by: StaffMember, at: datetime, business: Business, tell: Tell) -> Ticket:
    """A staff member takes a ticket on. Raises TicketAlreadyClosed, and TicketAlreadyClaimed when somebody else has it."""
    ticket = await get_ticket(session, ticket_id)
    require_open(ticket)
    if ticket.assignee_id != by.id and (holder := await _holder_of(session, ticket)) is not None:
        raise TicketAlreadyClaimed(number=ticket.number, name=holder.name)
    before = facts_of(ticket)
    ticket.assignee_id, ticket.assigned_at = by.id, at
    welcome_back(session, member=by, at=at)
    if ticket.status in (TicketStatus.NEW, TicketStatus.SOLVED):
        await move_ticket(session, ticket=ticket, status=TicketStatus.OPEN, at=at, hours=business.hours)
    note_on(session, "ticket.claimed", ticket, before, by=by, at=at)
    await tell(TicketClaimed(ticket, by))
    return ticket


async def close_ticket(session: Session, *, ticket_id: int, by: StaffMember | None, at: datetime, business: Business, tell: Tell) -> Ticket:
    """Close a ticket; unless it was solved before, ask the customer how it went and plan the follow-up visits. Raises TicketAlreadyClosed."""
    ticket = await get_ticket(session, ticket_id)
    require_open(ticket)
    was_solved = ticket.status is TicketStatus.SOLVED
    before = facts_of(ticket)
    await move_ticket(session, ticket=ticket, status=TicketStatus.CLOSED, at=at, hours=business.hours)
    end_silence(ticket)
    note_on(session, "ticket.closed", ticket, before, by=by, at=at)
    if was_solved:
        await tell(TicketSettled(ticket, by))
        return ticket
    ticket.closed_by = by.id if by else None
    await tell(TicketClosed(ticket, by))
    await look_back(session, ticket=ticket, at=at, business=business, tell=tell)
    return ticket


async def look_back(session: Session, *, ticket: Ticket, at: datetime, business: Business, tell: Tell) -> None:
    """Ask the customer of a ticket that is done how it went, and plan the follow-up visits; nothing of that when they never wrote on it."""
    if ticket.is_unasked:
        return
    await ask_survey(session, ticket=ticket, at=at, business=business, tell=tell)
    await plan_visits_after_ticket(session, ticket=ticket, at=at, business=business)


async def reopen_ticket(
    session: Session, *, ticket_id: int, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Work on a ticket again that is solved or closed. Raises TicketNotClosed."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.status not in DONE_STATUSES:
        raise TicketNotClosed(number=ticket.number)
    if ticket.merged_into_id is not None:
        raise TicketMerged(number=ticket.number, into=(await follow_merges(session, ticket)).number)
    before = facts_of(ticket)
    status = TicketStatus.OPEN if ticket.assignee_id is not None else TicketStatus.NEW
    await move_ticket(session, ticket=ticket, status=status, at=at, hours=business.hours)
    note_on(session, "ticket.reopened", ticket, before, by=by, at=at)
    ticket.last_message_at = at
    keep_ticket(session, ticket)
    await tell(TicketReopened(ticket, by))
    return ticket


async def _holder_of(session: Session, ticket: Ticket) -> StaffMember | None:
    holder = await find_staff_by_id(session, ticket.assignee_id) if ticket.assignee_id is not None else None
    return None if holder is None or holder.removed_at is not None else holder


def _takes_words(ticket: Ticket, at: datetime, business: Business) -> bool:
    return ticket.closed_at is None or reopens(ticket.closed_at, at, days=business.reopen_days)
