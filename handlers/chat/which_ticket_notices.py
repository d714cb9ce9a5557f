"""Notices of messages that customers put on another ticket: the topic in which a message stands says that it went on."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.which_ticket import MessageMoved
from handlers.chat.voice import Voice
from storage.vocabulary import Direction, Lane


async def _message_moved(notice: MessageMoved, voice: Voice) -> None:
    ticket = notice.old
    if ticket.topic_chat_id is None:
        return
    text = voice.staff_phrases("which-ticket-gone", number=notice.new.number)
    voice.say(
        SendMessage(chat_id=ticket.topic_chat_id, text=text, parse_mode="HTML"),
        lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
        reply_to=notice.interaction_id,
    )  # fmt: skip


RENDERERS: Mapping[type, Any] = {MessageMoved: _message_moved}
