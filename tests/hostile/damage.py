"""Damage: valid updates with fields missing, empty, of the wrong type, huge, doubled or strange; and their reduction to the least."""

import copy
from collections.abc import Awaitable, Callable, Iterator
from random import Random
from typing import Any

from tests.hostile.strange import FITTING_NUMBERS, HUGE_NUMBERS, strange_text, strange_value

Path = tuple[str | int, ...]
# Telegram vouches for these: nobody can send what says something else of who speaks, and where.
VOUCHED_FOR = frozenset({"update_id", "from", "chat", "sender_chat", "user", "actor_chat", "new_chat_member", "old_chat_member"})


def paths_of(value: Any, before: Path = ()) -> Iterator[Path]:
    """Yield the path of each part of a JSON value."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, part in inner:
        yield (*before, key)
        yield from paths_of(part, (*before, key))


def damaged(raw: dict[str, Any], dice: Random, *, spare: frozenset[str] = frozenset({"update_id"})) -> dict[str, Any]:
    """Return an update with one to three parts damaged; nothing at or below a field named in `spare`."""
    broken = copy.deepcopy(raw)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        paths = [path for path in paths_of(broken) if not spare.intersection(path)]
        if paths:
            _damage(broken, dice.choice(paths), dice)
    return broken


def without(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return an update without one of its parts."""
    less = copy.deepcopy(raw)
    parent = _at(less, path[:-1])
    del parent[path[-1]]
    return less


async def least(raw: dict[str, Any], is_bad: Callable[[dict[str, Any]], Awaitable[bool]], *, tries: int = 300) -> dict[str, Any]:
    """Return the update without every part that can be left out while it stays bad."""
    again = True
    while again and tries > 0:
        again = False
        for path in sorted(paths_of(raw), key=len):
            if path == ("update_id",) or tries <= 0:
                continue
            try:
                smaller = without(raw, path)
            except (LookupError, TypeError):
                continue  # went with a larger part
            tries -= 1
            if await is_bad(smaller):
                raw, again = smaller, True
    return raw


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _damage(raw: dict[str, Any], path: Path, dice: Random) -> None:
    parent, key = _at(raw, path[:-1]), path[-1]
    value = parent[key]
    match dice.randrange(8):
        case 0:
            del parent[key]
        case 1:
            parent[key] = None
        case 2:
            parent[key] = strange_value(dice)
        case 3 if isinstance(value, int | float):
            parent[key] = dice.choice(FITTING_NUMBERS + HUGE_NUMBERS)
        case 3 if isinstance(value, str):
            parent[key] = strange_text(dice)
        case 4 if isinstance(value, list):
            parent[key] = (value or [None]) * dice.choice((2, 50))
        case 4 if isinstance(value, dict):
            parent[key] = [value, value]
        case 5 if isinstance(value, str):
            parent[key] = (value or "x") * 40
        case 6 if isinstance(parent, dict):
            parent[strange_text(dice)[:40]] = copy.deepcopy(value)
        case 7 if isinstance(value, str | int):
            parent[key] = str(value) if isinstance(value, int) else dice.choice(FITTING_NUMBERS)
        case _:
            parent[key] = strange_value(dice)
