"""Notices of greetings: a happy birthday."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.greetings import BirthdayGreeting
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.keyboards import buttons
from handlers.chat.voice import Voice, chat_of
from storage.vocabulary import ConsentKind, InDoubt, InteractionKind, Lane


async def _birthday_greeting(notice: BirthdayGreeting, voice: Voice) -> None:
    customer = notice.customer
    phrases = voice.phrases(customer.language)
    voice.say(
        SendMessage(
            chat_id=chat_of(notice.contact),
            text=phrases("greeting-birthday", name=customer.name, company=voice.business.company),
            parse_mode="HTML",
            reply_markup=buttons([opt_out_button(ConsentKind.GREETINGS, phrases)]),
        ),
        lane=Lane.BULK,
        kind=InteractionKind.GREETING,
        customer_id=customer.id,
        in_doubt=InDoubt.PARK,
        dedupe_key=notice.key,
        expires_at=notice.expires_at,
    )


RENDERERS: Mapping[type, Any] = {BirthdayGreeting: _birthday_greeting}
