"""Drafts: what a customer has written that no ticket holds yet, kept in the memory of the dialogue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram.filters import CommandObject, Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardMarkup, Message, TelegramObject

from crm.rules.lengths import shortened
from crm.spoken import PART, Spoken
from handlers.chat.media import CONTENT, NOT_COPYABLE, entities_from, kind_of, spoken_of, words_of
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from storage.interactions import find_ticket_id_of

KEPT_FOR = timedelta(days=1)  # what was written longer ago is not taken along into a new ticket
LISTENS_FOR = timedelta(hours=3)  # a dialogue that was left alone for longer takes no message any more
MOST = 200
LONGEST = 700

_DRAFT = "draft"
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?(\s|$)")


@dataclass(slots=True)
class Draft:
    """What was written, as ids of interactions, with the first of its words, and what was chosen in the dialogue so far.

    `album` is the album that was answered last. `is_settled` when the bot has answered what was written, so that only a
    customer who asks for more goes on with it.
    """

    at: str
    said: list[int] = field(default_factory=list)
    words: str = ""
    files: int = 0
    album: str | None = None
    is_settled: bool = False
    chosen: dict[str, str] = field(default_factory=dict)

    def add(self, turn: Turn, message: Message, *, words: str | None = None) -> bool:
        """Add a message; tell whether it needs an answer, which a further part of an answered album does not."""
        if self.is_settled:
            self.empty()
        self.said = [*self.said, turn.heard["id"]][-MOST:]
        self.words = "\n".join(part for part in (self.words, words if words is not None else words_of(message)) if part)[:LONGEST]
        self.files += kind_of(message) != "text"
        self.at = turn.voice.now.isoformat()
        answered = message.media_group_id is not None and message.media_group_id == self.album
        self.album = message.media_group_id
        return not answered

    def empty(self) -> None:
        """Forget what was written and chosen."""
        self.said, self.words, self.files, self.is_settled, self.chosen = [], "", 0, False, {}

    def quote(self, phrases: Phrases, *, longest: int = 200) -> str:
        """Return what was written, shortened, as HTML; empty when nothing was."""
        parts = []
        if self.words:
            parts.append(phrases("draft-words", words=shortened(self.words, longest)))
        if self.files:
            parts.append(phrases("draft-attachments", count=self.files))
        return "\n".join(parts)


async def has_choice(state: FSMContext, turn: Turn) -> bool:
    """Tell whether a dialogue is under way in which the customer has chosen something."""
    data = await state.get_data()
    return await state.get_state() is not None and _is_listening(data, turn.voice.now) and bool(data[_DRAFT]["chosen"])


def _is_within(then: str, now: datetime, length: timedelta) -> bool:
    return now - datetime.fromisoformat(then) <= length


async def draft_of(state: FSMContext, turn: Turn) -> Draft:
    """Return the draft of a customer; an empty one when there is none or it is old."""
    kept = (await state.get_data()).get(_DRAFT)
    if kept is None or not _is_within(kept["at"], turn.voice.now, KEPT_FOR):
        return Draft(at=turn.voice.now.isoformat())
    return Draft(**kept | {"chosen": dict(kept["chosen"])})


async def keep_draft(state: FSMContext, draft: Draft) -> None:
    """Remember a draft."""
    await state.update_data({_DRAFT: {each.name: getattr(draft, each.name) for each in fields(draft)}})


async def begin_dialogue(state: FSMContext, turn: Turn, first: State, *, carry: bool, chosen: Mapping[str, str] | None = None) -> Draft:
    """Begin a dialogue and return the draft with which it begins: what was written and is not answered yet, when `carry` all of it.

    `chosen` is what holds of the choices of the dialogue before.
    """
    draft = await draft_of(state, turn)
    if draft.is_settled and not carry:
        draft.empty()
    draft.is_settled, draft.chosen, draft.at = False, dict(chosen or {}), turn.voice.now.isoformat()
    await state.set_state(first)
    await keep_draft(state, draft)
    return draft


async def end_dialogue(state: FSMContext) -> None:
    """Leave the dialogue and forget its draft, because it was sent or dropped."""
    await state.set_state(None)
    data = await state.get_data()
    if data.pop(_DRAFT, None) is not None:
        await state.set_data(data)


def leave_out_command(turn: Turn, message: Message, words: str) -> None:
    """Keep of a command only the words behind it, with their formatting, which are what staff see of the message."""
    whole = words_of(message) or ""
    entities = entities_from(message, whole.rindex(words))
    turn.heard["text"] = words
    turn.heard["media"] = (turn.heard["media"] or {"kind": kind_of(message)}) | {PART: True, "entities": entities}


def spoken_in(turn: Turn, message: Message) -> Spoken:
    """Return what a message says and how, without a command that was left out."""
    spoken, media = spoken_of(message), turn.heard["media"] or {}
    if PART not in media:
        return spoken
    return replace(spoken, words=turn.heard["text"], entities=tuple(media["entities"]), is_part=True)


def words_behind_command(message: Message) -> str:
    """Return the words of a message without the command that it begins with, if it does."""
    whole = words_of(message) or ""
    command = _COMMAND.match(whole)
    return whole if command is None else whole[command.end() :].lstrip()


def is_command(message: Message) -> bool:
    """Tell whether a text is meant as a command, known or not."""
    return message.text is not None and _COMMAND.match(message.text) is not None


def refuse_unpassable(turn: Turn, message: Message, *, keyboard: InlineKeyboardMarkup | None = None) -> bool:
    """Say that a message is of a kind that cannot be shown to staff, and tell whether it is."""
    kind = kind_of(message)
    if kind not in NOT_COPYABLE:
        return False
    turn.reply("draft-not-passable", keyboard=keyboard, kind_of_message=turn.phrases.plain("media-kind", kind=kind))
    return True


def _is_listening(data: Mapping[str, Any], now: datetime) -> bool:
    kept = data.get(_DRAFT)
    return kept is not None and _is_within(kept["at"], now, LISTENS_FOR)


class Content(Filter):
    """A message that says or shows something; not a command, and no service message."""

    async def __call__(self, message: Message) -> bool:
        return kind_of(message) in CONTENT and not is_command(message)


class Listening(Filter):
    """A message that a dialogue may take.

    A command never is, nor what comes after the dialogue was left alone, nor an answer to something said on a ticket.
    """

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool:
        if kind_of(message) not in CONTENT or is_command(message):
            return False
        if not _is_listening(await state.get_data(), turn.voice.now):
            await state.set_state(None)
            return False
        answered: int | None = turn.heard["reply_to_id"]
        return answered is None or await find_ticket_id_of(turn.voice.session, answered) is None


class WithWords(Filter):
    """A command with words behind it."""

    async def __call__(self, message: Message, command: CommandObject) -> bool:
        return bool(command.args)


class Lately(Filter):
    """A dialogue that was not left alone for long."""

    async def __call__(self, event: TelegramObject, turn: Turn, state: FSMContext) -> bool:
        return _is_listening(await state.get_data(), turn.voice.now)


def under_way(*states: State | type[StatesGroup]) -> tuple[Filter, Filter]:
    """Return the filters of what comes, a command or a press, while a dialogue stands in one of these states."""
    return StateFilter(*states), Lately()


def awaited(*states: State) -> tuple[Filter, Filter]:
    """Return the filters of a message for which a dialogue waits in one of these states."""
    return StateFilter(*states), Listening()
