"""What campaigns say: the formatting stays on the words that it was put on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.campaign_texts import PLACEHOLDERS, filled, placeholders_in
from crm.rules.canned_replies import unknown_placeholder

VALUES = {"name": "Lin 😀", "points": "1,280", "company": "Lantern Tea"}
pieces = st.lists(
    st.one_of(st.sampled_from(["{name}", "{points}", "｛Company｝", "😀", "茶", "a ", "\n"]), st.text("abc😀 ", max_size=3)), max_size=12
)


def units(text: str) -> list[bytes]:
    """The UTF-16 units of a text."""
    encoded = text.encode("utf-16-le")
    return [encoded[place : place + 2] for place in range(0, len(encoded), 2)]


def marked(text: str, entity: dict[str, Any]) -> str:
    """What an entity marks in a text."""
    return b"".join(units(text)[entity["offset"] : entity["offset"] + entity["length"]]).decode("utf-16-le")


def bold(offset: int, length: int) -> dict[str, Any]:
    """An entity of bold letters."""
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("words", "entity", "said", "mark"),
    [
        ("Hello {name}, tea", bold(6, 6), "Hello Lin 😀, tea", "Lin 😀"),
        ("Hello {name}, tea", bold(14, 3), "Hello Lin 😀, tea", "tea"),
        ("Hello {name}, tea", bold(0, 5), "Hello Lin 😀, tea", "Hello"),
        ("Hello {name}, tea", bold(8, 2), "Hello Lin 😀, tea", "Lin 😀"),
        ("😀 {points}{company}!", bold(0, 20), "😀 1,280Lantern Tea!", "😀 1,280Lantern Tea"),
        ("您有｛points｝分", bold(2, 8), "您有1,280分", "1,280"),
        ("No braces", bold(3, 6), "No braces", "braces"),
    ],
)
def test_what_is_filled_in_moves_the_formatting_along(words: str, entity: dict[str, Any], said: str, mark: str) -> None:
    text, [moved] = filled(words, [entity], VALUES)
    assert text == said
    assert marked(text, moved) == mark
    assert moved["type"] == "bold"


def test_a_value_without_letters_leaves_no_empty_formatting() -> None:
    assert filled("Hi {name}!", [bold(3, 6)], VALUES | {"name": ""}) == ("Hi !", [])


def test_placeholders_are_found_however_they_are_typed() -> None:
    assert placeholders_in("｛Name｝ and {POINTS}") == {"name", "points"}
    assert unknown_placeholder("{name} {agent}", known=PLACEHOLDERS) == "{agent}"


@given(before=pieces, inside=pieces, after=pieces)
def test_whatever_stands_between_two_marks_stands_there_when_it_is_filled_in(
    before: list[str], inside: list[str], after: list[str]
) -> None:
    first, middle, last = "".join(before), "".join(inside), "".join(after)
    entity = bold(len(units(first)), len(units(middle)))
    text, moved = filled(first + middle + last, [entity], VALUES)
    parts = [filled(part, [], VALUES)[0] for part in (first, middle, last)]
    assert text == "".join(parts)
    assert [marked(text, each) for each in moved] == ([parts[1]] if parts[1] else [])
