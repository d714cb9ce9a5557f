"""Lines that the desk itself says to the customer of a ticket."""

from aiogram.methods import SendMessage

from crm.rules.bans import is_banned
from crm.tickets import KINDS
from handlers.chat.hours import closed_until, opening_words
from handlers.chat.keyboards import buttons
from handlers.chat.my_ticket_buttons import MyTicketPress
from handlers.chat.speech import Fact
from handlers.chat.voice import Voice, chat_of
from storage.customers import Customer, get_customer
from storage.tickets import Ticket
from storage.vocabulary import Lane, TicketKind

_OPENED = {
    TicketKind.INQUIRY: "ticket-opened",
    TicketKind.COMPLAINT: "ticket-opened-complaint",
    TicketKind.FOLLOW_UP: "ticket-opened-follow-up",
}


async def tell_customer(voice: Voice, ticket: Ticket, key: str, *, again: str | None = None, **facts: Fact) -> None:
    """Tell a ticket's customer something in their language, with a button of this label to write on the ticket; nothing to whom nothing reaches, who is banned, or who has written nothing on it."""
    if ticket.is_unasked:
        return
    customer = await get_customer(voice.session, ticket.customer_id)
    contact = await voice.contact_of(customer.id)
    if contact is None or is_banned(customer.banned_until, voice.now):
        return
    phrases = voice.phrases(customer.language)
    method = SendMessage(chat_id=chat_of(contact), text=phrases(key, **facts), parse_mode="HTML")
    if again is not None:
        method = method.model_copy(update={"reply_markup": buttons([(phrases.plain(again), MyTicketPress(ticket_id=ticket.id))])})
    voice.say(method, lane=Lane.REPLY, kind=KINDS[ticket.kind], customer_id=customer.id, ticket_id=ticket.id)


async def confirm_ticket(voice: Voice, ticket: Ticket, customer: Customer) -> None:
    """Tell a customer the number of a ticket and when they are answered, and while the desk is closed when it is back."""
    contact = await voice.contact_of(customer.id)
    if contact is None:
        return
    phrases = voice.phrases(customer.language)
    text = phrases(_OPENED[ticket.kind], number=ticket.number, due=phrases.moment(ticket.due_at, customer.time_zone))
    opens_at = closed_until(voice.business.hours, voice.now)
    if opens_at is not None:
        back = opening_words(opens_at, now=voice.now, zone=customer.time_zone, phrases=phrases)
        text = "\n".join((text, phrases("hours-closed-until", back=back)))
    voice.say(
        SendMessage(chat_id=chat_of(contact), text=text, parse_mode="HTML"),
        lane=Lane.REPLY, kind=KINDS[ticket.kind], customer_id=customer.id, ticket_id=ticket.id,
    )  # fmt: skip
