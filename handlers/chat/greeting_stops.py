"""Greeting stops: staff say that a customer shall not be greeted, and take it back."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.greeting_stops import resume_greetings, stop_greetings
from crm.identities import identify_customer
from crm.masking import mask_text
from crm.permissions import require_role
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import ticket_here
from handlers.chat.turn import Turn
from storage.customers import Customer, get_customer
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="greeting_stops")
    router.message.register(stop, Command("nogreet"), StaffHere())
    router.message.register(resume, Command("greet"), StaffHere())
    return router


async def stop(message: Message, command: CommandObject, turn: Turn) -> None:
    """Let a customer not be greeted: the one of the ticket here, or the one who is named."""
    staff = require_role(turn.person.staff, Role.AGENT)
    customer = await _whom(turn, command.args)
    if customer is None:
        turn.reply("greeting-whom")
        return
    await stop_greetings(turn.voice.session, customer=customer, by=staff, at=turn.voice.now)
    turn.reply("greeting-stopped", name=mask_text(customer.name, turn.voice.business), number=customer.id)


async def resume(message: Message, command: CommandObject, turn: Turn) -> None:
    """Let a customer be greeted again."""
    staff = require_role(turn.person.staff, Role.AGENT)
    customer = await _whom(turn, command.args)
    if customer is None:
        turn.reply("greeting-whom")
        return
    await resume_greetings(turn.voice.session, customer=customer, by=staff, at=turn.voice.now)
    turn.reply("greeting-resumed", name=mask_text(customer.name, turn.voice.business), number=customer.id)


async def _whom(turn: Turn, wanted: str | None) -> Customer | None:
    if wanted:
        return await identify_customer(turn.voice.session, wanted=wanted, time_zone=turn.voice.business.time_zone)
    ticket = None if turn.is_private else await ticket_here(turn)
    return None if ticket is None else await get_customer(turn.voice.session, ticket.customer_id)
