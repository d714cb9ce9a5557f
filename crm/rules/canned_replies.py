"""Canned replies: their keys, what their placeholders stand for, and which of them a word means."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from html import escape

from crm.rules.lengths import shortened, utf16_units
from storage.vocabulary import Language

PLACEHOLDERS = ("name", "ticket", "company", "agent")
# In UTF-16 units. A reply is shown to staff as one fact of a text, and no fact is much longer.
LONGEST_REPLY = 2000
LONGEST_VALUE = 128
LONGEST_KEY = 32
MOST_NEAREST = 3
_NEAR = 0.5

# The braces of a Chinese keyboard count as well.
_OPENING, _CLOSING = "{\uff5b", "}\uff5d"
_BRACED = re.compile(rf"[{_OPENING}]([^{_OPENING}{_CLOSING}]*)[{_CLOSING}]")
_BRACE = re.compile(rf"[{_OPENING}{_CLOSING}]\S*")
_KEY = re.compile(rf"[a-z0-9_\-\u3400-\u4dbf\u4e00-\u9fff]{{1,{LONGEST_KEY}}}")


def folded_key(word: str) -> str:
    """A word as keys are kept: small letters, full-width signs as plain ones."""
    return unicodedata.normalize("NFKC", word).strip().lower()


def is_key(word: str) -> bool:
    """Whether a reply may have this key: small letters, digits, - and _, or Chinese words, at most 32 characters."""
    return _KEY.fullmatch(word) is not None


def unknown_placeholder(text: str, *, known: Collection[str] = PLACEHOLDERS) -> str | None:
    """The first thing in braces that stands for nothing, or the first brace without its other half; None when all is well."""
    for braced in _BRACED.finditer(text):
        if _name_in(braced) not in known:
            return shortened(braced[0], LONGEST_VALUE)
    stray = _BRACE.search(_BRACED.sub(" ", text))
    return shortened(stray[0], LONGEST_VALUE) if stray is not None else None


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its value, cut to the longest; braces within a value stand for nothing."""

    def value_of(braced: re.Match[str]) -> str:
        return shortened(values[_name_in(braced)], LONGEST_VALUE)

    return _BRACED.sub(value_of, text)


def filled_html(html: str, values: Mapping[str, str]) -> str:
    """The same for a text that is HTML: values are letters in it, never marks."""

    def value_of(braced: re.Match[str]) -> str:
        return escape(shortened(values[_name_in(braced)], LONGEST_VALUE))

    return _BRACED.sub(value_of, html)


def places_to_fill(text: str) -> list[tuple[int, int, str]]:
    """Where something stands in braces: from which sign, up to which, and its name."""
    return [(braced.start(), braced.end(), _name_in(braced)) for braced in _BRACED.finditer(text)]


def longest_filled(text: str) -> int:
    """How long, in UTF-16 units, the text can become when it is filled."""
    return utf16_units(_BRACED.sub("", text)) + LONGEST_VALUE * len(_BRACED.findall(text))


def text_for(texts: Mapping[Language, str], *, wanted: Language, fallback: Language) -> tuple[Language, str]:
    """The language and the text for a reader: in the wanted language, else in the fallback, else in the first that there is."""
    language = next(each for each in (wanted, fallback, *sorted(texts)) if each in texts)
    return language, texts[language]


def fitting(keys: Collection[str], word: str) -> list[str]:
    """The keys that a word may mean, likeliest first: the very key, those that begin with it, those that contain it."""
    wanted = folded_key(word)
    return sorted((key for key in keys if wanted in key), key=lambda key: (key != wanted, not key.startswith(wanted), key))


def nearest(keys: Collection[str], word: str) -> list[str]:
    """At most three keys that look like a mistyped word, nearest first."""
    return difflib.get_close_matches(folded_key(word), sorted(keys), n=MOST_NEAREST, cutoff=_NEAR)


def found_by(texts: Mapping[str, Mapping[Language, str]], word: str) -> list[str]:
    """The keys that somebody who types a word may look for: those that fit it, then those in whose texts it stands."""
    by_key = fitting(texts, word)
    wanted = word.strip().casefold()
    return by_key + [key for key in sorted(texts) if key not in by_key and any(wanted in text.casefold() for text in texts[key].values())]


def mark_of(text: str, afterwards: str | None) -> str:
    """Eight signs that tell this text, and what follows it, from another."""
    return hashlib.sha256(f"{afterwards}\n{text}".encode()).hexdigest()[:8]


def _name_in(braced: re.Match[str]) -> str:
    return folded_key(braced[1])
