"""Bursts: nothing is lost, the order is kept, and no post is too long."""

from hypothesis import given
from hypothesis import strategies as st

from crm.rules.bursts import LONGEST_POST, MARK, Line, one_post, utf16_units

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=LONGEST_POST // 2)
LINES = st.builds(
    Line, st.none() | st.one_of(TEXTS, st.sampled_from(["x" * 1500, "你好", "😀" * 700])), st.sampled_from([None, None, None, 7])
)


def posts_of(waiting: list[Line]) -> list[tuple[str, int]]:
    """Return what is posted for all that waits, each with how many lines it stands for."""
    posts = []
    while waiting:
        post = one_post(waiting)
        text, count = (post.text, post.count) if post else (waiting[0].words or "", 1)
        posts.append((text, count))
        waiting = waiting[count:]
    return posts


@given(st.lists(LINES, max_size=40))
def test_every_line_is_posted_once_in_its_order(waiting: list[Line]) -> None:
    posts = posts_of(waiting)
    posted = [
        line.removeprefix(MARK) if count > 1 else line for text, count in posts for line in (text.split("\n") if count > 1 else [text])
    ]
    assert posted == [line.words or "" for line in waiting]


@given(st.lists(LINES, max_size=40))
def test_no_post_is_longer_than_a_message(waiting: list[Line]) -> None:
    assert all(utf16_units(text) <= LONGEST_POST for text, _ in posts_of(waiting))


@given(st.lists(LINES, max_size=40))
def test_a_post_stands_for_lines_that_answer_the_same_and_have_words(waiting: list[Line]) -> None:
    post = one_post(waiting)
    if post is not None:
        together = waiting[: post.count]
        assert all(line.words is not None for line in together)
        assert len({line.answers for line in together}) == 1


@given(st.lists(st.builds(Line, TEXTS), min_size=2, max_size=40))
def test_a_post_takes_as_much_as_fits(waiting: list[Line]) -> None:
    post = one_post(waiting)
    count = post.count if post else 1
    if count < len(waiting):
        with_one_more = "\n".join(MARK + (line.words or "") for line in waiting[: count + 1])
        assert utf16_units(with_one_more) > LONGEST_POST


def test_sixty_short_lines_are_one_post() -> None:
    post = one_post([Line(f"word {number}") for number in range(60)])
    assert post is not None
    assert post.count == 60
    assert post.text.startswith("• word 0\n• word 1\n")


def test_one_line_stays_what_it_is() -> None:
    assert one_post([]) is None
    assert one_post([Line("alone")]) is None
    assert one_post([Line("before a photo"), Line(None), Line("after it")]) is None
    assert one_post([Line(None), Line("a"), Line("b")]) is None


def test_an_answer_to_something_else_begins_the_next_post() -> None:
    post = one_post([Line("a", answers=1), Line("b", answers=1), Line("c"), Line("d", answers=1)])
    assert post is not None
    assert (post.text, post.count) == ("• a\n• b", 2)


def test_length_is_counted_as_the_messenger_counts() -> None:
    assert utf16_units("a你😀") == 4
    assert one_post([Line("😀" * 1024), Line("😀" * 1024)]) is None
    post = one_post([Line("😀" * 1023), Line("😀" * 1021)])
    assert post is not None
    assert utf16_units(post.text) == 2 * 2 + 2 * 2044 + 1 == LONGEST_POST - 3
