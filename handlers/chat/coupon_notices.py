"""Notices of coupons: those in charge are told that few codes of a list are left, or none, each once."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.coupons import CouponsGone, CouponsLow
from crm.permissions import IN_CHARGE
from handlers.chat.speech import Fact
from handlers.chat.voice import Voice
from storage.outbox import find_known_keys
from storage.staff import list_staff
from storage.vocabulary import Direction, Lane


async def _coupons_gone(notice: CouponsGone, voice: Voice) -> None:
    await _warn(f"coupons_gone:{notice.list_name}:{notice.newest_id}", voice, "coupon-list-gone", list=notice.list_name, days=notice.days)


async def _coupons_low(notice: CouponsLow, voice: Voice) -> None:
    await _warn(f"coupons_low:{notice.list_name}:{notice.newest_id}", voice, "coupon-list-low", list=notice.list_name, left=notice.left)


async def _warn(about: str, voice: Voice, text: str, **facts: Fact) -> None:
    members = await list_staff(voice.session, roles=IN_CHARGE)
    keys = {f"{about}:{member.user_id}": member for member in members}
    known = await find_known_keys(voice.session, keys)
    for key, member in keys.items():
        if key not in known:
            words = voice.phrases(member.language)(text, **facts)
            method = SendMessage(chat_id=member.user_id, text=words, parse_mode="HTML")
            voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL, dedupe_key=key)


RENDERERS: Mapping[type, Any] = {CouponsGone: _coupons_gone, CouponsLow: _coupons_low}
