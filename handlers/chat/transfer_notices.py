"""Notices of transfers and of topics that come and go: a ticket is shown where it belongs and no longer where it was."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import CloseForumTopic, DeleteForumTopic, SendMessage

from crm.topic_changes import TopicMadeLate, TopicMadeTooLate
from crm.topics import TicketWanted, TopicOutlived
from crm.transfers import TicketTransferred
from handlers.chat.moved_tickets import team_words
from handlers.chat.ticket_notices import fill_topic, refresh_card, show_story
from handlers.chat.ticket_places import place_of
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.deliveries import drop_posts_of
from storage.tickets import Ticket
from storage.vocabulary import Direction, Lane, TicketStatus


async def _ticket_transferred(notice: TicketTransferred, voice: Voice) -> None:
    ticket, phrases = notice.ticket, voice.staff_phrases
    words = phrases("transfer-done", number=ticket.number, name=notice.by.name, team=team_words(ticket.team, voice, phrases))
    group, here = await place_of(ticket, voice), await voice.group_of(ticket)
    if here is not None and (group is None or group.chat_id == here.chat_id or group.team == here.team):
        await refresh_card(ticket, voice)
        await add_line(voice, ticket, words)
        return
    if here is not None:
        old_chat, old_topic, old_card = here.chat_id, ticket.topic_id, ticket.card_interaction_id
        await drop_posts_of(voice.session, ticket_id=ticket.id, chat_id=old_chat)  # the story that is shown there says all
        _leave(ticket, voice, old_chat, old_topic, f"{words}\n{phrases('transfer-write-there')}", card=old_card)
    if group is not None:
        await show_story(ticket, voice, group)


async def _topic_made_too_late(notice: TopicMadeTooLate, voice: Voice) -> None:
    ticket, phrases = notice.ticket, voice.staff_phrases
    words = phrases("transfer-gone", number=ticket.number, team=team_words(ticket.team, voice, phrases))
    _leave(ticket, voice, notice.chat_id, notice.topic_id, words)


async def _topic_made_late(notice: TopicMadeLate, voice: Voice) -> None:
    group = await voice.group_of(notice.ticket)
    if group is not None:
        await fill_topic(notice.ticket, voice, group)


def _leave(ticket: Ticket, voice: Voice, chat_id: int, topic_id: int | None, words: str, *, card: int | None = None) -> None:
    """Say in a topic that its ticket is elsewhere and close it; without a topic, below the ticket's card."""
    method = SendMessage(chat_id=chat_id, text=words, parse_mode="HTML")
    if topic_id is not None:
        method = method.model_copy(update={"message_thread_id": topic_id})
    voice.say(
        method, lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id,
        reply_to=card if topic_id is None else None,
    )  # fmt: skip
    if topic_id is not None:
        voice.do(CloseForumTopic(chat_id=chat_id, message_thread_id=topic_id), lane=Lane.STAFF, ticket_id=ticket.id)


async def _topic_outlived(notice: TopicOutlived, voice: Voice) -> None:
    voice.do(DeleteForumTopic(chat_id=notice.chat_id, message_thread_id=notice.topic_id), lane=Lane.BULK)


async def _ticket_wanted(notice: TicketWanted, voice: Voice) -> None:
    ticket = notice.ticket
    group = await place_of(ticket, voice)
    if group is None:
        return
    await show_story(ticket, voice, group)
    if ticket.status is TicketStatus.CLOSED:
        voice.do(CloseForumTopic(chat_id=group.chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)


RENDERERS: Mapping[type, Any] = {
    TicketTransferred: _ticket_transferred,
    TopicMadeLate: _topic_made_late,
    TopicMadeTooLate: _topic_made_too_late,
    TopicOutlived: _topic_outlived,
    TicketWanted: _ticket_wanted,
}
