"""Pacing: no faster than Telegram allows, overall and in each chat."""

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import GROUP_MESSAGES, GROUP_SECONDS, PRIVATE_BURST, Pacing

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
    spoken = say_as_fast_as_allowed(Pacing(per_second=25), PERSON, seconds=30)
    assert len(spoken) <= PRIVATE_BURST + 30
    assert len(spoken) >= 28


def test_a_group_hears_at_most_18_messages_in_any_minute() -> None:
    spoken = say_as_fast_as_allowed(Pacing(per_second=25), GROUP, seconds=180)
    for start in spoken:
        assert sum(1 for each in spoken if start <= each < start + GROUP_SECONDS) <= GROUP_MESSAGES
    assert len(spoken) >= 3 * GROUP_MESSAGES


@given(st.integers(min_value=1, max_value=60))
def test_the_overall_pace_is_kept_whatever_it_is(per_second: int) -> None:
    pacing, said, now = Pacing(per_second=per_second), 0, 0.0
    while now < 10:
        room = pacing.room(now)
        for number in range(room):
            pacing.spoke(1_000_000 + said + number, now, method="sendMessage")
        said += room
        now += 0.01
    assert said <= 10 * per_second + max(1, per_second * 0.2) + 1
    assert said >= 10 * per_second * 0.9 - 1


def test_a_pause_that_telegram_asked_for_is_kept() -> None:
    pacing = Pacing(per_second=25)
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
    pacing = Pacing(per_second=25)
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
