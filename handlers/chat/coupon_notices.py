"""Notices of coupons: those in charge are told that a list is used up, once."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.coupons import CouponsGone
from handlers.chat.voice import Voice
from storage.outbox import find_known_keys
from storage.staff import list_staff
from storage.vocabulary import Direction, Lane, Role


async def _coupons_gone(notice: CouponsGone, voice: Voice) -> None:
    members = await list_staff(voice.session, roles=(Role.OWNER, Role.SUPERVISOR))
    keys = {f"coupons_gone:{notice.list_name}:{notice.newest_id}:{member.user_id}": member for member in members}
    known = await find_known_keys(voice.session, keys)
    for key, member in keys.items():
        if key not in known:
            text = voice.phrases(member.language)("coupon-list-gone", list=notice.list_name, days=voice.business.greetings.coupon_days)
            method = SendMessage(chat_id=member.user_id, text=text, parse_mode="HTML")
            voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL, dedupe_key=key)


RENDERERS: Mapping[type, Any] = {CouponsGone: _coupons_gone}
