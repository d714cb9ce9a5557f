"""Notices of greetings: a happy birthday, and a year with us."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.greetings import AnniversaryGreeting, BirthdayGreeting
from crm.rules.occasions import turn_of
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.coupon_texts import gift_line
from handlers.chat.keyboards import buttons
from handlers.chat.voice import Voice, chat_of
from storage.vocabulary import ConsentKind, InDoubt, InteractionKind, Lane

BIRTHDAY_TEXTS = ("greeting-birthday", "greeting-birthday-second", "greeting-birthday-third")
BELATED_TEXTS = ("greeting-belated", "greeting-belated-second")
ANNIVERSARY_TEXTS = ("greeting-anniversary", "greeting-anniversary-second")


async def _birthday_greeting(notice: BirthdayGreeting, voice: Voice) -> None:
    customer = notice.customer
    texts = BELATED_TEXTS if notice.occasion.days_late else BIRTHDAY_TEXTS
    phrases = voice.phrases(customer.language)
    text = phrases(texts[turn_of(notice.occasion.year, customer.id, len(texts))], name=customer.name, company=voice.business.company)
    if notice.points:
        text += "\n" + phrases("greeting-gift-points", points=notice.points)
    _greet(notice, voice, text)


async def _anniversary_greeting(notice: AnniversaryGreeting, voice: Voice) -> None:
    customer = notice.customer
    text = voice.phrases(customer.language)(
        ANNIVERSARY_TEXTS[turn_of(notice.occasion.year, customer.id, len(ANNIVERSARY_TEXTS))],
        name=customer.name,
        company=voice.business.company,
        years=notice.years,
    )
    _greet(notice, voice, text)


def _greet(notice: BirthdayGreeting | AnniversaryGreeting, voice: Voice, text: str) -> None:
    if notice.coupon is not None:
        phrases = voice.phrases(notice.customer.language)
        text += "\n" + gift_line(notice.coupon, phrases, zone=voice.business.time_zone)
    voice.say(
        SendMessage(
            chat_id=chat_of(notice.contact),
            text=text,
            parse_mode="HTML",
            reply_markup=buttons([opt_out_button(ConsentKind.GREETINGS, voice.phrases(notice.customer.language))]),
        ),
        lane=Lane.BULK,
        kind=InteractionKind.GREETING,
        customer_id=notice.customer.id,
        in_doubt=InDoubt.PARK,
        dedupe_key=notice.key,
        expires_at=notice.expires_at,
    )


RENDERERS: Mapping[type, Any] = {BirthdayGreeting: _birthday_greeting, AnniversaryGreeting: _anniversary_greeting}
