"""Winning back in the chat: what a customer reads, and what staff are told instead."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.rules.rfm import RfmSegment
from crm.win_back import Lapsed, WinBackMessage, win_back
from storage.customers import Contact
from storage.vocabulary import InDoubt, InteractionKind, Lane, Language
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker

AFTERNOON = datetime(2026, 3, 5, 7, tzinfo=UTC)  # 15:00 in Shanghai
SEGMENTS = (RfmSegment.CHAMPIONS, RfmSegment.AT_RISK, RfmSegment.LOST)


async def lapsed(desk: Desk, language: Language, *segments: RfmSegment, **facts: Any) -> tuple[Talker, list[Lapsed]]:
    """Return a customer and their silence, as if they were in each of these segments."""
    ivy = Talker(desk, language=language)
    await ivy.says("/start")
    await ivy.hears()
    desk.at = AFTERNOON
    silence = Lapsed(await ivy.customer(), desk.at - timedelta(days=41), timedelta(days=20), 4, RfmSegment.LOST, is_valuable=False)
    return ivy, [replace(silence, segment=segment, **facts) for segment in segments]


@pytest.mark.parametrize("language", Language)
async def test_each_way_of_buying_has_its_words_and_one_tap_against_more(desk: Desk, language: Language) -> None:
    ivy, silences = await lapsed(desk, language, *SEGMENTS)
    [contact] = await desk.rows(Contact)
    async with desk.database.begin() as session:
        for number, silence in enumerate(silences):
            await desk.tell(session)(WinBackMessage(silence, contact, f"win_back:{number}", desk.at + timedelta(hours=1)))
    name = silences[0].customer.name
    assert await ivy.hears() == [
        ivy.words(f"winback-{tone}", name=name, company="Lantern Tea") for tone in ("loyal", "slipping", "occasional")
    ]
    rows = [row for row in await desk.queued() if row.lane is Lane.BULK]
    assert {(row.in_doubt, row.expires_at) for row in rows} == {(InDoubt.PARK, desk.at + timedelta(hours=1))}
    assert {row.payload["reply_markup"]["inline_keyboard"][-1][0]["callback_data"] for row in rows} == {"opt:reminders"}
    assert {each.kind for each in (await desk.story(silences[0].customer.id))[-3:]} == {InteractionKind.REMINDER}


async def test_staff_read_why_and_the_customer_reads_nothing(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy, [silence] = await lapsed(desk, Language.ENGLISH, RfmSegment.CANNOT_LOSE, is_valuable=True)
    async with desk.database.begin() as session:
        done = await win_back(session, lapsed=[silence], at=desk.at, business=desk.business, tell=desk.tell(session))
    assert done == 1
    assert await ivy.hears() == []
    said = await desk.last_said_to(STAFF_GROUP)
    for part in ("4 times", "once in 20 days", "for 41 days", "Cannot lose them", silence.customer.name):
        assert part in said
    await desk.deliver()
    topic = [call for call in desk.calls if call[0] == "createForumTopic"]
    assert len(topic) == 1
