"""What a message carries: its words and, by reference, its media."""

from collections.abc import Sequence
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

_FILES = ("video", "animation", "audio", "document", "voice", "video_note", "sticker")


def kind_of(message: Message) -> str:
    """Return what a message carries, in the Bot API's word; `unknown` for what the library does not know."""
    return ContentType(message.content_type).value


def words_of(message: Message) -> str | None:
    """Return the text or caption of a message."""
    return message.text if message.text is not None else message.caption


def spoken_of(message: Message) -> Spoken:
    """Return what a message says and how."""
    entities = message.entities if message.text is not None else message.caption_entities
    return Spoken(
        words=words_of(message), entities=entities_of(entities), album=message.media_group_id, origin=origin_of(message),
        phone=message.contact.phone_number if message.contact else None,
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


def media_of(message: Message) -> dict[str, Any] | None:
    """Return what a message carries besides words, by reference; None for a plain text that was written here."""
    kind, origin = kind_of(message), origin_of(message)
    if kind == "text" and origin is None:
        return None
    media: dict[str, Any] = {"kind": kind}
    if origin is not None:
        media[FORWARDED] = asdict(origin)
    if message.media_group_id is not None:
        media["album"] = message.media_group_id
        shown = {"has_spoiler": message.has_media_spoiler, "show_caption_above_media": message.show_caption_above_media}
        media |= {name: True for name, is_so in shown.items() if is_so}
        if message.caption_entities:
            media["entities"] = list(entities_of(message.caption_entities))
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
        }
        if message.sticker:
            described["emoji"] = message.sticker.emoji
        return media | {name: value for name, value in described.items() if value is not None}
    if message.contact:
        shared = message.contact
        return media | {"phone": shared.phone_number, "name": shared.first_name, "user_id": shared.user_id}
    if message.location:
        return media | {"latitude": message.location.latitude, "longitude": message.location.longitude}
    if message.poll:
        return media | {"question": message.poll.question, "options": [option.text for option in message.poll.options]}
    if message.dice:
        return media | {"emoji": message.dice.emoji, "value": message.dice.value}
    return media
