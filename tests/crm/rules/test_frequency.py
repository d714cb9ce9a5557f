"""The cap on unasked messages: nobody is told more, and nobody waits longer than it takes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.frequency import DAY, WEEK, UnaskedCap, next_turn

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
CAP = UnaskedCap(per_day=1, per_week=3)
hours = st.integers(min_value=0, max_value=24 * 20)
caps = st.builds(UnaskedCap, per_day=st.integers(0, 4), per_week=st.integers(0, 8))


def ago(**length: float) -> datetime:
    """A moment before noon."""
    return NOON - timedelta(**length)


@pytest.mark.parametrize(
    ("told", "turn"),
    [
        ([], NOON),
        ([ago(hours=23)], NOON + timedelta(hours=1)),
        ([ago(hours=24)], NOON),
        ([ago(days=6), ago(days=4), ago(days=2)], NOON + timedelta(days=1)),
        ([ago(days=7), ago(days=4), ago(days=2)], NOON),
        ([ago(days=6, hours=23), ago(days=4), ago(hours=1)], NOON + timedelta(hours=23)),
        ([NOON + timedelta(hours=1)], NOON + timedelta(hours=25)),
        ([NOON + timedelta(hours=25)], NOON),
    ],
)
def test_the_next_turn_comes_when_day_and_week_have_room(told: list[datetime], turn: datetime) -> None:
    assert next_turn(told, NOON, CAP) == turn
    assert next_turn(list(reversed(told)), NOON, CAP) == turn


@given(wishes=st.lists(hours, max_size=40), cap=caps)
def test_nobody_is_ever_over_the_cap(wishes: list[int], cap: UnaskedCap) -> None:
    told: list[datetime] = []
    for wish in sorted(wishes):
        turn = next_turn(told, NOON + timedelta(hours=wish), cap)
        if turn == NOON + timedelta(hours=wish):
            told.append(turn)
    for moment in told:
        for most, length in ((cap.per_day, DAY), (cap.per_week, WEEK)):
            assert not most or len([each for each in told if moment - length < each <= moment]) <= most


@given(earlier=st.lists(hours, max_size=12, unique=True), cap=caps)
def test_whoever_asks_again_at_the_turn_has_it_and_a_moment_sooner_not(earlier: list[int], cap: UnaskedCap) -> None:
    told = [NOON - timedelta(hours=hour) for hour in earlier]
    turn = next_turn(told, NOON, cap)
    assert next_turn(told, turn, cap) == turn
    if turn > NOON:
        sooner = turn - timedelta(microseconds=1)
        assert next_turn(told, sooner, cap) > sooner
