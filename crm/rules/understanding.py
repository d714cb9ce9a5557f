"""What a customer wants, told from explicit words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Intent(StrEnum):
    """What a message asks for, most urgent first."""

    COMPLAINT = "complaint"
    HUMAN = "human"
    TICKETS = "tickets"
    POINTS = "points"
    GREETING = "greeting"
    THANKS = "thanks"


_COURTESIES = frozenset({Intent.GREETING, Intent.THANKS})
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]")


class _Found(NamedTuple):
    start: int
    end: int
    intent: Intent


def understand(text: str, words: Mapping[Intent, Sequence[str]]) -> Intent | None:
    """The most urgent intent of which a word stands in the text, or None.

    Case and width of letters do not matter. A Latin word must stand alone, a Chinese one may stand anywhere. A longer word
    hides the shorter ones inside it ("my complaints" hides "complaint"). Greeting and thanks count only when they are all
    that is said, but for one Chinese particle: "hello, where is my parcel" is not a greeting.
    """
    said = fold(text)
    found = [
        hit for intent in Intent for word in words.get(intent, ()) if (folded := fold(word)) in said for hit in _find(said, folded, intent)
    ]
    seen = {hit.intent for hit in found if not any(_hides(other, hit) for other in found)}
    if seen <= _COURTESIES and not _says_nothing_else(said, found):
        return None
    return next((intent for intent in Intent if intent in seen), None)


@lru_cache(maxsize=4096)  # the business's words come again with every message
def fold(text: str) -> str:
    """The text with one form for each letter: narrow, lower case, straight apostrophes, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def _find(said: str, word: str, intent: Intent) -> Iterator[_Found]:
    start = said.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        if not _joined(said[start - 1 : start], word[0]) and not _joined(word[-1], said[end : end + 1]):
            yield _Found(start, end, intent)
        start = said.find(word, start + 1)


def _joined(left: str, right: str) -> bool:
    return _is_latin(left) and _is_latin(right)


def _is_latin(letter: str) -> bool:
    return letter.isalnum() and not _CJK.match(letter)


def _hides(longer: _Found, shorter: _Found) -> bool:
    return longer.start <= shorter.start and shorter.end <= longer.end and longer.end - longer.start > shorter.end - shorter.start


def _says_nothing_else(said: str, found: Sequence[_Found]) -> bool:
    covered = {place for hit in found for place in range(hit.start, hit.end)}
    rest = [letter for place, letter in enumerate(said) if place not in covered and letter.isalnum()]
    return not rest or (len(rest) == 1 and not _is_latin(rest[0]))
