"""The phrasebook: escaping, forms of dates, and a business's own words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrasebook import BrokenPhrase, Phrasebook, UnknownPhrase, spaced
from storage.vocabulary import Language

ENGLISH = Phrasebook().speaking(Language.ENGLISH)
CHINESE = Phrasebook().speaking(Language.CHINESE)
MOMENT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


def test_facts_are_escaped_in_messages_and_left_alone_on_buttons() -> None:
    assert "&lt;b&gt; &amp;" in ENGLISH("somebody-customer", name="<b> &")
    assert "<b> &" in ENGLISH.plain("somebody-customer", name="<b> &")


def test_a_key_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(UnknownPhrase):
        ENGLISH("no-such-key")
    assert not ENGLISH.has("no-such-key")


def test_a_fact_that_is_missing_is_an_error() -> None:
    with pytest.raises(BrokenPhrase):
        ENGLISH("somebody-customer")


def test_a_text_may_take_in_another_and_is_the_same_when_said_again() -> None:
    lines = [ENGLISH("purchase-line", line=3, fault="amount_negative", value="-1") for _ in range(2)]
    assert lines == ["Line 3: the amount is negative; to take a purchase back, reverse it (-1)"] * 2


def test_moments_are_told_in_the_readers_form_and_zone() -> None:
    assert ENGLISH.moment(MOMENT, "Asia/Shanghai") == "Mon 23 Nov, 09:05"
    assert CHINESE.moment(MOMENT, "Asia/Shanghai") == "11月23日周一 09:05"
    assert ENGLISH.time_of_day(MOMENT, "Europe/Berlin") == "02:05"


def test_days_and_birthdays() -> None:
    assert ENGLISH.day(date(2026, 2, 3)) == "3 February 2026"
    assert CHINESE.day(date(2026, 2, 3)) == "2026年2月3日"
    assert ENGLISH.birthday(2, 29, None) == "29 February"
    assert CHINESE.birthday(5, 17, 1990) == "1990年5月17日"


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (timedelta(0), "0 min", "0 分钟"),
        (timedelta(minutes=5), "5 min", "5 分钟"),
        (timedelta(hours=2, minutes=5), "2 h 5 min", "2 小时 5 分钟"),
        (timedelta(hours=2), "2 h", "2 小时"),
        (timedelta(days=3, hours=1, minutes=59), "3 d 1 h", "3 天 1 小时"),
        (timedelta(days=3, minutes=5), "3 d", "3 天"),
    ],
)
def test_spans_in_their_two_largest_units(length: timedelta, english: str, chinese: str) -> None:
    assert (ENGLISH.span(length), CHINESE.span(length)) == (english, chinese)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("陈静", "工单 #1 现由陈静负责。"),
        ("Anna Weber", "工单 #1 现由 Anna Weber 负责。"),
        ("Mei Lin 林美", "工单 #1 现由 Mei Lin 林美负责。"),
        ("林美Mei", "工单 #1 现由林美Mei 负责。"),
        ("A&B店", "工单 #1 现由 A&amp;B店负责。"),
        ("", "工单 #1 现由负责。"),
    ],
)
def test_in_chinese_a_latin_name_stands_apart_and_is_itself_left_as_it_is(name: str, said: str) -> None:
    assert CHINESE("desk-claimed", number=1, name=name) == said


def test_the_space_stands_outside_of_links_and_no_mark_is_left() -> None:
    said = CHINESE("assigned-by-desk", number=1, user_id=7, name="\u2068Anna\u2069")
    assert said == '工单 #1 由 <a href="tg://user?id=7">Anna</a> 负责。'


@given(st.text(alphabet=st.characters(exclude_characters="\u2068\u2069")), st.sampled_from(["", "<b>", "</b></i>"]))
def test_spacing_only_adds_spaces_around_a_fact(fact: str, tags: str) -> None:
    text = f"由{tags}\u2068{fact}\u2069{tags}负责"
    said = spaced(text)
    assert said.replace(" ", "") == f"由{tags}{fact}{tags}负责".replace(" ", "")
    assert fact in said


def test_numbers_and_money() -> None:
    assert ENGLISH.number(1234.56) == "1,234.6"
    assert ENGLISH.money(12.5, "EUR") == "€12.50"
    assert CHINESE.money(12.5, "CNY") == "¥12.50"


def test_a_business_may_put_its_own_words_in_place() -> None:
    book = Phrasebook({Language.ENGLISH: {"press-is-old": "That one is gone.\nTry another."}})
    assert book.speaking(Language.ENGLISH)("press-is-old") == "That one is gone.\nTry another."
    assert book.speaking(Language.CHINESE)("press-is-old") == CHINESE("press-is-old")


def test_words_for_a_key_that_does_not_exist_are_refused() -> None:
    with pytest.raises(UnknownPhrase):
        Phrasebook({Language.ENGLISH: {"no-such-key": "x"}})


@pytest.mark.parametrize("words", ["{ $unclosed", "{ $fact } that nobody gives", ""])
def test_words_that_cannot_be_said_are_refused(words: str) -> None:
    with pytest.raises(BrokenPhrase):
        Phrasebook({Language.ENGLISH: {"press-is-old": words}})
