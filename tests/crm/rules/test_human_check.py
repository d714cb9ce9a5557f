"""Rules of the human check: what is asked, what an answer is worth, and when somebody has to wait."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.human_check import (
    CHOICES,
    Check,
    CheckKind,
    Verdict,
    after_wrong,
    draw_check,
    is_asked_again,
    is_closed,
    is_owed_reminder,
    is_owed_word_on_commands,
    judge,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
WAIT = timedelta(minutes=10)


@given(seed=st.integers(0, 2**32))
def test_a_sum_has_four_different_answers_and_one_is_right(seed: int) -> None:
    check = draw_check(CheckKind.SUM, at=NOON, draw=Random(seed).randrange)
    assert len(check.choices) == len(set(check.choices)) == CHOICES
    assert check.choices.count(check.answer) == 1
    assert all(2 <= addend <= 9 for addend in check.addends)
    assert min(check.choices) >= 0


def test_the_right_answer_stands_in_any_place() -> None:
    checks = [draw_check(CheckKind.SUM, at=NOON, draw=Random(seed).randrange) for seed in range(200)]
    assert {check.choices.index(check.answer) for check in checks} == set(range(CHOICES))
    assert {sorted(check.choices).index(check.answer) for check in checks} == set(range(CHOICES))


def test_a_button_has_a_mark_of_its_own() -> None:
    checks = [draw_check(CheckKind.BUTTON, at=NOON, draw=Random(seed).randrange) for seed in range(20)]
    assert len({check.mark for check in checks}) == 20
    assert {(check.addends, check.choices, check.answer) for check in checks} == {((), (), 0)}


@pytest.mark.parametrize(
    ("check", "mark", "answer", "verdict"),
    [
        (None, 7, 5, Verdict.VOID),
        (Check(7, NOON, (2, 3), (4, 5, 6, 7)), 8, 5, Verdict.VOID),
        (Check(7, NOON, (2, 3), (4, 5, 6, 7)), 7, 5, Verdict.PASSED),
        (Check(7, NOON, (2, 3), (4, 5, 6, 7)), 7, 6, Verdict.WRONG),
        (Check(7, NOON, (2, 3), (4, 5, 6, 7), closed_until=NOON + WAIT), 7, 5, Verdict.CLOSED),
        (Check(7, NOON), 7, 0, Verdict.PASSED),
        (Check(7, NOON), 7, 1, Verdict.WRONG),
    ],
)
def test_a_press_is_judged_by_the_check_that_stands(check: Check | None, mark: int, answer: int, verdict: Verdict) -> None:
    assert judge(check, mark=mark, answer=answer, at=NOON) is verdict


def test_as_many_wrong_answers_as_may_be_close_the_check_for_a_while() -> None:
    check = Check(7, NOON, (2, 3), (4, 5, 6, 7))
    for count in (1, 2):
        check = after_wrong(check, at=NOON, most=3, wait=WAIT)
        assert (check.wrong, check.closed_until) == (count, None)
    check = after_wrong(check, at=NOON, most=3, wait=WAIT)
    assert (check.wrong, check.closed_until) == (3, NOON + WAIT)
    assert [is_closed(check, NOON + later) for later in (timedelta(), WAIT)] == [True, False]


@pytest.mark.parametrize(
    ("check", "seconds", "is_asked"),
    [
        (None, 0, True),
        (Check(7, NOON), 59, False),
        (Check(7, NOON), 60, True),
        (Check(7, NOON, closed_until=NOON + WAIT), 599, False),
        (Check(7, NOON + timedelta(seconds=590), closed_until=NOON + WAIT), 600, True),
    ],
)
def test_who_writes_on_is_asked_again_now_and_then(check: Check | None, seconds: int, is_asked: bool) -> None:
    assert is_asked_again(check, NOON + timedelta(seconds=seconds)) is is_asked


@pytest.mark.parametrize(
    ("check", "is_owed"),
    [
        (Check(7, NOON), True),
        (Check(7, NOON, is_reminded=True), False),
        (Check(7, NOON, closed_until=NOON + WAIT), False),
        (Check(7, NOON, closed_until=NOON), True),
    ],
)
def test_who_writes_on_is_told_once_what_is_waited_for(check: Check, is_owed: bool) -> None:
    assert is_owed_reminder(check, NOON) is is_owed


@pytest.mark.parametrize(
    ("check", "is_owed"),
    [
        (Check(7, NOON, is_reminded=True), True),
        (Check(7, NOON, is_command_told=True), False),
        (Check(7, NOON, closed_until=NOON + WAIT), False),
        (Check(7, NOON, closed_until=NOON), True),
    ],
)
def test_who_sends_commands_is_told_once_that_they_must_wait(check: Check, is_owed: bool) -> None:
    assert is_owed_word_on_commands(check, NOON) is is_owed
