"""Rewards: what customers get for their points: vouchers that staff take once, or codes of the shop."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.business_loyalty import Reward
from crm.coupons import take_coupons, warn_of_list
from crm.notices import Tell
from crm.permissions import require_role
from crm.points import NotEnoughPoints, spendable
from crm.refusals import Refusal
from crm.rules.coupons import NO_END
from crm.rules.local_time import local_date, moment_of
from crm.rules.vouchers import Draw, code_as_shown, voucher_code
from storage.columns import draw_id
from storage.coupons import REWARD, Coupon, count_free_coupons
from storage.customers import Customer
from storage.database import Session
from storage.points import PointsEntry
from storage.rewards import (
    Voucher,
    add_to_stock,
    claim_voucher,
    count_vouchers,
    find_stock,
    find_voucher,
    find_voucher_asked,
    find_voucher_by_code,
    list_stocks,
    set_stock,
)
from storage.staff import StaffMember
from storage.vocabulary import PointsKind, Role


class RewardGone(Refusal):
    """The business has no such reward, or it costs something else than was asked."""


class RewardSoldOut(Refusal):
    """Nothing is left of the reward; fact: `reward`."""


class RewardLimitReached(Refusal):
    """The customer had the reward as often as one customer may; facts: `reward`, `limit`."""


class StockTooSmall(Refusal):
    """There are not so many to be taken off the stock; facts: `reward`, `remaining`."""


class StockIsCouponList(Refusal):
    """How many there are of the reward is how many codes are on its list; facts: `reward`, `list`."""


class NoSuchVoucher(Refusal):
    """No voucher has this code."""


class VoucherAlreadyUsed(Refusal):
    """Somebody has taken the voucher before; fact: `code`."""


class VoucherExpired(Refusal):
    """The voucher is not good any more; fact: `code`."""


@dataclass(frozen=True)
class Redeemed:
    """A voucher, and the points that are left; `is_new` is False when the same question was confirmed before."""

    voucher: Voucher
    balance: int
    is_new: bool


async def redeem_reward(
    session: Session,
    *,
    customer: Customer,
    reward_key: str,
    points: int,
    asked_id: int,
    at: datetime,
    business: Business,
    draw: Draw,
    tell: Tell,
) -> Redeemed:
    """Take the points for a reward from a customer who has confirmed it, and give them a voucher; the same question gives one voucher.

    Neither points nor stock can go below zero, whoever redeems at the same time. `points` is the price that was confirmed, `draw` draws
    an even number below one. Of a reward that is a code of the shop each code goes to one customer, ever.
    Raises RewardGone, RewardLimitReached, NotEnoughPoints and RewardSoldOut.
    """
    have, moment = await spendable(session, customer_id=customer.id, at=at)
    known = await find_voucher_asked(session, customer_id=customer.id, asked_id=asked_id)
    if known is not None:
        return Redeemed(known, have, is_new=False)
    reward = business.loyalty.reward(reward_key)
    if reward is None or reward.points != points:
        raise RewardGone
    await require_within_limit(session, customer=customer, reward=reward)
    if have < reward.points:
        raise NotEnoughPoints(points=have, missing=reward.points - have)
    voucher = await _make_voucher(session, customer, reward, asked_id=asked_id, at=at, zone=business.time_zone, draw=draw)
    session.add(voucher)
    session.add(
        PointsEntry(customer_id=customer.id, kind=PointsKind.SPENT, points=-reward.points, cause=f"voucher:{voucher.id}", at=moment)
    )
    await session.flush()
    if reward.coupons is not None:
        await warn_of_list(session, list_name=reward.coupons, days=reward.valid_days, at=at, business=business, tell=tell)
    return Redeemed(voucher, have - reward.points, is_new=True)


async def find_remaining(session: Session, *, at: datetime, business: Business, most: int) -> dict[str, int]:
    """Return how many are left of each reward of which there are not always enough; of a list no more than `most` codes are counted."""
    remaining = await list_stocks(session)
    for reward in business.loyalty.rewards:
        if reward.coupons is not None:
            good_after = at + timedelta(days=reward.valid_days)
            remaining[reward.key] = await count_free_coupons(session, list_name=reward.coupons, good_after=good_after, limit=most)
    return remaining


async def require_in_stock(session: Session, *, customer: Customer, reward: Reward, at: datetime, business: Business) -> None:
    """Raise RewardSoldOut when nothing is left of a reward, before somebody is asked whether they want it."""
    if not (await find_remaining(session, at=at, business=business, most=1)).get(reward.key, 1):
        raise RewardSoldOut(reward=reward.label(customer.language))


async def require_within_limit(session: Session, *, customer: Customer, reward: Reward) -> None:
    """Raise RewardLimitReached when the customer had a reward as often as one customer may."""
    if reward.per_customer and await count_vouchers(session, customer_id=customer.id, reward_key=reward.key) >= reward.per_customer:
        raise RewardLimitReached(reward=reward.label(customer.language), limit=reward.per_customer)


async def use_voucher(session: Session, *, voucher_id: int, by: StaffMember | None, at: datetime) -> Voucher:
    """Mark a voucher as used, once. Raises NotAllowed, NoSuchVoucher, VoucherExpired and VoucherAlreadyUsed."""
    member = require_role(by, Role.AGENT)
    voucher = await find_voucher(session, voucher_id)
    if voucher is None:
        raise NoSuchVoucher
    if is_over(voucher, at):
        raise VoucherExpired(code=code_as_shown(voucher.code))
    if not await claim_voucher(session, voucher=voucher, by=member.id, at=at):
        raise VoucherAlreadyUsed(code=code_as_shown(voucher.code))
    note_act(
        session, act="voucher.used", by=member, at=at, before={"used": False}, after={"used": True}, subject=code_as_shown(voucher.code)
    )
    return voucher


def is_over(voucher: Voucher, at: datetime) -> bool:
    """Tell whether a voucher was not used in time."""
    return voucher.used_at is None and voucher.expires_at is not None and voucher.expires_at <= at


def shown_code(voucher: Voucher) -> str:
    """Return a voucher's code as people read it: our own in two halves, the shop's as it is."""
    return code_as_shown(voucher.code) if voucher.coupon_id is None else voucher.code


async def change_stock(
    session: Session, *, reward_key: str, count: int | None, is_change: bool, by: StaffMember | None, at: datetime, business: Business
) -> int | None:
    """Let so many of a reward be left (None: as many as are wanted), or so many more or fewer when it `is_change`; return how many are.

    Raises NotAllowed, RewardGone, StockIsCouponList and StockTooSmall.
    """
    owner = require_role(by, Role.OWNER)
    reward = business.loyalty.reward(reward_key)
    if reward is None:
        raise RewardGone
    if reward.coupons is not None:
        raise StockIsCouponList(reward=reward.key, list=reward.coupons)
    before = await find_stock(session, reward.key)
    remaining = count
    if is_change and count is not None:
        remaining = await add_to_stock(session, reward_key=reward.key, count=count)
        if remaining is None:
            raise StockTooSmall(reward=reward.key, remaining=before or 0)
    else:
        await set_stock(session, reward_key=reward.key, remaining=count)
    note_act(session, act="reward.stock_set", by=owner, at=at, before={"stock": before}, after={"stock": remaining}, subject=reward.key)
    return remaining


def _end_of_day(at: datetime, *, days: int, zone: str) -> datetime:
    """The end of the day so many days later: a voucher is good for the whole of its last day, as points are."""
    return moment_of(local_date(at, zone) + timedelta(days=days), 24 * 60, zone)


async def _take_off_stock(session: Session, customer: Customer, reward: Reward) -> None:
    if await find_stock(session, reward.key) is not None and await add_to_stock(session, reward_key=reward.key, count=-1) is None:
        raise RewardSoldOut(reward=reward.label(customer.language))


async def _make_voucher(
    session: Session, customer: Customer, reward: Reward, *, asked_id: int, at: datetime, zone: str, draw: Draw
) -> Voucher:
    """Take one off the stock, or a code off its list, and return the voucher for it."""
    number, coupon = draw_id(), None
    if reward.coupons is None:
        await _take_off_stock(session, customer, reward)
        code = await _new_code(session, draw)
        expires_at = _end_of_day(at, days=reward.valid_days, zone=zone) if reward.valid_days else None
    else:
        coupon = await _take_coupon(session, customer, reward, list_name=reward.coupons, voucher_id=number, at=at)
        code, expires_at = coupon.code, coupon.expires_at if coupon.expires_at < NO_END else None
    return Voucher(
        id=number, customer_id=customer.id, asked_id=asked_id, reward_key=reward.key, label_en=reward.en, label_zh=reward.zh,
        points=reward.points, code=code, coupon_id=None if coupon is None else coupon.id, issued_at=at, expires_at=expires_at,
    )  # fmt: skip


async def _take_coupon(session: Session, customer: Customer, reward: Reward, *, list_name: str, voucher_id: int, at: datetime) -> Coupon:
    causes = {customer.id: f"{REWARD}:{voucher_id}"}
    taken = await take_coupons(session, list_name=list_name, causes=causes, days=reward.valid_days, at=at)
    if customer.id not in taken:
        raise RewardSoldOut(reward=reward.label(customer.language))
    coupon = taken[customer.id]
    coupon.said_at = at  # whoever has paid for it finds it again: it never goes back on its list
    return coupon


async def _new_code(session: Session, draw: Draw) -> str:
    code = voucher_code(draw)
    while await find_voucher_by_code(session, code) is not None:
        code = voucher_code(draw)
    return code
