"""Formatting: how a part of a message looks, as HTML, where only its letters are formatted."""

from aiogram.types import Message
from aiogram.utils.text_decorations import html_decoration

from crm.rules.lengths import utf16_units

# What can stand within a quotation and within a line.
_KEPT = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "code", "text_link"})


def html_of(message: Message, *, start: int = 0, end: int | None = None) -> str | None:
    """Return a part of a message's words as HTML; None when nothing in it is formatted."""
    words = message.text or message.caption or ""
    begins, ends = utf16_units(words[:start]), utf16_units(words[:end])
    kept = []
    for entity in message.entities or message.caption_entities or ():
        first, last = max(entity.offset, begins), min(entity.offset + entity.length, ends)
        if entity.type in _KEPT and first < last:
            kept.append(entity.model_copy(update={"offset": first - begins, "length": last - first}))
    return html_decoration.unparse(words[start:end], kept) if kept else None
