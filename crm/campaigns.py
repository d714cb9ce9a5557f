"""Campaigns: composed, counted, scheduled, paused, stopped."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm.audit import note_act
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.campaigns import may_become
from crm.rules.segments import Segment, as_data
from storage.campaigns import Campaign, CampaignText, find_campaign, list_texts, lock_campaign
from storage.counters import draw_numbers
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import CampaignState, Role, Variant


class NoSuchCampaign(Refusal):
    """There is no campaign with this number."""


class CampaignCannotBecome(Refusal):
    """From where it stands a campaign cannot become that; facts: `state`, `wanted`."""


class CampaignIsFixed(Refusal):
    """What is to be changed cannot be changed any more where the campaign stands; fact: `state`."""


class CampaignHasNoText(Refusal):
    """A variant that is to be sent says nothing in any language; fact: `variant`."""


class CampaignIsForNobody(Refusal):
    """Nobody belongs to the segment, or all of them are the control group."""


class SharesDoNotFit(Refusal):
    """The percent of the second variant and of the control group are not between 0 and what leaves somebody for the first."""


async def create_campaign(session: Session, *, name: str, by: StaffMember, at: datetime) -> Campaign:
    """Begin a campaign for everybody, with one variant and no control group."""
    require_role(by, Role.SUPERVISOR)
    number = (await draw_numbers(session, name="campaign"))[0]
    campaign = Campaign(id=number, name=name, state=CampaignState.DRAFT, segment=as_data(Segment()), created_by=by.id, created_at=at)
    session.add(campaign)
    note_act(session, act="campaign.created", by=by, at=at, before={}, after={"name": name}, subject=subject_of(campaign))
    await session.flush()
    return campaign


async def copy_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Begin a campaign that says the same to the same kind of customers as another, however that one stands. Raises NoSuchCampaign."""
    known = await get_campaign(session, campaign_id=campaign_id, by=by)
    campaign = await create_campaign(session, name=known.name, by=by, at=at)
    campaign.segment, campaign.b_percent, campaign.control_percent = dict(known.segment), known.b_percent, known.control_percent
    session.add_all(
        [CampaignText(**text.model_dump() | {"campaign_id": campaign.id}) for text in await list_texts(session, campaign_id=known.id)]
    )
    await session.flush()
    return campaign


async def get_campaign(session: Session, *, campaign_id: int, by: StaffMember) -> Campaign:
    """Return a campaign to somebody who may see it. Raises NoSuchCampaign."""
    require_role(by, Role.SUPERVISOR)
    campaign = await find_campaign(session, campaign_id)
    if campaign is None:
        raise NoSuchCampaign
    return campaign


async def hold_campaign(session: Session, *, campaign_id: int, by: StaffMember) -> Campaign:
    """Return a campaign as it stands now to somebody who may change it: nobody else does until this transaction ends. Raises NoSuchCampaign."""
    await get_campaign(session, campaign_id=campaign_id, by=by)
    return await lock_campaign(session, campaign_id)


async def set_segment(session: Session, *, campaign_id: int, segment: Segment, by: StaffMember, at: datetime) -> Campaign:
    """Say whom a campaign is for. Raises CampaignIsFixed once its list is drawn up."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_draft(campaign)
    before = {"segment": _in_a_line(campaign.segment)}
    campaign.segment = as_data(segment)
    after = {"segment": _in_a_line(campaign.segment)}
    note_act(session, act="campaign.changed", by=by, at=at, before=before, after=after, subject=subject_of(campaign))
    return campaign


async def set_shares(
    session: Session, *, campaign_id: int, b_percent: int, control_percent: int, by: StaffMember, at: datetime
) -> Campaign:
    """Say how many percent get the second variant and how many get nothing, to compare with. Raises CampaignIsFixed, SharesDoNotFit."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_draft(campaign)
    if not 0 <= b_percent <= 100 or not 0 <= control_percent <= 90 or b_percent + control_percent >= 100:
        raise SharesDoNotFit
    before = {"b": campaign.b_percent, "control": campaign.control_percent}
    campaign.b_percent, campaign.control_percent = b_percent, control_percent
    after = {"b": b_percent, "control": control_percent}
    note_act(session, act="campaign.changed", by=by, at=at, before=before, after=after, subject=subject_of(campaign))
    return campaign


