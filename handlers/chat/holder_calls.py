"""Calls: on a ticket that somebody has, a customer's words make no sound, and whoever has it is called when an answer begins to be owed."""

from handlers.chat.cards import holder_of
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.tickets import Ticket

_CALLED = "holders_called_on"


def is_quiet(ticket: Ticket, voice: Voice) -> bool:
    """Tell whether what the customer says on a ticket is shown without sound, because one colleague is called instead of all."""
    return voice.business.relay.calls and ticket.assignee_id is not None


async def call_holder(ticket: Ticket, voice: Voice) -> None:
    """Call whoever has the ticket, if its customer waits for an answer only since now."""
    called: set[int] = voice.session.info.setdefault(_CALLED, set())
    if not is_quiet(ticket, voice) or ticket.customer_waits_since != voice.now or ticket.id in called:
        return
    holder = await holder_of(ticket, voice)
    if holder is not None:
        called.add(ticket.id)
        await add_line(voice, ticket, voice.staff_phrases("assigned-call", name=holder.name, user_id=str(holder.user_id)))
