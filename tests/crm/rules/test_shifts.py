"""Shifts: how the working hours of one person are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.shifts import ShiftNotUnderstood, read_shift
from crm.rules.working_hours import Span

NINE_TO_FIVE = (Span(540, 1020),)
_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.mark.parametrize(
    ("words", "week"),
    [
        ("mon-fri 9:00-17:00", dict.fromkeys(range(5), NINE_TO_FIVE)),
        ("Monday – Friday 9-17", dict.fromkeys(range(5), NINE_TO_FIVE)),
        ("周一至周五 9:00-17:00", dict.fromkeys(range(5), NINE_TO_FIVE)),
        ("星期三 9：00—17：00", {2: NINE_TO_FIVE}),
        ("周日 9-17，周六 9-17", {5: NINE_TO_FIVE, 6: NINE_TO_FIVE}),
        ("周天 9到17", {6: NINE_TO_FIVE}),
        ("sat-mon 9-17", {5: NINE_TO_FIVE, 6: NINE_TO_FIVE, 0: NINE_TO_FIVE}),
        ("tue 9-12, 13-17", {1: (Span(540, 720), Span(780, 1020))}),
        ("tue 9-13, tue 12-17", {1: NINE_TO_FIVE}),
        ("sun 22:00-6:30", {6: (Span(1320, 1440),), 0: (Span(0, 390),)}),
        ("fri 18-24; sat 18-0:00", {4: (Span(1080, 1440),), 5: (Span(1080, 1440),)}),
    ],
)
def test_hours_of_a_week_are_read(words: str, week: dict[int, tuple[Span, ...]]) -> None:
    read = read_shift(words, zone="Asia/Shanghai")
    assert {day: spans for day, spans in read.week.items() if spans} == week
    assert read.zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    "words", ["", "mon", "9-17", "someday 9-17", "mon 9-9", "mon 25-26", "mon 9:75-17", "mon 24:00-3", "mon-fri 9:00-17:00 please", "off"]
)
def test_what_is_no_shift_is_refused_with_its_words(words: str) -> None:
    with pytest.raises(ShiftNotUnderstood) as refused:
        read_shift(words, zone="UTC")
    assert refused.value.facts == {"words": words}


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 23), st.integers(0, 23))
def test_as_many_minutes_are_worked_as_were_written(first: int, last: int, start: int, end: int) -> None:
    if start == end:
        return
    week = read_shift(f"{_WEEK[first]}-{_WEEK[last]} {start}:00-{end}:00", zone="UTC").week
    worked = sum(span.end - span.start for spans in week.values() for span in spans)
    assert worked == ((last - first) % 7 + 1) * ((end - start) % 24) * 60
