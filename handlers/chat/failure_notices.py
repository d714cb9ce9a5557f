"""Notices of failures: an apology to the writer, an alert to the owners."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.failures import UpdateFailed
from handlers.chat.voice import Voice, language_of
from storage.customers import find_contact, get_customer
from storage.vocabulary import Channel, Lane, Language


async def _update_failed(notice: UpdateFailed, voice: Voice) -> None:
    if notice.user_id is not None:
        contact = await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(notice.user_id))
        customer = await get_customer(voice.session, contact.customer_id) if contact else None
        text = voice.phrases(language_of(customer, Language.ENGLISH))("update-failed")
        voice.say(
            SendMessage(chat_id=notice.user_id, text=text, parse_mode="HTML"),
            lane=Lane.REPLY,
            customer_id=customer.id if customer else None,
        )
    await voice.tell_owners("update-failed-alert", number=notice.update_id)


RENDERERS: Mapping[type, Any] = {UpdateFailed: _update_failed}
