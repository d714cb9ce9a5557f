"""Campaigns that are paused or stopped while they are sent."""

from crm.campaign_sending import count_step, finish_campaign, send_step
from crm.campaigns import pause_campaign, resume_campaign, stop_campaign
from storage.interactions import Interaction
from storage.vocabulary import OutboxState
from tests.campaign_side import crowd, messages, owner_of, run, sent, states
from tests.desk import Desk


async def test_what_is_paused_is_taken_back_and_goes_on_at_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1, 2)
    number = await sent(desk)
    kept = len(await desk.rows(Interaction))
    async with desk.database.begin() as session:
        await pause_campaign(session, campaign_id=number, by=await owner_of(desk), at=desk.at)
    await run(desk)
    assert await states(desk, number) == {1: "planned", 2: "planned"}
    assert {row.state for row in await messages(desk)} == {OutboxState.DROPPED}
    assert len(await desk.rows(Interaction)) == kept - 2  # what was never said does not count against the cap
    await run(desk)
    assert await states(desk, number) == {1: "planned", 2: "planned"}
    async with desk.database.begin() as session:
        await resume_campaign(session, campaign_id=number, by=await owner_of(desk), at=desk.at)
    await run(desk)
    await desk.deliver()
    await run(desk)
    assert await states(desk, number) == {1: "sent", 2: "sent"}
    assert sorted(row.state for row in await messages(desk)) == [OutboxState.DROPPED] * 2 + [OutboxState.SENT] * 2


async def test_what_is_stopped_reaches_nobody_else(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    await desk.deliver()
    await crowd(desk, 2)
    async with desk.database.begin() as session:
        await stop_campaign(session, campaign_id=number, by=await owner_of(desk), at=desk.at)
    await run(desk)
    assert await states(desk, number) == {1: "sent"}
    async with desk.database.begin() as session:
        step = await send_step(session, campaign_id=number, at=desk.at, business=desk.business, tell=desk.tell(session), limit=10)
        assert step == 0
        assert not await finish_campaign(session, campaign_id=number, at=desk.at, tell=desk.tell(session))
        listed = await count_step(session, campaign_id=number, at=desk.at, business=desk.business, tell=desk.tell(session))
        assert listed is None
