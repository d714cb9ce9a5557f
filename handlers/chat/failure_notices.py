"""Notices of failures: an apology to the writer, an alert to the owners."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.deliveries import DeliveryUnsettled
from crm.failures import UpdateFailed
from handlers.chat.voice import Voice, language_of
from storage.customers import find_contact, get_customer
from storage.outbox import find_message_by_key
from storage.staff import list_staff
from storage.vocabulary import Channel, Direction, Lane, Language, Role

_HOUR = 3600


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


async def _delivery_unsettled(notice: DeliveryUnsettled, voice: Voice) -> None:
    """One alert an hour: in an outage there may be many such messages, and /failed shows them all."""
    hour = int(voice.now.timestamp() // _HOUR)
    for owner in await list_staff(voice.session, roles=(Role.OWNER,)):
        dedupe_key = f"unsettled:{owner.user_id}:{hour}"
        if await find_message_by_key(voice.session, dedupe_key) is None:
            method = SendMessage(chat_id=owner.user_id, text=voice.phrases(owner.language)("delivery-unsettled-alert"), parse_mode="HTML")
            voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL, dedupe_key=dedupe_key)


RENDERERS: Mapping[type, Any] = {UpdateFailed: _update_failed, DeliveryUnsettled: _delivery_unsettled}
