"""Races on campaigns and on unasked messages: what is stopped does not begin, and nobody hears more than the cap allows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm.campaigns import CampaignCannotBecome, hold_campaign, pause_campaign, schedule_campaign, set_segment, stop_campaign
from crm.deliveries import MakeTell
from crm.rules.frequency import UnaskedCap
from crm.rules.segments import Group, from_data, toggled
from jobs.campaigns import attend_campaigns
from storage.interactions import keep_interaction
from storage.vocabulary import Author, CampaignState, Direction, InteractionKind, Language, Stage
from tests.campaign_side import campaign_of, composed, crowd, messages, owner_of, run, sent, states, written
from tests.desk import OWNER, Desk
from tests.races.rivals import Decision, until_somebody_waits
from tests.unasked_side import AFTERNOON, asks, greets, has_birthday, has_points, has_visit, is_silent, reminds, wins_back

Job = Callable[[Desk, MakeTell], Awaitable[None]]


async def changed(desk: Desk, change: Callable[..., Awaitable[Any]], number: int, **facts: Any) -> None:
    """The owner changes a campaign."""
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        await change(session, campaign_id=number, by=by, at=desk.at, **facts)


async def test_a_campaign_that_is_stopped_at_its_moment_does_not_begin(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await composed(desk)
    await changed(desk, schedule_campaign, number, starts_at=desk.at)
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        await stop_campaign(session, campaign_id=number, by=by, at=desk.at)
        await session.flush()
        clock = asyncio.create_task(run(desk))
        await until_somebody_waits(desk)
    await clock
    assert (await campaign_of(desk, number)).state is CampaignState.STOPPED
    assert await written(desk) == {}


async def test_what_is_put_off_at_its_moment_waits_for_the_other_one(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await composed(desk)
    await changed(desk, schedule_campaign, number, starts_at=desk.at)
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        campaign = await hold_campaign(session, campaign_id=number, by=by)
        campaign.starts_at = desk.at + timedelta(hours=1)
        await session.flush()
        clock = asyncio.create_task(run(desk))
        await until_somebody_waits(desk)
    await clock
    assert (await campaign_of(desk, number)).state is CampaignState.SCHEDULED


async def test_of_stop_and_pause_at_once_the_campaign_stays_stopped(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await sent(desk)
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        await stop_campaign(session, campaign_id=number, by=by, at=desk.at)
        await session.flush()
        other = asyncio.create_task(changed(desk, pause_campaign, number))
        await until_somebody_waits(desk)
    with pytest.raises(CampaignCannotBecome):
        await other
    assert (await campaign_of(desk, number)).state is CampaignState.STOPPED


async def test_two_words_chosen_at_once_are_both_chosen(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await desk.says(OWNER, "/campaign Spring tea")
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        campaign = await hold_campaign(session, campaign_id=1, by=by)
        segment = toggled(from_data(campaign.segment), Group.LANGUAGE, "zh")
        await set_segment(session, campaign_id=1, segment=segment, by=by, at=desk.at)
        await session.flush()
        press = asyncio.create_task(desk.presses(OWNER, "cgs:1:stage:loyal"))
        await until_somebody_waits(desk)
    await press
    segment = from_data((await campaign_of(desk, 1)).segment)
    assert (segment.languages, segment.stages) == (frozenset({Language.CHINESE}), frozenset({Stage.LOYAL}))


async def test_what_is_stopped_while_its_messages_are_queued_is_taken_back(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await composed(desk)
    await changed(desk, schedule_campaign, number, starts_at=desk.at)
    decision = Decision(desk)
    sending = asyncio.create_task(attends(desk, decision.make_tell()))
    stopping = asyncio.create_task(changed_when_running(desk, number))
    await asyncio.gather(sending, stopping)
    await run(desk)
    await desk.deliver()
    assert (await campaign_of(desk, number)).state is CampaignState.STOPPED
    assert await states(desk, number) == {1: "planned"}


async def changed_when_running(desk: Desk, number: int) -> None:
    """The owner stops a campaign as soon as it has begun."""
    async with asyncio.timeout(20):
        while True:
            if (await campaign_of(desk, number)).state is CampaignState.RUNNING:
                break
            await asyncio.sleep(0.01)
    await changed(desk, stop_campaign, number)


async def attends(desk: Desk, make_tell: MakeTell) -> None:
    """Let the job of campaigns run."""
    await attend_campaigns(desk.database, desk.business, lambda: desk.at, make_tell)


@pytest.mark.parametrize(("cap", "before"), [(UnaskedCap(1, 0), 0), (UnaskedCap(0, 2), 1), (UnaskedCap(2, 0), 0), (UnaskedCap(1, 3), 1)])
async def test_whatever_jobs_run_at_once_nobody_hears_more_than_the_cap_allows(desk_on_both: Desk, cap: UnaskedCap, before: int) -> None:
    desk = desk_on_both.of(replace(desk_on_both.business, unasked=cap))
    desk.at = AFTERNOON
    await crowd(desk, 1)
    for has_reason in (has_points, is_silent, has_birthday, has_visit):
        await has_reason(desk)
    async with desk.database.begin() as session:
        for hours in range(25, 25 + before):
            keep_interaction(
                session, kind=InteractionKind.CAMPAIGN, direction=Direction.OUT, author=Author.BOT, at=desk.at - timedelta(hours=hours), customer_id=1
            )  # fmt: skip
    number = await composed(desk)
    await changed(desk, schedule_campaign, number, starts_at=desk.at)
    decision = Decision(desk)
    jobs: tuple[Job, ...] = (reminds, wins_back, greets, asks, attends)
    await asyncio.gather(*[job(desk, decision.make_tell()) for job in jobs])
    most = min(number for number in (cap.per_day, cap.per_week - before) if number > 0)
    said = [row for row in await messages(desk) if row.customer_id == 1]
    assert len(said) == most


async def test_a_reminder_that_was_found_is_not_sent_when_a_greeting_came_first(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_points(desk)

    def late(session: Any, _at: Any) -> Any:
        keep_interaction(session, kind=InteractionKind.GREETING, direction=Direction.OUT, author=Author.BOT, at=desk.at, customer_id=1)
        return desk.tell(session)

    await reminds(desk, late)
    assert await messages(desk) == []


async def test_one_silence_is_broken_once_by_two_searches_at_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await is_silent(desk)
    decision = Decision(desk)
    # Two searches find the same silence: the second sees that something is done about it.
    await asyncio.gather(wins_back(desk, decision.make_tell()), wins_back(desk, decision.make_tell()))
    assert len([row for row in await messages(desk) if row.customer_id == 1]) == 1
