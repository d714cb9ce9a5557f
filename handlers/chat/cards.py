"""Cards: the first post of a ticket's topic, which says what the ticket is and how it stands."""

from crm.business import label_of
from crm.rules.lengths import shortened
from crm.stages import standing_of
from handlers.chat.deadline_words import deadline_lines
from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.staff import find_staff_by_id
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import TicketKind, TicketStatus

LONGEST_TOPIC_NAME = 128
LONGEST_TEXT = 4096


def category_label(ticket: Ticket, voice: Voice, phrases: Phrases) -> str:
    """Return the words for a ticket's category in a language."""
    if ticket.kind is TicketKind.FOLLOW_UP:
        return phrases.plain("ticket-kind-follow-up")
    business = voice.business
    return label_of((*business.inquiry_categories, *business.complaint_categories), ticket.category, phrases.language)


async def topic_name(ticket: Ticket, voice: Voice) -> str:
    """Return `#number · customer · category`, short enough for Telegram."""
    customer = await get_customer(voice.session, ticket.customer_id)
    name = f"#{ticket.number} · {customer.name} · {category_label(ticket, voice, voice.staff_phrases)}"
    return shortened(name, LONGEST_TOPIC_NAME)


async def card_text(ticket: Ticket, voice: Voice) -> str:
    """Return the text of a ticket's card in the staff's language."""
    phrases = voice.staff_phrases
    customer = await get_customer(voice.session, ticket.customer_id)
    contact = await voice.contact_of(customer.id)
    standing = await standing_of(voice.session, customer=customer, at=voice.now, business=voice.business)
    lines = [
        phrases(
            "card-title",
            number=ticket.number,
            kind=phrases.plain(f"ticket-kind-{ticket.kind}"),
            category=category_label(ticket, voice, phrases),
        ),
        phrases(
            "card-customer",
            name=customer.name,
            username=f" @{contact.username}" if contact and contact.username else "",
            number=customer.id,
            language=phrases.plain(f"language-{customer.language}"),
        ),
        phrases("card-standing", stage=phrases.plain(f"stage-{standing.stage}"), tickets=standing.tickets, purchases=standing.purchases),
    ]
    if ticket.kind is TicketKind.COMPLAINT:
        lines.append(phrases("card-severity", severity=phrases.plain(f"severity-{ticket.severity}")))
    if ticket.wish:
        wish = label_of(voice.business.wished_solutions, ticket.wish, phrases.language)
        lines.append(phrases("card-wish", wish=wish))
    if ticket.previous_ticket_id is not None:
        previous = await get_ticket(voice.session, ticket.previous_ticket_id)
        lines.append(phrases("card-previous", number=previous.number))
    lines += await deadline_lines(ticket, voice, phrases)
    lines.append(await _status_line(ticket, voice, phrases))
    return "\n".join(lines)[:LONGEST_TEXT]


async def _status_line(ticket: Ticket, voice: Voice, phrases: Phrases) -> str:
    holder = await find_staff_by_id(voice.session, ticket.assignee_id) if ticket.assignee_id is not None else None
    name = holder.name if holder else ""
    match ticket.status:
        case TicketStatus.NEW:
            return phrases("card-status-new")
        case TicketStatus.OPEN:
            return phrases("card-status-open", name=name) if name else phrases("card-status-new")
        case TicketStatus.CLOSED:
            return phrases("card-status-closed")
