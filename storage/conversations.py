"""Where each person stands in a dialogue with the bot."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session


class Conversation(SQLModel, table=True):
    """The dialogue of one person in one chat: the state's name and what was said so far."""

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    user_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    state: str | None = Field(default=None, max_length=100)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime


async def find_conversations(session: Session, *, chat_ids: Collection[int], user_ids: Collection[int]) -> Sequence[Conversation]:
    """Return the dialogues of these people in these chats."""
    statement = select(Conversation).where(col(Conversation.chat_id).in_(chat_ids), col(Conversation.user_id).in_(user_ids))
    return (await session.execute(statement)).scalars().all()
