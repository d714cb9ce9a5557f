"""Rivalry: when it is certain that another program asks for the same bot, and which of the two came later."""

import pytest

from bot.rivalry import CONFLICTS, NEWCOMER_SECONDS, WITHIN_SECONDS, Rivalry

BEGAN = 1000.0


def certain_after(*moments: float) -> tuple[list[bool], bool]:
    """Return what is told at each conflict (seconds after the beginning), and who came later by then."""
    rivalry = Rivalry()
    rivalry.begin(BEGAN)
    return [rivalry.note(BEGAN + moment) for moment in moments], rivalry.is_newcomer


def test_a_question_that_a_killed_program_left_behind_proves_nothing() -> None:
    assert certain_after(1.0) == ([False], False)


def test_three_conflicts_at_the_beginning_say_that_we_came_later() -> None:
    assert certain_after(1.0, 2.0, 4.0) == ([False, False, True], True)


def test_three_conflicts_after_a_quiet_time_say_that_somebody_else_came() -> None:
    quiet = NEWCOMER_SECONDS + 1
    assert certain_after(quiet, quiet + 1, quiet + 2) == ([False, False, True], False)


@pytest.mark.parametrize("apart", [WITHIN_SECONDS, WITHIN_SECONDS * 2])
def test_conflicts_far_apart_prove_nothing(apart: float) -> None:
    assert certain_after(*(1.0 + apart * number for number in range(CONFLICTS + 3))) == ([False] * (CONFLICTS + 3), False)


def test_it_is_told_once_a_minute() -> None:
    told, is_newcomer = certain_after(*(100.0 + second for second in range(70)))
    assert (sum(told), told[2], told[62], is_newcomer) == (2, True, True, False)


def test_who_was_there_first_does_not_become_the_later_one() -> None:
    rivalry = Rivalry()
    rivalry.begin(BEGAN)
    assert [rivalry.note(BEGAN + 100 + number) for number in range(3)] == [False, False, True]
    rivalry.begin(BEGAN + 200)  # it leads again after another process did
    assert [rivalry.note(BEGAN + 200 + number) for number in range(3)] == [False, False, True]
    assert not rivalry.is_newcomer
