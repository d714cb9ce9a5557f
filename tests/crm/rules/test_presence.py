"""Presence: who is here, by what they said last and by their shift."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.presence import HERE, Presence, presence, read_absence
from crm.rules.shifts import read_shift

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
SHIFT = read_shift("mon-fri 9-17", zone="UTC")
HOUR = timedelta(hours=1)
_moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def at(hour: int, day: int = 4) -> datetime:
    """Return an hour of a day of March."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_who_said_nothing_and_has_no_shift_is_here() -> None:
    assert presence(here_at=None, away_at=None, away_until=None, shift=None, at=NOON) == HERE


def test_an_absence_ends_by_itself_at_its_end_or_never() -> None:
    def during(moment: datetime, until: datetime | None) -> Presence:
        return presence(here_at=None, away_at=NOON, away_until=until, shift=None, at=moment)

    end = NOON + HOUR
    assert during(end - timedelta(seconds=1), end) == Presence(is_here=False, until=end)
    assert during(end, end) == HERE
    assert during(NOON + timedelta(days=300), None) == Presence(is_here=False)


@pytest.mark.parametrize(
    ("moment", "is_here", "until"),
    [(at(9), True, None), (at(16), True, None), (at(17), False, at(9, 5)), (at(8), False, at(9)), (at(12, 7), False, at(9, 9))],
)
def test_outside_of_a_shift_somebody_is_away_until_it_begins(moment: datetime, is_here: bool, until: datetime | None) -> None:
    found = presence(here_at=None, away_at=None, away_until=None, shift=SHIFT, at=moment)
    assert found == (HERE if is_here else Presence(is_here=False, until=until, is_off_shift=True))


@pytest.mark.parametrize(
    ("said_at", "moment", "is_here"),
    [
        (at(18), at(20), True),
        (at(18), at(8, 5), True),
        (at(18), at(18, 5), False),  # a shift has begun since, and that is what counts again
        (at(16), at(18), False),  # said within the shift, so it says nothing of the time after it
        (at(7), at(8), True),
    ],
)
def test_here_said_outside_of_a_shift_holds_until_the_next_begins(said_at: datetime, moment: datetime, is_here: bool) -> None:
    assert presence(here_at=said_at, away_at=None, away_until=None, shift=SHIFT, at=moment).is_here is is_here


@given(_moments, _moments, st.none() | _moments, st.booleans())
def test_nobody_is_here_during_an_absence_whatever_the_shift(
    moment: datetime, since: datetime, until: datetime | None, has_shift: bool
) -> None:
    found = presence(here_at=None, away_at=since, away_until=until, shift=SHIFT if has_shift else None, at=moment)
    if until is None or moment < until:
        assert not found.is_here
    elif not has_shift:
        assert found.is_here


@pytest.mark.parametrize(
    ("words", "until", "reason"),
    [
        ("", None, None),
        ("at the dentist", None, "at the dentist"),
        ("until 14:00", at(14), None),
        ("14:00 lunch", at(14), "lunch"),
        ("到 14:00 午饭", at(14), "午饭"),
        ("until 11:00", at(11, 5), None),
        ("until 12:00", at(12, 5), None),
        ("2h", NOON + 2 * HOUR, None),
        ("for 30 min coffee break", NOON + HOUR / 2, "coffee break"),
        ("2小时 开会", NOON + 2 * HOUR, "开会"),
        ("45分钟", NOON + timedelta(minutes=45), None),
        ("3 days leave", NOON + timedelta(days=3), "leave"),
        ("3天", NOON + timedelta(days=3), None),
        ("999d", NOON + timedelta(days=90), None),
        ("0h nothing", None, "0h nothing"),
        ("25:00 party", None, "25:00 party"),
        ("12:75", None, "12:75"),
        ("2 hot meals", None, "2 hot meals"),
        ("x" * 200, None, "x" * 120),
    ],
)
def test_absences_are_read_from_words(words: str, until: datetime | None, reason: str | None) -> None:
    assert read_absence(words, at=NOON, zone="UTC") == (until, reason)


def test_a_time_of_day_is_meant_in_the_zone() -> None:
    assert read_absence("21:00", at=NOON, zone="Asia/Shanghai") == (at(13), None)


@given(st.text(max_size=60), _moments)
def test_whatever_is_said_an_absence_ends_later_than_it_begins(words: str, moment: datetime) -> None:
    until, reason = read_absence(words, at=moment, zone="Europe/Berlin")
    assert until is None or moment < until <= moment + timedelta(days=90)
    assert reason is None or 0 < len(reason) <= 120
