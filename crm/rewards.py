"""Rewards: what customers get for their points, as vouchers that staff take once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.business import Business
from crm.business_loyalty import Reward
from crm.permissions import require_role
from crm.points import NotEnoughPoints, spendable
from crm.refusals import Refusal
from crm.rules.local_time import local_date, moment_of
from crm.rules.vouchers import Draw, code_as_shown, voucher_code
from storage.columns import draw_id
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
    session: Session, *, customer: Customer, reward_key: str, points: int, asked_id: int, at: datetime, business: Business, draw: Draw
) -> Redeemed:
    """Take the points for a reward from a customer who has confirmed it, and give them a voucher; the same question gives one voucher.

    Neither points nor stock can go below zero, whoever redeems at the same time. `points` is the price that was confirmed, `draw` draws
    an even number below one. Raises RewardGone, RewardLimitReached, NotEnoughPoints and RewardSoldOut.
    """
    have, moment = await spendable(session, customer_id=customer.id, at=at)
    known = await find_voucher_asked(session, customer_id=customer.id, asked_id=asked_id)
    if known is not None:
        return Redeemed(known, have, is_new=False)
    reward = business.loyalty.reward(reward_key)
    if reward is None or reward.points != points:
        raise RewardGone
    await _require_within_limit(session, customer, reward)
    if have < reward.points:
        raise NotEnoughPoints(points=have, missing=reward.points - have)
    await _take_off_stock(session, customer, reward)
    voucher = Voucher(
        id=draw_id(), customer_id=customer.id, asked_id=asked_id, reward_key=reward.key, label_en=reward.en, label_zh=reward.zh,
        points=reward.points, code=await _new_code(session, draw), issued_at=at,
        expires_at=_end_of_day(at, days=reward.valid_days, zone=business.time_zone) if reward.valid_days else None,
    )  # fmt: skip
    session.add(voucher)
    session.add(
        PointsEntry(customer_id=customer.id, kind=PointsKind.SPENT, points=-reward.points, cause=f"voucher:{voucher.id}", at=moment)
    )
    await session.flush()
    return Redeemed(voucher, have - reward.points, is_new=True)


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


async def change_stock(
    session: Session, *, reward_key: str, count: int | None, is_change: bool, by: StaffMember | None, at: datetime, business: Business
) -> int | None:
    """Let so many of a reward be left (None: as many as are wanted), or so many more or fewer when it `is_change`; return how many are.

    Raises NotAllowed, RewardGone and StockTooSmall.
    """
    owner = require_role(by, Role.OWNER)
    reward = business.loyalty.reward(reward_key)
    if reward is None:
        raise RewardGone
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


async def _require_within_limit(session: Session, customer: Customer, reward: Reward) -> None:
    if reward.per_customer and await count_vouchers(session, customer_id=customer.id, reward_key=reward.key) >= reward.per_customer:
        raise RewardLimitReached(reward=reward.label(customer.language), limit=reward.per_customer)


async def _take_off_stock(session: Session, customer: Customer, reward: Reward) -> None:
    if await find_stock(session, reward.key) is not None and await add_to_stock(session, reward_key=reward.key, count=-1) is None:
        raise RewardSoldOut(reward=reward.label(customer.language))


async def _new_code(session: Session, draw: Draw) -> str:
    code = voucher_code(draw)
    while await find_voucher_by_code(session, code) is not None:
        code = voucher_code(draw)
    return code
