"""The audit in the chat: supervisors read who of the staff changed what."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from crm.permissions import require_role
from crm.staff import NotOnStaff, find_colleague
from crm.ticket_ties import NoSuchTicket
from handlers.chat.audit_texts import AuditPress, audit_page
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.staff import find_staff_member
from storage.tickets import find_ticket_by_number
from storage.vocabulary import Role

_LARGEST_ID = 2**63 - 1


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="audit")
    router.message.register(show, Command("audit"), StaffHere())
    router.callback_query.register(show_older, AuditPress.filter())
    return router


async def show(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show the newest acts: all, those on a ticket, or those of a colleague."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    words = (command.args or "").split()
    if len(words) > 1:
        turn.reply("audit-usage")
        return
    ticket_id, staff_id = await _meant_by(words[0], turn) if words else (None, None)
    await _show(turn, ticket_id=ticket_id, staff_id=staff_id, before_id=None)


async def show_older(press: CallbackQuery, callback_data: AuditPress, turn: Turn) -> None:
    """Show the acts before those above the button."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    await _show(turn, ticket_id=callback_data.ticket_id or None, staff_id=callback_data.staff_id or None, before_id=callback_data.before)


async def _show(turn: Turn, *, ticket_id: int | None, staff_id: int | None, before_id: int | None) -> None:
    text, keyboard = await audit_page(turn.voice, turn.phrases, zone=turn.zone, ticket_id=ticket_id, staff_id=staff_id, before_id=before_id)
    turn.reply_text(text, keyboard=keyboard)


async def _meant_by(word: str, turn: Turn) -> tuple[int | None, int | None]:
    """Return the ticket or the staff member that a word means: a number is a ticket's, unless there is none with it."""
    session, number = turn.voice.session, word.removeprefix("#")
    if number.isdecimal() and int(number) <= _LARGEST_ID:
        ticket = await find_ticket_by_number(session, int(number))
        if ticket is not None:
            return ticket.id, None
        former = await find_staff_member(session, user_id=int(number))  # who has left is in no list, but did things
        if former is not None:
            return None, former.id
    try:
        return None, (await find_colleague(session, word=word)).id
    except NotOnStaff:
        if number.isdecimal() and int(number) <= _LARGEST_ID:
            raise NoSuchTicket(number=int(number)) from None
        raise
