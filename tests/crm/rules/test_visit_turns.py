"""Turns: one visit a week for a customer, in the order of the days for which they were planned, and none in quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm.rules.quiet_hours import QuietHours, is_quiet
from crm.rules.visits import Due, NoSuchDay, Turn, asking_moment, day_ends, means_bot, named_day, turn_of

QUIET = QuietHours(time(21, 30), time(8, 30))
NO_QUIET = QuietHours(time(0), time(0))
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Chatham")
BEGIN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)


def turn(*due: Due, at: datetime = BEGIN, seen_at: datetime | None = None, is_being_visited: bool = False, gap_days: int = 7) -> Turn:
    """Return whose turn it is of somebody in Shanghai."""
    return turn_of(
        due, at=at, seen_at=seen_at, is_being_visited=is_being_visited, gap_days=gap_days, hour=10, zone="Asia/Shanghai", quiet=QUIET
    )


@given(
    days=some.lists(some.floats(0, 40), min_size=1, max_size=8),
    pauses=some.lists(some.floats(0.2, 0.9), min_size=1, max_size=10),
    zone=some.sampled_from(ZONES),
    quiet=some.sampled_from((QUIET, NO_QUIET)),
    gap_days=some.integers(1, 10),
    hour=some.integers(0, 23),
)
def test_each_visit_comes_once_in_order_never_two_in_a_week_and_none_in_quiet_hours(
    days: list[float], pauses: list[float], zone: str, quiet: QuietHours, gap_days: int, hour: int
) -> None:
    planned = {key: BEGIN + after * DAY for key, after in enumerate(days)}
    due = dict(planned)
    seen: list[tuple[datetime, int]] = []
    at = BEGIN
    for place in range(2000):
        at += timedelta(hours=pauses[place % len(pauses)])
        ready = [Due(key, planned[key]) for key, moment in due.items() if moment <= at]
        result = turn_of(
            ready,
            at=at,
            seen_at=seen[-1][0] if seen else None,
            is_being_visited=False,
            gap_days=gap_days,
            hour=hour,
            zone=zone,
            quiet=quiet,
        )
        for each in ready:
            if each.key in result.paid:
                seen.append((at, each.key))
                del due[each.key]
            else:
                assert result.others_wait_until > at  # moved behind, not lost
                due[each.key] = result.others_wait_until
        if not due:
            break
        at = max(at, min(due.values()) - timedelta(hours=0.9))  # nothing happens until then
    assert sorted(key for _, key in seen) == sorted(planned)
    assert all(later - earlier >= gap_days * DAY for (earlier, _), (later, _) in pairwise(seen))
    assert not any(is_quiet(quiet, moment, zone) for moment, _ in seen)
    for place, (_, key) in enumerate(seen):
        overtaken = [other for _, other in seen[place + 1 :] if (planned[other], other) < (planned[key], key)]
        assert overtaken == []


def test_the_earliest_planned_comes_first_and_the_others_wait_a_week() -> None:
    early, late = Due(2, BEGIN - DAY), Due(1, BEGIN)
    assert turn(late, early) == Turn((2,), BEGIN + 7 * DAY)
    assert turn(late, seen_at=BEGIN - 3 * DAY) == Turn((), BEGIN + 4 * DAY)
    assert turn(late, seen_at=BEGIN - 7 * DAY) == Turn((1,), BEGIN + 7 * DAY)


def test_without_a_cap_all_are_paid_at_once() -> None:
    assert turn(Due(1, BEGIN), Due(2, BEGIN - DAY), seen_at=BEGIN, is_being_visited=True, gap_days=0).paid == (2, 1)


def test_who_is_being_visited_in_person_is_asked_nothing_else_meanwhile() -> None:
    assert turn(Due(1, BEGIN), is_being_visited=True) == Turn((), BEGIN + DAY)


def test_what_the_customer_wished_for_does_not_wait() -> None:
    wished, other = Due(1, BEGIN, by_wish=True), Due(2, BEGIN - DAY)
    assert turn(other, wished, seen_at=BEGIN - DAY, is_being_visited=True) == Turn((1,), BEGIN + 7 * DAY)


def test_nobody_is_visited_before_the_hour_or_in_quiet_hours() -> None:
    assert turn(Due(1, BEGIN), at=BEGIN - timedelta(hours=1)) == Turn((), BEGIN)
    night = BEGIN + timedelta(hours=12)  # 22:00
    assert turn(Due(1, BEGIN), at=night) == Turn((), datetime(2026, 3, 5, 0, 30, tzinfo=UTC))


def test_an_hour_that_is_quiet_itself_gives_way_to_the_end_of_quiet_hours() -> None:
    morning = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)  # 8:30
    for at in (BEGIN + timedelta(hours=12), morning):
        assert asking_moment(at, hour=22, zone="Asia/Shanghai", quiet=QUIET) == morning


def test_with_nothing_due_it_is_nobodys_turn() -> None:
    assert turn().paid == ()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("2026/3/9", date(2026, 3, 9)),
        ("2026年3月9日", date(2026, 3, 9)),
        ("today", date(2026, 3, 4)),
        ("今天", date(2026, 3, 4)),
        ("3d", date(2026, 3, 7)),
        ("tomorrow", date(2026, 3, 5)),
        ("friday", date(2026, 3, 6)),
        ("明天", date(2026, 3, 5)),
        ("周一", date(2026, 3, 9)),
    ],
)
def test_a_day_is_named_in_many_ways(words: str, day: date) -> None:
    assert named_day(words, at=BEGIN, zone="Asia/Shanghai") == day


@pytest.mark.parametrize("words", ["", "soon", "2026-02-30", "2026-03-03", "2027-03-05", "99999d"])
def test_other_words_name_no_day(words: str) -> None:
    with pytest.raises(NoSuchDay):
        named_day(words, at=BEGIN, zone="Asia/Shanghai")


@pytest.mark.parametrize(("word", "is_bot"), [("bot", True), ("Bot", True), ("机器人", True), ("@bot", False)])
def test_the_bot_has_a_name_in_both_languages(word: str, is_bot: bool) -> None:
    assert means_bot(word) is is_bot


def test_a_day_ends_at_midnight_where_the_customer_lives() -> None:
    assert day_ends(BEGIN, "Asia/Shanghai") == datetime(2026, 3, 4, 16, tzinfo=UTC)
