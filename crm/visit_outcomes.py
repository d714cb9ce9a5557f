"""Outcomes of visits: what the customer answers to the bot, and what staff report of those whom they visited."""

from dataclasses import dataclass
from datetime import date, datetime

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from crm.rules.visits import day_ends, visit_due
from crm.visit_rounds import MOST_ATTEMPTS
from crm.visits import moment_on
from storage.audit import Facts
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import Ticket, get_ticket
from storage.visit_entries import VisitEntry
from storage.visits import Visit, lock_visit
from storage.vocabulary import Role, VisitOutcome, VisitReason, VisitStatus, VisitWay

LONGEST_NOTE = 2000
# What customers say themselves; the rest only staff can report.
SAID_BY_CUSTOMERS = (VisitOutcome.FINE, VisitOutcome.QUESTION, VisitOutcome.UNHAPPY)
_TO_PAY = (VisitStatus.PLANNED, VisitStatus.GIVEN)


class NoSuchVisit(Refusal):
    """There is no such visit, or it was paid to somebody else."""


class VisitAlreadyAnswered(Refusal):
    """The customer has answered this visit; fact: `outcome`."""


class VisitNotYours(Refusal):
    """Somebody else has the visit to pay; fact: `name`."""


class VisitIsOver(Refusal):
    """The visit was paid already, is not to be paid any more, or never was."""


@dataclass(frozen=True)
class AllIsWell(Notice):
    """A customer says that all is well since a ticket was closed."""

    visit: Visit
    ticket: Ticket
    customer: Customer


async def answer_visit(session: Session, *, visit_id: int, customer: Customer, outcome: VisitOutcome, at: datetime, tell: Tell) -> Visit:
    """Keep a customer's answer to the bot, a late one too. Raises NoSuchVisit, also for somebody else's, and VisitAlreadyAnswered."""
    visit = await lock_visit(session, visit_id)
    if visit is None or visit.customer_id != customer.id or outcome not in SAID_BY_CUSTOMERS or not _was_asked_by_bot(visit):
        raise NoSuchVisit
    if visit.status is VisitStatus.ANSWERED and visit.outcome is not None:
        raise VisitAlreadyAnswered(outcome=visit.outcome.value)
    visit.status, visit.outcome, visit.answered_at, visit.skipped_why = VisitStatus.ANSWERED, outcome, at, None
    session.add(VisitEntry(visit_id=visit.id, outcome=outcome, at=at))
    if outcome is VisitOutcome.FINE and visit.reason is VisitReason.TICKET:
        await tell(AllIsWell(visit, await get_ticket(session, visit.subject_id), customer))
    return visit


async def visit_in_hand(session: Session, *, visit_id: int, by: StaffMember | None) -> tuple[Visit, StaffMember]:
    """Return a visit that staff have to pay, and who acts on it: who has it, a supervisor, or anybody when nobody of the staff has it.

    Raises NotAllowed, VisitIsOver and VisitNotYours.
    """
    member, visit = require_role(by, Role.AGENT), await personal_visit(session, visit_id=visit_id, by=by)
    if visit.status not in _TO_PAY:
        raise VisitIsOver
    if visit.staff_id not in (None, member.id) and not is_allowed(member, Role.SUPERVISOR):
        holder = await find_staff_by_id(session, visit.staff_id or 0)
        if holder is not None and holder.removed_at is None:
            raise VisitNotYours(name=holder.name)
    return visit, member


