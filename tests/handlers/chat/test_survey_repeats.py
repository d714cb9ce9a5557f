"""Surveys in the chat of a ticket that is done more than once: asked anew only where there is something new to judge."""

import pytest

from storage.vocabulary import Language
from tests.desk import AGENT, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import ticket_of, topic_of


@pytest.mark.parametrize("language", Language)
async def test_solved_taken_up_and_closed_is_asked_about_once_unless_staff_answered_in_between(
    desk_on_both: Desk, language: Language
) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy = Talker(desk, language=language)
    ticket = await ticket_of(desk, language=language.value)
    await desk.says_in_group(AGENT, "It is on its way", topic=topic_of(ticket))
    question = ivy.words("survey-question", number=ticket.number)

    async def asked_after(*commands: str) -> int:
        for command in commands:
            desk.later(minutes=1)
            await desk.says_in_group(AGENT, command, topic=topic_of(ticket))
        return (await ivy.hears()).count(question)

    assert await asked_after("/solve") == 1
    assert await asked_after("/reopen", "/close") == 0
    await ivy.presses_label("5 😊")
    await ivy.says("Great")
    assert await asked_after("/close") == 0
    assert await asked_after("/reopen", "One more thing: here is the invoice", "/solve") == 1
    assert await asked_after("/close") == 0
    desk.later(days=8)
    assert await asked_after("/reopen", "/close") == 1
