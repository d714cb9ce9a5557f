"""Texts about coupons: a code, and until when it is good."""

from collections.abc import Sequence
from datetime import datetime

from crm.masking import mask_text
from crm.rules.coupons import NO_END
from crm.rules.local_time import local_date
from handlers.chat.loyalty_buttons import coupon_buttons
from handlers.chat.points_texts import last_day
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from handlers.chat.voucher_texts import voucher_label
from storage.coupons import REWARD, Coupon
from storage.customers import get_customer
from storage.rewards import find_voucher
from storage.staff import find_staff_by_id


def coupon_line(coupon: Coupon, phrases: Phrases, *, zone: str, at: datetime) -> str:
    """Return a coupon's code, and when it was used or until when it is or was good; `zone` is that of the shop, whose days count."""
    if coupon.used_at is not None:
        return phrases("coupon-line-used", code=coupon.code, day=phrases.day(local_date(coupon.used_at, zone)))
    if coupon.expires_at >= NO_END:
        return phrases("coupon-line", code=coupon.code)
    key = "coupon-line-over" if coupon.expires_at <= at else "coupon-line-until"
    return phrases(key, code=coupon.code, day=phrases.day(last_day(coupon.expires_at, zone)))


def gift_line(coupon: Coupon, phrases: Phrases, *, zone: str) -> str:
    """Return what a greeting says of the coupon that it brings."""
    if coupon.expires_at >= NO_END:
        return phrases("greeting-gift-coupon", code=coupon.code)
    return phrases("greeting-gift-coupon-until", code=coupon.code, day=phrases.day(last_day(coupon.expires_at, zone)))


async def show_coupons(coupons: Sequence[Coupon], turn: Turn) -> None:
    """Show staff the coupons with a code, with a button for each that they can mark as used."""
    text = "\n\n".join([await whose_coupon(coupon, turn) for coupon in coupons])
    turn.reply_text(text, keyboard=coupon_buttons(coupons, turn.phrases, at=turn.voice.now))


async def whose_coupon(coupon: Coupon, turn: Turn) -> str:
    """Return what staff read of a code: until when it is good, whose it is, what for, and who has marked it as used."""
    phrases, zone = turn.phrases, turn.voice.business.time_zone
    lines = [coupon_line(coupon, phrases, zone=zone, at=turn.voice.now), phrases("coupon-of-list", list=coupon.list_name)]
    if coupon.given_at is None:
        return "\n".join([*lines, phrases("coupon-free")])
    time = phrases.moment(coupon.given_at, zone)
    by = None if coupon.used_by is None else await find_staff_by_id(turn.voice.session, coupon.used_by)
    taken = [] if by is None else [phrases("voucher-taken-by", name=by.name)]
    if coupon.customer_id is None:
        return "\n".join([*lines, phrases("coupon-of-nobody", time=time), *taken])
    customer = await get_customer(turn.voice.session, coupon.customer_id)
    occasion, _, rest = (coupon.cause or "").partition(":")
    lines.append(
        phrases("coupon-whose", name=mask_text(customer.name, turn.voice.business), number=customer.id, time=time, occasion=occasion)
    )
    voucher = await find_voucher(turn.voice.session, int(rest)) if occasion == REWARD else None
    if voucher is not None:
        lines.append(phrases("coupon-paid", reward=voucher_label(voucher, phrases), points=phrases.number(voucher.points)))
    return "\n".join([*lines, *taken])
