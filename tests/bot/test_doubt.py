"""Doubt: after a call without a good answer nothing is said before Telegram has answered something harmless."""

import asyncio
from typing import Any

import pytest

from bot.delivery.doubt import HARMLESS, CarefulSpeaker
from crm.outcomes import NotReached, Outcome, Refused, Sent, Unknown

SAID = Sent(message_id=1, result={})
SILENCE = Unknown("ServerDisconnectedError")


class Line:
    """A line to Telegram, on which each method has its answers; after the last one it is answered well."""

    def __init__(self, **answers: list[Outcome]) -> None:
        self.answers = answers
        self.heard: list[str] = []

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Answer one call."""
        self.heard.append(method)
        await asyncio.sleep(0.01)
        waiting = self.answers.get(method, [])
        return waiting.pop(0) if waiting else SAID


async def test_as_long_as_all_is_well_nothing_more_is_asked() -> None:
    line = Line(sendMessage=[SAID, Refused("Bad Request: why not"), NotReached("refused")])
    speaker = CarefulSpeaker(line)
    outcomes = [await speaker.call("sendMessage", {}) for _ in range(4)]
    assert outcomes == [SAID, Refused("Bad Request: why not"), NotReached("refused"), SAID]
    assert line.heard == ["sendMessage"] * 4


async def test_after_a_silence_something_harmless_is_asked_first() -> None:
    line = Line(sendMessage=[SILENCE])
    speaker = CarefulSpeaker(line)
    assert [await speaker.call("sendMessage", {}) for _ in range(3)] == [SILENCE, SAID, SAID]
    assert line.heard == ["sendMessage", HARMLESS, "sendMessage", "sendMessage"]


@pytest.mark.parametrize("silence", [SILENCE, Unknown("Bad Gateway", is_answered=True)])
async def test_while_telegram_answers_nothing_no_message_is_said(silence: Unknown) -> None:
    line = Line(sendMessage=[silence], getMe=[silence, NotReached("ClientConnectorError")])
    speaker = CarefulSpeaker(line)
    outcomes = [await speaker.call("sendMessage", {}) for _ in range(4)]
    assert outcomes == [silence, NotReached(silence.why), NotReached("ClientConnectorError"), SAID]
    assert line.heard == ["sendMessage", HARMLESS, HARMLESS, HARMLESS, "sendMessage"]


async def test_a_token_that_was_withdrawn_is_told_as_such() -> None:
    withdrawn = NotReached("Telegram does not know this bot token", token_refused=True)
    speaker = CarefulSpeaker(Line(sendMessage=[SILENCE], getMe=[withdrawn]))
    assert [await speaker.call("sendMessage", {}) for _ in range(2)] == [SILENCE, withdrawn]


async def test_many_who_want_to_speak_ask_once() -> None:
    line = Line(sendMessage=[SILENCE], getMe=[SILENCE])
    speaker = CarefulSpeaker(line)
    await speaker.call("sendMessage", {})
    assert set(await asyncio.gather(*(speaker.call("sendMessage", {}) for _ in range(64)))) == {NotReached(SILENCE.why)}
    assert line.heard == ["sendMessage", HARMLESS]


async def test_one_who_is_stopped_while_waiting_stops_nobody_else() -> None:
    line = Line(sendMessage=[SILENCE])
    speaker = CarefulSpeaker(line)
    await speaker.call("sendMessage", {})
    stopped, other = (asyncio.create_task(speaker.call("sendMessage", {})) for _ in range(2))
    await asyncio.sleep(0)
    stopped.cancel()
    assert await other == SAID
    assert stopped.cancelled()
