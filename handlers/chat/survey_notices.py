"""Notices of surveys: the question to the customer, and to the staff what the customer answered."""

import html
from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.masking import mask_text
from crm.permissions import IN_CHARGE
from crm.rules.lengths import utf16_units
from crm.surveys import LowScore, SurveyAsked, SurveyCommented
from handlers.chat.survey_buttons import score_buttons
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.customers import get_customer
from storage.vocabulary import InteractionKind, Lane


async def _survey_asked(notice: SurveyAsked, voice: Voice) -> None:
    survey, ticket = notice.survey, notice.ticket
    customer = await get_customer(voice.session, survey.customer_id)
    contact = await voice.contact_of(customer.id)
    if contact is None:
        return
    phrases = voice.phrases(customer.language)
    voice.say(
        SendMessage(
            chat_id=chat_of(contact),
            text=phrases("survey-question", number=ticket.number),
            parse_mode="HTML",
            reply_markup=score_buttons(survey.id, phrases),
        ),
        lane=Lane.NOTICE,
        kind=InteractionKind.SURVEY,
        customer_id=customer.id,
        ticket_id=ticket.id,
        dedupe_key=notice.key,
        expires_at=survey.expires_at,
    )


async def _low_score(notice: LowScore, voice: Voice) -> None:
    score, ticket = notice.response.score, notice.ticket
    await voice.tell_roles(IN_CHARGE, "survey-low-alert", score=score, number=ticket.number, name=notice.customer.name)
    await add_line(voice, ticket, voice.staff_phrases("survey-low-line", score=score), kind=InteractionKind.SURVEY)


async def _survey_commented(notice: SurveyCommented, voice: Voice) -> None:
    response, ticket = notice.response, notice.ticket
    comment = response.comment or ""
    if notice.is_low:
        await voice.tell_roles(
            IN_CHARGE,
            "survey-comment-alert",
            score=response.score,
            number=ticket.number,
            name=notice.customer.name,
            comment=_shortened(comment),
        )
    text = voice.staff_phrases("survey-comment-line", score=response.score, comment=_shortened(mask_text(comment, voice.business)))
    await add_line(voice, ticket, text, kind=InteractionKind.SURVEY)


# A fact of a text may have 2500 characters at most, and is counted as it is written in HTML.
_LONGEST_QUOTE = 2400


def _shortened(comment: str) -> str:
    length = 0
    for place, letter in enumerate(comment):
        length += utf16_units(html.escape(letter, quote=False))
        if length > _LONGEST_QUOTE:
            return comment[:place] + "…"
    return comment


RENDERERS: Mapping[type, Any] = {SurveyAsked: _survey_asked, LowScore: _low_score, SurveyCommented: _survey_commented}
