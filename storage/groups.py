"""Groups that the bot is in; in some of them staff answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session

_AT_HAND = "staff_groups"
MOST_STAFF_GROUPS = 100


class GroupChat(SQLModel, table=True):
    """What we know of a group: from updates about the bot's own membership.

    A group with `staff_group_since` is a staff group: of the team with the key `team`, or of the main desk without one.
    `may_delete_messages` and `is_administrator`, of the bot, are None while nobody has said.
    """

    __tablename__ = "group_chat"

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=200)
    is_forum: bool
    is_member: bool
    may_manage_topics: bool
    may_delete_messages: bool | None = None
    is_administrator: bool | None = None
    added_by: int | None = Field(default=None, sa_type=BigId)
    staff_group_since: datetime | None = None
    team: str | None = Field(default=None, max_length=20)
    known_at: datetime


async def find_group(session: Session, chat_id: int) -> GroupChat | None:
    """Return what we know of a group."""
    return await session.get(GroupChat, chat_id)


async def find_staff_group(session: Session) -> GroupChat | None:
    """Return the main staff group, where what concerns all is said: of those of the main desk that the bot is in, the first chosen."""
    return next((group for group in await staff_groups_at_hand(session) if group.team is None), None)


async def staff_groups_at_hand(session: Session) -> Sequence[GroupChat]:
    """Return the groups in which staff answer and which the bot is in, the first chosen first; asked for once in a transaction."""
    if _AT_HAND not in session.info:
        session.info[_AT_HAND] = [group for group in await list_staff_groups(session) if group.is_member]
    groups: Sequence[GroupChat] = session.info[_AT_HAND]
    return groups


def forget_staff_groups(session: Session) -> None:
    """Let the staff groups be asked for again, because something about them has changed."""
    session.info.pop(_AT_HAND, None)


async def list_staff_groups(session: Session, *, anew: bool = False) -> Sequence[GroupChat]:
    """Return every group that is marked as a staff group, whether the bot is in it or not, the first chosen first.

    `anew` reads again what this transaction has read of them before.
    """
    statement = (
        select(GroupChat)
        .where(col(GroupChat.staff_group_since).is_not(None))
        .order_by(col(GroupChat.staff_group_since), col(GroupChat.chat_id))
        .limit(MOST_STAFF_GROUPS)
        .execution_options(populate_existing=anew)
    )
    return (await session.execute(statement)).scalars().all()


async def note_right_to_delete(session: Session, *, chat_id: int | None, may_delete: bool) -> None:
    """Remember whether the bot may delete messages in a group, as an attempt has shown."""
    statement = update(GroupChat).where(col(GroupChat.chat_id) == chat_id, col(GroupChat.may_delete_messages).is_not(may_delete))
    await session.execute(statement.values(may_delete_messages=may_delete))
