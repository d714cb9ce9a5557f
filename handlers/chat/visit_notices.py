"""Notices of follow-up visits: the question to the customer, who of the staff has to visit whom, and what came of it."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from crm.masking import mask_text
from crm.permissions import IN_CHARGE
from crm.rules.local_time import local_date
from crm.visit_hands import VisitHandedOver
from crm.visit_outcomes import AllIsWell
from crm.visit_reversals import VisitCalledOff
from crm.visit_rounds import VisitAsked, VisitGiven, VisitSkipped
from crm.visit_tickets import VisitTicketOpened
from handlers.chat.cards import category_label
from handlers.chat.speech import Fact, Phrases
from handlers.chat.topic_lines import add_line
from handlers.chat.visit_buttons import answer_buttons
from handlers.chat.visit_cards import about_lines, purchase_words, visit_card
from handlers.chat.visit_desk_buttons import act_buttons
from handlers.chat.voice import Voice, chat_of
from storage.customers import Customer, find_contact, get_customer
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import Channel, Direction, InDoubt, InteractionKind, Lane, VisitOutcome


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
    """The question, and from the second time on that it is not asked again."""
    text = _asked(notice, voice, phrases)
    return text if notice.visit.attempts == 1 else "\n".join((text, phrases("visit-once-more")))


def _asked(notice: VisitAsked, voice: Voice, phrases: Phrases) -> str:
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
    to, staff = notice.to, voice.staff_phrases
    if notice.instead_of is None:
        head = staff("visit-for-nobody") if to is None else staff("visit-for", name=to.name, user_id=str(to.user_id))
        await _give(voice, notice.visit, notice.customer, to, head)
        return
    before = notice.instead_of.name
    if to is None:
        await _give(voice, notice.visit, notice.customer, None, staff("visit-instead-nobody", before=before))
        return
    head = staff("visit-instead", name=to.name, user_id=str(to.user_id), before=before)
    await _give(voice, notice.visit, notice.customer, to, head, voice.phrases(to.language)("visit-instead-private", before=before))


async def _visit_handed_over(notice: VisitHandedOver, voice: Voice) -> None:
    visit, customer, to, by, before = notice.visit, notice.customer, notice.to, notice.by, notice.before
    staff, user_id = voice.staff_phrases, str(to.user_id)
    if to.id == by.id:
        await _give(voice, visit, customer, to, staff("visit-for", name=to.name, user_id=user_id))
    else:
        head = staff("visit-handed", name=to.name, user_id=user_id, by=by.name)
        await _give(voice, visit, customer, to, head, voice.phrases(to.language)("visit-handed-private", by=by.name))
    if before is not None and before.id not in (to.id, by.id) and await _may_write_to(before, voice):
        facts: dict[str, Fact] = {
            "name": mask_text(customer.name, voice.business),
            "number": customer.id,
            "by": by.name,
            "colleague": to.name,
        }
        _post(before.user_id, voice.phrases(before.language)("visit-taken", **facts), customer, voice, None)


async def _visit_called_off(notice: VisitCalledOff, voice: Voice) -> None:
    await tell_called_off(notice.visit, notice.customer, notice.to, voice)


async def tell_called_off(visit: Visit, customer: Customer, to: StaffMember | None, voice: Voice) -> None:
    """Say that a visit is not to be paid any more where its card was: in private, or in the staff group."""
    is_private = to is not None and await _may_write_to(to, voice)
    group = await voice.staff_group()
    phrases = voice.phrases(to.language) if to is not None and is_private else voice.staff_phrases
    chat_id = to.user_id if to is not None and is_private else group.chat_id if group is not None else None
    if chat_id is not None:
        why = phrases.plain(_why(visit))
        _post(
            chat_id,
            phrases("visit-called-off", name=mask_text(customer.name, voice.business), number=customer.id, why=why),
            customer,
            voice,
            None,
        )


async def _give(voice: Voice, visit: Visit, customer: Customer, to: StaffMember | None, head: str, private: str | None = None) -> None:
    """In private where the bot may write to them, else in the staff group; nowhere when there is neither: then the list of visits has it.

    Above the card stands `head` in the group, and `private` in private.
    """
    if to is not None and await _may_write_to(to, voice):
        chat_id, phrases, heads = to.user_id, voice.phrases(to.language), [private] if private else []
    elif (group := await voice.staff_group()) is not None:
        chat_id, phrases, heads = group.chat_id, voice.staff_phrases, [head]
    else:
        return
    text = "\n".join([*heads, await visit_card(visit, customer, voice, phrases)])
    _post(chat_id, text, customer, voice, act_buttons(visit.id, phrases))


async def _may_write_to(member: StaffMember, voice: Voice) -> bool:
    contact = await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(member.user_id))
    return contact is not None and contact.blocked_at is None


def _post(chat_id: int, text: str, customer: Customer, voice: Voice, keyboard: InlineKeyboardMarkup | None) -> None:
    voice.say(
        SendMessage(chat_id=chat_id, text=text, parse_mode="HTML", reply_markup=keyboard),
        lane=Lane.STAFF,
        kind=InteractionKind.FOLLOW_UP,
        direction=Direction.INTERNAL,
        customer_id=customer.id,
    )


def _why(visit: Visit) -> str:
    return f"visit-skip-{str(visit.skipped_why).replace('_', '-')}"


async def _visit_skipped(notice: VisitSkipped, voice: Voice) -> None:
    phrases = voice.phrases(notice.planned_by.language)
    why = phrases.plain(_why(notice.visit))
    voice.say(
        SendMessage(
            chat_id=notice.planned_by.user_id,
            text=phrases("visit-skipped-alert", name=mask_text(notice.customer.name, voice.business), why=why),
            parse_mode="HTML",
        ),
        lane=Lane.NOTICE,
        direction=Direction.INTERNAL,
    )


async def _all_is_well(notice: AllIsWell, voice: Voice) -> None:
    await add_line(voice, notice.ticket, voice.staff_phrases("visit-fine-line"), kind=InteractionKind.FOLLOW_UP)


async def _visit_ticket_opened(notice: VisitTicketOpened, voice: Voice) -> None:
    phrases, ticket, visit = voice.staff_phrases, notice.ticket, notice.visit
    customer, outcome = await get_customer(voice.session, ticket.customer_id), str(visit.outcome)
    if notice.by is not None:
        about = await about_lines(visit, customer, voice, phrases)
        text = "\n".join((phrases("visit-answer-line-staff", outcome=outcome, name=notice.by.name), *about))
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
        await voice.tell_roles(IN_CHARGE, "visit-unhappy-alert", name=customer.name, number=ticket.number)


RENDERERS: Mapping[type, Any] = {
    VisitAsked: _visit_asked,
    VisitGiven: _visit_given,
    VisitHandedOver: _visit_handed_over,
    VisitCalledOff: _visit_called_off,
    VisitSkipped: _visit_skipped,
    AllIsWell: _all_is_well,
    VisitTicketOpened: _visit_ticket_opened,
}
