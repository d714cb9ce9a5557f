"""The memory of a dialogue: aiogram's state kept in the row of the conversation, within the update's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.conversations import Dialogue, keep_dialogue
from storage.database import Session

Dialogues = dict[tuple[int, int], Dialogue]
_NONE = Dialogue(state=None, data={})


class DialogueMemory(BaseStorage):
    """Reads and changes the dialogues that were loaded for a batch, and keeps what has changed when the batch ends."""

    def __init__(self, dialogues: Dialogues) -> None:
        self._dialogues = dialogues
        self._changed: set[tuple[int, int]] = set()

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember where the dialogue stands."""
        name = state.state if isinstance(state, State) else state
        dialogue = self._dialogue(key)
        if dialogue.state != name:
            self._change(key, Dialogue(name, dialogue.data))

    async def get_state(self, key: StorageKey) -> str | None:
        """Return where the dialogue stands."""
        return self._dialogue(key).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember what was said in the dialogue so far."""
        dialogue = self._dialogue(key)
        if dialogue.data != data:
            self._change(key, Dialogue(dialogue.state, dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what was said in the dialogue so far. What lies in it is replaced, never changed in place: it would not be kept."""
        return dict(self._dialogue(key).data)

    async def close(self) -> None:
        """Do nothing: the transaction belongs to the batch."""

    def context(self, *, bot_id: int, chat_id: int, user_id: int) -> FSMContext:
        """Return the dialogue of one person in one chat, as aiogram's handlers know it."""
        return FSMContext(storage=self, key=StorageKey(bot_id=bot_id, chat_id=chat_id, user_id=user_id))

    def snapshot(self) -> Dialogues:
        """Return how all dialogues stand, for `restore` and `has_changed_since`."""
        return dict(self._dialogues)

    def restore(self, snapshot: Dialogues) -> None:
        """Let all dialogues stand as they stood."""
        self._dialogues = dict(snapshot)

    def stands_as(self, snapshot: Dialogues) -> bool:
        """Tell whether no dialogue has changed since a snapshot."""
        return self._dialogues == snapshot

    def keep(self, session: Session, *, at: datetime) -> None:
        """Gather what has changed."""
        for chat_id, user_id in sorted(self._changed):
            dialogue = self._dialogues.get((chat_id, user_id), _NONE)
            keep_dialogue(session, chat_id=chat_id, user_id=user_id, dialogue=dialogue, at=at)
        self._changed.clear()

    def _dialogue(self, key: StorageKey) -> Dialogue:
        return self._dialogues.get((key.chat_id, key.user_id), _NONE)

    def _change(self, key: StorageKey, dialogue: Dialogue) -> None:
        self._dialogues[(key.chat_id, key.user_id)] = dialogue
        self._changed.add((key.chat_id, key.user_id))
