"""Leaving: what was decided before a chat began does not come amid it, and is neither lost nor said twice."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from crm.campaigns import pause_campaign
from crm.repairs import send_again
from storage.deliveries import find_pauses
from storage.outbox import HELD_BACK, TOO_LATE, OutboxMessage
from storage.vocabulary import Lane, OutboxState, TicketStatus
from tests.campaign_side import FIRST_ADDRESS, crowd, messages, owner_of, run, states
from tests.crm.test_chatting import CAMPAIGN, GREETING, REMINDER, VISIT, campaigns, chats, closes_ticket, nothing, opens_ticket, told
from tests.desk import Desk
from tests.unasked_side import AFTERNOON, greets, has_birthday, has_points, is_silent, reminds, wins_back

Act = Callable[[Desk], Awaitable[object]]


async def decided(desk: Desk, has_reason: Act, speaks: Act) -> OutboxMessage:
    """It is decided to write to customer 1, and nothing has left."""
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await speaks(desk)
    return await the_message(desk)


async def the_message(desk: Desk) -> OutboxMessage:
    """What is to be said to customer 1 unasked."""
    [row] = [row for row in await messages(desk) if row.customer_id == 1 and row.lane is not Lane.REPLY]
    return row


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, GREETING, VISIT, CAMPAIGN])
async def test_what_was_decided_before_a_chat_began_leaves_when_it_is_over(desk_on_both: Desk, has_reason: Act, speaks: Act) -> None:
    desk = desk_on_both
    await decided(desk, has_reason, speaks)
    desk.at += timedelta(minutes=1)
    await chats(desk)
    await desk.deliver()
    held = await the_message(desk)
    assert (held.state, held.error, held.attempts) == (OutboxState.QUEUED, HELD_BACK, 0)
    assert held.not_before == desk.at + timedelta(minutes=60)
    for minutes in (59, 1, 0):
        desk.at += timedelta(minutes=minutes)
        await speaks(desk)
        await desk.deliver()
    said = await the_message(desk)
    assert (said.state, said.sent_at, said.attempts) == (OutboxState.SENT, AFTERNOON + timedelta(minutes=61), 1)


async def test_whoever_goes_on_chatting_is_waited_for_until_it_is_too_late_and_told_another_day(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await decided(desk, has_points, reminds)
    for _ in range(9):
        await chats(desk)
        await desk.deliver()
        desk.at += timedelta(minutes=45)
    await desk.deliver()
    last = await the_message(desk)
    assert (last.state, last.error, last.dedupe_key) == (OutboxState.DROPPED, TOO_LATE, None)
    desk.at = AFTERNOON + timedelta(days=1)
    await reminds(desk)
    await desk.deliver()
    assert sorted(row.state for row in await messages(desk)) == [OutboxState.DROPPED, OutboxState.SENT]


async def test_a_greeting_whose_day_passes_is_not_held_back(desk: Desk) -> None:
    message = await decided(desk, has_birthday, greets)
    assert message.expires_at is not None
    desk.at = message.expires_at - timedelta(minutes=60)
    await chats(desk)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.SENT


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, CAMPAIGN, pytest.param(is_silent, wins_back, id="win-back")])
async def test_what_is_not_said_while_a_ticket_is_open_waits_for_its_end(desk_on_both: Desk, has_reason: Act, speaks: Act) -> None:
    desk = desk_on_both
    await decided(desk, has_reason, speaks)
    await opens_ticket(desk, TicketStatus.NEW)
    for _ in range(3):
        await desk.deliver()
        assert (await the_message(desk)).state is OutboxState.QUEUED
        desk.at += timedelta(minutes=30)
    await closes_ticket(desk)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.SENT


@pytest.mark.parametrize(("has_reason", "speaks"), [GREETING, VISIT])
async def test_greetings_and_visits_leave_while_a_ticket_is_open(desk: Desk, has_reason: Act, speaks: Act) -> None:
    await decided(desk, has_reason, speaks)
    await opens_ticket(desk, TicketStatus.NEW)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.SENT


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, GREETING, VISIT, CAMPAIGN])
async def test_a_business_that_does_not_mind_holds_nothing_back(desk: Desk, has_reason: Act, speaks: Act) -> None:
    desk = desk.of(replace(desk.business, unasked=replace(desk.business.unasked, chat_minutes=0, tickets_first=False)))
    await decided(desk, has_reason, speaks)
    await chats(desk)
    await opens_ticket(desk, TicketStatus.NEW)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.SENT


async def test_who_is_held_back_holds_up_no_answer_of_the_same_chat(desk: Desk) -> None:
    await decided(desk, has_points, reminds)
    await chats(desk)
    await desk.deliver()
    async with desk.database.read() as session:
        assert await find_pauses(session, at=desk.at) == {}
    before = len(await desk.said_to(FIRST_ADDRESS + 1))
    await desk.says(FIRST_ADDRESS + 1, "/help")
    await desk.deliver()
    assert len(await desk.said_to(FIRST_ADDRESS + 1)) > before
    assert (await the_message(desk)).state is OutboxState.QUEUED


async def test_a_campaign_that_is_paused_takes_back_what_is_held_back(desk: Desk) -> None:
    await decided(desk, nothing, campaigns)
    await chats(desk)
    await desk.deliver()
    async with desk.database.begin() as session:
        await pause_campaign(session, campaign_id=1, by=await owner_of(desk), at=desk.at)
    await run(desk)
    assert await states(desk, 1) == {1: "planned"}
    desk.at += timedelta(hours=2)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.DROPPED


async def test_what_a_person_sends_again_is_not_held_back(desk: Desk) -> None:
    message = await decided(desk, has_points, reminds)
    async with desk.database.begin() as session:
        parked = await session.get_one(OutboxMessage, message.id)
        parked.state = OutboxState.PARKED
    await chats(desk)
    owner = await owner_of(desk)
    async with desk.database.begin() as session:
        await send_again(session, message_id=message.id, by=owner, at=desk.at)
    await desk.deliver()
    assert (await the_message(desk)).state is OutboxState.SENT


async def test_an_answer_in_a_chat_costs_no_question_about_chats(desk: Desk) -> None:
    await desk.says(1001, "/start")
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        await desk.deliver()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert heard
    assert [statement for statement in heard if "interaction.direction" in statement or "FROM ticket" in statement] == []
    assert await told(desk) == 0
