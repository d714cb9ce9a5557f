"""Dialogues: when a message answers the question that was asked last, and when it is something new."""

from datetime import datetime, timedelta
from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message

from handlers.chat.turn import Turn

_ASKED_AT = "asked_at"
_ALBUM = "album"
_IS_DONE = "is_done"


class IsNoCommand(Filter):
    """Passes messages that are no command: a command wins over every dialogue."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")


class AnswersInTime(Filter):
    """Passes what is written soon after the question; a question that is older, or was answered, is forgotten."""

    def __init__(self, within: timedelta) -> None:
        self._within = within

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool:
        data = await state.get_data()
        asked_at = data.get(_ASKED_AT)
        is_fresh = isinstance(asked_at, str) and turn.voice.now - datetime.fromisoformat(asked_at) <= self._within
        if is_fresh and (not data.get(_IS_DONE) or is_of_album(message, data)):
            return True
        await state.clear()
        return False


async def ask(turn: Turn, state: FSMContext, question: State, **facts: int) -> None:
    """Wait for the answer to a question; the facts are kept until it comes."""
    await state.set_state(question)
    await state.set_data({**facts, _ASKED_AT: turn.voice.now.isoformat()})


def is_of_album(message: Message, data: dict[str, Any]) -> bool:
    """Tell whether a message belongs to the album of the one before."""
    return message.media_group_id is not None and message.media_group_id == data.get(_ALBUM)


async def end_after(message: Message, state: FSMContext) -> None:
    """End the dialogue; the other pictures of an album still belong to it."""
    if message.media_group_id is None:
        await state.clear()
    else:
        await state.update_data({_ALBUM: message.media_group_id, _IS_DONE: True})


async def go_on_after(message: Message, state: FSMContext) -> None:
    """Go on waiting for the answer, and know the other pictures of an album."""
    if message.media_group_id is not None:
        await state.update_data({_ALBUM: message.media_group_id})
