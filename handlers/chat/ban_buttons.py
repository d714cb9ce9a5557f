"""Buttons of the list of bans: lift one, show older ones."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.chat.keyboards import Button, RowId, buttons
from handlers.chat.speech import Phrases
from storage.bans import Ban


class UnbanPress(CallbackData, prefix="unban"):
    """A press that lifts a ban."""

    ban_id: RowId


class BansPress(CallbackData, prefix="bans"):
    """A press that shows bans older than one."""

    before_id: RowId


def ban_buttons(bans: Sequence[Ban], phrases: Phrases, *, has_more: bool) -> InlineKeyboardMarkup:
    """Return a button for each ban, and one for older ones."""
    rows: list[Sequence[Button]] = [[(phrases.plain("ban-button-lift", number=ban.customer_id), UnbanPress(ban_id=ban.id))] for ban in bans]
    older = [(phrases.plain("ban-button-older"), BansPress(before_id=bans[-1].id))] if has_more else []
    return buttons(*rows, older)
