"""Notices of visits in person that nobody pays: those in charge read which, and who had one is told when it is over."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.visit_lapses import VisitLapsed, VisitsOverdue
from handlers.chat.visit_cards import list_lines
from handlers.chat.visit_notices import tell_called_off
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, Lane


async def _visits_overdue(notice: VisitsOverdue, voice: Voice) -> None:
    phrases = voice.phrases(notice.to.language)
    lines = [phrases("visits-overdue", count=notice.count, gap=voice.business.visits.gap_days)]
    for place, each in enumerate(notice.longest, start=1):
        holder = phrases.plain("visits-nobody") if each.holder is None else each.holder.name
        lines += list_lines(each.visit, voice, phrases, place=place, name=each.customer.name, holder=holder)
    if notice.count > len(notice.longest):
        lines.append(phrases("visits-overdue-more", count=notice.count - len(notice.longest)))
    method = SendMessage(chat_id=notice.to.user_id, text="\n".join(lines), parse_mode="HTML")
    voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL, dedupe_key=notice.key)


async def _visit_lapsed(notice: VisitLapsed, voice: Voice) -> None:
    await tell_called_off(notice.visit, notice.customer, notice.to, voice)


RENDERERS: Mapping[type, Any] = {VisitsOverdue: _visits_overdue, VisitLapsed: _visit_lapsed}
