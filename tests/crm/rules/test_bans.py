"""Rules of bans: lengths of time as staff write them, and the moment at which a ban is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.bans import FOR_EVER, LONGEST, SpanOutOfRange, is_banned, read_span

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("2D", timedelta(days=2)),
        ("2w", timedelta(weeks=2)),
        ("3650d", timedelta(days=3650)),
        ("521w", timedelta(weeks=521)),
        ("spam", None),
        ("12", None),
        ("h", None),
        ("4 h", None),
        ("-4h", None),
        ("٤h", None),
        ("4hours", None),
        ("4h\n", None),
        ("1234567890m", None),
        ("", None),
    ],
)
def test_a_length_is_a_number_and_a_unit(word: str, span: timedelta | None) -> None:
    assert read_span(word) == span


@pytest.mark.parametrize("word", ["0m", "000h", "3651d", "522w", "999999999w"])
def test_no_time_at_all_and_more_than_ten_years_are_refused(word: str) -> None:
    with pytest.raises(SpanOutOfRange) as refused:
        read_span(word)
    assert refused.value.facts == {"days": 3650}


@given(word=st.text(max_size=12))
def test_any_word_is_read_or_left_or_refused(word: str) -> None:
    try:
        span = read_span(word)
    except SpanOutOfRange:
        return
    assert span is None or timedelta() < span <= LONGEST


def test_a_ban_is_over_at_its_end() -> None:
    moments = [NOON - timedelta(microseconds=1), NOON, NOON + timedelta(days=1)]
    assert [is_banned(NOON, at) for at in moments] == [True, False, False]
    assert is_banned(None, NOON) is False
    assert is_banned(FOR_EVER, NOON + timedelta(days=365 * 100)) is True
