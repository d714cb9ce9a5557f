"""A message as the world keeps it; how it looks to the bot is made from this."""

from dataclasses import dataclass, field

from playground.wire import Json

SERVICE_KINDS = frozenset(
    {
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "left_chat_member",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_title",
        "pinned_message_id",
    }
)
CAPTIONED = frozenset({"photo", "document", "video", "voice", "animation", "audio"})
UNCOPYABLE = frozenset({"story", "unknown"})


@dataclass(slots=True)
class Message:
    """One message. `content` holds its kind under the Bot API's name, with text or caption and their entities."""

    chat_id: int
    message_id: int
    sender_id: int
    date: int
    kind: str
    content: Json
    sender_chat_id: int | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    external_reply: Json | None = None
    quote: Json | None = None
    origin: Json | None = None
    media_group_id: str | None = None
    reply_markup: Json | None = None
    edit_date: int | None = None
    protected: bool = False
    via_bot: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def is_service(self) -> bool:
        return self.kind in SERVICE_KINDS

    def button_data(self) -> set[str]:
        """The callback data on the message's buttons."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return {button["callback_data"] for row in rows for button in row if "callback_data" in button}

    def reactions_for_page(self, bot_id: int) -> list[Json]:
        """Who reacted with what; the bot is nobody (null)."""
        return [
            {"person_id": None if user_id == bot_id else user_id, "emoji": reaction.get("emoji", "★")}
            for user_id, given in self.reactions.items()
            for reaction in given
        ]
