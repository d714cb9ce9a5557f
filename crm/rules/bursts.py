"""Bursts: what one person says in quick succession, put together into few posts."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.rules.lengths import LONGEST_TEXT, utf16_units

LONGEST_POST = LONGEST_TEXT
MARK = "• "


@dataclass(frozen=True, slots=True)
class Line:
    """What waits to be posted, with its own `id`.

    `words` is None when it can only be posted by itself; `answers` names what it replies to, `changes` the line whose words it replaces.
    """

    id: int
    words: str | None
    answers: int | None = None
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One post that stands for the first `count` of what waits."""

    text: str
    count: int


def one_post(waiting: Sequence[Line]) -> Post | None:
    """Return the post that stands for as many lines as fit, from the first on; None when that is not more than one.

    The post ends before what can only be posted by itself, answers something else than the first line does, or changes what is not in
    the post. No line is cut.
    """
    lines: dict[int, str] = {}
    count = length = 0
    for line in waiting:
        if line.words is None or (line.changes is None and line.answers != waiting[0].answers):
            break
        if line.changes is not None and line.changes not in lines:
            break
        place = line.id if line.changes is None else line.changes
        text = f"{MARK}{line.words}\n"
        length += utf16_units(text) - utf16_units(lines.get(place, ""))
        if length - 1 > LONGEST_POST:
            break
        lines[place] = text
        count += 1
    return Post("".join(lines.values())[:-1], count) if len(lines) > 1 else None
