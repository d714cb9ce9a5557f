"""Coupons: staff see how many are left of each list, and whose a code is."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from crm.coupons import lists_in_use, look_up_coupons, use_coupon
from crm.permissions import require_role
from crm.rules.coupons import NO_END
from handlers.chat.coupon_texts import show_coupons
from handlers.chat.loyalty_buttons import CouponPress
from handlers.chat.points_texts import last_day
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from storage.coupons import CouponCount, count_coupons
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="coupons")
    router.message.register(coupons, Command("coupons"), StaffHere())
    router.callback_query.register(press_used, CouponPress.filter())
    return router


async def coupons(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show how many coupons are left of each list, or whose a code is and since when."""
    if command.args:
        found = await look_up_coupons(turn.voice.session, code=command.args, by=turn.person.staff)
        await show_coupons(found, turn)
        return
    require_role(turn.person.staff, Role.AGENT)
    counts = {count.list_name: count for count in await count_coupons(turn.voice.session, at=turn.voice.now)}
    wanted = [name for name in lists_in_use(turn.voice.business) if name not in counts]
    phrases = turn.phrases
    if not counts and not wanted:
        turn.reply("coupon-none")
        return
    lines = [phrases("coupon-title"), *(_count_line(count, turn) for count in counts.values())]
    lines += [phrases("coupon-list-missing", list=name) for name in wanted]
    turn.reply_text("\n".join([*lines, phrases("coupon-usage")]))


async def press_used(press: CallbackQuery, turn: Turn, callback_data: CouponPress) -> None:
    """Mark a code of the shop as used, once."""
    if not turn.is_private and not await is_staff_group(turn):
        turn.answer_press(press, "press-is-old")
        return
    used = await use_coupon(turn.voice.session, coupon_id=callback_data.coupon, by=turn.person.staff, at=turn.voice.now)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    turn.reply("coupon-used", code=used.code, name=turn.person.name)


def _count_line(count: CouponCount, turn: Turn) -> str:
    phrases = turn.phrases
    line = phrases(
        "coupon-list-line", list=count.list_name, left=phrases.number(count.left), given=phrases.number(count.given), used=count.used,
        expired=count.total - count.given - count.left,
    )  # fmt: skip
    if count.first_expires_at is None or count.first_expires_at >= NO_END:
        return line
    day = phrases.day(last_day(count.first_expires_at, turn.voice.business.time_zone))
    return f"{line} {phrases('coupon-list-ends', day=day)}"
