"""Notices of presence: who gets a shift is told."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.presence import ShiftSet
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, Lane


async def _shift_set(notice: ShiftSet, voice: Voice) -> None:
    phrases = voice.phrases(notice.member.language)
    if notice.member.shift is None:
        text = phrases("shift-taken-away", by=notice.by.name)
    else:
        text = phrases("shift-given", by=notice.by.name, shift=notice.member.shift, zone=voice.business.time_zone)
    voice.say(SendMessage(chat_id=notice.member.user_id, text=text, parse_mode="HTML"), lane=Lane.NOTICE, direction=Direction.INTERNAL)


RENDERERS: Mapping[type, Any] = {ShiftSet: _shift_set}
