"""Vouchers: staff look a code up and mark it used; owners say how many of a reward there are."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from crm.coupons import NoSuchCoupon, look_up_coupons
from crm.masking import mask_text
from crm.permissions import require_role
from crm.rewards import NoSuchVoucher, change_stock, find_remaining, is_over, use_voucher
from crm.rules.vouchers import code_as_shown, read_code
from handlers.chat.coupon_texts import show_coupons
from handlers.chat.keyboards import buttons
from handlers.chat.loyalty_buttons import VoucherPress
from handlers.chat.places import InPrivate
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.voucher_texts import voucher_label, voucher_line
from storage.customers import get_customer
from storage.rewards import find_voucher_by_code
from storage.staff import find_staff_by_id
from storage.vocabulary import Role

_UNLIMITED = frozenset({"unlimited", "none"})
_MOST_CODES = 1_000_000
_COUNT = re.compile(r"(?P<sign>[+-]?)(?P<count>\d{1,6})", re.ASCII)


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="vouchers")
    router.message.register(voucher, Command("voucher"), StaffHere())
    router.message.register(stock, Command("stock"), InPrivate())
    router.callback_query.register(press_used, VoucherPress.filter())
    return router


async def voucher(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show whose a voucher is, what for and whether it is good, with a button to mark it used."""
    require_role(turn.person.staff, Role.AGENT)
    code = read_code(command.args or "")
    if not command.args:
        turn.reply("voucher-usage")
        return
    found = None if code is None else await find_voucher_by_code(turn.voice.session, code)
    if found is None:
        await _show_coupon(command.args, turn)
        return
    phrases, now, zone = turn.phrases, turn.voice.now, turn.voice.business.time_zone
    customer = await get_customer(turn.voice.session, found.customer_id)
    lines = [
        voucher_line(found, phrases, zone=zone, at=now),
        phrases(
            "voucher-whose", name=mask_text(customer.name, turn.voice.business), number=customer.id, points=phrases.number(found.points),
            issued=phrases.moment(found.issued_at, zone),
        ),
    ]  # fmt: skip
    by = None if found.used_by is None else await find_staff_by_id(turn.voice.session, found.used_by)
    if by is not None:
        lines.append(phrases("voucher-taken-by", name=by.name))
    is_good = found.used_at is None and not is_over(found, now)
    keyboard = buttons([(phrases.plain("voucher-button-used"), VoucherPress(voucher=found.id))]) if is_good else None
    turn.reply_text("\n".join(lines), keyboard=keyboard)


async def _show_coupon(code: str, turn: Turn) -> None:
    """Show what a code of the shop is, which staff need not tell from one of our own."""
    try:
        found = await look_up_coupons(turn.voice.session, code=code, by=turn.person.staff)
    except NoSuchCoupon as problem:
        raise NoSuchVoucher from problem
    await show_coupons(found, turn)


async def press_used(press: CallbackQuery, turn: Turn, callback_data: VoucherPress) -> None:
    """Mark a voucher as used, once."""
    if not turn.is_private and not await is_staff_group(turn):
        turn.answer_press(press, "press-is-old")
        return
    used = await use_voucher(turn.voice.session, voucher_id=callback_data.voucher, by=turn.person.staff, at=turn.voice.now)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    turn.reply("voucher-used", code=code_as_shown(used.code), reward=voucher_label(used, turn.phrases), name=turn.person.name)


async def stock(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show how many of each reward are left, or say how many there are."""
    require_role(turn.person.staff, Role.OWNER)
    words = (command.args or "").split()
    if not words:
        await _show_stocks(turn)
        return
    count = _COUNT.fullmatch(words[1]) if len(words) == 2 else None
    if count is None and not (len(words) == 2 and words[1].lower() in _UNLIMITED):
        turn.reply("stock-usage")
        return
    await change_stock(
        turn.voice.session, reward_key=words[0], count=None if count is None else int(count[0]), is_change=bool(count and count["sign"]),
        by=turn.person.staff, at=turn.voice.now, business=turn.voice.business,
    )  # fmt: skip
    await _show_stocks(turn)


async def _show_stocks(turn: Turn) -> None:
    phrases = turn.phrases
    stocks = await find_remaining(turn.voice.session, at=turn.voice.now, business=turn.voice.business, most=_MOST_CODES)
    lines = [phrases("stock-title" if turn.voice.business.loyalty.rewards else "reward-none")]
    for reward in turn.voice.business.loyalty.rewards:
        remaining, label = stocks.get(reward.key), reward.label(phrases.language)
        if reward.coupons is not None:
            lines.append(
                phrases("stock-line-coupons", word=reward.key, reward=label, remaining=phrases.number(remaining or 0), list=reward.coupons)
            )
        elif remaining is None:
            lines.append(phrases("stock-line-unlimited", word=reward.key, reward=label))
        else:
            lines.append(phrases("stock-line", word=reward.key, reward=label, remaining=remaining))
    turn.reply_text("\n".join([*lines, phrases("stock-usage")]))
