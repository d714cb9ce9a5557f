"""Buttons by which customers take up or close tickets of theirs."""

from aiogram.filters.callback_data import CallbackData

from handlers.chat.keyboards import RowId


class MyTicketPress(CallbackData, prefix="mt"):
    """A customer wants to write on this ticket of theirs."""

    ticket_id: RowId


class CloseOwnPress(CallbackData, prefix="mtc"):
    """A customer says that this ticket of theirs is done."""

    ticket_id: RowId