async def report_visit(
    session: Session, *, visit_id: int, outcome: VisitOutcome, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> Visit:
    """Keep what came of a personal visit. Who gave no answer is visited once more, and then left.

    Raises what `visit_in_hand` raises; VisitIsOver too when nobody answered and that is known, because the next attempt has its day.
    """
    visit, member = await visit_in_hand(session, visit_id=visit_id, by=by)
    if outcome is VisitOutcome.NO_ANSWER and _comes_again(visit, at, business):
        raise VisitIsOver
    customer, before = await get_customer(session, visit.customer_id), _facts_of(visit)
    visit.outcome, visit.asked_at, visit.staff_id = outcome, at, member.id
    visit.attempts += 1
    visit.done_at = at
    if outcome is not VisitOutcome.NO_ANSWER:
        visit.status, visit.answered_at = VisitStatus.ANSWERED, at
    elif visit.attempts >= MOST_ATTEMPTS or not business.visits.again_days:
        visit.status = VisitStatus.LEFT
    else:
        rules = business.visits
        again_at = visit_due(at, days=rules.again_days, hour=rules.ask_hour, zone=customer.time_zone, quiet=business.quiet_hours)
        _plan_anew(visit, again_at, customer)
    session.add(VisitEntry(visit_id=visit.id, staff_id=member.id, outcome=outcome, at=at))
    _note(session, "visit.reported", visit, before, by=member, at=at)
    if outcome is VisitOutcome.FINE and visit.reason is VisitReason.TICKET:
        await tell(AllIsWell(visit, await get_ticket(session, visit.subject_id), customer))
    return visit


async def call_again(session: Session, *, visit_id: int, on: date, by: StaffMember | None, at: datetime, business: Business) -> Visit:
    """The customer wants to be called again on a day: the visit is promised for that day. Raises what `visit_in_hand` raises."""
    visit, member = await visit_in_hand(session, visit_id=visit_id, by=by)
    customer, before = await get_customer(session, visit.customer_id), _facts_of(visit)
    due_at = moment_on(on, customer, business)
    if visit.outcome is VisitOutcome.CALL_AGAIN and _is_put_to(visit, due_at, member):
        return visit
    visit.outcome, visit.asked_at, visit.staff_id = VisitOutcome.CALL_AGAIN, at, member.id
    _plan_anew(visit, due_at, customer)
    session.add(VisitEntry(visit_id=visit.id, staff_id=member.id, outcome=visit.outcome, until=visit.due_at, at=at))
    _note(session, "visit.reported", visit, before, by=member, at=at)
    return visit


async def postpone_visit(session: Session, *, visit_id: int, on: date, by: StaffMember | None, at: datetime, business: Business) -> Visit:
    """Put a personal visit off to another day; it stays promised for the day that it was promised for.

    Raises what `visit_in_hand` raises.
    """
    visit, member = await visit_in_hand(session, visit_id=visit_id, by=by)
    customer, before = await get_customer(session, visit.customer_id), _facts_of(visit)
    due_at = moment_on(on, customer, business)
    if _is_put_to(visit, due_at, member):
        return visit
    visit.status, visit.due_at, visit.staff_id = VisitStatus.PLANNED, due_at, member.id
    session.add(VisitEntry(visit_id=visit.id, staff_id=member.id, until=visit.due_at, at=at))
    _note(session, "visit.postponed", visit, before, by=member, at=at)
    return visit


async def note_visit(session: Session, *, visit_id: int, words: str, by: StaffMember | None, at: datetime) -> Visit:
    """Keep what somebody of the staff writes about a personal visit, before it or after. Raises NotAllowed and VisitIsOver."""
    member, visit = require_role(by, Role.AGENT), await personal_visit(session, visit_id=visit_id, by=by)
    session.add(VisitEntry(visit_id=visit.id, staff_id=member.id, words=words[:LONGEST_NOTE], at=at))
    note_act(session, act="visit.noted", by=member, at=at, subject=str(visit.customer_id), before={}, after={"noted": True})
    await session.flush()
    return visit


async def personal_visit(session: Session, *, visit_id: int, by: StaffMember | None) -> Visit:
    """Return a visit that staff pay or paid, as it is now; nobody else changes it before this transaction ends.

    Raises NotAllowed, and VisitIsOver when there is none.
    """
    require_role(by, Role.AGENT)
    visit = await lock_visit(session, visit_id)
    if visit is None or visit.way is not VisitWay.STAFF:
        raise VisitIsOver
    return visit


def _was_asked_by_bot(visit: Visit) -> bool:
    return visit.way is VisitWay.BOT and visit.asked_at is not None


def _comes_again(visit: Visit, at: datetime, business: Business) -> bool:
    is_ahead = visit.status is VisitStatus.PLANNED and visit.due_at >= day_ends(at, business.time_zone)
    return visit.outcome is VisitOutcome.NO_ANSWER and is_ahead


def _is_put_to(visit: Visit, due_at: datetime, by: StaffMember) -> bool:
    """Whether somebody has put a visit to this day already: a second tap is no second act."""
    return visit.status is VisitStatus.PLANNED and visit.due_at == due_at and visit.staff_id == by.id


def _plan_anew(visit: Visit, due_at: datetime, customer: Customer) -> None:
    visit.status, visit.due_at, visit.done_at = VisitStatus.PLANNED, due_at, None
    visit.keep_until = day_ends(due_at, customer.time_zone)


def _facts_of(visit: Visit) -> Facts:
    return {"outcome": visit.outcome, "until": visit.due_at.isoformat(timespec="minutes"), "assignee": visit.staff_id}


def _note(session: Session, act: str, visit: Visit, before: Facts, *, by: StaffMember, at: datetime) -> None:
    note_act(session, act=act, by=by, at=at, subject=str(visit.customer_id), before=before, after=_facts_of(visit))
