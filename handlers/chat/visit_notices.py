"""Notices of follow-up visits: the question to the customer, who of the staff has to visit whom, and what came of it."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.rules.local_time import local_date
from crm.visit_outcomes import AllIsWell
from crm.visit_rounds import VisitAsked, VisitGiven, VisitSkipped
from crm.visit_tickets import VisitTicketOpened
from handlers.chat.cards import category_label
from handlers.chat.speech import Phrases
from handlers.chat.topic_lines import add_line
from handlers.chat.visit_buttons import answer_buttons
from handlers.chat.visit_cards import purchase_words, visit_card
from handlers.chat.visit_desk_buttons import act_buttons
from handlers.chat.voice import Voice, chat_of
from storage.customers import find_contact, get_customer
from storage.tickets import Ticket
from storage.vocabulary import Channel, Direction, InDoubt, InteractionKind, Lane, Role, VisitOutcome


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
        dedupe_key=f"visit:{visit.id}" if visit.attempts == 1 else f"visit:{visit.id}:{visit.attempts}",
        expires_at=notice.expires_at,
    )  # fmt: skip


def _question(notice: VisitAsked, voice: Voice, phrases: Phrases) -> str:
    customer, subject = notice.customer, notice.subject
    if notice.words is not None or subject is None:
        return phrases("visit-ask-words", name=customer.name, words=notice.words or "", company=voice.business.company)
    if isinstance(subject, Ticket):
        category = category_label(subject, voice, phrases)
        day = phrases.day(local_date(subject.closed_at or subject.last_message_at, customer.time_zone))
        return phrases("visit-ask-ticket", name=customer.name, number=subject.number, category=category, day=day)
    day = phrases.day(local_date(subject.at, customer.time_zone))
    amount = purchase_words(subject, phrases)
    return phrases("visit-ask-purchase", name=customer.name, amount=amount, day=day, company=voice.business.company)


async def _visit_given(notice: VisitGiven, voice: Voice) -> None:
    """In private where the bot may write to them, else in the staff group; nowhere when there is neither: then the list of visits has it."""
    to, visit = notice.to, notice.visit
    contact = None
    if to is not None:
        contact = await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(to.user_id))
    if to is not None and contact is not None and contact.blocked_at is None:
        phrases = voice.phrases(to.language)
        _post(to.user_id, await visit_card(visit, notice.customer, voice, phrases), notice, voice, phrases)
        return
    group = await voice.staff_group()
    if group is None:
        return
    phrases = voice.staff_phrases
    head = phrases("visit-for-nobody") if to is None else phrases("visit-for", name=to.name, user_id=str(to.user_id))
    _post(group.chat_id, f"{head}\n{await visit_card(visit, notice.customer, voice, phrases)}", notice, voice, phrases)


def _post(chat_id: int, text: str, notice: VisitGiven, voice: Voice, phrases: Phrases) -> None:
    voice.say(
        SendMessage(chat_id=chat_id, text=text, parse_mode="HTML", reply_markup=act_buttons(notice.visit.id, phrases)),
        lane=Lane.STAFF,
        kind=InteractionKind.FOLLOW_UP,
        direction=Direction.INTERNAL,
        customer_id=notice.customer.id,
    )


async def _visit_skipped(notice: VisitSkipped, voice: Voice) -> None:
    phrases = voice.phrases(notice.planned_by.language)
    why = phrases.plain(f"visit-skip-{str(notice.visit.skipped_why).replace('_', '-')}")
    voice.say(
        SendMessage(
            chat_id=notice.planned_by.user_id, text=phrases("visit-skipped-alert", name=notice.customer.name, why=why), parse_mode="HTML"
        ),
        lane=Lane.NOTICE,
        direction=Direction.INTERNAL,
    )


async def _all_is_well(notice: AllIsWell, voice: Voice) -> None:
    await add_line(voice, notice.ticket, voice.staff_phrases("visit-fine-line"), kind=InteractionKind.FOLLOW_UP)


async def _visit_ticket_opened(notice: VisitTicketOpened, voice: Voice) -> None:
    phrases, ticket, visit = voice.staff_phrases, notice.ticket, notice.visit
    outcome = str(visit.outcome)
    if notice.by is not None:
        text = phrases("visit-answer-line-staff", outcome=outcome, name=notice.by.name)
    elif notice.looked_back_on is not None:
        text = phrases("visit-answer-line", outcome=outcome, number=notice.looked_back_on.number)
    elif visit.words is not None:
        text = phrases("visit-answer-line-request", outcome=outcome, words=visit.words)
    else:
        text = phrases("visit-answer-line-purchase", outcome=outcome)
    if notice.said is not None:
        text = "\n".join((text, phrases("visit-said", words=notice.said)))
    await add_line(voice, ticket, text, kind=InteractionKind.FOLLOW_UP)
    if visit.outcome is VisitOutcome.UNHAPPY:
        customer = await get_customer(voice.session, ticket.customer_id)
        await voice.tell_roles((Role.OWNER, Role.SUPERVISOR), "visit-unhappy-alert", name=customer.name, number=ticket.number)


RENDERERS: Mapping[type, Any] = {
    VisitAsked: _visit_asked,
    VisitGiven: _visit_given,
    VisitSkipped: _visit_skipped,
    AllIsWell: _all_is_well,
    VisitTicketOpened: _visit_ticket_opened,
}
