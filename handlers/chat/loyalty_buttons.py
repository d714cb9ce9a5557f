"""Buttons of loyalty: points, rewards, vouchers and the link for friends."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from crm.business import Business
from crm.business_loyalty import Reward
from crm.coupons import can_be_used
from handlers.chat.keyboards import Button, RowId, buttons, in_rows
from handlers.chat.menu import MenuAct, choice
from handlers.chat.speech import Phrases
from storage.coupons import Coupon

# A key of the business file; a forged one may be longer than any column.
_RewardKey = Annotated[str, Field(min_length=1, max_length=20)]


class LoyaltyAct(StrEnum):
    """What a customer may look at; the words of a button are found by it."""

    POINTS = "points"
    REWARDS = "rewards"
    MINE = "mine"
    INVITE = "invite"


class LoyaltyPress(CallbackData, prefix="loy"):
    """A press on something to look at."""

    act: LoyaltyAct


class RewardPress(CallbackData, prefix="rew"):
    """A press on a reward, which must be confirmed."""

    reward: _RewardKey


class RedeemPress(CallbackData, prefix="red"):
    """A reward is confirmed at a price; `asked` is one for each question."""

    reward: _RewardKey
    points: RowId
    asked: RowId


class VoucherPress(CallbackData, prefix="vou"):
    """Staff mark a voucher as used."""

    voucher: RowId


class CouponPress(CallbackData, prefix="cou"):
    """Staff mark a code of the shop as used."""

    coupon: RowId


def look_at(act: LoyaltyAct, phrases: Phrases) -> Button:
    """Return the button of something to look at."""
    return phrases.plain(f"loyalty-button-{act}"), LoyaltyPress(act=act)


def loyalty_buttons(phrases: Phrases, business: Business) -> InlineKeyboardMarkup:
    """Return what a customer may look at besides points, as far as the business has it."""
    row = [look_at(act, phrases) for act in (LoyaltyAct.REWARDS, LoyaltyAct.MINE) if business.loyalty.rewards]
    friends = [look_at(LoyaltyAct.INVITE, phrases)] if business.loyalty.bonuses.has_referrals else []
    return buttons(row, [*friends, choice(MenuAct.MENU, phrases)])


def reward_buttons(rewards: list[Reward], phrases: Phrases) -> InlineKeyboardMarkup:
    """Return a button for each reward that can be had."""
    offered: list[Button] = [
        (
            phrases.plain("reward-button", reward=reward.label(phrases.language), points=phrases.number(reward.points)),
            RewardPress(reward=reward.key),
        )
        for reward in rewards
    ]
    return buttons(*in_rows(offered, width=1), [look_at(LoyaltyAct.MINE, phrases), choice(MenuAct.MENU, phrases)])


def coupon_buttons(coupons: Sequence[Coupon], phrases: Phrases, *, at: datetime) -> InlineKeyboardMarkup | None:
    """Return a button for each coupon that staff can mark as used; of several with one code each names its list."""
    usable = [coupon for coupon in coupons if can_be_used(coupon, at)]
    key = "voucher-button-used" if len(coupons) == 1 else "coupon-button-used"
    rows: list[list[Button]] = [[(phrases.plain(key, list=coupon.list_name), CouponPress(coupon=coupon.id))] for coupon in usable]
    return buttons(*rows) if rows else None


def confirm_buttons(reward: Reward, asked: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the question's two answers."""
    confirm = RedeemPress(reward=reward.key, points=reward.points, asked=asked)
    return buttons(
        [(phrases.plain("reward-button-confirm", points=phrases.number(reward.points)), confirm)], [choice(MenuAct.CANCEL, phrases)]
    )
