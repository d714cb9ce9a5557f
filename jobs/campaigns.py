"""Campaigns: draws up lists, sends what is due a little at a time, notes what became of it, and counts."""

from crm.business import Business
from crm.campaign_figures import keep_figures, list_unfigured, tally_of
from crm.campaign_sending import (
    MOST_WAITING,
    count_step,
    find_listed,
    finish_campaign,
    list_settling,
    send_step,
    settle_step,
    start_due_campaigns,
    withhold_step,
)
from crm.deliveries import MakeTell
from crm.rfm import cuts_as_data
from crm.steps import TOLD_AT_ONCE
from jobs.rfm import recent_cuts
from jobs.stepping import Clock, take_breath
from storage.campaigns import Campaign, get_campaign, list_campaigns_in, lock_campaign
from storage.database import Database
from storage.outbox import queue_depths
from storage.vocabulary import CampaignState, Lane


async def attend_campaigns(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Do what is due on all campaigns; return how many customers were put on a list, were written to or are settled."""
    async with database.begin() as session:
        await start_due_campaigns(session, at=now())
    done = 0
    for campaign in await _campaigns_in(database, CampaignState.COUNTING):
        done += await _count(campaign, database, business, now, make_tell)
    async with database.read() as session:
        settling = await list_settling(session)
    for campaign in settling:
        done += await _settle(campaign, database, now)
    for campaign in await _campaigns_in(database, CampaignState.RUNNING):
        done += await _send(campaign, database, business, now, make_tell)
        at = now()
        async with database.begin() as session:
            await finish_campaign(session, campaign_id=campaign.id, at=at, tell=make_tell(session, at))
    await _figure(database, business, now)
    return done


async def _campaigns_in(database: Database, state: CampaignState) -> list[Campaign]:
    async with database.read() as session:
        return list(await list_campaigns_in(session, states=[state]))


async def _count(campaign: Campaign, database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    if campaign.segment.get("rfm") and campaign.cuts is None:
        cuts = await recent_cuts(database, at=now(), business=business)
        async with database.begin() as session:
            (await lock_campaign(session, campaign.id)).cuts = cuts_as_data(cuts)
    done = 0
    while True:
        at = now()
        async with database.read() as session:
            known = await get_campaign(session, campaign.id)
            found = await find_listed(session, campaign=known, at=at, business=business)
        async with database.begin() as session:
            listed = await count_step(session, campaign_id=campaign.id, at=at, business=business, tell=make_tell(session, at), found=found)
        if listed is None:
            return done
        done += listed
        await take_breath()


async def _settle(campaign: Campaign, database: Database, now: Clock) -> int:
    done = 0
    after_id: int | None = 0
    while after_id is not None:
        async with database.begin() as session:
            after_id = (await withhold_step(session, campaign_id=campaign.id, after_id=after_id)).after_id
        await take_breath()
    after_id = 0
    while after_id is not None:
        async with database.begin() as session:
            step = await settle_step(session, campaign_id=campaign.id, after_id=after_id, at=now())
        done, after_id = done + step.done, step.after_id
        await take_breath()
    return done


async def _send(campaign: Campaign, database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Queue as much as there is room for in the bulk lane."""
    done = 0
    while True:
        at = now()
        async with database.begin() as session:
            waiting = (await queue_depths(session)).get(Lane.BULK, (0, at))[0]
            limit = min(TOLD_AT_ONCE, MOST_WAITING - waiting)
            looked = 0
            if limit > 0:
                looked = await send_step(
                    session, campaign_id=campaign.id, at=at, business=business, tell=make_tell(session, at), limit=limit
                )
        if not looked:
            return done
        done += looked
        await take_breath()


async def _figure(database: Database, business: Business, now: Clock) -> None:
    async with database.read() as session:
        campaigns = await list_unfigured(session, at=now(), business=business)
    for campaign in campaigns:
        tally = tally_of(campaign, business=business)
        if tally is None:
            continue
        after_id: int | None = 0
        while after_id is not None:
            async with database.read() as session:
                after_id = await tally.add_step(session, after_id=after_id)
        async with database.begin() as session:
            await keep_figures(session, tally=tally, at=now())
