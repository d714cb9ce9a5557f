"""Which ticket: a customer with several open tickets says that a message belongs to another one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.refusals import Refusal
from crm.spoken import spoken_from
from crm.tickets import KINDS, write_on_ticket
from storage.customers import Customer
from storage.database import Session
from storage.interactions import find_interaction, find_places, move_to_ticket
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import TicketStatus

# After that a message stays where it is: staff have long read and perhaps answered it.
LATEST_MOVE = timedelta(hours=1)


class MessageStays(Refusal):
    """The message or the ticket is not the customer's, the ticket is closed, or it is too late."""


@dataclass(frozen=True)
class MessageMoved(Notice):
    """A customer says that a message stands on the wrong ticket; it is told again on the right one."""

    interaction_id: int
    old: Ticket
    new: Ticket


async def move_message(
    session: Session, *, interaction_id: int, ticket: Ticket, customer: Customer, at: datetime, business: Business, tell: Tell
) -> None:
    """Put a customer's message on another open ticket of theirs. Raises MessageStays."""
    said = await find_interaction(session, interaction_id)
    if said is None or said.customer_id != customer.id or said.ticket_id is None or at - said.at > LATEST_MOVE:
        raise MessageStays
    if ticket.customer_id != customer.id or ticket.status is TicketStatus.CLOSED or ticket.id == said.ticket_id:
        raise MessageStays
    old = await get_ticket(session, said.ticket_id)
    (place, *_) = await find_places(session, interaction_ids=[said.id])
    await move_to_ticket(session, interaction_ids=[said.id], ticket_id=ticket.id, kind=KINDS[ticket.kind])
    await tell(MessageMoved(said.id, old, ticket))
    await write_on_ticket(
        session,
        ticket=ticket,
        interaction_id=said.id,
        chat_id=place.chat_id,
        message_id=place.message_id,
        media_kind=str((said.media or {}).get("kind", "text")),
        reply_to_id=None,
        spoken=spoken_from(said),
        at=at,
        business=business,
        tell=tell,
    )
