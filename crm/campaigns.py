"""Campaigns: composed, counted, scheduled, paused, stopped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crm.audit import note_act
from crm.business import Business
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from crm.rules.campaigns import CampaignButton, may_become
from crm.rules.segments import Segment, as_data
from storage.campaigns import Campaign, CampaignText, find_campaign, find_recipient, find_text, list_texts
from storage.counters import draw_numbers
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import CampaignState, Language, Role, Variant

# What says nothing any more that could be changed.
_SENDING = (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.DONE, CampaignState.STOPPED)


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


@dataclass(frozen=True)
class CampaignMedia:
    """A photo, video or animation above a campaign's words, by Telegram's id of the file."""

    kind: str
    file_id: str


async def create_campaign(session: Session, *, name: str, by: StaffMember, at: datetime) -> Campaign:
    """Begin a campaign for everybody, with one variant and no control group."""
    require_role(by, Role.SUPERVISOR)
    number = (await draw_numbers(session, name="campaign"))[0]
    campaign = Campaign(id=number, name=name, state=CampaignState.DRAFT, segment=as_data(Segment()), created_by=by.id, created_at=at)
    session.add(campaign)
    note_act(session, act="campaign.created", by=by, at=at, before={}, after={"name": name}, subject=_subject(campaign))
    await session.flush()
    return campaign


async def get_campaign(session: Session, *, campaign_id: int, by: StaffMember) -> Campaign:
    """Return a campaign to somebody who may see it. Raises NoSuchCampaign."""
    require_role(by, Role.SUPERVISOR)
    campaign = await find_campaign(session, campaign_id)
    if campaign is None:
        raise NoSuchCampaign
    return campaign


async def set_segment(session: Session, *, campaign_id: int, segment: Segment, by: StaffMember, at: datetime) -> Campaign:
    """Say whom a campaign is for. Raises CampaignIsFixed once its list is drawn up."""
    campaign = await _draft(session, campaign_id, by)
    before = {"segment": _in_a_line(campaign.segment)}
    campaign.segment = as_data(segment)
    after = {"segment": _in_a_line(campaign.segment)}
    note_act(session, act="campaign.changed", by=by, at=at, before=before, after=after, subject=_subject(campaign))
    return campaign


async def set_shares(
    session: Session, *, campaign_id: int, b_percent: int, control_percent: int, by: StaffMember, at: datetime
) -> Campaign:
    """Say how many percent get the second variant and how many get nothing, to compare with. Raises CampaignIsFixed, SharesDoNotFit."""
    campaign = await _draft(session, campaign_id, by)
    if not 0 <= b_percent <= 100 or not 0 <= control_percent <= 90 or b_percent + control_percent >= 100:
        raise SharesDoNotFit
    before = {"b": campaign.b_percent, "control": campaign.control_percent}
    campaign.b_percent, campaign.control_percent = b_percent, control_percent
    after = {"b": b_percent, "control": control_percent}
    note_act(session, act="campaign.changed", by=by, at=at, before=before, after=after, subject=_subject(campaign))
    return campaign


async def write_text(
    session: Session,
    *,
    campaign_id: int,
    variant: Variant,
    language: Language,
    words: str,
    entities: Sequence[dict[str, Any]],
    media: CampaignMedia | None,
    by: StaffMember,
    at: datetime,
) -> CampaignText:
    """Write what a campaign says in one variant and language, in place of what it said; the buttons stay. Raises CampaignIsFixed."""
    campaign = await _unsent(session, campaign_id, by)
    text = await find_text(session, campaign_id=campaign.id, variant=variant, language=language)
    if text is None:
        text = CampaignText(campaign_id=campaign.id, variant=variant, language=language, words=words, entities=[], buttons=[])
        session.add(text)
    text.words, text.entities = words, list(entities)
    text.media_kind, text.file_id = (media.kind, media.file_id) if media else (None, None)
    note_act(
        session,
        act="campaign.written",
        by=by,
        at=at,
        before={},
        after={"text": f"{variant.upper()} {language}: {words}"},
        subject=_subject(campaign),
    )
    await session.flush()
    return text


async def set_buttons(
    session: Session,
    *,
    campaign_id: int,
    variant: Variant,
    language: Language,
    buttons: Sequence[CampaignButton],
    by: StaffMember,
    at: datetime,
) -> CampaignText:
    """Put buttons below a text that was written. Raises CampaignIsFixed, CampaignHasNoText."""
    campaign = await _unsent(session, campaign_id, by)
    text = await find_text(session, campaign_id=campaign.id, variant=variant, language=language)
    if text is None:
        raise CampaignHasNoText(variant=variant.value)
    text.buttons = [asdict(button) for button in buttons]
    labels = ", ".join(button.label for button in buttons)
    note_act(session, act="campaign.written", by=by, at=at, before={}, after={"buttons": labels}, subject=_subject(campaign))
    return text


async def count_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let the list be drawn up; from now on segment and shares stay as they are. Raises CampaignCannotBecome, CampaignHasNoText."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    _require(campaign, CampaignState.COUNTING)
    written = {text.variant for text in await list_texts(session, campaign_id=campaign.id)}
    for variant in (Variant.A, Variant.B) if campaign.b_percent else (Variant.A,):
        if variant not in written:
            raise CampaignHasNoText(variant=variant.value)
    return _move(session, campaign, CampaignState.COUNTING, by=by, at=at)


async def schedule_campaign(session: Session, *, campaign_id: int, starts_at: datetime, by: StaffMember, at: datetime) -> Campaign:
    """Let a campaign that was counted begin at a moment. Raises CampaignCannotBecome, CampaignIsForNobody."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    _require(campaign, CampaignState.SCHEDULED)
    if not people_of(campaign):
        raise CampaignIsForNobody
    campaign.starts_at = starts_at
    return _move(session, campaign, CampaignState.SCHEDULED, by=by, at=at)


