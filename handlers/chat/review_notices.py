"""Notices of reviews: who had the ticket reads the mark and the remark in private."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.reviews import ReviewRemarked, TicketReviewed
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, Lane


async def _ticket_reviewed(notice: TicketReviewed, voice: Voice) -> None:
    phrases = voice.phrases(notice.agent.language)
    text = phrases("review-told", by=notice.by.name, number=notice.ticket.number, mark=notice.review.mark)
    _say(notice, text, voice)


async def _review_remarked(notice: ReviewRemarked, voice: Voice) -> None:
    review, phrases = notice.review, voice.phrases(notice.agent.language)
    text = phrases("review-told-remark", by=notice.by.name, number=notice.ticket.number, mark=review.mark, remark=review.remark or "")
    _say(notice, text, voice)


def _say(notice: TicketReviewed | ReviewRemarked, text: str, voice: Voice) -> None:
    if notice.agent.removed_at is None:
        method = SendMessage(chat_id=notice.agent.user_id, text=text, parse_mode="HTML")
        voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL)


RENDERERS: Mapping[type, Any] = {TicketReviewed: _ticket_reviewed, ReviewRemarked: _review_remarked}
