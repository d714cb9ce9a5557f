"""Rounds of visits: what is due is asked by the bot or given to somebody of the staff, one visit a week for a customer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.reach import find_next_turns
from crm.rules.unasked import good_until
from crm.rules.visit_plans import BY_REQUEST, VisitPlan
from crm.rules.visits import Due, asking_moment, day_ends, is_too_late, turn_of, visit_due
from crm.steps import STEP, DuePlace, DueStep
from crm.visit_plans import known_plans
from crm.visitors import find_visitor
from storage.bans import find_banned
from storage.consents import find_refusing
from storage.customers import Contact, Customer, find_contacts_of, find_customers
from storage.database import Session
from storage.purchases import Purchase, get_purchase
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import DONE_STATUSES, Ticket, get_ticket
from storage.unasked import hold_unasked
from storage.visit_entries import VisitEntry
from storage.visits import Visit, list_due_visits, lock_unanswered_visits, lock_visits_around
from storage.vocabulary import Channel, ConsentKind, VisitOutcome, VisitReason, VisitSkip, VisitStatus, VisitWay

# The bot asks, and once more; then it leaves the customer alone.
MOST_ATTEMPTS = 2
Subject = Ticket | Purchase | None


@dataclass(frozen=True)
class VisitAsked(Notice):
    """A customer is asked how it went with a ticket or a purchase, or what `words` say; after `expires_at` their quiet hours begin."""

    visit: Visit
    customer: Customer
    contact: Contact
    subject: Subject
    expires_at: datetime
    words: str | None = None


@dataclass(frozen=True)
class VisitGiven(Notice):
    """Somebody of the staff has a customer to visit; nobody in particular when nobody is here. `instead_of` is who had it before and
    has left.
    """

    visit: Visit
    customer: Customer
    to: StaffMember | None
    instead_of: StaffMember | None = None


@dataclass(frozen=True)
class VisitSkipped(Notice):
    """A visit that somebody of the staff asked for is not paid."""

    visit: Visit
    customer: Customer
    planned_by: StaffMember


@dataclass(frozen=True)
class _Round:
    """What is known of those who are visited in one step."""

    customers: Mapping[int, Customer]
    contacts: Mapping[int, Contact]
    refusing: Collection[int]
    banned: Collection[int]
    turns: Mapping[int, datetime]
    plans: Mapping[str, VisitPlan]
    off: Collection[str]
    at: datetime
    business: Business


async def pay_due_visits(
    session: Session, *, after: DuePlace | None, at: datetime, business: Business, tell: Tell, limit: int = STEP
) -> DueStep:
    """Ask the visits that are due, or give them to staff: at the business's hour of the customer's day, outside of quiet hours, and to
    each customer one a week; the bot asks nobody beyond the cap on unasked messages or amid a chat. What is not its turn yet moves behind.

    Skipped are, with the reason, visits that are too late, those of plans that are switched off or gone, and those of customers
    who are banned, take no reminders or cannot be reached. A ticket that is open again is not looked back on before it is closed.
    """
    await hold_unasked(session)
    first = await list_due_visits(session, at=at, after=after, limit=limit)
    if not first:
        return DueStep(0, None)
    last = (first[-1].due_at, first[-1].id) if len(first) == limit else None
    numbers = {visit.customer_id for visit in first}
    seen_since = at - timedelta(days=business.visits.gap_days)
    around = await lock_visits_around(session, customer_ids=numbers, at=at, seen_since=seen_since)
    known = await known_plans(session, business=business)
    round_ = _Round(
        customers={customer.id: customer for customer in await find_customers(session, customer_ids=numbers)},
        contacts=await find_contacts_of(session, customer_ids=numbers, channel=Channel.TELEGRAM),
        refusing=await find_refusing(session, kind=ConsentKind.REMINDERS, customer_ids=numbers),
        banned=await find_banned(session, customer_ids=numbers, at=at),
        turns=await find_next_turns(session, customer_ids=numbers, at=at, cap=business.unasked, waits_for_tickets=False),
        plans={plan.key: plan for plan in known.plans},
        off=known.off,
        at=at,
        business=business,
    )
    done = 0
    for number in sorted(numbers):
        done += await _visit(session, round_, number, [visit for visit in around if visit.customer_id == number], tell)
    return DueStep(done, last)


async def _visit(session: Session, round_: _Round, number: int, around: Sequence[Visit], tell: Tell) -> int:
    """Let it be whose turn it is of one customer's visits; return how many were asked or given."""
    at, business, customer = round_.at, round_.business, round_.customers[number]
    due: dict[int, tuple[Visit, Subject]] = {}
    for visit in around:
        if visit.status is not VisitStatus.PLANNED or visit.due_at > at:
            continue
        why = _why_not(visit, round_)
        if why is not None:
            await _skip(session, visit, customer, why, tell)
            continue
        subject = await _subject_of(session, visit)
        if isinstance(subject, Ticket) and subject.status not in DONE_STATUSES:
            _move(visit, _tomorrow(at, customer, business), customer, at)
        elif visit.way is VisitWay.BOT and round_.turns[number] > at:
            _move(visit, _moment_from(round_.turns[number], customer, business), customer, at)
        else:
            due[visit.id] = visit, subject
    turn = turn_of(
        [Due(visit.id, visit.planned_for, by_wish=visit.outcome is VisitOutcome.CALL_AGAIN) for visit, _ in due.values()],
        at=at,
        seen_at=max((visit.asked_at for visit in around if visit.asked_at is not None), default=None),
        is_being_visited=any(visit.status is VisitStatus.GIVEN for visit in around),
        gap_days=business.visits.gap_days,
        hour=business.visits.ask_hour,
        zone=customer.time_zone,
        quiet=business.quiet_hours,
    )
    for visit, subject in due.values():
        if visit.id not in turn.paid:
            _move(visit, turn.others_wait_until, customer, at)
        elif visit.way is VisitWay.BOT:
            await _ask(visit, customer, subject, round_, tell)
        else:
            await _give(session, visit, customer, subject, round_, tell)
    return len(turn.paid)


