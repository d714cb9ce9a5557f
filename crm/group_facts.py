"""Facts of groups: what the messenger says of a group and of the bot's place in it, and what of that the desk lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.database import Session
from storage.former_topics import forget_refusals
from storage.groups import GroupChat


@dataclass(frozen=True)
class GroupFacts:
    """What the messenger says of a group or channel and of the bot's place in it. What is None it does not say."""

    chat_id: int
    title: str
    is_channel: bool
    is_forum: bool
    is_member: bool
    may_manage_topics: bool
    may_delete_messages: bool | None = None
    is_administrator: bool | None = None


class Lack(StrEnum):
    """What the desk would need in a staff group and has not."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    TOPICS = "topics"
    MANAGE_TOPICS = "manage-topics"
    DELETE_MESSAGES = "delete-messages"


def lacks_of(group: GroupChat) -> Sequence[Lack]:
    """Return what the desk lacks in a group, as far as is known; nothing else where the bot is no member."""
    if not group.is_member:
        return [Lack.MEMBER]
    lacking = {
        Lack.ADMINISTRATOR: group.is_administrator is False,
        Lack.TOPICS: not group.is_forum,
        Lack.MANAGE_TOPICS: group.is_forum and not group.may_manage_topics,
        Lack.DELETE_MESSAGES: group.may_delete_messages is False,
    }
    return [lack for lack, is_lacking in lacking.items() if is_lacking]


async def keep_facts(session: Session, group: GroupChat | None, facts: GroupFacts, at: datetime) -> GroupChat:
    """Remember what the messenger says of a group. Where the bot gets the right to delete, topics that were refused are tried again."""
    if group is None:
        group = GroupChat(
            chat_id=facts.chat_id, title=facts.title, is_forum=facts.is_forum, is_member=facts.is_member,
            may_manage_topics=facts.may_manage_topics, may_delete_messages=facts.may_delete_messages,
            is_administrator=facts.is_administrator, known_at=at,
        )  # fmt: skip
        session.add(group)
        return group
    group.title, group.is_forum, group.is_member = facts.title, facts.is_forum, facts.is_member
    group.may_manage_topics, group.known_at = facts.may_manage_topics, at
    if facts.may_delete_messages and group.may_delete_messages is not True:
        await forget_refusals(session, chat_id=group.chat_id)
    if facts.may_delete_messages is not None:
        group.may_delete_messages = facts.may_delete_messages
    if facts.is_administrator is not None:
        group.is_administrator = facts.is_administrator
    return group
