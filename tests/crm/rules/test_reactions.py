"""Reactions: which one stands where only one can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.reactions import Given, newest, standing


@pytest.mark.parametrize(
    ("before", "after", "emoji"),
    [
        ([], ["👍"], "👍"),
        (["👍"], [], None),
        (["👍"], ["👍", "❤"], "❤"),
        (["❤", "👍"], ["👍"], "👍"),
        ([], [], None),
        (["👍"], ["❤", "👍"], "❤"),
    ],
)
def test_the_newest_of_somebodys_reactions_is_the_one_just_given(before: list[str], after: list[str], emoji: str | None) -> None:
    assert newest(before, after) == emoji


@pytest.mark.parametrize(
    ("story", "emoji"),
    [
        ([], None),
        ([(1, "👍")], "👍"),
        ([(1, "👍"), (2, "❤")], "❤"),
        ([(1, "👍"), (2, "❤"), (2, None)], "👍"),
        ([(1, "👍"), (1, None)], None),
        ([(1, "👍"), (2, "❤"), (1, "🔥"), (1, None)], "❤"),
    ],
)
def test_what_stands_is_the_newest_that_was_not_taken_back(story: list[tuple[int, str | None]], emoji: str | None) -> None:
    assert standing([Given(by, what) for by, what in story]) == emoji


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["👍", "❤", None])), max_size=12))
def test_when_everybody_takes_theirs_back_nothing_stands(story: list[tuple[int, str | None]]) -> None:
    taken_back = [(by, None) for by in (1, 2, 3)]
    assert standing([Given(by, what) for by, what in (*story, *taken_back)]) is None
