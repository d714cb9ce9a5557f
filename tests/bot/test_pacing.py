"""Pacing: no faster than Telegram allows, overall and in each chat."""

from itertools import pairwise
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import GROUP_MESSAGES, GROUP_SECONDS, PRIVATE_BURST, SCARCE_BELOW, Pacing

GROUP, PERSON = -100, 100


def say_as_fast_as_allowed(pacing: Pacing, chat_id: int, *, seconds: float) -> list[float]:
    """Return the times at which a chat was spoken to when there is always something to say."""
    spoken, now = [], 0.0
    while now < seconds:
        if pacing.room(now) > 0 and chat_id not in pacing.waiting(now):
            pacing.spoke(chat_id, now, method="sendMessage")
            spoken.append(now)
        now += 0.05
    return spoken


def test_a_person_hears_a_short_burst_and_then_one_message_a_second() -> None:
    spoken = say_as_fast_as_allowed(Pacing(per_second=28), PERSON, seconds=30)
    assert len(spoken) <= PRIVATE_BURST + 30
    assert len(spoken) >= 28


def test_a_group_hears_at_most_18_messages_in_any_minute() -> None:
    spoken = say_as_fast_as_allowed(Pacing(per_second=28), GROUP, seconds=180)
    for start in spoken:
        assert sum(1 for each in spoken if start <= each < start + GROUP_SECONDS) <= GROUP_MESSAGES
    assert len(spoken) >= 3 * GROUP_MESSAGES


def test_a_group_hears_most_at_once_and_never_waits_long_for_the_rest() -> None:
    spoken = say_as_fast_as_allowed(Pacing(per_second=28), GROUP, seconds=180)
    assert spoken[GROUP_MESSAGES - SCARCE_BELOW - 1] < 2
    assert max(later - earlier for earlier, later in pairwise(spoken)) < GROUP_SECONDS / 3


def test_a_group_is_scarce_while_less_than_a_third_is_left() -> None:
    pacing = Pacing(per_second=28)
    for number in range(GROUP_MESSAGES - SCARCE_BELOW):
        pacing.spoke(GROUP, number * 1.0, method="copyMessage")
        pacing.spoke(PERSON, number * 1.0, method="copyMessage")
    assert pacing.scarce(20.0) == set()
    pacing.spoke(GROUP, 20.0, method="copyMessage")
    assert pacing.scarce(20.0) == {GROUP}
    assert pacing.scarce(20.0 + GROUP_SECONDS) == set()


def test_what_was_not_said_in_a_slow_moment_is_made_up_for_within_the_limit() -> None:
    pacing = Pacing(per_second=28)
    said: list[float] = []
    for now in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        for number in range(pacing.room(now)):
            pacing.spoke(1000 * len(said) + number, now, method="sendMessage")
            said.append(now)
    assert len(said) == 7 * 14
    assert max(sum(1 for each in said if start <= each < start + 1) for start in said) <= 34


def test_bulk_leaves_room_for_replies_and_both_together_keep_the_pace() -> None:
    pacing, bulk, waits, asked = Pacing(per_second=28), 0, [], []
    for tick in range(10 * 200):
        now = tick / 200
        if tick % 150 == 0:
            asked += [now, now, now]
        if now % 2 < 0.4:
            continue  # the machine is busy with something else
        while asked and pacing.room(now):
            waits.append(now - asked.pop(0))
            pacing.spoke(PERSON + len(waits), now, method="sendMessage")
        for _ in range(pacing.room_for_bulk(now)):
            pacing.spoke(1000 + bulk, now, method="sendMessage")
            bulk += 1
    assert len(waits) >= 39
    assert max(waits) < 0.5
    assert median(waits) < 0.05
    assert bulk + len(waits) >= 9.6 * 27


@given(st.integers(min_value=1, max_value=60))
def test_bulk_alone_keeps_the_pace_whatever_it_is(per_second: int) -> None:
    pacing, said, now = Pacing(per_second=per_second), 0, 0.0
    while now < 10:
        for number in range(room := pacing.room_for_bulk(now)):
            pacing.spoke(1_000_000 + said + number, now, method="sendMessage")
        said += room
        now += 0.01
    assert said >= 10 * per_second * 0.9 - 1


