"""The memory of a dialogue: aiogram's state kept in the row of the conversation, within the update's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.conversations import Conversation
from storage.database import Session

Conversations = dict[tuple[int, int], Conversation]


class DialogueMemory(BaseStorage):
    """Reads and changes the conversations that were loaded for a batch; the transaction keeps them."""

    def __init__(self, *, session: Session, conversations: Conversations, at: datetime) -> None:
        self._session = session
        self._conversations = conversations
        self._at = at

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember where the dialogue stands."""
        name = state.state if isinstance(state, State) else state
        row = self._conversations.get((key.chat_id, key.user_id))
        if row is None and name is None:
            return
        row = self._row(key)
        row.state, row.updated_at = name, self._at

    async def get_state(self, key: StorageKey) -> str | None:
        """Return where the dialogue stands."""
        row = self._conversations.get((key.chat_id, key.user_id))
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember what was said in the dialogue so far."""
        row = self._conversations.get((key.chat_id, key.user_id))
        if row is None and not data:
            return
        row = self._row(key)
        row.data, row.updated_at = dict(data), self._at

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what was said in the dialogue so far."""
        row = self._conversations.get((key.chat_id, key.user_id))
        # What lies in it is replaced, never changed in place: such a change would not be seen as one, and not be written.
        return dict(row.data) if row else {}

    async def close(self) -> None:
        """Do nothing: the transaction belongs to the batch."""

    def context(self, *, bot_id: int, chat_id: int, user_id: int) -> FSMContext:
        """Return the dialogue of one person in one chat, as aiogram's handlers know it."""
        return FSMContext(storage=self, key=StorageKey(bot_id=bot_id, chat_id=chat_id, user_id=user_id))

    def _row(self, key: StorageKey) -> Conversation:
        row = self._conversations.get((key.chat_id, key.user_id))
        if row is None:
            row = Conversation(chat_id=key.chat_id, user_id=key.user_id, state=None, data={}, updated_at=self._at)
            self._session.add(row)
            self._conversations[(key.chat_id, key.user_id)] = row
        return row
