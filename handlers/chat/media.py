"""What a message carries: its words and, by reference, its media."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import (
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from crm.rules.lengths import utf16_units
from crm.rules.names import clean_name
from crm.spoken import FORWARDED, Origin, Spoken

# Telegram refuses to copy these; the customer and the staff are told instead.
NOT_COPYABLE = frozenset(
    {
        "unknown",
        "story",
        "paid_media",
        "giveaway",
        "giveaway_winners",
        "invoice",
        "successful_payment",
        "game",
        "checklist",
        "gift",
        "unique_gift",
    }
)
CONTENT = frozenset(
    {
        "text", "photo", "video", "animation", "audio", "document", "voice", "video_note", "sticker", "location", "venue", "contact", "poll", "dice", "live_photo",
        "rich_message",
    }
) | NOT_COPYABLE  # fmt: skip

# The formatting that is kept with what was said: what a copy that is written anew needs, and what hides something.
_KEPT = frozenset(
    {
        "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "blockquote", "expandable_blockquote",
        "custom_emoji", "url", "phone_number",
    }
)  # fmt: skip
# Of a rich message these are no words.
_UNREAD = frozenset({"type", "file_id", "file_unique_id", "mime_type", "language", "custom_emoji_id", "align", "valign", "label"})
_FILES = ("video", "animation", "audio", "document", "voice", "video_note", "sticker")


def kind_of(message: Message) -> str:
    """Return what a message carries, in the Bot API's word; `unknown` for what the library does not know."""
    return ContentType(message.content_type).value


def words_of(message: Message) -> str | None:
    """Return the text or caption of a message."""
    return message.text if message.text is not None else message.caption


def spoken_of(message: Message) -> Spoken:
    """Return what a message says and how."""
    return Spoken(
        words=words_of(message), entities=entities_of(message.entities or message.caption_entities), album=message.media_group_id,
        origin=origin_of(message), media=media_of(message) or {},
    )  # fmt: skip


def origin_of(message: Message) -> Origin | None:
    """Return from whom a message was forwarded, by the name that Telegram shows."""
    match message.forward_origin:
        case None:
            return None
        case MessageOriginUser(sender_user=user):
            return Origin("user", clean_name(user.full_name))
        case MessageOriginHiddenUser(sender_user_name=name):
            return Origin("hidden_user", clean_name(name))
        case MessageOriginChat(sender_chat=chat):
            return Origin("chat", clean_name(chat.title or ""))
        case MessageOriginChannel(chat=chat):
            return Origin("channel", clean_name(chat.title or ""))


def entities_of(entities: Sequence[MessageEntity] | None) -> tuple[dict[str, Any], ...]:
    """Return the formatting of a message as the Bot API writes it."""
    return tuple(entity.model_dump(mode="json", exclude_none=True) for entity in entities or ())


def entities_from(message: Message, start: int) -> list[dict[str, Any]]:
    """Return the formatting that is kept of a message's words from their letter `start` on, counted from there."""
    begins = utf16_units((words_of(message) or "")[:start])
    kept = [entity for entity in entities_of(message.entities or message.caption_entities) if entity["type"] in _KEPT]
    return [entity | {"offset": entity["offset"] - begins} for entity in kept if entity["offset"] >= begins]


def media_of(message: Message) -> dict[str, Any] | None:
    """Return what a message carries besides words, by reference; None for a plain text without formatting that was written here."""
    kind, origin = kind_of(message), origin_of(message)
    entities = entities_from(message, 0)
    if kind == "text" and origin is None and not entities:
        return None
    media: dict[str, Any] = {"kind": kind} | ({"entities": entities} if entities else {})
    if origin is not None:
        media[FORWARDED] = asdict(origin)
    if message.media_group_id is not None:
        media["album"] = message.media_group_id
        shown = {"has_spoiler": message.has_media_spoiler, "show_caption_above_media": message.show_caption_above_media}
        media |= {name: True for name, is_so in shown.items() if is_so}
    if message.photo:
        largest = message.photo[-1]
        return media | {"file_id": largest.file_id, "size": largest.file_size, "width": largest.width, "height": largest.height}
    if kind in _FILES:
        file = getattr(message, kind)
        described = {
            "file_id": file.file_id,
            "size": file.file_size,
            "name": getattr(file, "file_name", None),
            "type": getattr(file, "mime_type", None),
            "title": getattr(file, "title", None),
            "performer": getattr(file, "performer", None),
        }
        if message.sticker:
            described["emoji"] = message.sticker.emoji
        return media | {name: value for name, value in described.items() if value is not None}
    if message.dice:
        return media | {"emoji": message.dice.emoji, "value": message.dice.value}
    return media | _said_without_words(message)


def _said_without_words(message: Message) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if message.contact:
        shared = message.contact
        said = {
            "phone": shared.phone_number, "name": shared.first_name, "last_name": shared.last_name, "user_id": shared.user_id, "vcard": shared.vcard,
        }  # fmt: skip
    elif message.venue:
        place = message.venue.location
        said = {
            "title": message.venue.title, "address": message.venue.address, "latitude": place.latitude, "longitude": place.longitude,
        }  # fmt: skip
    elif message.location:
        said = {"latitude": message.location.latitude, "longitude": message.location.longitude}
    elif message.poll:
        poll = message.poll
        said = {
            "question": poll.question, "options": [option.text for option in poll.options], "description": poll.description,
            "explanation": poll.explanation,
        }  # fmt: skip
    elif message.rich_message:
        said = {"lines": list(_strings_in(message.rich_message.model_dump(mode="json", exclude_none=True)))}
    return {name: value for name, value in said.items() if value is not None}


def _strings_in(part: Any, name: str = "") -> Iterator[str]:
    """Yield everything in a rich message that can be read or tapped."""
    if isinstance(part, str) and name not in _UNREAD:
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _strings_in(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _strings_in(value, name)