def test_a_machine_that_looks_seldom_keeps_the_pace() -> None:
    pacing, said, now = Pacing(per_second=28), list[float](), 0.0
    while now < 60:
        for number in range(pacing.room_for_bulk(now)):
            pacing.spoke(1000 * len(said) + number, now, method="sendMessage")
            said.append(now)
        now += 0.29
    assert len(said) >= 60 * 27
    assert max(sum(1 for each in said if start <= each < start + 1) for start in said) <= 33


def test_bulk_is_told_when_it_may_go_on() -> None:
    pacing, now = Pacing(per_second=28), 0.0
    while pacing.room_for_bulk(now):
        pacing.spoke(None, now, method="sendMessage")
    assert pacing.room(now) > 0
    change = pacing.next_change(now)
    assert change is not None
    assert pacing.room_for_bulk(change + 0.001) == 1
    assert Pacing(per_second=0).room_for_bulk(0.0) > 1000


def test_thousands_of_chats_are_forgotten_when_they_may_be_spoken_to_again() -> None:
    pacing = Pacing(per_second=1000)
    for chat_id in range(1, 5001):
        for _ in range(PRIVATE_BURST):
            pacing.spoke(chat_id, chat_id / 1000, method="sendMessage")
    assert len(pacing.waiting(5.0)) == 3000
    assert pacing.waiting(9.0) == {}


@given(st.integers(min_value=1, max_value=60))
def test_the_overall_pace_is_kept_whatever_it_is(per_second: int) -> None:
    pacing, said, now = Pacing(per_second=per_second), 0, 0.0
    while now < 10:
        room = pacing.room(now)
        for number in range(room):
            pacing.spoke(1_000_000 + said + number, now, method="sendMessage")
        said += room
        now += 0.01
    assert said <= 10 * per_second + max(1, per_second * 0.5) + 1
    assert said >= 10 * per_second * 0.9 - 1


def test_a_pause_that_telegram_asked_for_is_kept() -> None:
    pacing = Pacing(per_second=28)
    pacing.pause(PERSON, 5.0)
    assert pacing.waiting(4.9) == {PERSON: 5.0}
    assert pacing.next_change(4.0) == 5.0
    assert pacing.waiting(5.1) == {}


def test_no_pacing_at_all_for_a_stand_in() -> None:
    pacing = Pacing(per_second=0)
    for _ in range(1000):
        pacing.spoke(PERSON, 0.0, method="sendMessage")
    assert pacing.room(0.0) > 1000
    assert pacing.waiting(0.0) == {}


def test_answers_to_presses_do_not_count() -> None:
    pacing = Pacing(per_second=1)
    pacing.room(0.0)
    pacing.spoke(PERSON, 0.0, method="answerCallbackQuery")
    assert pacing.room(0.0) == 1


def test_nothing_goes_out_while_telegram_cannot_be_reached() -> None:
    pacing = Pacing(per_second=28)
    pacing.pause_all(3.0)
    assert pacing.room(2.0) == 0
    assert pacing.room(3.1) > 0


def test_chats_that_telegram_holds_back_are_counted() -> None:
    pacing = Pacing(per_second=25)
    pacing.pause(7, 10.0)
    pacing.pause(8, 20.0)
    assert [pacing.count_paused(now) for now in (5.0, 15.0, 25.0)] == [2, 1, 0]


def test_everything_is_held_back_for_a_while() -> None:
    pacing = Pacing(per_second=25)
    pacing.pause_all(10.0)
    assert [pacing.is_paused(now) for now in (9.9, 10.0)] == [True, False]


def test_an_album_counts_as_many_messages_as_it_has_parts() -> None:
    pacing = Pacing(per_second=28)
    pacing.spoke(GROUP, 0.0, method="copyMessages", messages=GROUP_MESSAGES - SCARCE_BELOW)
    assert pacing.scarce(0.0) == set()
    assert pacing.room(0.0) <= 28 / 2
    pacing.spoke(GROUP, 1.0, method="copyMessages", messages=10)
    assert pacing.scarce(1.0) == {GROUP}
    assert GROUP in pacing.waiting(1.0)
