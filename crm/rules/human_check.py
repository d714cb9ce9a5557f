"""The check that a person writes: which question is asked, and what an answer is worth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

CHOICES = 4
REPEATED_AFTER = timedelta(minutes=1)
_SMALLEST, _LARGEST = 2, 9

Draw = Callable[[int], int]  # a random whole number from 0 up to, not including, the one given


class CheckKind(StrEnum):
    """What is asked: to press a button, or for a sum."""

    BUTTON = "button"
    SUM = "sum"


class Verdict(StrEnum):
    """What an answer is worth."""

    PASSED = "passed"
    WRONG = "wrong"
    CLOSED = "closed"
    VOID = "void"


@dataclass(frozen=True)
class Check:
    """A check that was put to somebody. `mark` tells its buttons from all others; `addends` are empty where a button is asked for.

    `wrong` counts wrong answers; while `closed_until` lies ahead none is taken. `is_reminded` when who wrote on was told what is waited for,
    `is_command_told` when who sent a command was told that it is not done.
    """

    mark: int
    asked_at: datetime
    addends: tuple[int, ...] = ()
    choices: tuple[int, ...] = ()
    wrong: int = 0
    closed_until: datetime | None = None
    is_reminded: bool = False
    is_command_told: bool = False

    @property
    def answer(self) -> int:
        """The right answer."""
        return sum(self.addends)


def draw_check(kind: CheckKind, *, at: datetime, draw: Draw, wrong: int = 0) -> Check:
    """A new check with random numbers; after `wrong` wrong answers to those before."""
    mark = draw(1_000_000_000)
    if kind is CheckKind.BUTTON:
        return Check(mark=mark, asked_at=at, wrong=wrong)
    span = _LARGEST - _SMALLEST + 1
    addends = (_SMALLEST + draw(span), _SMALLEST + draw(span))
    answer = sum(addends)
    lowest = max(0, answer - draw(CHOICES) * 2)
    near = [number for number in range(lowest, lowest + 2 * CHOICES) if number != answer]
    choices = [answer] + [near.pop(draw(len(near))) for _ in range(CHOICES - 1)]
    shuffled = tuple(choices.pop(draw(len(choices))) for _ in range(CHOICES))
    return Check(mark=mark, asked_at=at, addends=addends, choices=shuffled, wrong=wrong)


def judge(check: Check | None, *, mark: int, answer: int, at: datetime) -> Verdict:
    """What a press is worth: nothing when no check stands or it belongs to another, and none is taken while the check is closed."""
    if check is None or mark != check.mark:
        return Verdict.VOID
    if is_closed(check, at):
        return Verdict.CLOSED
    return Verdict.PASSED if answer == check.answer else Verdict.WRONG


def after_wrong(check: Check, *, at: datetime, most: int, wait: timedelta) -> Check:
    """The check after a wrong answer: closed for a while when there were as many as may be."""
    wrong = check.wrong + 1
    return replace(check, wrong=wrong, closed_until=at + wait if wrong >= most else None)


def is_closed(check: Check, at: datetime) -> bool:
    """Whether no answer is taken at this moment."""
    return check.closed_until is not None and at < check.closed_until


def is_owed_reminder(check: Check, at: datetime) -> bool:
    """Whether somebody who writes on is told what is waited for: once for each check, and not while it is closed."""
    return not check.is_reminded and not is_closed(check, at)


def is_owed_word_on_commands(check: Check, at: datetime) -> bool:
    """Whether somebody who sends a command is told that it must wait: as often as `is_owed_reminder` says of words."""
    return not check.is_command_told and not is_closed(check, at)


def is_asked_again(check: Check | None, at: datetime) -> bool:
    """Whether somebody who writes on without an answer is asked (again): not while the check is closed, and not at every message."""
    return check is None or (not is_closed(check, at) and (check.closed_until is not None or at - check.asked_at >= REPEATED_AFTER))
