"""Coupons: a greeting or a reward brings a code from one of the shop's lists, and each code goes to one customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.coupons import OCCASION_OVER, written_ways
from crm.rules.occasions import keys_of
from crm.steps import STEP, Step
from storage.coupons import (
    Coupon,
    claim_coupon,
    claim_free_coupons,
    count_free_coupons,
    find_coupon,
    find_coupons_by_code,
    find_given_for,
    find_newest_coupon_id,
    hold_list,
    list_coupons_of,
    list_unsettled_coupons,
)
from storage.database import Session
from storage.outbox import TOO_LATE, Fate, find_fates
from storage.rewards import find_voucher_with
from storage.staff import StaffMember
from storage.vocabulary import OutboxState, Role

SHOWN_COUPONS = 10
# More codes of a list than that are hardly ever being taken at the same moment.
_TAKEN_AT_ONCE = 500


class NoSuchCoupon(Refusal):
    """No list has this code."""


class CouponNotGiven(Refusal):
    """Nobody has the coupon, so that nobody can have shown it; fact: `code`."""


class CouponAlreadyUsed(Refusal):
    """Somebody has taken the coupon before; fact: `code`."""


class CouponOver(Refusal):
    """The coupon is not good any more; fact: `code`."""


@dataclass(frozen=True)
class CouponsGone(Notice):
    """A list has no code left that is good for so many `days`; `newest_id` is one for each time that codes were put on it."""

    list_name: str
    newest_id: int
    days: int


@dataclass(frozen=True)
class CouponsLow(Notice):
    """A list has only so many codes left that are good for long enough; `newest_id` is one for each time that codes were put on it."""

    list_name: str
    newest_id: int
    left: int


async def give_coupons(
    session: Session, *, list_name: str | None, causes: Mapping[int, str], at: datetime, business: Business, tell: Tell
) -> dict[int, Coupon]:
    """Give customers a code of a list each, for a cause such as `birthday:12:2026`, and return what each has got for it.

    Who has got one for the same cause gets that again. Where the list is too short some get none. CouponsLow and CouponsGone are told.
    """
    if list_name is None or not causes:
        return {}
    given = await find_given_for(session, causes=list(causes.values()))
    coupons = {number: given[cause] for number, cause in causes.items() if cause in given}
    waiting = {number: cause for number, cause in causes.items() if number not in coupons}
    days = business.greetings.coupon_days
    if waiting:
        coupons |= await take_coupons(session, list_name=list_name, causes=waiting, days=days, at=at)
        await warn_of_list(session, list_name=list_name, days=days, at=at, business=business, tell=tell)
    return coupons


async def take_coupons(session: Session, *, list_name: str, causes: Mapping[int, str], days: int, at: datetime) -> dict[int, Coupon]:
    """Give customers a code of a list each that is good for so many days yet; some get none where the list is too short."""
    free = await claim_free_coupons(session, list_name=list_name, good_after=at + timedelta(days=days), limit=len(causes))
    coupons = dict(zip(causes, free, strict=False))
    for number, coupon in coupons.items():
        coupon.customer_id, coupon.cause, coupon.given_at = number, causes[number], at
    await session.flush()
    return coupons


async def warn_of_list(session: Session, *, list_name: str, days: int, at: datetime, business: Business, tell: Tell) -> None:
    """Tell when few codes of a list are left that are good for so many days yet, or none."""
    enough, good_after = max(1, business.greetings.coupons_low), at + timedelta(days=days)
    near = enough + _TAKEN_AT_ONCE
    left = await count_free_coupons(session, list_name=list_name, good_after=good_after, limit=near)
    if left < near:  # what others are taking counts as free, but of those who count one after the other the last sees all
        await hold_list(session, list_name=list_name)
        left = await count_free_coupons(session, list_name=list_name, good_after=good_after, limit=enough)
    if left < enough:
        newest_id = await find_newest_coupon_id(session, list_name=list_name)
        await tell(CouponsLow(list_name, newest_id, left) if left else CouponsGone(list_name, newest_id, days))


async def settle_coupons(session: Session, *, after_id: int, at: datetime, limit: int = STEP) -> Step:
    """Look whether the greetings arrived that brought coupons; a code of which nobody can have heard goes back on its list.

    It may have arrived where nobody knows: then the code stays with its customer.
    """
    waiting = await list_unsettled_coupons(session, after_id=after_id, limit=limit)
    fates = await _fates_of(session, waiting)
    done = 0
    for coupon in waiting:
        found = fates[coupon.id]
        if any(fate.may_be_known for fate in found):
            coupon.said_at = at
        elif _is_unsaid(coupon, found, at):
            coupon.customer_id = coupon.cause = coupon.given_at = None
            done += 1
    await session.flush()
    return Step(done, waiting[-1].id if len(waiting) == limit else None)


async def find_coupons_told(session: Session, *, customer_id: int, limit: int = SHOWN_COUPONS) -> list[Coupon]:
    """Return the coupons of a customer of which a greeting has told, newest first."""
    coupons = await list_coupons_of(session, customer_id=customer_id, limit=limit)
    fates = await _fates_of(session, [coupon for coupon in coupons if coupon.said_at is None])
    return [coupon for coupon in coupons if coupon.said_at is not None or any(fate.state is OutboxState.SENT for fate in fates[coupon.id])]


def lists_in_use(business: Business) -> list[str]:
    """Return the lists from which greetings and rewards bring codes, each once."""
    greetings = business.greetings
    named = (greetings.birthday_coupons, greetings.anniversary_coupons, *(reward.coupons for reward in business.loyalty.rewards))
    return [name for name in dict.fromkeys(named) if name is not None]


async def look_up_coupons(session: Session, *, code: str, by: StaffMember | None) -> Sequence[Coupon]:
    """Return the coupons with a code that somebody typed, of every list. Raises NotAllowed and NoSuchCoupon."""
    require_role(by, Role.AGENT)
    found = await find_coupons_by_code(session, codes=written_ways(code))
    if not found:
        raise NoSuchCoupon
    return found


async def use_coupon(session: Session, *, coupon_id: int, by: StaffMember | None, at: datetime) -> Coupon:
    """Mark a code of the shop as used, once, and the voucher with it that was paid for.

    Raises NotAllowed, NoSuchCoupon, CouponOver, CouponAlreadyUsed and CouponNotGiven.
    """
    member = require_role(by, Role.AGENT)
    coupon = await find_coupon(session, coupon_id)
    if coupon is None:
        raise NoSuchCoupon
    if coupon.used_at is None and coupon.expires_at <= at:
        raise CouponOver(code=coupon.code)
    if not await claim_coupon(session, coupon=coupon, by=member.id, at=at):
        raise CouponNotGiven(code=coupon.code) if coupon.given_at is None else CouponAlreadyUsed(code=coupon.code)
    voucher = await find_voucher_with(session, coupon_id=coupon.id)
    if voucher is not None:
        voucher.used_at, voucher.used_by = at, member.id
    note_act(session, act="coupon.used", by=member, at=at, before={"used": False}, after={"used": True}, subject=coupon.code)
    return coupon


def can_be_used(coupon: Coupon, at: datetime) -> bool:
    """Tell whether staff can mark a coupon as used."""
    return coupon.given_at is not None and coupon.used_at is None and coupon.expires_at > at


async def _fates_of(session: Session, coupons: Sequence[Coupon]) -> dict[int, list[Fate]]:
    keys = {coupon.id: keys_of(coupon.cause or "") for coupon in coupons}
    fates = await find_fates(session, [key for each in keys.values() for key in each])
    return {number: [fates[key] for key in each if key in fates] for number, each in keys.items()}


def _is_unsaid(coupon: Coupon, fates: Sequence[Fate], at: datetime) -> bool:
    if any(fate.state is not OutboxState.DROPPED for fate in fates):
        return False
    # What was too late is made up for on one of the next days, with the same code.
    is_final = any(fate.error != TOO_LATE for fate in fates)
    return is_final or coupon.given_at is None or coupon.given_at + OCCASION_OVER <= at
