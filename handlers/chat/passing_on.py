"""Passing on: what a customer says goes to a ticket."""

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from crm.rules.local_time import local_date
from crm.rules.working_hours import is_open
from crm.tickets import KINDS, write_on_ticket
from handlers.chat.drafts import spoken_in
from handlers.chat.hours import closed_until, opening_words
from handlers.chat.media import kind_of
from handlers.chat.turn import Turn
from storage.tickets import Ticket

_AWAY = "away"


async def pass_on(message: Message, turn: Turn, state: FSMContext, ticket: Ticket) -> None:
    """Put a message on a ticket; the customer hears of it only when nobody is there to read it now, or did not know of the ticket."""
    was_quiet = ticket.is_quiet
    await write_on(message, turn, ticket)
    if not was_quiet:  # otherwise it was said with the number of the ticket
        await _say_when_we_are_back(turn, state, ticket)


async def write_on(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Put a message on a ticket, without a word to the customer."""
    turn.heard["ticket_id"], turn.heard["kind"] = ticket.id, KINDS[ticket.kind]
    await write_on_ticket(
        turn.voice.session,
        ticket=ticket,
        interaction_id=turn.heard["id"],
        chat_id=turn.chat_id,
        message_id=message.message_id,
        media_kind=kind_of(message),
        spoken=spoken_in(turn, message),
        reply_to_id=turn.heard["reply_to_id"],
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )


async def _say_when_we_are_back(turn: Turn, state: FSMContext, ticket: Ticket) -> None:
    hours, now = turn.voice.business.hours, turn.voice.now
    has_desk = bool(await turn.voice.staff_groups())
    if has_desk and is_open(hours, now):
        return
    opens_at = closed_until(hours, now)
    if opens_at is not None and closed_until(hours, ticket.opened_at) == opens_at:
        return  # said when the ticket was opened, since when nobody has been there
    once = f"{ticket.id}:{local_date(now, hours.zone)}" if opens_at is None else opens_at.isoformat()
    if (await state.get_data()).get(_AWAY) == once:
        return
    await state.update_data({_AWAY: once})
    if opens_at is None:
        turn.reply("away-for-now", kind=KINDS[ticket.kind], number=ticket.number)
    else:
        back = opening_words(opens_at, now=now, zone=turn.customer.time_zone, phrases=turn.phrases)
        turn.reply("away-until", kind=KINDS[ticket.kind], number=ticket.number, back=back)
