"""Rules of canned replies: keys, placeholders, and which reply a word means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.canned_replies import (
    LONGEST_VALUE,
    PLACEHOLDERS,
    filled,
    fitting,
    folded_key,
    found_by,
    is_key,
    longest_filled,
    mark_of,
    nearest,
    text_for,
    unknown_placeholder,
)
from crm.rules.lengths import utf16_units
from storage.vocabulary import Language

EN, ZH = Language.ENGLISH, Language.CHINESE
VALUES = {"name": "Ivy", "ticket": "7", "company": "Tea House", "agent": "Anna"}
PIECES = st.lists(st.one_of(st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]), st.text(st.characters(exclude_characters="{}｛｝"))))


@pytest.mark.parametrize("word", ["refund", "a", "late-delivery_2", "退款", "退款-vip", "0", "x" * 32])
def test_small_letters_digits_dashes_and_chinese_words_are_keys(word: str) -> None:
    assert is_key(word)


@pytest.mark.parametrize("word", ["", "Refund", "re fund", "réfund", "退款！", "x" * 33, "a.b", "{name}", "refund\n"])
def test_other_signs_spaces_and_long_words_are_no_keys(word: str) -> None:
    assert not is_key(word)


@pytest.mark.parametrize(("word", "key"), [("Refund", "refund"), (" ＲＥＦＵＮＤ ", "refund"), ("退款", "退款")])
def test_a_key_is_found_however_it_is_typed(word: str, key: str) -> None:
    assert folded_key(word) == key


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("Dear {name}, ticket {ticket} at {company}, {agent}", None),
        ("｛name｝您好, { Name }", None),
        ("No braces", None),
        ("Dear {nmae}", "{nmae}"),
        ("Dear {}", "{}"),
        ("Dear {name, how are you", "{name,"),
        ("Dear name}", "}"),
        ("{name} and {{agent}}", "{"),
        ("{a {b} c}", "{b}"),
    ],
)
def test_what_stands_for_nothing_is_found(text: str, placeholder: str | None) -> None:
    assert unknown_placeholder(text) == placeholder


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear {name}, {agent} of {company} looks after #{ticket}.", "Dear Ivy, Anna of Tea House looks after #7."),
        ("｛name｝您好", "Ivy您好"),
        ("{ NAME }!", "Ivy!"),
        ("Nothing", "Nothing"),
    ],
)
def test_placeholders_are_filled(text: str, said: str) -> None:
    assert filled(text, VALUES) == said


def test_braces_in_a_value_stand_for_nothing() -> None:
    assert filled("{name} {ticket}", VALUES | {"name": "{ticket}"}) == "{ticket} 7"


@given(PIECES)
def test_a_text_without_unknown_placeholders_is_filled_without_a_rest(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert unknown_placeholder(text) is None
    assert not set("{}｛｝") & set(filled(text, VALUES))


@given(PIECES, st.dictionaries(st.sampled_from(PLACEHOLDERS), st.text(max_size=300), min_size=4))
def test_no_filled_text_is_longer_than_was_foreseen(pieces: list[str], values: dict[str, str]) -> None:
    text = "".join(pieces)
    assert utf16_units(filled(text, values)) <= longest_filled(text)


def test_every_placeholder_may_become_as_long_as_the_longest_value() -> None:
    assert longest_filled("{name}, {name}😀") == 2 * LONGEST_VALUE + 4


@pytest.mark.parametrize(
    ("texts", "wanted", "fallback", "found"),
    [
        ({EN: "yes", ZH: "是"}, ZH, EN, (ZH, "是")),
        ({EN: "yes"}, ZH, EN, (EN, "yes")),
        ({ZH: "是"}, EN, EN, (ZH, "是")),
    ],
)
def test_the_readers_language_comes_first_then_the_staffs_then_any(
    texts: dict[Language, str], wanted: Language, fallback: Language, found: tuple[Language, str]
) -> None:
    assert text_for(texts, wanted=wanted, fallback=fallback) == found


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("refund", ["refund", "refund-late", "no-refund"]),
        ("REF", ["refund", "refund-late", "no-refund"]),
        ("late", ["refund-late"]),
        ("", ["hello", "no-refund", "refund", "refund-late"]),
        ("tea", []),
    ],
)
def test_the_very_key_comes_first_then_beginnings_then_what_contains_the_word(word: str, keys: list[str]) -> None:
    assert fitting(["no-refund", "refund-late", "hello", "refund"], word) == keys


@pytest.mark.parametrize(("word", "keys"), [("refnud", ["refund"]), ("helo", ["hello"]), ("退货", ["退款"]), ("xyz", [])])
def test_a_typo_is_near_to_what_was_meant(word: str, keys: list[str]) -> None:
    assert nearest(["hello", "refund", "退款"], word) == keys


def test_words_of_a_text_are_looked_for_after_the_keys() -> None:
    texts = {"refund": {EN: "The money is on its way"}, "money": {EN: "We take cash"}, "late": {EN: "Sorry", ZH: "抱歉"}}
    assert found_by(texts, "Money") == ["money", "refund"]
    assert found_by(texts, "抱歉") == ["late"]
    assert found_by(texts, "") == ["late", "money", "refund"]


def test_a_mark_changes_with_the_text_and_with_what_follows() -> None:
    marks = {mark_of("a", None), mark_of("b", None), mark_of("a", "close")}
    assert len(marks) == 3
    assert {len(mark) for mark in marks} == {8}
    assert mark_of("a", None) == mark_of("a", None)
