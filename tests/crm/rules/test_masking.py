"""Masking of texts: what is found, and that every letter and every entity keeps its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.lengths import utf16_units
from crm.rules.masking import DOT, Span, cards_in, is_card, links_in, masked, phone_at, phones_marked_in, spans_of

ANY = st.text(max_size=60)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("4111 1111 1111 1111", True),
        ("5500-0000-0000-0004", True),
        ("378282246310005", True),
        ("6228480402564890018", True),
        ("4111 1111 1111 1112", False),
        ("0000 0000 0000 0000", False),
        ("4222222222222", True),
        ("79927398713", False),
        ("41111111111111111111", False),
    ],
)
def test_a_card_has_13_to_19_digits_and_passes_the_check_of_luhn(number: str, is_one: bool) -> None:
    assert is_card(number) is is_one
    assert bool(cards_in(f"it is {number}.")) is is_one


def test_a_card_within_a_longer_number_is_none() -> None:
    assert cards_in("9994111111111111111999") == []


@pytest.mark.parametrize(
    "words", ["13800138000 4111111111111111 7", "4711 4111 1111 1111 1111 4712", "3782 822463 10005-2026", "4111-1111-1111-1111 2026-03-04"]
)
def test_a_card_beside_other_numbers_is_found(words: str) -> None:
    (span,) = cards_in(words)
    assert is_card(words[span.start : span.end])


def test_a_date_and_an_order_are_no_card() -> None:
    assert cards_in("2026-03-04 4711 12345678") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("see https://a.b/c?d=e now", ["https://a.b/c?d=e"]),
        ("www.example.org", ["www.example.org"]),
        ("tg://resolve?domain=x", ["tg://resolve?domain=x"]),
        ("pay at shop.example.com/pay or t.me/bot", ["shop.example.com/pay", "t.me/bot"]),
        ("我的店example.cn/x好，https://a.cn/b，谢谢", ["example.cn/x", "https://a.cn/b"]),
        ("me@example.com", []),
        ("ask @ivy_tea, not me@ivy.com or @a.b", ["@ivy_tea"]),
        ("问@ivy_tea吧", ["@ivy_tea"]),
        ("Well.Done e.g. 3.5 v1.2.io2", []),
    ],
)
def test_links_are_found(words: str, found: list[str]) -> None:
    assert [words[span.start : span.end] for span in links_in(words)] == found


def test_the_last_digits_stay_and_signs_between_them() -> None:
    hidden = masked("+86 138-0013-8000", (), [phone_at(0, 17)], without=frozenset())
    assert hidden is not None
    assert hidden.words == "+•• •••-••••-••00"


def test_formatting_that_shows_what_is_masked_goes_and_the_rest_keeps_its_place() -> None:
    bold: dict[str, Any] = {"type": "bold", "offset": 3, "length": 2}
    link: dict[str, Any] = {"type": "text_link", "offset": 0, "length": 2, "url": "https://example.com"}
    hidden = masked("😀 ab", [link, bold], [], without=frozenset({"text_link"}))
    assert hidden is not None
    assert (hidden.words, hidden.entities) == ("😀 ab", (bold,))


def test_a_text_without_anything_to_mask_is_none() -> None:
    assert masked("Hello", [{"type": "bold", "offset": 0, "length": 5}], [], without=frozenset({"url"})) is None


def test_what_the_messenger_found_is_counted_in_its_units() -> None:
    assert spans_of(
        "😀😀 ab.cd", [{"type": "url", "offset": 5, "length": 5}, {"type": "bold", "offset": 0, "length": 2}], kind="url", last=None
    ) == [Span(3, 8, None)]
    assert phones_marked_in("☎ 123", [{"type": "phone_number", "offset": 2, "length": 3}]) == [phone_at(2, 5)]


@given(ANY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 4))), max_size=4))
def test_masking_keeps_the_length_and_everything_outside(words: str, places: list[tuple[int, int, int | None]]) -> None:
    spans = [Span(min(a, b, len(words)), min(max(a, b), len(words)), last) for a, b, last in places]
    hidden = masked(words, (), spans, without=frozenset())
    text = words if hidden is None else hidden.words
    assert utf16_units(text) == utf16_units(words)
    inside = {place for span in spans for place in range(span.start, span.end)}
    at = 0
    for place, letter in enumerate(words):
        shown = letter if text.startswith(letter, at) or place not in inside else DOT * utf16_units(letter)
        assert text.startswith(shown, at)
        at += len(shown)
    assert at == len(text)


@given(ANY, st.integers(0, 59), st.integers(1, 60))
def test_nothing_of_a_masked_link_can_be_read(words: str, start: int, length: int) -> None:
    span = Span(min(start, len(words)), min(start + length, len(words)), None)
    hidden = masked(words, (), [span], without=frozenset())
    rest = (
        words[: span.start]
        + "".join(DOT * utf16_units(letter) if not letter.isspace() else letter for letter in words[span.start : span.end])
        + words[span.end :]
    )
    assert (words if hidden is None else hidden.words) == rest
