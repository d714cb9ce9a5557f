"""Notices of tickets that wait or are solved: what the customer reads and what stands in the topic."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import CloseForumTopic, SendMessage

from crm.ticket_notices import TicketSettled
from crm.ticket_states import TicketChanged
from crm.ticket_waiting import CustomerNudged, TicketSolved, TicketWoken
from crm.tickets import KINDS
from handlers.chat.cards import holder_of
from handlers.chat.customer_lines import tell_customer
from handlers.chat.ticket_notices import refresh_card
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.vocabulary import InDoubt, Lane


async def _ticket_changed(notice: TicketChanged, voice: Voice) -> None:
    await refresh_card(notice.ticket, voice)


async def _ticket_solved(notice: TicketSolved, voice: Voice) -> None:
    ticket = notice.ticket
    await tell_customer(voice, ticket, "ticket-solved", again="ticket-not-solved", number=ticket.number)
    days = voice.business.waiting.settle_days
    await add_line(voice, ticket, voice.staff_phrases("ticket-solved-by", number=ticket.number, name=notice.by.name, days=days))
    await refresh_card(ticket, voice)


async def _ticket_settled(notice: TicketSettled, voice: Voice) -> None:
    ticket = notice.ticket
    if ticket.topic_chat_id is None:
        return
    phrases, by = voice.staff_phrases, notice.by
    text = (
        phrases("ticket-settled", number=ticket.number) if by is None else phrases("ticket-closed-by", number=ticket.number, name=by.name)
    )
    await add_line(voice, ticket, text)
    await refresh_card(ticket, voice)
    voice.do(CloseForumTopic(chat_id=ticket.topic_chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)


async def _ticket_woken(notice: TicketWoken, voice: Voice) -> None:
    ticket, phrases = notice.ticket, voice.staff_phrases
    holder = await holder_of(ticket, voice)
    if holder is None:
        text = phrases("ticket-woken", number=ticket.number)
    else:
        text = phrases("ticket-woken-for", number=ticket.number, name=holder.name, user=str(holder.user_id))
    await add_line(voice, ticket, text)
    await refresh_card(ticket, voice)


async def _customer_nudged(notice: CustomerNudged, voice: Voice) -> None:
    ticket, customer = notice.ticket, notice.customer
    contact = await voice.contact_of(customer.id)
    if contact is None or contact.blocked_at is not None:
        return
    text = voice.phrases(customer.language)("ticket-nudge", number=ticket.number, hours=voice.business.waiting.close_hours)
    voice.say(
        SendMessage(chat_id=chat_of(contact), text=text, parse_mode="HTML"),
        lane=Lane.NOTICE, kind=KINDS[ticket.kind], customer_id=customer.id, ticket_id=ticket.id, dedupe_key=notice.key, in_doubt=InDoubt.PARK,
    )  # fmt: skip
    await add_line(voice, ticket, voice.staff_phrases("ticket-nudged"))


RENDERERS: Mapping[type, Any] = {
    TicketChanged: _ticket_changed,
    TicketSolved: _ticket_solved,
    TicketSettled: _ticket_settled,
    TicketWoken: _ticket_woken,
    CustomerNudged: _customer_nudged,
}
