"""Until when a ticket is put aside: what staff may write, worked by hand, and laws for everything else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.snoozes import LONGEST_SNOOZE, NoSuchMoment, is_until_they_write, snoozed_until

SHANGHAI = "Asia/Shanghai"
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # Wednesday, 12:00 in Shanghai


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026 by the clocks of Shanghai."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("30m", shanghai(4, 12, 30)),
        ("2h", shanghai(4, 14)),
        ("2 hours", shanghai(4, 14)),
        ("3 days", shanghai(7, 12)),
        ("30分钟", shanghai(4, 12, 30)),
        ("2小时", shanghai(4, 14)),
        ("2个小时", shanghai(4, 14)),
        ("3天", shanghai(7, 12)),
        ("18:30", shanghai(4, 18, 30)),
        ("at 18:30", shanghai(4, 18, 30)),
        ("9:00", shanghai(5, 9)),
        ("12:00", shanghai(5, 12)),
        ("9点", shanghai(5, 9)),
        ("tomorrow", shanghai(5, 9)),
        ("Tomorrow 14:15", shanghai(5, 14, 15)),
        ("tomorrow at 14:15", shanghai(5, 14, 15)),
        ("明天", shanghai(5, 9)),
        ("明天 8:05", shanghai(5, 8, 5)),
        ("明天8：05", shanghai(5, 8, 5)),
        ("后天 10点", shanghai(6, 10)),
        ("thursday", shanghai(5, 9)),
        ("fri 10:00", shanghai(6, 10)),
        ("wednesday", shanghai(11, 9)),
        ("周一", shanghai(9, 9)),
        ("星期三 8:00", shanghai(11, 8)),
        ("下周日", shanghai(8, 9)),
        ("2026-03-05", shanghai(5, 9)),
        ("2026/3/20 18:30", shanghai(20, 18, 30)),
        ("2026-03-20 at 18:30", shanghai(20, 18, 30)),
        ("2026年3月20日10点", shanghai(20, 10)),
        ("3月4日 13:00", shanghai(4, 13)),
        ("3月20日", shanghai(20, 9)),
        ("5月1日", datetime(2026, 5, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments_that_staff_write(words: str, until: datetime) -> None:
    assert snoozed_until(words, at=NOON, zone=SHANGHAI) == until


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "0h",
        "91d",
        "9999h",
        "25:00",
        "9:60",
        "tomorrow 25:00",
        "we 9:00",
        "周八",
        "h2",
        "tomorrow never",
        "2026-03-03",
        "2026-03-04 11:00",
        "2026-13-01",
        "2026-02-30",
        "3月32日",
        "0月1日",
        "2026-03-05 25:00",
        "2027-03-05",
        "3月3日",
        "3-9",
        "9.30",
        "9999-12-31",
        "2026-03-2410:00",
    ],
)
def test_everything_else_names_no_moment(words: str) -> None:
    with pytest.raises(NoSuchMoment):
        snoozed_until(words, at=NOON, zone=SHANGHAI)


@pytest.mark.parametrize(("words", "is_it"), [("Until they write", True), ("等客户回复", True), ("until monday", False), ("", False)])
def test_a_ticket_may_rest_until_the_customer_writes(words: str, is_it: bool) -> None:
    assert is_until_they_write(words) is is_it


def test_nine_in_the_morning_is_nine_by_the_clocks_after_they_change() -> None:
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # clocks go forward in the night
    assert snoozed_until("tomorrow", at=saturday, zone="Europe/Berlin") == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


@given(st.text(max_size=20), st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)))
def test_any_words_name_a_moment_to_come_or_none(words: str, wall: datetime) -> None:
    at = wall.replace(tzinfo=UTC)
    try:
        until = snoozed_until(words, at=at, zone="America/New_York")
    except NoSuchMoment:
        return
    assert at < until <= at + LONGEST_SNOOZE
