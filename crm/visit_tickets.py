"""Tickets that visits open: a customer has a question or is not happy, and a person must see to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.steps import STEP
from crm.tickets import open_ticket
from storage.bans import find_banned
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember, get_staff
from storage.tickets import Ticket, get_ticket
from storage.visit_entries import list_visit_entries
from storage.visits import Visit, lock_unattended_visits, lock_visit
from storage.vocabulary import Severity, TicketKind, VisitOutcome, VisitReason

# Who was asked for words and gives none for so long gets a ticket without words: an unhappy customer is not forgotten.
WAIT_FOR_WORDS = timedelta(minutes=30)


@dataclass(frozen=True)
class VisitTicketOpened(Notice):
    """What came of a visit opened a ticket; `looked_back_on` is the ticket that the visit was about, None when it was about none.

    `by` is who of the staff paid the visit, and `said` what they wrote of it; None when the customer answered the bot.
    """

    visit: Visit
    ticket: Ticket
    looked_back_on: Ticket | None
    by: StaffMember | None = None
    said: str | None = None


async def open_visit_ticket(
    session: Session, *, visit: Visit, customer: Customer, interaction_ids: Sequence[int], at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Open the ticket that the answer to a visit asks for, with what the customer said; the same one when there is one already."""
    await lock_visit(session, visit.id)
    if visit.ticket_id is not None:
        return await get_ticket(session, visit.ticket_id)
    looked_back_on = await get_ticket(session, visit.subject_id) if visit.reason is VisitReason.TICKET else None
    ticket = await open_ticket(
        session,
        customer=customer,
        kind=TicketKind.FOLLOW_UP,
        category=looked_back_on.category if looked_back_on else business.inquiry_categories[-1].key,
        severity=Severity.MEDIUM if visit.outcome is VisitOutcome.UNHAPPY else Severity.LOW,
        interaction_ids=interaction_ids,
        at=at,
        business=business,
        tell=tell,
        previous=looked_back_on,
    )
    visit.ticket_id = ticket.id
    by = await get_staff(session, visit.staff_id) if visit.staff_id is not None else None
    await tell(VisitTicketOpened(visit, ticket, looked_back_on, by, await _said_last(session, visit) if by else None))
    return ticket


async def attend_unworded_visits(session: Session, *, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> int:
    """Open tickets for customers who wanted a person and then said nothing more; return how many. Who is banned waits for the end of it."""
    unattended = await lock_unattended_visits(session, answered_before=at - WAIT_FOR_WORDS, limit=limit)
    banned = await find_banned(session, customer_ids={visit.customer_id for visit in unattended}, at=at)
    waiting = [visit for visit in unattended if visit.customer_id not in banned]
    for visit in waiting:
        customer = await get_customer(session, visit.customer_id)
        await open_visit_ticket(session, visit=visit, customer=customer, interaction_ids=(), at=at, business=business, tell=tell)
    return len(waiting)


async def _said_last(session: Session, visit: Visit) -> str | None:
    entries = await list_visit_entries(session, visit_ids=[visit.id])
    return entries[-1].words if entries else None
