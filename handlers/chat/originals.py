"""Originals: a supervisor reads in private what is masked in the topic."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.masking import show_original
from crm.permissions import require_role
from handlers.chat.moved_tickets import say_which_ticket
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket
from handlers.chat.turn import Turn
from storage.interactions import find_interaction
from storage.tickets import Ticket
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="originals")
    router.message.register(show, Command("original"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("original"), InStaffGroup(), FromStaff())
    return router


async def show(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Send the answered words, as the customer wrote them, to the supervisor in private."""
    staff = require_role(turn.person.staff, Role.AGENT)
    turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
    answered = turn.heard["reply_to_id"]
    meant = None if answered is None else await find_interaction(turn.voice.session, answered)
    await show_original(turn.voice.session, ticket=ticket, message=meant, by=staff, at=turn.voice.now, tell=turn.tell)
    turn.reply("relay-original-sent")


async def say_where(message: Message, turn: Turn) -> None:
    """Say where the command is sent."""
    await say_which_ticket(turn)
