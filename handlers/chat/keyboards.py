"""Keyboards: buttons below a message and below the input."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from pydantic import Field

Button = tuple[str, CallbackData]
# What a button says of a row: a forged number may be larger than any column.
RowId = Annotated[int, Field(ge=0, lt=2**63)]


def buttons(*rows: Sequence[Button]) -> InlineKeyboardMarkup:
    """Return buttons below a message: rows of (label, what a press carries)."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=press.pack()) for label, press in row] for row in rows if row]
    )


def in_rows(row: Sequence[Button], *, width: int) -> list[Sequence[Button]]:
    """Return buttons broken into rows of at most `width`."""
    return [row[start : start + width] for start in range(0, len(row), width)]


def label_of_press(press: CallbackQuery) -> str | None:
    """Return the words on the button that was pressed; None when the message does not show it."""
    markup = press.message.reply_markup if isinstance(press.message, Message) else None
    rows = markup.inline_keyboard if markup is not None else []
    return next((button.text for row in rows for button in row if button.callback_data == press.data), None)
