"""Lengths in UTF-16 units: no text that was shortened is longer than it may be, and none is cut within a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.lengths import shortened, utf16_units


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("a你😀", 4), ("\ud83d", 1)])
def test_an_emoji_is_two_units(text: str, units: int) -> None:
    assert utf16_units(text) == units


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [("short", 5, "short"), ("too long", 5, "too …"), ("😀😀😀", 6, "😀😀😀"), ("😀😀😀", 5, "😀😀…"), ("😀😀😀", 4, "😀…")],
)
def test_what_is_too_long_ends_with_an_ellipsis(text: str, longest: int, kept: str) -> None:
    assert shortened(text, longest) == kept


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_no_shortened_text_is_longer_than_it_may_be(text: str, longest: int) -> None:
    made = shortened(text, longest)
    assert utf16_units(made) <= longest
    assert made == text or text.startswith(made.removesuffix("…"))
