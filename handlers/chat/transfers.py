"""Transfers: staff let a ticket go to another team."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.rules.teams import MAIN
from crm.teams import team_named
from crm.transfers import transfer_ticket
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.moved_tickets import say_where, team_words
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on, is_staff_group
from handlers.chat.turn import Turn
from storage.tickets import Ticket, find_ticket


class TransferPress(CallbackData, prefix="tr"):
    """A staff member wants a ticket to go to this team."""

    ticket_id: RowId
    team: str


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="transfers")
    router.message.register(transfer, Command("transfer"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("transfer"), InStaffGroup(), FromStaff())
    router.callback_query.register(choose, TransferPress.filter())
    return router


async def transfer(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Let the ticket go to the team that is named, or offer the teams."""
    act_on(turn, ticket)
    if not turn.voice.business.teams and ticket.team is None:
        turn.reply("transfer-no-teams")
    elif not command.args:
        turn.reply("transfer-where", keyboard=_teams_for(ticket, turn), number=ticket.number)
    else:
        await _transfer(turn, ticket, command.args)


async def choose(press: CallbackQuery, callback_data: TransferPress, turn: Turn) -> None:
    """A press on a team: whoever presses, wherever and whenever, on a ticket that stands in this group."""
    ticket = await find_ticket(turn.voice.session, callback_data.ticket_id)
    if ticket is None or ticket.topic_chat_id != turn.chat_id or not await is_staff_group(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    act_on(turn, ticket)
    await _transfer(turn, ticket, callback_data.team)
    turn.take_buttons_away(press)
    turn.answer_press(press)


async def _transfer(turn: Turn, ticket: Ticket, word: str) -> None:
    voice = turn.voice
    team = team_named(word, voice.business.teams)
    await transfer_ticket(
        voice.session, ticket=ticket, team=team, by=turn.person.staff, at=voice.now, business=voice.business, tell=turn.tell
    )


def _teams_for(ticket: Ticket, turn: Turn) -> InlineKeyboardMarkup:
    keys = [*(team.key for team in turn.voice.business.teams), MAIN]
    others = [key for key in keys if key != (ticket.team or MAIN)]
    return buttons(*[[(team_words(key, turn.voice, turn.phrases), TransferPress(ticket_id=ticket.id, team=key))] for key in others])
