"""Withdrawals: staff delete at the customer what they wrote."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.permissions import require_role
from crm.withdrawals import withdraw_message
from handlers.chat.moved_tickets import say_which_ticket
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket
from handlers.chat.turn import Turn
from storage.interactions import find_interaction
from storage.tickets import Ticket
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="withdrawals")
    router.message.register(delete, Command("delete"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("delete"), InStaffGroup(), FromStaff())
    return router


async def delete(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Delete at the customer what the answered message says."""
    staff = require_role(turn.person.staff, Role.AGENT)
    turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
    answered = turn.heard["reply_to_id"]
    meant = None if answered is None else await find_interaction(turn.voice.session, answered)
    await withdraw_message(turn.voice.session, ticket=ticket, message=meant, by=staff, at=turn.voice.now, tell=turn.tell)


async def say_where(message: Message, turn: Turn) -> None:
    """Say where the command is sent."""
    await say_which_ticket(turn)
