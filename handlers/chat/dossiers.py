"""Dossiers: what the desk knows of a ticket and its customer, for the staff."""

from crm.masking import mask_phone
from crm.rules.local_time import local_date
from handlers.chat.ban_notices import ban_of_customer
from handlers.chat.cards import LONGEST_TEXT, card_text
from handlers.chat.usernames import at_username
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.tickets import Ticket, list_tickets

MOST_TICKETS = 5


async def dossier_text(ticket: Ticket, voice: Voice) -> str:
    """Return a ticket's card, the customer's contact facts and the last tickets, in the staff's language."""
    phrases, zone = voice.staff_phrases, voice.business.time_zone
    customer = await get_customer(voice.session, ticket.customer_id)
    contact = await voice.contact_of(customer.id)
    lines = [await card_text(ticket, voice), "", phrases("desk-info-contact")]
    if contact is not None:
        lines.append(phrases("desk-info-telegram", address=contact.address, username=at_username(contact, voice)))
        if contact.blocked_at is not None:
            lines.append(phrases("desk-info-blocked", at=phrases.moment(contact.blocked_at, zone)))
    if (ban := await ban_of_customer(customer, voice, phrases)) is not None:
        lines.append(ban)
    if customer.phone:
        lines.append(phrases("desk-info-phone", phone=mask_phone(customer.phone, voice.business)))
    if customer.birthday_month is not None and customer.birthday_day is not None:
        lines.append(
            phrases("desk-info-birthday", birthday=phrases.birthday(customer.birthday_month, customer.birthday_day, customer.birth_year))
        )
    lines.append(phrases("desk-info-time", time=phrases.time_of_day(voice.now, customer.time_zone), zone=customer.time_zone))
    lines.append(phrases("desk-info-since", since=phrases.day(local_date(customer.created_at, zone))))
    others = [each for each in await list_tickets(voice.session, customer_id=customer.id, limit=MOST_TICKETS + 1) if each.id != ticket.id]
    if others:
        lines += ["", phrases("desk-info-tickets")]
        for each in others[:MOST_TICKETS]:
            status = phrases.plain(f"ticket-status-{each.status.value}")
            kind = phrases.plain(f"ticket-kind-{each.kind}")
            lines.append(
                phrases(
                    "desk-info-ticket", number=each.number, kind=kind, opened=phrases.day(local_date(each.opened_at, zone)), status=status
                )
            )
    return "\n".join(lines)[:LONGEST_TEXT]