async def count_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let the list be drawn up; from now on segment and shares stay as they are. Raises CampaignCannotBecome, CampaignHasNoText."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_step(campaign, CampaignState.COUNTING)
    written = {text.variant for text in await list_texts(session, campaign_id=campaign.id)}
    for variant in (Variant.A, Variant.B) if campaign.b_percent else (Variant.A,):
        if variant not in written:
            raise CampaignHasNoText(variant=variant.value)
    return _move(session, campaign, CampaignState.COUNTING, by=by, at=at)


async def schedule_campaign(session: Session, *, campaign_id: int, starts_at: datetime, by: StaffMember, at: datetime) -> Campaign:
    """Let a campaign that was counted begin at a moment. Raises CampaignCannotBecome, CampaignIsForNobody."""
    campaign = await _hold_counted(session, campaign_id, by)
    campaign.starts_at = starts_at
    return _move(session, campaign, CampaignState.SCHEDULED, by=by, at=at)


async def send_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let a campaign that was counted begin at once. Raises CampaignCannotBecome, CampaignIsForNobody."""
    campaign = await _hold_counted(session, campaign_id, by)
    campaign.starts_at = campaign.started_at = at
    return _move(session, campaign, CampaignState.RUNNING, act="campaign.sent", by=by, at=at)


async def unschedule_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Take the moment back at which a campaign was to begin. Raises CampaignCannotBecome."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state is not CampaignState.SCHEDULED:
        raise CampaignCannotBecome(state=campaign.state.value, wanted=CampaignState.READY.value)
    campaign.starts_at = None
    return _move(session, campaign, CampaignState.READY, by=by, at=at)


async def pause_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let nothing more of a campaign go out for now. Raises CampaignCannotBecome."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_step(campaign, CampaignState.PAUSED)
    return _move(session, campaign, CampaignState.PAUSED, by=by, at=at)


async def resume_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let a paused campaign go on. Raises CampaignCannotBecome."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state is not CampaignState.PAUSED:
        raise CampaignCannotBecome(state=campaign.state.value, wanted=CampaignState.RUNNING.value)
    return _move(session, campaign, CampaignState.RUNNING, by=by, at=at)


async def stop_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """End a campaign for good; who has not been written to will not be. Raises CampaignCannotBecome."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_step(campaign, CampaignState.STOPPED)
    campaign.finished_at, campaign.figured_at = at, None
    return _move(session, campaign, CampaignState.STOPPED, by=by, at=at)


async def figure_again(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let the figures of a campaign be made anew at the next run of the job, if they are not quite new."""
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.figured_at is not None and campaign.figured_at < at:
        campaign.figured_at = None
    return campaign


def subject_of(campaign: Campaign) -> str:
    """Return by what a campaign is known in the audit."""
    return f"{campaign.id} {campaign.name}"


def people_of(campaign: Campaign) -> int:
    """Return to how many customers a counted campaign will be sent."""
    return sum((campaign.counted or {}).get("zones", {}).values())


def require_draft(campaign: Campaign) -> None:
    """Raise CampaignIsFixed when the list of a campaign is drawn up."""
    if campaign.state is not CampaignState.DRAFT:
        raise CampaignIsFixed(state=campaign.state.value)


def require_step(campaign: Campaign, wanted: CampaignState) -> None:
    """Raise CampaignCannotBecome when a campaign cannot go from where it stands to that state."""
    if not may_become(campaign.state, wanted):
        raise CampaignCannotBecome(state=campaign.state.value, wanted=wanted.value)


def require_sendable(campaign: Campaign) -> None:
    """Raise CampaignCannotBecome or CampaignIsForNobody when a campaign cannot be given a moment to begin."""
    require_step(campaign, CampaignState.SCHEDULED)
    if not people_of(campaign):
        raise CampaignIsForNobody


async def _hold_counted(session: Session, campaign_id: int, by: StaffMember) -> Campaign:
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_sendable(campaign)
    return campaign


def _move(session: Session, campaign: Campaign, state: CampaignState, *, by: StaffMember, at: datetime, act: str | None = None) -> Campaign:
    before, after = {"state": campaign.state.value}, {"state": state.value}
    campaign.state = state
    note_act(session, act=act or f"campaign.{state.value}", by=by, at=at, before=before, after=after, subject=subject_of(campaign))
    return campaign


def _in_a_line(segment: Mapping[str, Any]) -> str:
    return json.dumps(segment, ensure_ascii=False, sort_keys=True)
