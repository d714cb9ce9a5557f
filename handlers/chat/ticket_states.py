"""The states of a ticket, as staff change them: waiting, on hold, snoozed, solved."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.rules.snoozes import NoSuchMoment, is_until_they_write, snoozed_until
from crm.ticket_waiting import set_status, snooze_ticket
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on
from handlers.chat.ticket_buttons import TicketAct
from handlers.chat.turn import Turn
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus

_STATUS_BY_COMMAND = {
    "pending": TicketStatus.PENDING,
    "hold": TicketStatus.ON_HOLD,
    "open": TicketStatus.OPEN,
    "solve": TicketStatus.SOLVED,
}
STATE_COMMANDS = (*_STATUS_BY_COMMAND, "snooze")
STATUS_BY_ACT = {TicketAct.PENDING: TicketStatus.PENDING, TicketAct.OPEN: TicketStatus.OPEN, TicketAct.SOLVE: TicketStatus.SOLVED}


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="ticket_states")
    router.message.filter(InStaffGroup(), FromStaff())
    router.message.register(change, Command(*_STATUS_BY_COMMAND), OnTicket())
    router.message.register(snooze, Command("snooze"), OnTicket())
    return router


async def change(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Let the ticket wait, go on, or be solved."""
    await change_status(turn, ticket, _STATUS_BY_COMMAND[command.command.lower()])


async def change_status(turn: Turn, ticket: Ticket, status: TicketStatus) -> None:
    """Put a ticket into a status and say so in its topic, but for what is said there anyway."""
    staff = act_on(turn, ticket)
    voice = turn.voice
    await set_status(voice.session, ticket_id=ticket.id, status=status, by=staff, at=voice.now, business=voice.business, tell=turn.tell)
    if status is not TicketStatus.SOLVED:
        turn.reply(f"ticket-is-{status.value}", number=ticket.number, name=staff.name)


async def snooze(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Put the ticket aside for a time, or until the customer writes."""
    staff = act_on(turn, ticket)
    words, until = command.args or "", None
    zone = turn.voice.business.time_zone
    if not is_until_they_write(words):
        try:
            until = snoozed_until(words, at=turn.voice.now, zone=zone)
        except NoSuchMoment:
            turn.reply("ticket-snooze-usage")
            return
    await snooze_ticket(turn.voice.session, ticket_id=ticket.id, until=until, by=staff, at=turn.voice.now, tell=turn.tell)
    if until is None:
        turn.reply("ticket-snoozed-until-they-write", number=ticket.number)
    else:
        turn.reply("ticket-snoozed", number=ticket.number, until=turn.phrases.moment(until, zone))
