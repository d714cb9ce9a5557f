"""Names made fit to be shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.names import clean_name, is_blank


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \n\t Lovelace\u3000", "Ada Lovelace"),
        ("王小明", "王小明"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("A\u200bd\u2066a\u2069", "Ada"),
        ("Ada\x00\x1b[31m", "Ada[31m"),
        ("Ada\ud800", "Ada"),
        ("e\u0301", "é"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("🐼", "🐼"),
        ("x" * 100, "x" * 64),
        ("x" * 63 + " y", "x" * 63),
        ("", ""),
        ("\u3164\u2800\u200d", ""),
        ("\ufe0f\u0301", ""),
    ],
)
def test_clean_name(text: str, name: str) -> None:
    assert clean_name(text) == name
    assert is_blank(text) is (name == "")


def test_a_name_may_be_cut_shorter() -> None:
    assert clean_name("Ada Lovelace", longest=4) == "Ada"


@given(st.text(), st.integers(1, 80))
def test_a_clean_name_is_one_visible_line_and_stays_as_it_is(text: str, longest: int) -> None:
    name = clean_name(text, longest=longest)
    assert len(name) <= longest
    assert name == " ".join(name.split())
    assert not {unicodedata.category(letter) for letter in name} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert clean_name(name, longest=longest) == name
