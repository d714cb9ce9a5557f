"""Dialogues: when a message answers the question that was asked last, and when it is something new."""

from datetime import datetime, timedelta
from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import Message

from handlers.chat.turn import Turn
from storage.vocabulary import Lane

_QUESTION = "question"
_ASKED_AT = "asked_at"
_ALBUM = "album"
_PROMPT = "prompt"
_IS_DONE = "is_done"


class IsNoCommand(Filter):
    """Passes messages that are no command: a command wins over every dialogue."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")


class RepliesToQuestion(Filter):
    """Passes in a group only what is written as a reply to the question: whatever else is said there is meant for others."""

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool:
        if turn.is_private:
            return True
        answered = turn.heard["reply_to_id"]
        return answered is not None and answered == (await asked_facts(state)).get(_PROMPT)


class AnswersInTime(Filter):
    """Passes what is written soon after the question; a question that is older, or was answered, is forgotten."""

    def __init__(self, within: timedelta) -> None:
        self._within = within

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool:
        facts = await asked_facts(state)
        asked_at = facts.get(_ASKED_AT)
        is_fresh = isinstance(asked_at, str) and turn.voice.now - datetime.fromisoformat(asked_at) <= self._within
        if is_fresh and (not facts.get(_IS_DONE) or is_of_album(message, facts)):
            return True
        await forget_question(state)
        return False


async def ask(turn: Turn, state: FSMContext, question: State, *, prompt: int, **facts: int) -> None:
    """Wait for the answer to a question; the facts are kept until it comes. `prompt` is the interaction that asked, by text and buttons."""
    await state.set_state(question)
    await state.update_data({_QUESTION: {**facts, _PROMPT: prompt, _ASKED_AT: turn.voice.now.isoformat()}})


async def asked_facts(state: FSMContext) -> dict[str, Any]:
    """Return the facts of the question that was asked last; none when nothing is asked."""
    facts: dict[str, Any] = (await state.get_data()).get(_QUESTION, {})
    return facts


async def end_at_desk(turn: Turn, state: FSMContext) -> None:
    """End a dialogue with one of the staff, in private or in a group, and take the buttons of its question away."""
    prompt = (await asked_facts(state)).get(_PROMPT)
    if prompt is not None:
        turn.voice.do(EditMessageReplyMarkup(chat_id=turn.chat_id), lane=Lane.REPLY, edits=int(prompt))
    await forget_question(state)


async def forget_question(state: FSMContext) -> None:
    """Wait for no answer any more. What else is remembered of the dialogue stays."""
    await state.set_state(None)
    data = await state.get_data()
    if data.pop(_QUESTION, None) is not None:
        await state.set_data(data)


def is_of_album(message: Message, facts: dict[str, Any]) -> bool:
    """Tell whether a message belongs to the album of the one before."""
    return message.media_group_id is not None and message.media_group_id == facts.get(_ALBUM)


async def end_after(message: Message, turn: Turn, state: FSMContext) -> None:
    """End the dialogue and take the buttons of its question away; the other pictures of an album still belong to it."""
    prompt = (await asked_facts(state)).get(_PROMPT)
    if prompt is not None:
        turn.voice.do(EditMessageReplyMarkup(chat_id=turn.chat_id), lane=Lane.REPLY, customer_id=turn.customer.id, edits=int(prompt))
    if message.media_group_id is None:
        await forget_question(state)
    else:
        await _note(state, {_ALBUM: message.media_group_id, _IS_DONE: True})


async def go_on_after(message: Message, state: FSMContext) -> None:
    """Go on waiting for the answer, and know the other pictures of an album."""
    if message.media_group_id is not None:
        await _note(state, {_ALBUM: message.media_group_id})


async def _note(state: FSMContext, facts: dict[str, Any]) -> None:
    await state.update_data({_QUESTION: await asked_facts(state) | facts})
