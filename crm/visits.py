"""Visits: asking a customer some days after a ticket or a purchase how it went."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from crm.business import Business
from crm.notices import Notice, Tell
from crm.reach import find_next_turns, find_willing
from crm.refusals import Refusal
from crm.rules.unasked import good_until
from crm.rules.visits import asking_moment, is_too_late, visit_due
from crm.steps import STEP, DuePlace, DueStep
from storage.customers import Contact, Customer, find_customers, get_customer
from storage.database import Session
from storage.purchases import Purchase, get_purchase
from storage.tickets import DONE_STATUSES, Ticket, get_ticket
from storage.visits import Visit, find_planned_visit, find_visit, find_visit_on, list_due_visits
from storage.vocabulary import ConsentKind, VisitOutcome, VisitReason, VisitStatus


class NoSuchVisit(Refusal):
    """There is no such visit, or it was paid to somebody else."""


class VisitAlreadyAnswered(Refusal):
    """The customer has answered this visit; fact: `outcome`."""


@dataclass(frozen=True)
class VisitAsked(Notice):
    """A customer is asked how it went with a ticket or a purchase; after `expires_at` their quiet hours begin."""

    visit: Visit
    customer: Customer
    contact: Contact
    subject: Ticket | Purchase
    expires_at: datetime


@dataclass(frozen=True)
class AllIsWell(Notice):
    """A customer says that all is well since a ticket was closed."""

    visit: Visit
    ticket: Ticket
    customer: Customer


async def plan_visit_after_ticket(session: Session, *, ticket: Ticket, at: datetime, business: Business) -> Visit | None:
    """Plan the visit after a ticket was closed, anew when one is planned already; None when the business makes none.

    A visit that was asked already is not asked again, however often the ticket is reopened and closed.
    """
    if not business.visits.after_ticket_days:
        return None
    customer = await get_customer(session, ticket.customer_id)
    due_at = _due(at, business.visits.after_ticket_days, customer, business)
    visit = await find_visit_on(session, reason=VisitReason.TICKET, subject_id=ticket.id)
    if visit is None:
        visit = _planned(customer, VisitReason.TICKET, ticket.id, due_at)
        session.add(visit)
        await session.flush()
    elif visit.status is VisitStatus.PLANNED:
        visit.due_at = due_at
    return visit


async def plan_visit_after_purchase(
    session: Session, *, purchase: Purchase, customer: Customer, at: datetime, business: Business
) -> Visit | None:
    """Plan the visit after a purchase; None when the business makes none, when it would be too late already, or when the customer
    has a visit about another purchase ahead, because one question is enough.
    """
    if not business.visits.after_purchase_days:
        return None
    due_at = _due(purchase.at, business.visits.after_purchase_days, customer, business)
    if is_too_late(due_at, at, grace_days=business.visits.grace_days):
        return None
    if await find_planned_visit(session, customer_id=customer.id, reason=VisitReason.PURCHASE) is not None:
        return None
    visit = _planned(customer, VisitReason.PURCHASE, purchase.id, due_at)
    session.add(visit)
    await session.flush()
    return visit


async def ask_due_visits(
    session: Session, *, after: DuePlace | None, at: datetime, business: Business, tell: Tell, limit: int = STEP
) -> DueStep:
    """Ask the visits that are due: at the business's hour of the customer's day, outside of quiet hours.

    Skipped are visits that are too late and those of customers who take no reminders or cannot be reached. Where the cap on
    unasked messages is reached, the visit waits for the customer's next turn. A ticket that is open again is not looked back on
    before it is closed.
    """
    visits = await list_due_visits(session, at=at, after=after, limit=limit)
    numbers = {visit.customer_id for visit in visits}
    customers = {customer.id: customer for customer in await find_customers(session, customer_ids=numbers)}
    contacts = await find_willing(session, customer_ids=numbers, kind=ConsentKind.REMINDERS, at=at)
    turns = await find_next_turns(session, customer_ids=contacts.keys(), at=at, cap=business.unasked)
    several = Counter(visit.customer_id for visit in visits)
    last = (visits[-1].due_at, visits[-1].id) if len(visits) == limit else None
    done = 0
    for visit in visits:
        number = visit.customer_id
        if await _ask(visit, customers[number], contacts.get(number), turns.get(number, at), session, at, business, tell):
            if several[number] > 1:
                turns |= await find_next_turns(session, customer_ids=[number], at=at, cap=business.unasked)
            done += 1
    return DueStep(done, last)


async def _ask(
    visit: Visit,
    customer: Customer,
    contact: Contact | None,
    turn: datetime,
    session: Session,
    at: datetime,
    business: Business,
    tell: Tell,
) -> bool:
    rules, zone = business.visits, customer.time_zone
    if contact is None or is_too_late(visit.due_at, at, grace_days=rules.grace_days):
        visit.status = VisitStatus.SKIPPED
        return False
    # The customer may have moved to another time zone since the visit was planned.
    moment = asking_moment(turn, hour=rules.ask_hour, zone=zone, quiet=business.quiet_hours)
    if moment > at:
        visit.due_at = moment
        return False
    subject: Ticket | Purchase
    if visit.reason is VisitReason.TICKET:
        subject = await get_ticket(session, visit.subject_id)
        if subject.status not in DONE_STATUSES:
            visit.due_at = visit_due(at, days=1, hour=rules.ask_hour, zone=zone, quiet=business.quiet_hours)
            return False
    else:
        subject = await get_purchase(session, visit.subject_id)
    visit.status, visit.asked_at = VisitStatus.ASKED, at
    await tell(VisitAsked(visit, customer, contact, subject, good_until(business.quiet_hours, at, zone)))
    return True


async def answer_visit(session: Session, *, visit_id: int, customer: Customer, outcome: VisitOutcome, at: datetime, tell: Tell) -> Visit:
    """Keep a customer's answer to a visit. Raises NoSuchVisit, also for somebody else's, and VisitAlreadyAnswered."""
    visit = await find_visit(session, visit_id)
    if visit is None or visit.customer_id != customer.id or visit.status not in (VisitStatus.ASKED, VisitStatus.ANSWERED):
        raise NoSuchVisit
    if visit.outcome is not None:
        raise VisitAlreadyAnswered(outcome=visit.outcome.value)
    visit.status, visit.outcome, visit.answered_at = VisitStatus.ANSWERED, outcome, at
    if outcome is VisitOutcome.FINE and visit.reason is VisitReason.TICKET:
        await tell(AllIsWell(visit, await get_ticket(session, visit.subject_id), customer))
    return visit


def _planned(customer: Customer, reason: VisitReason, subject_id: int, due_at: datetime) -> Visit:
    return Visit(customer_id=customer.id, reason=reason, subject_id=subject_id, status=VisitStatus.PLANNED, due_at=due_at)


def _due(since: datetime, days: int, customer: Customer, business: Business) -> datetime:
    return visit_due(since, days=days, hour=business.visits.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)
