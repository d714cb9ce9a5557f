"""Masked media: what stands in the topic in place of a copy that would show what staff are not to see."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage, SendVenue, TelegramMethod

from crm.rules.lengths import shortened
from handlers.chat.voice import Voice

LONGEST_SHOWN = 2000


def in_place_of_copy(to: int, kind: str, media: Mapping[str, Any], words: str | None, voice: Voice) -> TelegramMethod[Any]:
    """Return the call that says what a place, a contact, a poll, a rich message or a file shows; `media` and `words` are masked already."""
    phrases = voice.staff_phrases
    match kind:
        case "venue":
            return SendVenue(
                chat_id=to, latitude=media["latitude"], longitude=media["longitude"], title=media["title"], address=media["address"]
            )
        case "contact":
            name = " ".join(str(media[part]) for part in ("name", "last_name") if media.get(part))
            text = phrases.plain("relay-contact", name=name, phone=media["phone"])
        case "poll":
            said = [media["question"], *(media[part] for part in ("description", "explanation") if media.get(part))]
            text = phrases.plain("relay-poll", words=_joined([*said, *(f"· {option}" for option in media["options"])]))
        case "rich_message":
            text = phrases.plain("relay-rich-message", words=_joined(media["lines"]))
        case _:
            name = " · ".join(str(media[part]) for part in ("title", "performer", "name") if media.get(part))
            text = phrases.plain("relay-file-withheld", name=shortened(name, LONGEST_SHOWN))
            text = _joined([text, *([words] if words else [])])
    return SendMessage(chat_id=to, text=text, entities=[])


def _joined(lines: list[str]) -> str:
    return shortened("\n".join(lines), LONGEST_SHOWN)