async def unschedule_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Take the moment back at which a campaign was to begin. Raises CampaignCannotBecome."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state is not CampaignState.SCHEDULED:
        raise CampaignCannotBecome(state=campaign.state.value, wanted=CampaignState.READY.value)
    campaign.starts_at = None
    return _move(session, campaign, CampaignState.READY, by=by, at=at)


async def pause_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let nothing more of a campaign go out for now. Raises CampaignCannotBecome."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    _require(campaign, CampaignState.PAUSED)
    return _move(session, campaign, CampaignState.PAUSED, by=by, at=at)


async def resume_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let a paused campaign go on. Raises CampaignCannotBecome."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state is not CampaignState.PAUSED:
        raise CampaignCannotBecome(state=campaign.state.value, wanted=CampaignState.RUNNING.value)
    return _move(session, campaign, CampaignState.RUNNING, by=by, at=at)


async def stop_campaign(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """End a campaign for good; who has not been written to will not be. Raises CampaignCannotBecome."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    _require(campaign, CampaignState.STOPPED)
    campaign.finished_at = at
    return _move(session, campaign, CampaignState.STOPPED, by=by, at=at)


async def figure_again(session: Session, *, campaign_id: int, by: StaffMember, at: datetime) -> Campaign:
    """Let the figures of a campaign be made anew at the next run of the job, if they are not quite new."""
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.figured_at is not None and campaign.figured_at < at:
        campaign.figured_at = None
    return campaign


async def click_campaign(
    session: Session, *, campaign_id: int, place: int, customer: Customer, staff: StaffMember | None, at: datetime, business: Business
) -> CampaignButton | None:
    """Count that a customer pressed the button at this place of the text that they got; the first press counts. Return the button.

    Staff who try a campaign are shown what the button does and are not counted. None for who did not get it, and for a text that changed.
    """
    recipient = await find_recipient(session, campaign_id=campaign_id, customer_id=customer.id)
    got_it = recipient is not None and recipient.queued_at is not None
    if not got_it and not is_allowed(staff, Role.SUPERVISOR):
        return None
    variant = recipient.variant if recipient is not None and got_it else Variant.A
    texts = [text for text in await list_texts(session, campaign_id=campaign_id) if text.variant is variant]
    if not texts:
        return None
    buttons = text_for(texts, variant=variant, language=customer.language, business=business).buttons
    if not 0 <= place < len(buttons):
        return None
    if recipient is not None and got_it and recipient.clicked_at is None:
        recipient.clicked_at = at
    return CampaignButton(**buttons[place])


def people_of(campaign: Campaign) -> int:
    """Return to how many customers a counted campaign will be sent."""
    return sum((campaign.counted or {}).get("zones", {}).values())


def text_for(texts: Sequence[CampaignText], *, variant: Variant, language: Language, business: Business) -> CampaignText:
    """Return what somebody of this language reads: in their language, else in the staff's, else in any. `texts` must hold the variant."""
    found = {text.language: text for text in texts if text.variant is variant}
    return found.get(language) or found.get(business.staff_language) or next(iter(found.values()))


async def _draft(session: Session, campaign_id: int, by: StaffMember) -> Campaign:
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state is not CampaignState.DRAFT:
        raise CampaignIsFixed(state=campaign.state.value)
    return campaign


async def _unsent(session: Session, campaign_id: int, by: StaffMember) -> Campaign:
    campaign = await get_campaign(session, campaign_id=campaign_id, by=by)
    if campaign.state in _SENDING:
        raise CampaignIsFixed(state=campaign.state.value)
    return campaign


def _require(campaign: Campaign, wanted: CampaignState) -> None:
    if not may_become(campaign.state, wanted):
        raise CampaignCannotBecome(state=campaign.state.value, wanted=wanted.value)


def _move(session: Session, campaign: Campaign, state: CampaignState, *, by: StaffMember, at: datetime) -> Campaign:
    before = {"state": campaign.state.value}
    campaign.state = state
    note_act(session, act=f"campaign.{state.value}", by=by, at=at, before=before, after={"state": state.value}, subject=_subject(campaign))
    return campaign


def _in_a_line(segment: Mapping[str, Any]) -> str:
    return json.dumps(segment, ensure_ascii=False, sort_keys=True)


def _subject(campaign: Campaign) -> str:
    return f"{campaign.id} {campaign.name}"
