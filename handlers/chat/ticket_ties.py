"""Ties between tickets, as staff make them: merged, split, linked; and a customer's story over all tickets."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.ticket_ties import link_tickets, merge_tickets, split_ticket
from handlers.chat.recaps import story_texts
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on
from handlers.chat.topic_lines import add_line
from handlers.chat.turn import Turn
from storage.tickets import Ticket

TIE_COMMANDS = ("merge", "split", "link", "history")
_MOST_DIGITS = 15


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="ticket_ties")
    router.message.filter(InStaffGroup(), FromStaff())
    router.message.register(merge, Command("merge"), OnTicket())
    router.message.register(split, Command("split"), OnTicket())
    router.message.register(link, Command("link"), OnTicket())
    router.message.register(show_history, Command("history"), OnTicket())
    return router


async def merge(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Make the ticket a part of another one of the customer."""
    staff = act_on(turn, ticket)
    number = _number_in(command)
    if number is None:
        turn.reply("ticket-merge-usage")
        return
    await merge_tickets(turn.voice.session, ticket=ticket, number=number, by=staff, at=turn.voice.now, tell=turn.tell)


async def split(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Make the message that is answered a ticket of its own."""
    staff = act_on(turn, ticket)
    voice = turn.voice
    await split_ticket(
        voice.session,
        ticket=ticket,
        interaction_id=turn.heard["reply_to_id"],
        by=staff,
        at=voice.now,
        business=voice.business,
        tell=turn.tell,
    )


async def link(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Let the ticket refer to another."""
    staff = act_on(turn, ticket)
    number = _number_in(command)
    if number is None:
        turn.reply("ticket-link-usage")
        return
    other = await link_tickets(turn.voice.session, ticket=ticket, number=number, by=staff, at=turn.voice.now, tell=turn.tell)
    turn.reply("ticket-linked", number=ticket.number, other=other.number)


async def show_history(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Post the customer's story over all tickets."""
    act_on(turn, ticket)
    for text in await story_texts(ticket.customer_id, turn.voice):
        await add_line(turn.voice, ticket, text)


def _number_in(command: CommandObject) -> int | None:
    word = (command.args or "").strip().removeprefix("#")
    return int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else None
