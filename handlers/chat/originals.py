"""Originals: a supervisor reads in private what is masked in the topic."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.masking import show_original
from handlers.chat.moved_tickets import say_where
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on, answered_here
from handlers.chat.turn import Turn
from storage.tickets import Ticket


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="originals")
    router.message.register(show, Command("original"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("original"), InStaffGroup(), FromStaff())
    return router


async def show(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Send the answered words, as the customer wrote them, to the supervisor in private."""
    staff, meant = act_on(turn, ticket), await answered_here(turn)
    voice = turn.voice
    await show_original(voice.session, ticket=ticket, message=meant, by=staff, at=voice.now, business=voice.business, tell=turn.tell)
    turn.reply("relay-original-sent")
