"""Cards: the first post of a ticket's topic, which says what the ticket is and how it stands."""

from aiogram.types import InlineKeyboardMarkup

from crm.business import label_of
from crm.masking import mask_text
from crm.rules.lengths import shortened
from crm.stages import standing_of
from crm.teams import team_label
from crm.ticket_states import follow_merges
from handlers.chat.deadline_words import deadline_lines
from handlers.chat.lists import listed
from handlers.chat.speech import Phrases
from handlers.chat.ticket_buttons import card_buttons
from handlers.chat.usernames import at_username
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.staff import StaffMember, find_staff_by_id
from storage.ticket_links import list_linked_numbers
from storage.ticket_tags import list_tags
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Priority, TicketKind, TicketStatus

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
    name = f"#{ticket.number} · {mask_text(customer.name, voice.business)} · {category_label(ticket, voice, voice.staff_phrases)}"
    return shortened(name, LONGEST_TOPIC_NAME)


async def card_text(ticket: Ticket, voice: Voice) -> str:
    """Return the text of a ticket's card in the staff's language."""
    phrases = voice.staff_phrases
    customer = await get_customer(voice.session, ticket.customer_id)
    contact = await voice.contact_of(customer.id)
    standing = await standing_of(voice.session, customer=customer, at=voice.now, business=voice.business)
    lines = [
        phrases(
            "card-title-follow-up" if ticket.kind is TicketKind.FOLLOW_UP else "card-title",
            number=ticket.number,
            kind=phrases.plain(f"ticket-kind-{ticket.kind}"),
            category=category_label(ticket, voice, phrases),
        ),
        phrases(
            "card-customer",
            name=mask_text(customer.name, voice.business),
            username=at_username(contact, voice),
            number=customer.id,
            language=phrases.plain(f"language-{customer.language}"),
        ),
        phrases("card-standing", stage=phrases.plain(f"stage-{standing.stage}"), tickets=standing.tickets, purchases=standing.purchases),
    ]
    if ticket.kind is TicketKind.COMPLAINT:
        lines.append(phrases("card-severity", severity=phrases.plain(f"severity-{ticket.severity}")))
    if ticket.wish:
        wish = label_of(voice.business.wished_solutions, ticket.wish, phrases.language)
        lines.append(phrases("card-wish", wish=mask_text(wish, voice.business)))
    if ticket.is_quiet:
        lines.append(phrases("card-quiet"))
    if ticket.previous_ticket_id is not None:
        previous = await get_ticket(voice.session, ticket.previous_ticket_id)
        lines.append(phrases("card-previous", number=previous.number))
    if linked := await list_linked_numbers(voice.session, ticket_id=ticket.id):
        lines.append(phrases("card-linked", numbers=listed((f"#{number}" for number in linked), phrases)))
    if ticket.merged_into_id is not None:
        lines.append(phrases("card-merged", into=(await follow_merges(voice.session, ticket)).number))
    if ticket.priority is not Priority.NORMAL:
        lines.append(phrases("card-priority", priority=phrases.plain(f"priority-{ticket.priority.value}")))
    if ticket.team is not None:
        lines.append(phrases("card-team", team=team_label(ticket.team, voice.business, phrases.language)))
    if tags := await list_tags(voice.session, ticket_id=ticket.id):
        lines.append(phrases("card-tags", tags=" ".join(f"#{tag}" for tag in tags)))
    lines += await deadline_lines(ticket, voice, phrases)
    lines.append(await _status_line(ticket, voice, phrases))
    return "\n".join(lines)[:LONGEST_TEXT]


async def holder_of(ticket: Ticket, voice: Voice) -> StaffMember | None:
    """Return who has a ticket; None when nobody has, or had it and left."""
    holder = await find_staff_by_id(voice.session, ticket.assignee_id) if ticket.assignee_id is not None else None
    return None if holder is None or holder.removed_at is not None else holder


async def card_keyboard(ticket: Ticket, voice: Voice) -> InlineKeyboardMarkup:
    """Return the buttons of a ticket's card: who has it, and what may be done."""
    holder = await holder_of(ticket, voice)
    return card_buttons(ticket, voice.staff_phrases, holder=None if holder is None else holder.name)


async def _status_line(ticket: Ticket, voice: Voice, phrases: Phrases) -> str:
    holder = await find_staff_by_id(voice.session, ticket.assignee_id) if ticket.assignee_id is not None else None
    name = holder.name if holder else ""
    if ticket.status is TicketStatus.NEW or (ticket.status is TicketStatus.OPEN and not name):
        status = phrases("card-status-new")
    elif not name and ticket.status is not TicketStatus.CLOSED:
        status = phrases(f"card-status-{ticket.status.value}-of-nobody")
    else:
        status = phrases(f"card-status-{ticket.status.value}", name=name)
    if ticket.snoozed_until is not None:
        return status + "\n" + phrases("card-snoozed", until=phrases.moment(ticket.snoozed_until, voice.business.time_zone))
    return status + "\n" + phrases("card-snoozed-until-they-write") if ticket.snoozed_at is not None else status
