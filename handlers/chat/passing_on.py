"""Passing on: what a customer says goes to a ticket."""

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from crm.rules.local_time import local_date
from crm.rules.working_hours import is_open, next_opening
from crm.tickets import KINDS, write_on_ticket
from handlers.chat.media import kind_of, spoken_of
from handlers.chat.turn import Turn
from storage.tickets import Ticket

_AWAY = "away"


async def pass_on(message: Message, turn: Turn, state: FSMContext, ticket: Ticket) -> None:
    """Put a message on a ticket; the customer hears of it only when nobody is there to read it now."""
    turn.heard["ticket_id"], turn.heard["kind"] = ticket.id, KINDS[ticket.kind]
    await write_on_ticket(
        turn.voice.session,
        ticket=ticket,
        interaction_id=turn.heard["id"],
        chat_id=turn.chat_id,
        message_id=message.message_id,
        media_kind=kind_of(message),
        spoken=spoken_of(message),
        reply_to_id=turn.heard["reply_to_id"],
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )
    await _say_when_we_are_back(turn, state, ticket)


async def _say_when_we_are_back(turn: Turn, state: FSMContext, ticket: Ticket) -> None:
    business, now = turn.voice.business, turn.voice.now
    has_desk = await turn.voice.staff_group() is not None
    if has_desk and is_open(business.hours, now):
        return
    once = f"{ticket.id}:{local_date(now, business.time_zone)}"
    if (await state.get_data()).get(_AWAY) == once:
        return
    await state.update_data({_AWAY: once})
    opens_at = next_opening(business.hours, now)
    if opens_at is None or opens_at == now:
        turn.reply("away-for-now", kind=KINDS[ticket.kind], number=ticket.number)
    else:
        back = turn.phrases.moment(opens_at, turn.customer.time_zone)
        turn.reply("away-until", kind=KINDS[ticket.kind], number=ticket.number, back=back)