def _why_not(visit: Visit, round_: _Round) -> VisitSkip | None:
    number, contact = visit.customer_id, round_.contacts.get(visit.customer_id)
    if visit.plan != BY_REQUEST and visit.plan not in round_.plans:
        return VisitSkip.PLAN_GONE
    if visit.plan in round_.off:
        return VisitSkip.PLAN_OFF
    if is_too_late(visit.due_at, round_.at, grace_days=round_.business.visits.grace_days):
        return VisitSkip.TOO_LATE
    if number in round_.banned:
        return VisitSkip.BANNED
    if visit.way is VisitWay.BOT and (contact is None or contact.blocked_at is not None):
        return VisitSkip.UNREACHABLE
    # Whom a supervisor wants to be visited in person is visited: it is no message of the desk.
    if number in round_.refusing and (visit.way is VisitWay.BOT or visit.reason is not VisitReason.REQUEST):
        return VisitSkip.OPTED_OUT
    return None


async def _skip(session: Session, visit: Visit, customer: Customer, why: VisitSkip, tell: Tell) -> None:
    visit.status, visit.skipped_why = VisitStatus.SKIPPED, why
    planner = await find_staff_by_id(session, visit.planned_by) if visit.planned_by is not None else None
    if planner is not None and planner.removed_at is None:
        await tell(VisitSkipped(visit, customer, planner))


async def _subject_of(session: Session, visit: Visit) -> Subject:
    if visit.reason is VisitReason.TICKET:
        return await get_ticket(session, visit.subject_id)
    return await get_purchase(session, visit.subject_id) if visit.reason is VisitReason.PURCHASE else None


async def _ask(visit: Visit, customer: Customer, subject: Subject, round_: _Round, tell: Tell) -> None:
    at = round_.at
    visit.status, visit.asked_at, visit.attempts = VisitStatus.ASKED, at, visit.attempts + 1
    visit.done_at = visit.done_at or at
    plan = round_.plans.get(visit.plan)
    words = visit.words if plan is None else plan.step_after(visit.days).words(customer.language)
    expires_at = good_until(round_.business.quiet_hours, at, customer.time_zone)
    await tell(VisitAsked(visit, customer, round_.contacts[customer.id], subject, expires_at, words))


async def _give(session: Session, visit: Visit, customer: Customer, subject: Subject, round_: _Round, tell: Tell) -> None:
    ticket = subject if isinstance(subject, Ticket) else None
    to = await find_visitor(session, visit=visit, customer=customer, ticket=ticket, at=round_.at, business=round_.business)
    visit.status, visit.staff_id = VisitStatus.GIVEN, to.id if to else None
    await session.flush()  # the next visit of this transaction is counted with this one
    await tell(VisitGiven(visit, customer, to))


def _move(visit: Visit, until: datetime, customer: Customer, at: datetime) -> None:
    visit.due_at = until
    # What was put off beyond its day by somebody stays broken, what was done stays done.
    if visit.done_at is None and visit.keep_until > at:
        visit.keep_until = day_ends(until, customer.time_zone)


def _tomorrow(at: datetime, customer: Customer, business: Business) -> datetime:
    return visit_due(at, days=1, hour=business.visits.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)


def _moment_from(turn: datetime, customer: Customer, business: Business) -> datetime:
    return asking_moment(turn, hour=business.visits.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)


async def ask_once_more(session: Session, *, at: datetime, business: Business, limit: int = STEP) -> int:
    """Let those who gave the bot no answer be asked once more, and leave those alone who gave none twice; return how many these are."""
    if not business.visits.again_days:
        return 0
    asked_before = at - timedelta(days=business.visits.again_days)
    unanswered = await lock_unanswered_visits(session, asked_before=asked_before, limit=limit)
    for visit in unanswered:
        if visit.attempts >= MOST_ATTEMPTS:
            visit.status, visit.outcome = VisitStatus.LEFT, VisitOutcome.NO_ANSWER
        else:
            visit.status, visit.due_at = VisitStatus.PLANNED, at
        session.add(VisitEntry(visit_id=visit.id, outcome=VisitOutcome.NO_ANSWER, at=at))
    return len(unanswered)
