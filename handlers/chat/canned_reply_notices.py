"""Notices of canned replies: colleagues see in the topic what the customer was told."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod

from crm.canned_replies import CannedReplySent
from crm.macros import StepsRefused
from crm.masking import mask_name_in, mask_name_in_html
from handlers.chat.canned_reply_texts import looking
from handlers.chat.refusals import key_of
from handlers.chat.relaying import written
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.vocabulary import Lane


async def _canned_reply_sent(notice: CannedReplySent, voice: Voice) -> None:
    ticket, phrases = notice.ticket, voice.staff_phrases
    if ticket.topic_chat_id is None:
        return
    heading = (
        phrases("canned-sent", name=notice.by.name)
        if notice.key is None
        else phrases("canned-sent-by-key", name=notice.by.name, reply=notice.key)
    )
    customer = await get_customer(voice.session, ticket.customer_id)
    words = mask_name_in(notice.words, customer.name, voice.business)
    html = mask_name_in_html(notice.html, customer.name, voice.business)
    method: TelegramMethod[Any]
    if notice.file is not None:
        await add_line(voice, ticket, heading)
        method = written(ticket.topic_chat_id, words, html=html, file=notice.file)
    else:
        text = "\n".join((heading, looking(phrases, "canned-words", words=words, formatted=html)))
        method = SendMessage(chat_id=ticket.topic_chat_id, text=text, parse_mode="HTML")
    # The post is a further place of what was said: the customer's reply to it stands below it.
    voice.pass_on(
        method.model_copy(update={"disable_notification": True}),
        lane=Lane.STAFF, interaction_id=notice.interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
    )  # fmt: skip


async def _steps_refused(notice: StepsRefused, voice: Voice) -> None:
    phrases = voice.staff_phrases
    why = "\n".join(phrases(key_of(refusal), **refusal.facts) for refusal in notice.refusals)
    await add_line(voice, notice.ticket, "\n".join((phrases("canned-steps-refused", reply=notice.key), why)))


RENDERERS: Mapping[type, Any] = {CannedReplySent: _canned_reply_sent, StepsRefused: _steps_refused}
