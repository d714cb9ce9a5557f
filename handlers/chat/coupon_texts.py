"""Texts about coupons: a code, and until when it is good."""

from datetime import datetime

from crm.rules.coupons import NO_END
from handlers.chat.points_texts import last_day
from handlers.chat.speech import Phrases
from storage.coupons import Coupon


def coupon_line(coupon: Coupon, phrases: Phrases, *, zone: str, at: datetime) -> str:
    """Return a coupon's code, and until when it is or was good; `zone` is that of the shop, whose days count."""
    if coupon.expires_at >= NO_END:
        return phrases("coupon-line", code=coupon.code)
    key = "coupon-line-over" if coupon.expires_at <= at else "coupon-line-until"
    return phrases(key, code=coupon.code, day=phrases.day(last_day(coupon.expires_at, zone)))


def gift_line(coupon: Coupon, phrases: Phrases, *, zone: str) -> str:
    """Return what a greeting says of the coupon that it brings."""
    if coupon.expires_at >= NO_END:
        return phrases("greeting-gift-coupon", code=coupon.code)
    return phrases("greeting-gift-coupon-until", code=coupon.code, day=phrases.day(last_day(coupon.expires_at, zone)))
