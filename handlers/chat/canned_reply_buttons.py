"""Buttons of canned replies in a ticket's topic: look at one first, and send what was looked at."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.chat.keyboards import RowId, buttons, in_rows
from handlers.chat.speech import Phrases
from storage.canned_replies import ReplyAtHand
from storage.tickets import Ticket

MOST_BUTTONS = 12
_WIDTH = 2


class LookAtReply(CallbackData, prefix="crl"):
    """A press that asks to see a reply as the ticket's customer would get it."""

    reply_id: RowId
    ticket_id: RowId


class SendReply(CallbackData, prefix="crs"):
    """A press that sends the reply that was looked at; `mark` tells whether it still reads as it did."""

    reply_id: RowId
    ticket_id: RowId
    mark: str


def look_buttons(replies: Sequence[ReplyAtHand], ticket: Ticket) -> InlineKeyboardMarkup:
    """Return a button for each of the first replies."""
    row = [(each.reply.key, LookAtReply(reply_id=each.reply.id, ticket_id=ticket.id)) for each in replies[:MOST_BUTTONS]]
    return buttons(*in_rows(row, width=_WIDTH))


def send_button(at_hand: ReplyAtHand, ticket: Ticket, mark: str, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that sends a reply."""
    press = SendReply(reply_id=at_hand.reply.id, ticket_id=ticket.id, mark=mark)
    return buttons([(phrases.plain("canned-button-send"), press)])
