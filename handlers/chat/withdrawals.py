"""Withdrawals: staff delete at the customer what they wrote."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.withdrawals import withdraw_message
from handlers.chat.moved_tickets import say_where
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on, answered_here
from handlers.chat.turn import Turn
from storage.tickets import Ticket


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="withdrawals")
    router.message.register(delete, Command("delete"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("delete"), InStaffGroup(), FromStaff())
    return router


async def delete(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Delete at the customer what the answered message says."""
    staff, meant = act_on(turn, ticket), await answered_here(turn)
    await withdraw_message(turn.voice.session, ticket=ticket, message=meant, by=staff, at=turn.voice.now, tell=turn.tell)
