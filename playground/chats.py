"""Chats, their members and topics, and what each member may do."""

from dataclasses import dataclass, field
from enum import StrEnum

from playground.messages import Message
from playground.wire import Json

TOPIC_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR, Standing.MEMBER, Standing.RESTRICTED})
DEFAULT_ADMIN_RIGHTS = {right: right != "can_promote_members" for right in ADMIN_RIGHTS}


@dataclass
class Member:
    """How one account stands in one chat."""

    user_id: int
    standing: Standing
    is_anonymous: bool = False
    rights: dict[str, bool] = field(default_factory=dict)
    until_date: int = 0

    @property
    def is_present(self) -> bool:
        return self.standing in PRESENT

    @property
    def is_administrator(self) -> bool:
        return self.standing in {Standing.CREATOR, Standing.ADMINISTRATOR}

    def may(self, right: str) -> bool:
        """Whether the account has this right; a creator has every one."""
        if self.standing is Standing.CREATOR:
            return True
        if self.standing is Standing.ADMINISTRATOR:
            return self.rights.get(right, False) or right in {"can_manage_chat", "can_send_messages"}
        if self.standing is Standing.RESTRICTED:
            return self.rights.get(right, False)
        return self.standing is Standing.MEMBER and right not in ADMIN_RIGHTS


@dataclass
class Topic:
    """A topic of a forum; its id is the id of the message that created it."""

    message_thread_id: int
    name: str
    icon_color: int
    created_by: int
    icon_custom_emoji_id: str = ""
    closed: bool = False

    def for_page(self) -> Json:
        return {"message_thread_id": self.message_thread_id, "name": self.name, "icon_color": self.icon_color, "closed": self.closed}

    def created(self) -> Json:
        """The Bot API's ForumTopicCreated."""
        told: Json = {"name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            told["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return told


@dataclass
class Chat:
    """One chat. The private chat of a person with the bot has the person's id."""

    id: int
    type: ChatType
    title: str | None = None
    is_forum: bool = False
    person_id: int | None = None
    started: bool = False
    blocked: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    reply_keyboard: Json | None = None

    @property
    def is_private(self) -> bool:
        return self.type is ChatType.PRIVATE

    def member(self, user_id: int) -> Member:
        """How the account stands here; `left` for one who never was here."""
        return self.members.get(user_id) or Member(user_id, Standing.LEFT)

    def present(self) -> list[Member]:
        """Those who are in the chat now."""
        return [member for member in self.members.values() if member.is_present]

    def message(self, message_id: int) -> Message | None:
        """A message that is still there."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def for_page(self, bot_id: int) -> Json:
        """The chat as the page shows it; the bot stands among the members under its own id."""
        return {
            "id": self.id,
            "type": self.type.value,
            "title": self.title,
            "is_forum": self.is_forum,
            "person_id": self.person_id,
            "started": self.started,
            "blocked": self.blocked,
            "members": [
                {
                    "person_id": member.user_id,
                    "status": member.standing.value,
                    "is_anonymous": member.is_anonymous,
                    "is_bot": member.user_id == bot_id,
                }
                for member in self.members.values()
            ],
            "topics": [topic.for_page() for topic in self.topics.values()],
            "migrated_to": self.migrated_to,
            "pinned": list(self.pinned),
        }
