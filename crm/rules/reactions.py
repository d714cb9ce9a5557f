"""Reactions: which one stands where only one can."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody thinks of a message from then on; None when they took their reaction back."""

    by: int
    emoji: str | None


def newest(before: Sequence[str], after: Sequence[str]) -> str | None:
    """Return which of somebody's reactions is the one just given; the last when none is new, None when there is none."""
    added = [emoji for emoji in after if emoji not in before]
    return next(reversed(added or after), None)


def standing(given: Sequence[Given]) -> str | None:
    """Return the reaction that was given last by those who have not taken theirs back; `given` is in order."""
    latest: dict[int, str | None] = {}
    for each in given:
        latest.pop(each.by, None)
        latest[each.by] = each.emoji
    return next((emoji for emoji in reversed(latest.values()) if emoji is not None), None)
