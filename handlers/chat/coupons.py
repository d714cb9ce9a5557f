"""Coupons: staff see how many are left of each list, and whose a code is."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.coupons import look_up_coupons
from crm.masking import mask_text
from crm.permissions import require_role
from crm.rules.coupons import NO_END
from handlers.chat.coupon_texts import coupon_line
from handlers.chat.points_texts import last_day
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.coupons import Coupon, CouponCount, count_coupons
from storage.customers import get_customer
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="coupons")
    router.message.register(coupons, Command("coupons"), StaffHere())
    return router


async def coupons(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show how many coupons are left of each list, or whose a code is and since when."""
    if command.args:
        found = await look_up_coupons(turn.voice.session, code=command.args, by=turn.person.staff)
        turn.reply_text("\n\n".join([await _coupon_text(coupon, turn) for coupon in found]))
        return
    require_role(turn.person.staff, Role.AGENT)
    counts = {count.list_name: count for count in await count_coupons(turn.voice.session, at=turn.voice.now)}
    rules = turn.voice.business.greetings
    wanted = [name for name in (rules.birthday_coupons, rules.anniversary_coupons) if name is not None and name not in counts]
    phrases = turn.phrases
    if not counts and not wanted:
        turn.reply("coupon-none")
        return
    lines = [phrases("coupon-title"), *(_count_line(count, turn) for count in counts.values())]
    lines += [phrases("coupon-list-missing", list=name) for name in dict.fromkeys(wanted)]
    turn.reply_text("\n".join([*lines, phrases("coupon-usage")]))


def _count_line(count: CouponCount, turn: Turn) -> str:
    phrases = turn.phrases
    line = phrases(
        "coupon-list-line", list=count.list_name, left=phrases.number(count.left), given=phrases.number(count.given),
        expired=count.total - count.given - count.left,
    )  # fmt: skip
    if count.first_expires_at is None or count.first_expires_at >= NO_END:
        return line
    day = phrases.day(last_day(count.first_expires_at, turn.voice.business.time_zone))
    return f"{line} {phrases('coupon-list-ends', day=day)}"


async def _coupon_text(coupon: Coupon, turn: Turn) -> str:
    phrases, zone = turn.phrases, turn.voice.business.time_zone
    first = coupon_line(coupon, phrases, zone=zone, at=turn.voice.now)
    lines = [first, phrases("coupon-of-list", list=coupon.list_name)]
    if coupon.given_at is None:
        lines.append(phrases("coupon-free"))
    elif coupon.customer_id is None:
        lines.append(phrases("coupon-of-nobody", time=phrases.moment(coupon.given_at, zone)))
    else:
        customer = await get_customer(turn.voice.session, coupon.customer_id)
        occasion = (coupon.cause or "").partition(":")[0]
        time = phrases.moment(coupon.given_at, zone)
        lines.append(
            phrases("coupon-whose", name=mask_text(customer.name, turn.voice.business), number=customer.id, time=time, occasion=occasion)
        )
    return "\n".join(lines)
