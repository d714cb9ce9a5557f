"""Bans: customers whom the desk does not listen to for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from crm.rules.bans import FOR_EVER, is_banned
from crm.rules.lengths import shortened
from crm.unasked import drop_for_ban
from storage.audit import Facts
from storage.bans import Ban, claim_ban, claim_lifting, find_standing_ban
from storage.customers import Customer, find_contact_of, get_customer
from storage.database import Session
from storage.staff import StaffMember, find_staff_member
from storage.tickets import Ticket
from storage.vocabulary import Channel, Role

LONGEST_REASON = 200
FLOOD = "flood"


class StaffNotBanned(Refusal):
    """Nobody of the staff is banned, oneself least of all; fact: `name`."""


class AlreadyBanned(Refusal):
    """A ban of the customer stands already; facts: `name`, `number`."""


class NotBanned(Refusal):
    """No ban of the customer stands; facts: `name`, `number`."""


class BanBeyondRole(Refusal):
    """Agents ban for a short time only; fact: `hours`."""


@dataclass(frozen=True)
class CustomerBanned(Notice):
    """The desk does not listen to a customer any more; `by` is None when a rule of the business decided so."""

    ban: Ban
    customer: Customer
    by: StaffMember | None


@dataclass(frozen=True)
class BanLifted(Notice):
    """The desk listens to a customer again, before the ban has ended by itself."""

    ban: Ban
    customer: Customer
    by: StaffMember


async def ban_customer(
    session: Session,
    *,
    customer: Customer,
    span: timedelta | None,
    reason: str | None,
    by: StaffMember,
    ticket: Ticket | None,
    at: datetime,
    business: Business,
    tell: Tell,
) -> Ban:
    """Ban a customer for a length of time, or until the ban is lifted (None).

    Agents ban the customer of a ticket that they are on, no longer than the business allows, and as long as that when they name
    no end. Raises NotAllowed, BanBeyondRole, StaffNotBanned and AlreadyBanned.
    """
    hours = business.bans.agent_hours
    is_theirs = ticket is not None and ticket.customer_id == customer.id and hours > 0
    require_role(by, Role.AGENT if is_theirs else Role.SUPERVISOR)
    if not is_allowed(by, Role.SUPERVISOR):
        span = span if span is not None else timedelta(hours=hours)
        if span > timedelta(hours=hours):
            raise BanBeyondRole(hours=hours)
    if await _is_staff(session, customer):
        raise StaffNotBanned(name=customer.name)
    ban = Ban(
        customer_id=customer.id, staff_id=by.id, reason=shortened(reason, LONGEST_REASON) if reason else None, started_at=at,
        ends_at=None if span is None else at + span,
    )  # fmt: skip
    if not await _keep(session, ban, customer, by=by, ticket=ticket if is_theirs else None, tell=tell):
        raise AlreadyBanned(name=customer.name, number=customer.id)
    return ban


async def ban_by_rule(session: Session, *, customer: Customer, rule: str, span: timedelta | None, at: datetime, tell: Tell) -> Ban | None:
    """Ban a customer because a rule of the business says so; None for one who is banned already or works at the desk."""
    if await _is_staff(session, customer):
        return None
    ban = Ban(customer_id=customer.id, rule=rule, started_at=at, ends_at=None if span is None else at + span)
    return ban if await _keep(session, ban, customer, by=None, ticket=None, tell=tell) else None


async def lift_ban(session: Session, *, ban: Ban, by: StaffMember, at: datetime, tell: Tell) -> Customer:
    """End a ban at once and return its customer. Agents lift their own bans only. Raises NotAllowed and NotBanned."""
    require_role(by, Role.AGENT if ban.staff_id == by.id else Role.SUPERVISOR)
    customer = await get_customer(session, ban.customer_id)
    stands = ban.ends_at is None or at < ban.ends_at
    if not stands or not await claim_lifting(session, ban=ban, by=by.id, at=at):
        raise NotBanned(name=customer.name, number=customer.id)
    customer.banned_until = None
    session.add(customer)
    note_act(session, act="customer.unbanned", by=by, at=at, subject=str(customer.id), before=_facts_of(ban), after={"banned": False})
    await session.flush()
    await tell(BanLifted(ban, customer, by))
    return customer


async def get_standing_ban(session: Session, *, customer: Customer, at: datetime) -> Ban:
    """Return the ban of a customer that stands now. Raises NotBanned."""
    ban = await find_standing_ban(session, customer_id=customer.id, at=at)
    if ban is None:
        raise NotBanned(name=customer.name, number=customer.id)
    return ban


def is_shut_out(customer: Customer, *, staff: StaffMember | None, at: datetime) -> bool:
    """Tell whether the desk does not listen to somebody. Who has come to work at the desk since then is listened to."""
    return is_banned(customer.banned_until, at) and staff is None


async def ban_to_tell(session: Session, *, customer: Customer, at: datetime) -> Ban | None:
    """Return the ban of which a customer who writes must be told now; None when they were told already: it is said once."""
    ban = await find_standing_ban(session, customer_id=customer.id, at=at)
    if ban is None or ban.told_at is not None:
        return None
    ban.told_at = at
    return ban


async def _is_staff(session: Session, customer: Customer) -> bool:
    contact = await find_contact_of(session, customer_id=customer.id, channel=Channel.TELEGRAM)
    member = None if contact is None else await find_staff_member(session, user_id=int(contact.address))
    return member is not None and member.removed_at is None


async def _keep(session: Session, ban: Ban, customer: Customer, *, by: StaffMember | None, ticket: Ticket | None, tell: Tell) -> bool:
    if not await claim_ban(session, customer=customer, until=ban.ends_at or FOR_EVER, at=ban.started_at):
        return False
    session.add(ban)
    note_act(
        session, act="customer.banned", by=by, at=ban.started_at, ticket_id=ticket.id if ticket else None, subject=str(customer.id),
        before={"banned": False}, after=_facts_of(ban),
    )  # fmt: skip
    await drop_for_ban(session, customer_id=customer.id)
    await session.flush()
    await tell(CustomerBanned(ban, customer, by))
    return True


def _facts_of(ban: Ban) -> Facts:
    ends = {} if ban.ends_at is None else {"until": ban.ends_at.isoformat()}
    return {"banned": True, "reason": ban.reason, "rule": ban.rule} | ends
