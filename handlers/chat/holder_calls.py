"""Calls: on a ticket that somebody has, a customer's words make no sound, and whoever has it is called when an answer begins to be owed."""

from handlers.chat.cards import holder_of
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.tickets import Ticket

_CALLED = "holders_called_on"


async def is_quiet(ticket: Ticket, voice: Voice) -> bool:
    """Tell whether what the customer says on a ticket is shown without sound, because one colleague is called instead of all.

    Whoever has it may have left the staff: then everybody hears the customer again.
    """
    return voice.business.relay.calls and await holder_of(ticket, voice) is not None


async def call_holder(ticket: Ticket, voice: Voice) -> None:
    """Call whoever has the ticket, if its customer waits for an answer only since now; say so if that one has left the staff."""
    called: set[int] = voice.session.info.setdefault(_CALLED, set())
    if not voice.business.relay.calls or ticket.assignee_id is None or ticket.customer_waits_since != voice.now or ticket.id in called:
        return
    called.add(ticket.id)
    holder = await holder_of(ticket, voice)
    if holder is None:
        await add_line(voice, ticket, voice.staff_phrases("assigned-holder-left", number=ticket.number))
    else:
        await add_line(voice, ticket, voice.staff_phrases("assigned-call", name=holder.name, user_id=str(holder.user_id)))
