"""How fast a bot may send: in one private chat, in one group, and in all."""

import pytest

from playground.limits import Bucket, SendLimits
from tests.playground.stage import Stage


@pytest.mark.parametrize(("count", "at", "wait"), [(1, 0.0, 0.0), (3, 0.0, 0.0), (1, 10.0, 0.0)])
def test_a_full_bucket_lets_a_burst_through(count: int, at: float, wait: float) -> None:
    assert Bucket(3, 1, 0.0).wait(count, at) == wait


def test_an_empty_bucket_says_how_long_it_fills() -> None:
    bucket = Bucket(20, 20 / 60, 0.0)
    assert bucket.wait(20, 0.0) == 0.0
    bucket.take(20)
    assert bucket.wait(1, 0.0) == pytest.approx(3.0)
    assert bucket.wait(10, 0.0) == pytest.approx(30.0)
    assert bucket.wait(1, 3.01) == 0.0


def test_limits_that_are_not_enforced_let_everything_through() -> None:
    limits = SendLimits(enforced=False)
    for _ in range(100):
        limits.take(1001)


async def test_the_fourth_message_at_once_to_one_person_waits(strict_stage: Stage) -> None:
    await strict_stage.page("start", sender=1001)
    answers = [await strict_stage.raw("sendMessage", chat_id=1001, text="x") for _ in range(4)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert answers[3][1]["description"] == "Too Many Requests: retry after 1"
    assert answers[3][1]["parameters"] == {"retry_after": 1}


async def test_a_group_takes_20_a_minute_topics_and_edits_included(strict_stage: Stage) -> None:
    desk = strict_stage.cast.desk
    created = await strict_stage.bot("createForumTopic", chat_id=desk, name="x")
    sent = await strict_stage.bot("sendMessage", chat_id=desk, message_thread_id=created["message_thread_id"], text="x")
    for number in range(18):
        await strict_stage.bot("editMessageText", chat_id=desk, message_id=sent["message_id"], text=f"{number}")
    status, answer = await strict_stage.raw("sendMessage", chat_id=desk, text="x")
    assert status == 429
    assert answer["parameters"]["retry_after"] in {2, 3}


async def test_the_bot_sends_about_30_a_second_in_all(strict_stage: Stage) -> None:
    people = [await strict_stage.page("people", first_name=f"{number}") for number in range(45)]
    for person in people:
        strict_stage.world.chats[person["id"]].started = True
    statuses = [(await strict_stage.raw("sendMessage", chat_id=person["id"], text="x"))[0] for person in people]
    assert 30 <= statuses.count(200) < 45
    assert 429 in statuses
