"""Bursts: what one person says in quick succession, put together into few posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.rules.lengths import LONGEST_TEXT, utf16_units

LONGEST_POST = LONGEST_TEXT
MARK = "• "
# Of more the messenger would leave some out.
MOST_ENTITIES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """What waits to be posted, with its own `id`.

    `words` is None when it can only be posted by itself; `answers` names what it replies to, `changes` the line whose words it replaces.
    `entities` are how the words are formatted, counted in UTF-16 units from their beginning.
    """

    id: int
    words: str | None
    answers: int | None = None
    changes: int | None = None
    entities: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One post that stands for the first `count` of what waits, formatted as its lines are."""

    text: str
    count: int
    entities: tuple[dict[str, Any], ...] = ()


def one_post(waiting: Sequence[Line]) -> Post | None:
    """Return the post that stands for as many lines as fit, from the first on; None when that is not more than one.

    The post ends before what can only be posted by itself, answers something else than the first line does, or changes what is not in
    the post. No line is cut.
    """
    lines: dict[int, Line] = {}
    count = length = 0
    for line in waiting:
        if line.words is None or (line.changes is None and line.answers != waiting[0].answers):
            break
        if line.changes is not None and line.changes not in lines:
            break
        place = line.id if line.changes is None else line.changes
        length += _length_of(line) - (_length_of(lines[place]) if place in lines else 0)
        entities = len(line.entities) + sum(len(each.entities) for number, each in lines.items() if number != place)
        if length - 1 > LONGEST_POST or entities > MOST_ENTITIES:
            break
        lines[place] = line
        count += 1
    return _post_of(list(lines.values()), count) if len(lines) > 1 else None


def _length_of(line: Line) -> int:
    return utf16_units(f"{MARK}{line.words}\n")


def _post_of(lines: Sequence[Line], count: int) -> Post:
    entities: list[dict[str, Any]] = []
    begin = 0
    for line in lines:
        entities += [entity | {"offset": begin + utf16_units(MARK) + entity["offset"]} for entity in line.entities]
        begin += _length_of(line)
    return Post("\n".join(f"{MARK}{line.words}" for line in lines), count, tuple(entities))
