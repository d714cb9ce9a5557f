"""Notices of ties between tickets: what the customer reads and what stands in the topics."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import CloseForumTopic

from crm.ticket_ties import TicketsMerged, TicketSplit
from handlers.chat.customer_lines import tell_customer
from handlers.chat.recaps import recap_texts
from handlers.chat.speech import Fact
from handlers.chat.ticket_notices import copy_said, refresh_card
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.vocabulary import Lane


async def _tickets_merged(notice: TicketsMerged, voice: Voice) -> None:
    ticket, into = notice.ticket, notice.into
    if not ticket.is_unasked:
        await tell_customer(voice, into, "ticket-merged", number=ticket.number, into=into.number)
    facts: dict[str, Fact] = {"number": ticket.number, "into": into.number, "name": notice.by.name}
    await add_line(voice, ticket, voice.staff_phrases("ticket-merged-by", **facts))
    await refresh_card(ticket, voice)
    if ticket.topic_chat_id is not None:
        voice.do(CloseForumTopic(chat_id=ticket.topic_chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)
    await add_line(voice, into, voice.staff_phrases("ticket-merged-here", **facts))
    story = await recap_texts(ticket, voice)
    for text in story.texts:
        await add_line(voice, into, text)
    group = await voice.group_of(into)
    if group is not None:
        await copy_said(into, voice, group, story.media_interaction_ids)
    await refresh_card(into, voice)


async def _ticket_split(notice: TicketSplit, voice: Voice) -> None:
    facts: dict[str, Fact] = {"number": notice.ticket.number, "new": notice.new.number, "name": notice.by.name}
    await add_line(voice, notice.ticket, voice.staff_phrases("ticket-split-by", **facts), reply_to=notice.interaction_id)


RENDERERS: Mapping[type, Any] = {TicketsMerged: _tickets_merged, TicketSplit: _ticket_split}
