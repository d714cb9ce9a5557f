"""Names of people, made fit to be shown."""

import unicodedata

LONGEST_NAME = 64

# Letters and symbols by their category, but drawn as nothing.
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_NO_INK = frozenset({"Mn", "Me", "Mc"})


def clean_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """The name on one line, without what cannot be seen, at most `longest` characters; empty when nothing is left.

    Control, zero-width and bidirectional characters go, which could hide or turn round the text beside a name; runs of
    white space become one space.
    """
    kept = "".join(" " if letter.isspace() else letter for letter in text if letter.isspace() or not _is_unseen(letter))
    name = " ".join(unicodedata.normalize("NFC", kept).split())[:longest].rstrip()
    return "" if all(unicodedata.category(letter) in _NO_INK for letter in name) else name


def is_blank(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return not clean_name(text)


def _is_unseen(letter: str) -> bool:
    return letter in _DRAWN_AS_NOTHING or unicodedata.category(letter) in _UNSEEN
