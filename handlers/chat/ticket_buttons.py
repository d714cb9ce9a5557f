"""Buttons of a ticket's card in the staff group."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from crm.rules.lengths import shortened
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.speech import Phrases
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus


class TicketAct(StrEnum):
    """What a press on a card asks for."""

    CLAIM = "claim"
    CLOSE = "close"
    REOPEN = "reopen"
    PENDING = "pending"
    OPEN = "open"
    SOLVE = "solve"


class TicketPress(CallbackData, prefix="t"):
    """A press on a ticket's card."""

    act: TicketAct
    ticket_id: RowId


_ACTS = {
    TicketStatus.NEW: (TicketAct.CLAIM, TicketAct.CLOSE),
    TicketStatus.OPEN: (TicketAct.PENDING, TicketAct.SOLVE, TicketAct.CLOSE),
    TicketStatus.PENDING: (TicketAct.OPEN, TicketAct.SOLVE, TicketAct.CLOSE),
    TicketStatus.ON_HOLD: (TicketAct.OPEN, TicketAct.SOLVE, TicketAct.CLOSE),
    TicketStatus.SOLVED: (TicketAct.REOPEN, TicketAct.CLOSE),
    TicketStatus.CLOSED: (TicketAct.REOPEN,),
}
_ACTS_ASIDE = (TicketAct.OPEN, TicketAct.SOLVE, TicketAct.CLOSE)
_HELD = (TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.ON_HOLD)
LONGEST_NAME = 40


def card_buttons(ticket: Ticket, phrases: Phrases, *, holder: str | None) -> InlineKeyboardMarkup:
    """Return the buttons that fit the ticket's status; of an open one, first who has it. A press on the name tells a colleague that."""

    def button(act: TicketAct, label: str | None = None) -> tuple[str, CallbackData]:
        return label or phrases.plain(f"card-{act}"), TicketPress(act=act, ticket_id=ticket.id)

    is_aside = ticket.status is TicketStatus.OPEN and ticket.snoozed_at is not None
    acts = [button(act) for act in (_ACTS_ASIDE if is_aside else _ACTS[ticket.status])]
    if ticket.status not in _HELD:
        return buttons(acts)
    name = None if holder is None else phrases.plain("card-held", name=shortened(holder, LONGEST_NAME))
    return buttons([button(TicketAct.CLAIM, name)], acts)
