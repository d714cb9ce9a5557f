"""What campaigns say: placeholders, filled for each customer, with the formatting where it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.rules.canned_replies import LONGEST_VALUE, places_to_fill
from crm.rules.lengths import shortened, utf16_units

NAME, POINTS, COMPANY = "name", "points", "company"
PLACEHOLDERS = (NAME, POINTS, COMPANY)
Entities = Sequence[Mapping[str, Any]]


def placeholders_in(words: str) -> frozenset[str]:
    """What is to be filled in."""
    return frozenset(name for _, _, name in places_to_fill(words))


def filled(words: str, entities: Entities, values: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """The words with each placeholder replaced by its value, and Telegram's entities moved along.

    Their offsets and lengths count UTF-16 units. One that begins or ends within a placeholder holds all of its value.
    """
    parts, filled_to = [], 0
    places: list[tuple[int, int, int]] = []  # where a placeholder began, how long it was, how long its value is
    for start, end, name in places_to_fill(words):
        value = shortened(values[name], LONGEST_VALUE)
        places.append((utf16_units(words[:start]), utf16_units(words[start:end]), utf16_units(value)))
        parts += [words[filled_to:start], value]
        filled_to = end
    moved = []
    for entity in entities:
        begins = _moved(entity["offset"], places, is_end=False)
        ends = _moved(entity["offset"] + entity["length"], places, is_end=True)
        if ends > begins:
            moved.append({**entity, "offset": begins, "length": ends - begins})
    return "".join([*parts, words[filled_to:]]), moved


def _moved(position: int, places: Sequence[tuple[int, int, int]], *, is_end: bool) -> int:
    shift = 0
    for begins, length, filled_length in places:
        if position <= begins:
            break
        if position < begins + length:
            return begins + shift + (filled_length if is_end else 0)
        shift += filled_length - length
    return position + shift
