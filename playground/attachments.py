"""The content of a message that carries a file, a place, a contact, a poll or a dice, as the Bot API writes it."""

import random
from typing import Any

from playground.files import FileKind, StoredFile
from playground.wire import Json

DICE_SIDES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def file_content(file: StoredFile, *, emoji: str = "") -> Json:
    """The content of a message with this file; the kind's name is its key."""
    match file.kind:
        case FileKind.PHOTO:
            sizes = [_photo_size(file.thumbnail)] if file.thumbnail else []
            return {"photo": [*sizes, _photo_size(file)]}
        case FileKind.DOCUMENT | FileKind.THUMBNAIL:
            return {"document": {**_named(file)}}
        case FileKind.VIDEO:
            return {"video": {**_named(file), "width": file.width or 320, "height": file.height or 240, "duration": 3, **_thumbnail(file)}}
        case FileKind.ANIMATION:
            animation = {**_named(file), "width": file.width or 320, "height": file.height or 240, "duration": 2, **_thumbnail(file)}
            return {"animation": animation, "document": _named(file)}
        case FileKind.VIDEO_NOTE:
            return {"video_note": {**_identified(file), "length": 240, "duration": 3, **_thumbnail(file)}}
        case FileKind.VOICE:
            return {"voice": {**_identified(file), "duration": 2, "mime_type": file.mime_type}}
        case FileKind.AUDIO:
            return {"audio": {**_named(file), "duration": 2}}
        case FileKind.STICKER:
            sticker: Json = {**_identified(file), "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            sticker["emoji"] = emoji or "🙂"
            return {"sticker": sticker}


def kind_of(content: Json) -> str:
    """The name of the content's kind; an animation also carries a document, as at Telegram."""
    if "animation" in content:
        return "animation"
    return next((key for key in content if key not in {"entities", "caption", "caption_entities", "link_preview_options"}), "unknown")


def poll_content(poll_id: str, question: str, options: list[str], *, details: Json | None = None) -> Json:
    """A fresh poll without votes."""
    poll: Json = {
        "id": poll_id,
        "question": question,
        "options": [{"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    return {"poll": {**poll, **(details or {})}}


def dice_content(emoji: str) -> Json:
    """A thrown dice."""
    return {"dice": {"emoji": emoji, "value": random.randint(1, DICE_SIDES[emoji])}}


def contact_content(values: Any) -> Json:
    """A contact out of the given fields."""
    kept = {name: values[name] for name in ("phone_number", "first_name", "last_name", "user_id", "vcard") if values.get(name)}
    return {"contact": kept}


def _identified(file: StoredFile) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.file_unique_id, "file_size": len(file.content)}


def _named(file: StoredFile) -> Json:
    named = {**_identified(file), "mime_type": file.mime_type}
    return {**named, "file_name": file.file_name} if file.file_name else named


def _photo_size(file: StoredFile) -> Json:
    return {**_identified(file), "width": file.width or 320, "height": file.height or 240}


def _thumbnail(file: StoredFile) -> Json:
    return {"thumbnail": _photo_size(file.thumbnail)} if file.thumbnail else {}
