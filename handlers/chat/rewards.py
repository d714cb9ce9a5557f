"""Rewards: customers see what their points buy, confirm, and get a code."""

import secrets
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from crm.coupons import find_coupons_told
from crm.points import points_summary
from crm.rewards import Redeemed, RewardGone, find_remaining, is_over, redeem_reward, require_in_stock, require_within_limit, shown_code
from crm.rules.vouchers import Draw
from handlers.chat.coupon_texts import coupon_line
from handlers.chat.loyalty_buttons import (
    LoyaltyAct,
    LoyaltyPress,
    RedeemPress,
    RewardPress,
    confirm_buttons,
    loyalty_buttons,
    reward_buttons,
)
from handlers.chat.places import InPrivate
from handlers.chat.points_texts import last_day
from handlers.chat.turn import Turn
from handlers.chat.voucher_texts import voucher_label, voucher_line
from storage.columns import draw_id
from storage.rewards import list_vouchers

SHOWN_VOUCHERS = 10
# How many codes of a list are left is told when it is fewer than these.
_ALWAYS_ENOUGH = 100
_NEVER = "never"  # what the texts choose by


def build_router(draw: Draw = secrets.randbelow) -> Router:
    """Return the topic's router; `draw` draws numbers below one."""
    router = Router(name="rewards")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(show_by_command, Command("rewards"))
    router.callback_query.register(show_by_press, LoyaltyPress.filter(F.act == LoyaltyAct.REWARDS))
    router.callback_query.register(show_mine, LoyaltyPress.filter(F.act == LoyaltyAct.MINE))
    router.callback_query.register(ask, RewardPress.filter())
    router.callback_query.register(partial(redeem, draw=draw), RedeemPress.filter())
    return router


async def show_by_command(message: Message, turn: Turn) -> None:
    """Show what points buy."""
    await _show(turn)


async def show_by_press(press: CallbackQuery, turn: Turn) -> None:
    """Show what points buy."""
    turn.answer_press(press)
    await _show(turn)


async def show_mine(press: CallbackQuery, turn: Turn) -> None:
    """Show the customer's vouchers with their codes once more."""
    turn.answer_press(press)
    phrases, now = turn.phrases, turn.voice.now
    vouchers = await list_vouchers(turn.voice.session, customer_id=turn.customer.id, limit=SHOWN_VOUCHERS)
    gifts = await _gift_lines(turn)
    lines = [phrases("reward-mine")] if vouchers else [] if gifts else [phrases("reward-mine-none")]
    lines += [voucher_line(voucher, phrases, zone=turn.customer.time_zone, at=now) for voucher in vouchers]
    lines += ["", *gifts] if vouchers and gifts else gifts
    turn.reply_text("\n".join(lines), keyboard=loyalty_buttons(phrases, turn.voice.business))


async def ask(press: CallbackQuery, turn: Turn, callback_data: RewardPress) -> None:
    """Ask whether the customer wants the reward for its price."""
    phrases, business = turn.phrases, turn.voice.business
    reward = business.loyalty.reward(callback_data.reward)
    if reward is None:
        raise RewardGone
    await require_within_limit(turn.voice.session, customer=turn.customer, reward=reward)
    await require_in_stock(turn.voice.session, customer=turn.customer, reward=reward, at=turn.voice.now, business=business)
    summary = await points_summary(turn.voice.session, customer=turn.customer, at=turn.voice.now, business=business)
    turn.answer_press(press)
    has_enough = summary.balance >= reward.points
    turn.reply(
        "reward-not-yet" if not has_enough else "reward-confirm" if reward.coupons is None else "reward-confirm-coupon",
        keyboard=confirm_buttons(reward, draw_id(), phrases) if has_enough else loyalty_buttons(phrases, business),
        reward=reward.label(phrases.language),
        points=phrases.number(reward.points),
        balance=phrases.number(summary.balance),
        missing=phrases.number(max(0, reward.points - summary.balance)),
    )


async def redeem(press: CallbackQuery, turn: Turn, callback_data: RedeemPress, draw: Draw) -> None:
    """Take the points and show the code; a second press of the same question shows the same code."""
    redeemed = await redeem_reward(
        turn.voice.session, customer=turn.customer, reward_key=callback_data.reward, points=callback_data.points, asked_id=callback_data.asked,
        at=turn.voice.now, business=turn.voice.business, draw=draw, tell=turn.tell,
    )  # fmt: skip
    turn.answer_press(press)
    turn.take_buttons_away(press)
    turn.reply_text(_redeemed_text(redeemed, turn), keyboard=loyalty_buttons(turn.phrases, turn.voice.business))


def _redeemed_text(redeemed: Redeemed, turn: Turn) -> str:
    phrases, voucher, zone, now = turn.phrases, redeemed.voucher, turn.customer.time_zone, turn.voice.now
    if voucher.used_at is not None or is_over(voucher, now):  # pressed once more, later
        return voucher_line(voucher, phrases, zone=zone, at=now)
    return phrases(
        "reward-redeemed" if voucher.coupon_id is None else "reward-redeemed-coupon",
        reward=voucher_label(voucher, phrases),
        code=shown_code(voucher),
        until=_NEVER if voucher.expires_at is None else phrases.day(last_day(voucher.expires_at, zone)),
        balance=phrases.number(redeemed.balance),
    )


async def _show(turn: Turn) -> None:
    phrases, business = turn.phrases, turn.voice.business
    gifts = await _gift_lines(turn)
    if not business.loyalty.rewards:
        turn.reply_text("\n".join(gifts or [phrases("reward-none")]))
        return
    stocks = await find_remaining(turn.voice.session, at=turn.voice.now, business=business, most=_ALWAYS_ENOUGH)
    summary = await points_summary(turn.voice.session, customer=turn.customer, at=turn.voice.now, business=business)
    lines = [phrases("reward-title", balance=phrases.number(summary.balance))]
    for reward in business.loyalty.rewards:
        remaining = stocks.get(reward.key)
        key = (
            "reward-line"
            if remaining is None or (remaining == _ALWAYS_ENOUGH and reward.coupons is not None)
            else "reward-line-left"
            if remaining
            else "reward-line-sold-out"
        )
        facts = {"reward": reward.label(phrases.language), "points": phrases.number(reward.points)}
        lines.append(phrases(key, **facts, remaining=remaining or 0))
    offered = [reward for reward in business.loyalty.rewards if stocks.get(reward.key, 1)]
    turn.reply_text("\n".join([*lines, "", *gifts] if gifts else lines), keyboard=reward_buttons(offered, phrases))


async def _gift_lines(turn: Turn) -> list[str]:
    phrases, zone, now = turn.phrases, turn.voice.business.time_zone, turn.voice.now
    coupons = await find_coupons_told(turn.voice.session, customer_id=turn.customer.id)
    lines = [coupon_line(coupon, phrases, zone=zone, at=now) for coupon in coupons]
    return [phrases("coupon-mine"), *lines] if lines else []
