"""Where each person stands in a dialogue with the bot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, bindparam, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session
from storage.gathering import gather
from storage.padding import padded


class Conversation(SQLModel, table=True):
    """The dialogue of one person in one chat: the state's name and what was said so far."""

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    user_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    state: str | None = Field(default=None, max_length=100)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where a dialogue stands: the state's name and what was said so far. It is replaced as a whole, never changed in place."""

    state: str | None
    data: dict[str, Any]


async def find_dialogues(session: Session, *, chat_ids: Collection[int], user_ids: Collection[int]) -> dict[tuple[int, int], Dialogue]:
    """Return the dialogues of these people in these chats, by chat and user."""
    connection = await session.connection()
    rows = (await connection.execute(_DIALOGUES, {"chat_ids": padded(chat_ids), "user_ids": padded(user_ids)})).all()
    return {(chat_id, user_id): Dialogue(state, data) for chat_id, user_id, state, data in rows}


_DIALOGUES = select(col(Conversation.chat_id), col(Conversation.user_id), col(Conversation.state), col(Conversation.data)).where(
    col(Conversation.chat_id).in_(bindparam("chat_ids", expanding=True)),
    col(Conversation.user_id).in_(bindparam("user_ids", expanding=True)),
)


def keep_dialogue(session: Session, *, chat_id: int, user_id: int, dialogue: Dialogue, at: datetime) -> None:
    """Gather where a dialogue stands now, in the place of where it stood."""
    gather(
        session,
        Conversation,
        {"chat_id": chat_id, "user_id": user_id, "state": dialogue.state, "data": dialogue.data, "updated_at": at},
    )
