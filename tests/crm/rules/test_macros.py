"""Macros: which words name what follows a canned reply."""

import pytest

from crm.rules.macros import Steps, read_steps
from storage.vocabulary import Afterwards, Priority


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("nothing", Steps()),
        ("close", Steps(Afterwards.CLOSE)),
        ("hold", Steps(Afterwards.ON_HOLD)),
        ("solve +refund -waiting high +money", Steps(Afterwards.SOLVE, Priority.HIGH, ("refund", "money"), ("waiting",))),
        ("＋退款 紧急", Steps(None, Priority.URGENT, ("退款",))),
    ],
)
def test_words_name_steps(words: str, steps: Steps) -> None:
    assert read_steps(words.split()) == steps


@pytest.mark.parametrize("words", ["", "explode", "close solve", "high low", "+", "nothing close", "close refund"])
def test_what_names_no_step_is_not_taken(words: str) -> None:
    assert read_steps(words.split()) is None


def test_only_steps_have_a_mark() -> None:
    marks = [Steps().mark, Steps(Afterwards.CLOSE).mark, Steps(tags_on=("a",)).mark, Steps(tags_off=("a",)).mark]
    assert marks[0] is None
    assert len(set(marks)) == len(marks)
