"""Groups that the bot is in; one of them is the staff group."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session


class GroupChat(SQLModel, table=True):
    """What we know of a group: from updates about the bot's own membership."""

    __tablename__ = "group_chat"

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=200)
    is_forum: bool
    is_member: bool
    may_manage_topics: bool
    added_by: int | None = Field(default=None, sa_type=BigId)
    staff_group_since: datetime | None = None
    known_at: datetime


async def find_group(session: Session, chat_id: int) -> GroupChat | None:
    """Return what we know of a group."""
    return await session.get(GroupChat, chat_id)


async def find_staff_group(session: Session) -> GroupChat | None:
    """Return the group in which staff answer: the one chosen last. None while the bot is not in it."""
    statement = (
        select(GroupChat)
        .where(col(GroupChat.staff_group_since).is_not(None), col(GroupChat.is_member))
        .order_by(col(GroupChat.staff_group_since).desc(), col(GroupChat.chat_id))
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def list_staff_groups(session: Session) -> Sequence[GroupChat]:
    """Return every group that is marked as a staff group (there should be one)."""
    statement = select(GroupChat).where(col(GroupChat.staff_group_since).is_not(None)).order_by(col(GroupChat.chat_id)).limit(100)
    return (await session.execute(statement)).scalars().all()
