"""Notices of follow-up visits: the question to the customer, and to the staff that all is well."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.rules.local_time import local_date
from crm.rules.money import minor_digits
from crm.visit_tickets import VisitTicketOpened
from crm.visits import AllIsWell, VisitAsked
from handlers.chat.cards import category_label
from handlers.chat.speech import Phrases
from handlers.chat.topic_lines import add_line
from handlers.chat.visit_buttons import answer_buttons
from handlers.chat.voice import Voice, chat_of
from storage.tickets import Ticket
from storage.vocabulary import InDoubt, InteractionKind, Lane


async def _visit_asked(notice: VisitAsked, voice: Voice) -> None:
    visit, customer, subject = notice.visit, notice.customer, notice.subject
    phrases = voice.phrases(customer.language)
    voice.say(
        SendMessage(
            chat_id=chat_of(notice.contact), text=_question(notice, voice, phrases), parse_mode="HTML", reply_markup=answer_buttons(visit.id, phrases)
        ),
        lane=Lane.NOTICE,
        kind=InteractionKind.FOLLOW_UP,
        customer_id=customer.id,
        ticket_id=subject.id if isinstance(subject, Ticket) else None,
        in_doubt=InDoubt.PARK,
        dedupe_key=f"visit:{visit.id}",
        expires_at=notice.expires_at,
    )  # fmt: skip


def _question(notice: VisitAsked, voice: Voice, phrases: Phrases) -> str:
    customer, subject = notice.customer, notice.subject
    if isinstance(subject, Ticket):
        category = category_label(subject, voice, phrases)
        day = phrases.day(local_date(subject.closed_at or subject.last_message_at, customer.time_zone))
        return phrases("visit-ask-ticket", name=customer.name, number=subject.number, category=category, day=day)
    amount = phrases.money(subject.amount_minor / 10 ** minor_digits(subject.currency), subject.currency)
    day = phrases.day(local_date(subject.at, customer.time_zone))
    return phrases("visit-ask-purchase", name=customer.name, amount=amount, day=day, company=voice.business.company)


async def _all_is_well(notice: AllIsWell, voice: Voice) -> None:
    await add_line(voice, notice.ticket, voice.staff_phrases("visit-fine-line"), kind=InteractionKind.FOLLOW_UP)


async def _visit_ticket_opened(notice: VisitTicketOpened, voice: Voice) -> None:
    phrases = voice.staff_phrases
    outcome = str(notice.visit.outcome)
    if notice.looked_back_on is None:
        text = phrases("visit-answer-line-purchase", outcome=outcome)
    else:
        text = phrases("visit-answer-line", outcome=outcome, number=notice.looked_back_on.number)
    await add_line(voice, notice.ticket, text, kind=InteractionKind.FOLLOW_UP)


RENDERERS: Mapping[type, Any] = {VisitAsked: _visit_asked, AllIsWell: _all_is_well, VisitTicketOpened: _visit_ticket_opened}
