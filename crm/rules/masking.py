"""Masking: links, card numbers and phone numbers made unreadable in a text, so that its length stays what it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.rules.lengths import utf16_units

DOT = "•"
# In Chinese a link may touch the words around it, so only Latin letters and digits bound it.
_LINK = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]*://|www\.)[!-~]*[a-z0-9/#=&_-]"
    r"|(?<![a-z0-9_@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|net|org|info|biz|io|me|co|app|dev|shop|site|top|xyz|link|cn|hk|tw|jp|kr|in|uk|de|fr|es|it|nl|ru|eu|us|cc|tv|ly|gl)"
    r"(?![a-z0-9_-]|\.[a-z0-9])(?:/[!-~]*[a-z0-9/#=&_-]|/)?"
    r"|(?<![a-z0-9_.@])@[a-z][a-z0-9_]{3,31}(?![a-z0-9_@]|\.[a-z0-9])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:[ -]\d+)*")
_GROUP = re.compile(r"\d+")
# Cards show their number as one, or in groups that begin with four digits: 4-4-4-4, 4-6-5, 4-4-4-4-3.
_FIRST_GROUP = 4
_OTHER_GROUPS = range(3, 8)
_LAST_OF_CARD = 4
_LAST_OF_PHONE = 2


class Mask(StrEnum):
    """What may be masked."""

    LINKS = "links"
    PHONES = "phones"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text, by its letters, and how many of its last digits stay readable; None masks every letter, not only digits."""

    start: int
    end: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which something is masked, with the formatting that is left."""

    words: str
    entities: tuple[dict[str, Any], ...]


def links_in(words: str) -> list[Span]:
    """Return where links stand; a username with its sign is one in Telegram."""
    return [Span(found.start(), found.end(), None) for found in _LINK.finditer(words)]


def cards_in(words: str) -> list[Span]:
    """Return where card numbers stand: those that the Luhn check does not give away as something else."""
    return [span for run in _DIGITS.finditer(words) for span in _cards_among(words, list(_GROUP.finditer(words, run.start(), run.end())))]


def _cards_among(words: str, groups: Sequence[re.Match[str]]) -> Iterator[Span]:
    for first, group in enumerate(groups):
        last = first + 1
        if len(group[0]) == _FIRST_GROUP:
            while last < len(groups) and len(groups[last][0]) in _OTHER_GROUPS:
                last += 1
        for end in range(last, first, -1):
            span = Span(group.start(), groups[end - 1].end(), _LAST_OF_CARD)
            if is_card(words[span.start : span.end]):
                yield span
                break


def phone_at(start: int, end: int) -> Span:
    """Return the span of a phone number that was found there."""
    return Span(start, end, _LAST_OF_PHONE)


def is_card(text: str) -> bool:
    """Whether the digits of a text pass the check of ISO/IEC 7812 (Luhn): every second digit from the right is doubled, the sum ends in 0."""
    digits = [int(letter) for letter in reversed(text) if letter.isdecimal()]
    doubled = [digit if place % 2 == 0 else digit * 2 - (9 if digit > 4 else 0) for place, digit in enumerate(digits)]
    return 13 <= len(digits) <= 19 and any(digits) and sum(doubled) % 10 == 0


def spans_of(words: str, entities: Sequence[dict[str, Any]], *, kind: str, last: int | None) -> list[Span]:
    """Return where the messenger itself found something of a kind, such as `url`; it counts in UTF-16 units."""
    units = words.encode("utf-16-le", "surrogatepass")

    def letters(count: int) -> int:
        return len(units[: 2 * count].decode("utf-16-le", "ignore"))

    return [
        Span(letters(entity["offset"]), letters(entity["offset"] + entity["length"]), last) for entity in entities if entity["type"] == kind
    ]


def phones_marked_in(words: str, entities: Sequence[dict[str, Any]]) -> list[Span]:
    """Return where the messenger itself found phone numbers."""
    return spans_of(words, entities, kind="phone_number", last=_LAST_OF_PHONE)


def masked(words: str, entities: Sequence[dict[str, Any]], spans: Iterable[Span], *, without: frozenset[str]) -> Masked | None:
    """Return a text with these parts masked and without entities of these types; None when that changes nothing.

    A letter of two UTF-16 units becomes two dots, so every entity still fits.
    """
    letters = list(words)
    for span in spans:
        readable = span.last or 0
        for place in range(span.end - 1, span.start - 1, -1):
            if words[place].isspace() or (span.last is not None and not words[place].isdecimal()):
                continue
            if readable > 0:
                readable -= 1
            else:
                letters[place] = DOT * utf16_units(words[place])
    text = "".join(letters)
    kept = tuple(entity for entity in entities if entity["type"] not in without)
    return None if text == words and len(kept) == len(entities) else Masked(text, kept)
