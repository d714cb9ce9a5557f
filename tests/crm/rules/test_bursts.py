"""Bursts: nothing is lost, the order is kept, and no post is too long."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crm.rules.bursts import LONGEST_POST, MARK, MOST_ENTITIES, Line, Post, one_post
from crm.rules.lengths import utf16_units

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=LONGEST_POST // 2)
WORDS = st.none() | st.one_of(TEXTS, st.sampled_from(["x" * 1500, "你好", "😀" * 700]))


@st.composite
def waits(draw: st.DrawFn) -> list[Line]:
    """Draw what waits: texts, answers, things that stand alone, and changes of what waits before them."""
    waiting: list[Line] = []
    for number in range(draw(st.integers(0, 30))):
        earlier = [line.id for line in waiting if line.changes is None and line.words is not None]
        changes = draw(st.sampled_from([None, None, *earlier]))
        waiting.append(Line(number, draw(WORDS if changes is None else TEXTS), draw(st.sampled_from([None, None, 7])), changes))
    return waiting


def posts_of(waiting: list[Line]) -> list[tuple[str, list[Line]]]:
    """Return what is posted for all that waits, each with the lines that it stands for."""
    posts = []
    while waiting:
        post = one_post(waiting)
        text, count = (post.text, post.count) if post else (waiting[0].words or "", 1)
        posts.append((text, waiting[:count]))
        waiting = waiting[count:]
    return posts


@given(waits())
def test_every_line_is_posted_once_in_its_order_as_it_was_changed(waiting: list[Line]) -> None:
    posts = posts_of(waiting)
    assert [line for _, lines in posts for line in lines] == waiting
    for text, lines in posts:
        if len(lines) > 1:
            newest = {line.id if line.changes is None else line.changes: line.words for line in lines}
            assert text.split("\n") == [f"{MARK}{words}" for words in newest.values()]


@given(waits())
def test_no_post_is_longer_than_a_message(waiting: list[Line]) -> None:
    assert all(utf16_units(text) <= LONGEST_POST for text, _ in posts_of(waiting))


@given(waits())
def test_a_post_stands_for_lines_that_answer_the_same_and_have_words(waiting: list[Line]) -> None:
    post = one_post(waiting)
    if post is not None:
        together = waiting[: post.count]
        assert all(line.words is not None for line in together)
        assert len({line.answers for line in together if line.changes is None}) == 1


@given(st.lists(TEXTS, min_size=2, max_size=40))
def test_a_post_takes_as_much_as_fits(texts: list[str]) -> None:
    post = one_post(lines(*texts))
    count = post.count if post else 1
    if count < len(texts):
        with_one_more = "\n".join(MARK + words for words in texts[: count + 1])
        assert utf16_units(with_one_more) > LONGEST_POST


def lines(*texts: str | None) -> list[Line]:
    """Return a line for each of these texts."""
    return [Line(number, words) for number, words in enumerate(texts)]


def test_sixty_short_lines_are_one_post() -> None:
    post = one_post(lines(*(f"word {number}" for number in range(60))))
    assert post is not None
    assert post.count == 60
    assert post.text.startswith("• word 0\n• word 1\n")


def test_one_line_stays_what_it_is() -> None:
    assert one_post([]) is None
    assert one_post(lines("alone")) is None
    assert one_post([Line(1, "alone"), Line(2, "changed", changes=1)]) is None
    assert one_post(lines("before a photo", None, "after it")) is None
    assert one_post(lines(None, "a", "b")) is None


def test_an_answer_to_something_else_begins_the_next_post() -> None:
    post = one_post([Line(1, "a", answers=9), Line(2, "b", answers=9), Line(3, "c"), Line(4, "d", answers=9)])
    assert post == Post("• a\n• b", 2)


def test_what_was_changed_meanwhile_is_posted_as_it_is_now() -> None:
    post = one_post([Line(1, "a"), Line(2, "b"), Line(3, "A", changes=1), Line(4, "c"), Line(5, "A!", changes=1)])
    assert post == Post("• A!\n• b\n• c", 5)


def test_a_change_of_what_was_posted_before_ends_the_post() -> None:
    assert one_post([Line(1, "a"), Line(2, "b"), Line(3, "older", changes=77), Line(4, "c")]) == Post("• a\n• b", 2)


def test_a_change_that_does_not_fit_any_more_ends_the_post() -> None:
    assert one_post([Line(1, "a"), Line(2, "b"), Line(3, "x" * 4095, changes=1)]) == Post("• a\n• b", 2)


def test_length_is_counted_as_the_messenger_counts() -> None:
    assert utf16_units("a你😀") == 4
    assert one_post(lines("😀" * 1024, "😀" * 1023)) is None
    post = one_post(lines("x" + "😀" * 1023, "😀" * 1022))
    assert post is not None
    assert utf16_units(post.text) == LONGEST_POST


@given(waits(), st.integers(0, 60))
def test_formatting_stays_on_the_words_that_it_was_put_on(waiting: list[Line], marks: int) -> None:
    marked = [
        replace(line, entities=tuple({"type": "bold", "offset": 0, "length": utf16_units(line.words)} for _ in range(marks)))
        if line.words is not None
        else line
        for line in waiting
    ]
    while marked:
        post = one_post(marked)
        if post is not None:
            units = post.text.encode("utf-16-le")
            parts = [units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le") for each in post.entities]
            assert set(parts) <= {line.words for line in marked[: post.count]}
            assert len(parts) <= MOST_ENTITIES
        marked = marked[post.count if post else 1 :]


def test_a_post_ends_before_there_is_more_formatting_than_the_messenger_takes() -> None:
    marks = tuple({"type": "bold", "offset": 0, "length": 1} for _ in range(40))
    waiting = [Line(number, "x", entities=marks) for number in range(4)]
    post = one_post(waiting)
    assert post is not None
    assert (post.count, len(post.entities)) == (2, 80)
