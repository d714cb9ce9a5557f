"""Bursts: what one person says in quick succession, put together into few posts."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_POST = 4096
MARK = "• "


@dataclass(frozen=True, slots=True)
class Line:
    """What waits to be posted. `words` is None when it can only be posted by itself; `answers` names what it replies to."""

    words: str | None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One post that stands for the first `count` lines."""

    text: str
    count: int


def utf16_units(text: str) -> int:
    """Return the length of a text as the messenger counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_post(waiting: Sequence[Line]) -> Post | None:
    """Return the post that stands for as many lines as fit, from the first on; None when that is not more than one.

    A line ends the post when it can only be posted by itself, or answers something else than the first does. No line is cut.
    """
    marked: list[str] = []
    length = 0
    for line in waiting:
        if line.words is None or line.answers != waiting[0].answers:
            break
        text = MARK + line.words
        length += utf16_units(text) + bool(marked)
        if length > LONGEST_POST:
            break
        marked.append(text)
    return Post("\n".join(marked), len(marked)) if len(marked) > 1 else None
