"""Birthdays as people write them, and when they are greeted."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.refusals import Refusal
from crm.rules.birthdays import (
    AmbiguousBirthday,
    Birthday,
    BirthdayInFuture,
    BirthdayNotUnderstood,
    BirthdayTooLongAgo,
    NoSuchDate,
    greeting_day,
    greeting_moment,
    parse_birthday,
)

TODAY = date(2026, 11, 23)
MAY_17 = Birthday(5, 17, None)
MAY_17_1990 = Birthday(5, 17, 1990)


@pytest.mark.parametrize(
    "text",
    [
        "1990-05-17", "1990/5/17", "1990.5.17", " 1990 5 17 ", "1990-5-17.", "19900517", "17.5.1990", "17.05.1990", "17. 5. 1990", "17/5/1990",
        "5/17/1990", "17-05-1990", "1990年5月17日", "1990年5月17号", "1990 年 5 月 17 號", "1990年05月17", "一九九〇年五月十七日",
        "１９９０－０５－１７", "１９９０年５月１７日", "17 May 1990", "17th of May, 1990", "17. may 1990", "May 17, 1990", "May 17th 1990", "MAY 17,1990",
        "17may1990", "1990。5。17",
    ],
)  # fmt: skip
def test_a_birthday_with_its_year(text: str) -> None:
    assert parse_birthday(text, today=TODAY) == MAY_17_1990


@pytest.mark.parametrize(
    "text",
    [
        "--05-17", "--0517", "05-17", "5-17", "17-5", "17.05.", "17.5.", "17.5", "5.17", "17/5", "5/17", "5月17日", "5月17号", "5月17", "五月十七日",
        "May 17", "17 May", "may 17th", "５月１７日",
    ],
)  # fmt: skip
def test_a_birthday_without_its_year(text: str) -> None:
    assert parse_birthday(text, today=TODAY) == MAY_17


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        pytest.param("5.6.", Birthday(6, 5, None), id="dots: the day first"),
        pytest.param("5.6.1990", Birthday(6, 5, 1990), id="dots with a year: the day first"),
        pytest.param("05-06", Birthday(5, 6, None), id="a dash: the month first, as in ISO"),
        pytest.param("5/5/1990", Birthday(5, 5, 1990), id="both readings are the same"),
        pytest.param("1990/5/6", Birthday(5, 6, 1990), id="the year first, then the month"),
        pytest.param("29 February 2000", Birthday(2, 29, 2000), id="a leap day"),
        pytest.param("29.2.", Birthday(2, 29, None), id="a leap day without its year"),
        pytest.param("二月二十九日", Birthday(2, 29, None), id="tens in Chinese"),
        pytest.param("十月十日", Birthday(10, 10, None), id="ten in Chinese"),
        pytest.param("十二月三十一日", Birthday(12, 31, None), id="the last day in Chinese"),
        pytest.param("Sept. 3, 1985", Birthday(9, 3, 1985), id="an abbreviation with a dot"),
        pytest.param("2026-11-23", Birthday(11, 23, 2026), id="born today"),
        pytest.param("1905-11-24", Birthday(11, 24, 1905), id="120 years old, 121 tomorrow"),
    ],
)
def test_the_reading_that_is_meant(text: str, birthday: Birthday) -> None:
    assert parse_birthday(text, today=TODAY) == birthday


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", BirthdayNotUnderstood),
        ("yesterday", BirthdayNotUnderstood),
        ("17.5.90", BirthdayNotUnderstood),
        ("90年5月17日", BirthdayNotUnderstood),
        ("17051990", BirthdayNotUnderstood),
        ("1990", BirthdayNotUnderstood),
        ("Mayday 17", BirthdayNotUnderstood),
        ("农历五月十七", BirthdayNotUnderstood),
        ("31.2.", NoSuchDate),
        ("2月30日", NoSuchDate),
        ("1990-02-29", NoSuchDate),
        ("1990-13-01", NoSuchDate),
        ("13/13", NoSuchDate),
        ("0.5.", NoSuchDate),
        ("0000-05-17", NoSuchDate),
        ("5/6", AmbiguousBirthday),
        ("5/6/1990", AmbiguousBirthday),
        ("05-06-1990", AmbiguousBirthday),
        ("2026-11-24", BirthdayInFuture),
        ("9999-01-01", BirthdayInFuture),
        ("1905-11-23", BirthdayTooLongAgo),
        ("0001-01-01", BirthdayTooLongAgo),
    ],
)
def test_what_is_no_birthday_is_refused(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(Refusal) as caught:
        parse_birthday(text, today=TODAY)
    assert type(caught.value) is refusal
    assert caught.value.facts["text"] == text


def test_a_refusal_repeats_a_long_text_in_part_and_says_nothing_to_a_log() -> None:
    with pytest.raises(BirthdayNotUnderstood) as caught:
        parse_birthday(" x" * 100, today=TODAY)
    assert caught.value.facts == {"text": ("x " * 20)}
    assert str(caught.value) == ""


def test_a_refusal_of_two_readings_names_both_numbers() -> None:
    with pytest.raises(AmbiguousBirthday) as caught:
        parse_birthday("5/6/1990", today=TODAY)
    assert caught.value.facts == {"text": "5/6/1990", "first": 5, "second": 6}


@given(st.text())
def test_any_text_is_a_birthday_or_refused(text: str) -> None:
    try:
        birthday = parse_birthday(text, today=TODAY)
    except Refusal as refusal:
        assert "text" in refusal.facts
    else:
        assert greeting_day(birthday, 2028) == date(2028, birthday.month, birthday.day)


@given(
    st.dates(date(1906, 11, 24), TODAY),
    st.sampled_from(["{0.year:04}-{0.month:02}-{0.day:02}", "{0.year}年{0.month}月{0.day}日", "{0.day}.{0.month}.{0.year}"]),
)
def test_every_date_of_a_life_is_read_back(born_on: date, shape: str) -> None:
    assert parse_birthday(shape.format(born_on), today=TODAY) == Birthday(born_on.month, born_on.day, born_on.year)


@pytest.mark.parametrize(("year", "day"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29)), (2100, date(2100, 2, 28))])
def test_a_leap_day_is_greeted_on_28_february_in_other_years(year: int, day: date) -> None:
    assert greeting_day(Birthday(2, 29, 2000), year) == day


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Asia/Shanghai", datetime(2027, 5, 17, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 5, 17, 7, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2027, 5, 16, 19, tzinfo=UTC)),
    ],
)
def test_the_greeting_comes_at_the_hour_of_the_customers_own_day(zone: str, moment: datetime) -> None:
    assert greeting_moment(MAY_17, 2027, zone=zone, hour=9) == moment
