"""Lists in a sentence: words between the marks that the reader's language puts there."""

from collections.abc import Iterable

from handlers.chat.speech import Phrases


def listed(words: Iterable[str], phrases: Phrases) -> str:
    """Return words one after another: `one, two` or `一、二`."""
    return phrases.plain("list-mark").join(words)


def strung(parts: Iterable[str], phrases: Phrases) -> str:
    """Return parts that are lists themselves: `one, two; three` or `一、二；三`."""
    return phrases.plain("list-mark-between").join(parts)
