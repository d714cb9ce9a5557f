"""Notices of coaching: who is coached reads in private what was noted for them."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.coaching import CoachingNoteShown
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, Lane


async def _coaching_note_shown(notice: CoachingNoteShown, voice: Voice) -> None:
    note, phrases = notice.note, voice.phrases(notice.member.language)
    heading = (
        phrases("coaching-told", by=notice.by.name)
        if note.ticket_id is None
        else phrases("coaching-told-on-ticket", by=notice.by.name, number=note.ticket_id)
    )
    voice.say(
        SendMessage(chat_id=notice.member.user_id, text="\n".join((heading, phrases("coaching-words", words=note.text))), parse_mode="HTML"),
        lane=Lane.NOTICE, direction=Direction.INTERNAL,
    )  # fmt: skip


RENDERERS: Mapping[type, Any] = {CoachingNoteShown: _coaching_note_shown}
