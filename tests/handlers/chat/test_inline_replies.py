"""Inline mode: staff are offered what fits, everybody else nothing, and what waited too long is not said."""

from datetime import timedelta
from typing import Any

import pytest

from crm.outcomes import Unknown
from storage.interactions import Interaction
from storage.vocabulary import Lane, OutboxState
from tests.desk import AGENT, Desk
from tests.handlers.chat.canned_side import has_replies, types_inline
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER

REPLIES = (
    "add refund en Dear {name}",
    "add refund zh {name}您好",
    "add no-refund en Sorry",
    "add hello en We refund nothing",
    "add tea en Tea",
)


async def titles(desk: Desk, text: str, user_id: int = AGENT, **fields: Any) -> list[str]:
    return [each["title"] for each in (await types_inline(desk, user_id, text, **fields))["results"]]


async def test_staff_are_offered_what_fits_likeliest_first_a_result_for_each_language(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk, *REPLIES)
    answer = await types_inline(desk, AGENT, "Refund")
    assert [each["title"] for each in answer["results"]] == [
        "refund · English", "refund · Chinese", "no-refund · English", "hello · English",
    ]  # fmt: skip
    first = answer["results"][0]
    assert (first["type"], first["description"]) == ("article", "Dear {name}")
    assert first["input_message_content"] == {"message_text": "Dear {name}"}
    assert (answer["is_personal"], answer["cache_time"]) == (True, 5)
    assert len({each["id"] for each in answer["results"]}) == 4


async def test_a_macro_says_what_follows(desk: Desk) -> None:
    await has_replies(desk, "add refund en Dear", "then refund close")
    assert await titles(desk, "") == [f"refund · English · {desk.phrase('canned-line-then', steps='close the ticket')}"]


async def test_no_more_are_offered_than_are_looked_through(desk: Desk) -> None:
    await has_replies(desk, *[f"add k{number:02} en Text" for number in range(22)])
    assert len(await titles(desk, "k")) == 20
    assert await titles(desk, "k", offset="20") == []


@pytest.mark.parametrize("user_id", [CUSTOMER, STRANGER])
async def test_everybody_else_is_offered_nothing(desk: Desk, user_id: int) -> None:
    await has_replies(desk, *REPLIES)
    await desk.says(CUSTOMER, "Hello")
    answer = await types_inline(desk, user_id, "refund")
    assert (answer["results"], answer["is_personal"], answer["cache_time"]) == ([], True, 300)


@pytest.mark.parametrize("chat_type", ["private", "sender", "channel", None])
async def test_outside_groups_nothing_is_offered(desk: Desk, chat_type: str | None) -> None:
    await has_replies(desk, *REPLIES)
    assert await titles(desk, "refund", chat_type=chat_type) == []


async def test_what_is_typed_is_remembered_nowhere(desk: Desk) -> None:
    await has_replies(desk, *REPLIES)
    before = len(await desk.rows(Interaction))
    await types_inline(desk, AGENT, "ref")
    await types_inline(desk, STRANGER, "ref")
    assert len(await desk.rows(Interaction)) == before


async def test_an_answer_goes_out_with_what_is_urgent_and_only_for_half_a_minute(desk: Desk) -> None:
    await has_replies(desk, *REPLIES)
    await types_inline(desk, AGENT, "ref")
    row = (await desk.queued())[-1]
    assert (row.lane, row.expires_at) == (Lane.REPLY, desk.at + timedelta(seconds=30))
    desk.later(seconds=30)
    assert await desk.deliver() == []
    assert [(each.state, each.error) for each in (await desk.queued())[-1:]] == [(OutboxState.DROPPED, "too_late")]


async def test_an_answer_in_doubt_is_not_repeated_when_it_has_become_stale(desk: Desk) -> None:
    await has_replies(desk, *REPLIES)
    await types_inline(desk, AGENT, "ref")
    made = await desk.deliver(answers={"answerInlineQuery": Unknown("timeout")})
    assert [method for method, _ in made] == ["answerInlineQuery"]
    desk.later(seconds=31)
    assert await desk.deliver() == []
    assert (await desk.queued())[-1].state is OutboxState.DROPPED
