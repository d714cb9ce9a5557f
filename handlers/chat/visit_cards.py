"""Cards of personal visits: whom to visit, about what, and what was said before."""

from collections.abc import Sequence

from crm.masking import mask_phone, mask_text
from crm.rules.lengths import shortened
from crm.rules.local_time import local_date
from crm.rules.money import minor_digits
from crm.rules.visits import last_day_to_pay
from crm.visit_lists import is_overdue, subject_words
from handlers.chat.cards import category_label
from handlers.chat.speech import Phrases
from handlers.chat.usernames import at_username
from handlers.chat.visit_desk_buttons import outcome_key
from handlers.chat.voice import Voice
from storage.customers import Customer
from storage.purchases import Purchase, get_purchase
from storage.staff import find_staff_by_ids
from storage.tickets import get_ticket
from storage.visit_entries import VisitEntry, list_visit_entries
from storage.visits import Visit
from storage.vocabulary import VisitReason, VisitStatus

MOST_ENTRIES = 5
LONGEST_NAME = 24
LONGEST_SAID = 200


async def visit_card(visit: Visit, customer: Customer, voice: Voice, phrases: Phrases) -> str:
    """Return what somebody of the staff needs to know to visit a customer."""
    contact = await voice.contact_of(customer.id)
    lines = [phrases("visit-card-title", name=mask_text(customer.name, voice.business), number=customer.id)]
    if contact is not None:
        lines.append(phrases("visit-card-telegram", address=contact.address, username=at_username(contact, voice)))
    if customer.phone:
        lines.append(phrases("visit-card-phone", phone=mask_phone(customer.phone, voice.business)))
    lines += await about_lines(visit, customer, voice, phrases)
    lines.append(due_words(visit, voice, phrases))
    entries = await list_visit_entries(voice.session, visit_ids=[visit.id])
    lines += await _entry_lines(entries[-MOST_ENTRIES:], voice, phrases)
    return "\n".join(lines)


async def about_lines(visit: Visit, customer: Customer, voice: Voice, phrases: Phrases) -> list[str]:
    """Return what a visit is about: what it looks back on or who asked for it, and what is to be talked about."""
    words = await subject_words(voice.session, visit=visit, language=phrases.language, business=voice.business)
    return [await _about(visit, customer, voice, phrases), *([phrases("visit-card-words", words=words)] if words else [])]


def list_lines(visit: Visit, voice: Voice, phrases: Phrases, *, place: int, name: str, holder: str) -> list[str]:
    """Return the lines of a visit in a list: whom to visit, who has it (when that is told), and for which day."""
    shown = phrases.plain("visits-holder", holder=shortened(holder, LONGEST_NAME)) if holder else ""
    name = shortened(mask_text(name, voice.business), LONGEST_NAME)
    return [phrases("visits-line", place=place, name=name, number=visit.customer_id, holder=shown), due_words(visit, voice, phrases)]


def due_words(visit: Visit, voice: Voice, phrases: Phrases) -> str:
    """Return for which day a visit is due, and when that is past up to which day it may be paid."""
    day, days, zone = due_day(visit, voice, phrases), voice.business.visits.days_to_pay, voice.business.time_zone
    if not is_overdue(visit, at=voice.now, business=voice.business):
        return phrases("visit-card-due", day=day)
    overdue = phrases("visit-card-overdue", day=day)
    if days is None or visit.status is not VisitStatus.GIVEN:
        return overdue
    return overdue + phrases("visit-card-lapses", day=phrases.day(last_day_to_pay(visit.due_at, days=days, zone=zone)))


def due_day(visit: Visit, voice: Voice, phrases: Phrases) -> str:
    """Return the day for which a visit is due."""
    return phrases.day(local_date(visit.due_at, voice.business.time_zone))


def purchase_words(purchase: Purchase, phrases: Phrases) -> str:
    """Return the amount of a purchase."""
    return phrases.money(purchase.amount_minor / 10 ** minor_digits(purchase.currency), purchase.currency)


async def _about(visit: Visit, customer: Customer, voice: Voice, phrases: Phrases) -> str:
    if visit.reason is VisitReason.TICKET:
        ticket = await get_ticket(voice.session, visit.subject_id)
        day = phrases.day(local_date(ticket.closed_at or ticket.last_message_at, customer.time_zone))
        return phrases("visit-card-ticket", number=ticket.number, category=category_label(ticket, voice, phrases), day=day)
    if visit.reason is VisitReason.PURCHASE:
        purchase = await get_purchase(voice.session, visit.subject_id)
        day = phrases.day(local_date(purchase.at, customer.time_zone))
        return phrases("visit-card-purchase", amount=purchase_words(purchase, phrases), day=day)
    [planner] = await find_staff_by_ids(voice.session, [visit.planned_by or 0])
    return phrases("visit-card-request", name=planner.name)


async def _entry_lines(entries: Sequence[VisitEntry], voice: Voice, phrases: Phrases) -> list[str]:
    numbers = {entry.staff_id for entry in entries if entry.staff_id is not None}
    names = {member.id: member.name for member in await find_staff_by_ids(voice.session, numbers)} if numbers else {}
    zone, lines = voice.business.time_zone, []
    for entry in entries:
        said = []
        if entry.outcome is not None:
            said.append(phrases.plain(outcome_key(entry.outcome)))
        if entry.until is not None:
            said.append(phrases.plain("visit-entry-until", day=phrases.day(local_date(entry.until, zone))))
        if entry.words:
            said.append(shortened(" ".join(entry.words.split()), LONGEST_SAID))
        lines.append(
            phrases(
                "visit-entry", day=phrases.day(local_date(entry.at, zone)), name=names.get(entry.staff_id or 0, ""), said=" · ".join(said)
            )
        )
    return lines
