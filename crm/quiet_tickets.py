"""Quiet tickets: staff have a customer to speak to who knows nothing of that, until one of both says something."""

from dataclasses import dataclass
from datetime import datetime

from crm.business import Business
from crm.deadlines import DeadlinesMoved, promises_to, start_deadlines
from crm.notices import Notice, Tell
from crm.rules.sla import first_response_due
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.tickets import Ticket


@dataclass(frozen=True)
class TicketHeardOf(Notice):
    """A customer has said something on a ticket of which they did not know; from now on it is like any other."""

    ticket: Ticket
    customer: Customer


async def promise_answer(session: Session, *, ticket: Ticket, at: datetime, business: Business) -> Customer:
    """Let an unasked ticket be like one that its customer, who is returned, opens now: what is promised is counted from now on."""
    customer = await get_customer(session, ticket.customer_id)
    promises = await promises_to(
        session, customer=customer, kind=ticket.kind, category=ticket.category, severity=ticket.severity, at=at, business=business
    )
    ticket.is_quiet = ticket.is_unasked = False
    ticket.asked_at = at
    ticket.due_at = first_response_due(at, target=promises.first_response, hours=business.hours)
    ticket.next_response_target = promises.next_response
    start_deadlines(session, ticket=ticket, promises=promises, at=at, hours=business.hours)
    await session.flush()
    return customer


async def hear_first_words(session: Session, *, ticket: Ticket, in_talk: bool, at: datetime, business: Business, tell: Tell) -> None:
    """The customer of an unasked ticket writes on it: they are owed an answer, and told so unless they are `in_talk` with staff."""
    customer = await promise_answer(session, ticket=ticket, at=at, business=business)
    await tell(DeadlinesMoved(ticket) if in_talk else TicketHeardOf(ticket, customer))
