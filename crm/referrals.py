"""Referrals: customers bring friends by a link, and both get points after the friend's first purchase."""

from collections.abc import Callable
from datetime import datetime

from crm.business import Business
from crm.points import give_points
from crm.refusals import Refusal
from crm.rules.local_time import local_date, moment_of
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.points import lock_ledgers
from storage.purchases import Purchase, has_bought_before
from storage.referrals import Referral, ReferralCode, claim_referral, find_code_of, find_referral_code, find_referral_of

CODE_BYTES = 12
TokenSource = Callable[[int], str]


class OwnReferral(Refusal):
    """The link is the customer's own."""


class AlreadyCustomer(Refusal):
    """Only who comes for the first time can be brought by a friend."""


class NoReferrals(Refusal):
    """The business gives nothing for bringing friends."""


async def referral_code_of(
    session: Session, *, customer: Customer, at: datetime, business: Business, token_source: TokenSource
) -> ReferralCode:
    """Return the code in the customer's link for friends, which is made at the first need. Raises NoReferrals."""
    if not business.loyalty.bonuses.has_referrals:
        raise NoReferrals
    known = await find_code_of(session, customer.id)
    if known is not None:
        return known
    code = ReferralCode(customer_id=customer.id, code=token_source(CODE_BYTES), created_at=at)
    session.add(code)
    await session.flush()
    return code


async def note_referral(session: Session, *, code: str, friend: Customer, is_new: bool, at: datetime) -> Referral | None:
    """Note who brought a customer that has just come for the first time; None when nobody's link carries the code.

    Raises OwnReferral and AlreadyCustomer.
    """
    link = await find_referral_code(session, code)
    if link is None:
        return None
    if link.customer_id == friend.id:
        raise OwnReferral
    if not is_new or await find_referral_of(session, friend_id=friend.id) is not None:
        raise AlreadyCustomer
    referral = Referral(referrer_id=link.customer_id, friend_id=friend.id, at=at)
    session.add(referral)
    await session.flush()
    return referral


async def reward_referral(session: Session, *, purchase: Purchase, customer: Customer, at: datetime, business: Business) -> bool:
    """Give points to a friend who bought something for the first time, and to who brought them; tell whether that was so.

    Nobody brings themselves: who shares a phone number with the one who brought them gives nobody points, and neither does who had
    bought something before they were brought.
    """
    referral = await find_referral_of(session, friend_id=customer.id)
    bonuses = business.loyalty.bonuses
    if referral is None or referral.purchase_id is not None or not bonuses.has_referrals:
        return False
    brought_on = moment_of(local_date(referral.at, business.time_zone), 0, business.time_zone)
    referrer = await get_customer(session, referral.referrer_id)
    is_same_person = customer.phone is not None and customer.phone == referrer.phone
    if is_same_person or purchase.at < brought_on or await has_bought_before(session, customer_id=customer.id, before=brought_on):
        return False
    await lock_ledgers(session, customer_ids=[referrer.id, customer.id])
    if not await claim_referral(session, referral=referral, purchase_id=purchase.id):
        return False
    for number, points in ((referrer.id, bonuses.friend_brought), (customer.id, bonuses.friend)):
        await give_points(
            session, customer_id=number, points=points, cause=f"friend:{purchase.id}:{number}", at=at, business=business,
            purchase_id=purchase.id,
        )  # fmt: skip
    return True
