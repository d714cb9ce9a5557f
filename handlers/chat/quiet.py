"""Quiet turns: what is kept without anybody being told."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from crm.notices import Notice
from handlers.chat.free_text import take_edit
from handlers.chat.turn import Turn


async def keep_edit_quietly(edited_message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what a customer changed as a further version; no copy follows, and no ticket shows it."""
    await take_edit(edited_message, replace(turn, send=_tell_nobody), state)
    turn.heard["ticket_id"] = None


async def _tell_nobody(notice: Notice) -> None:
    """Leave a fact untold."""
