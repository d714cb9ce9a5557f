"""Campaigns: who may do what with one, and when."""

from typing import Any

import pytest

from crm.campaign_texts import CampaignMedia, click_campaign, set_buttons, write_text
from crm.campaigns import (
    CampaignCannotBecome,
    CampaignHasNoText,
    CampaignIsFixed,
    CampaignIsForNobody,
    NoSuchCampaign,
    SharesDoNotFit,
    count_campaign,
    create_campaign,
    figure_again,
    get_campaign,
    pause_campaign,
    resume_campaign,
    schedule_campaign,
    set_segment,
    set_shares,
    stop_campaign,
    unschedule_campaign,
)
from crm.permissions import NotAllowed
from crm.rules.campaigns import CampaignButton
from crm.rules.segments import Segment
from storage.audit import AuditEvent
from storage.campaigns import Campaign, CampaignText, lock_campaign
from storage.customers import Customer
from storage.staff import StaffMember
from storage.vocabulary import CampaignState, Language, Role, Variant
from tests.campaign_side import campaign_of, composed, crowd, owner_of, sent
from tests.desk import Desk

BUTTONS = (CampaignButton("Yes"), CampaignButton("Shop", "https://example.com"))


async def draft(desk: Desk, *, written: bool = True) -> int:
    """Return the number of a new campaign, with a text or without."""
    owner = await owner_of(desk)
    async with desk.database.begin() as session:
        campaign = await create_campaign(session, name="Spring tea", by=owner, at=desk.at)
        if written:
            await write_text(
                session, campaign_id=campaign.id, variant=Variant.A, language=Language.ENGLISH, words="Tea", entities=(), media=None, by=owner,
                at=desk.at,
            )  # fmt: skip
    return campaign.id


async def test_numbers_are_drawn_one_after_another_and_a_campaign_begins_for_everybody(desk_on_both: Desk) -> None:
    assert [await draft(desk_on_both) for _ in range(2)] == [1, 2]
    campaign = await campaign_of(desk_on_both, 1)
    assert (campaign.state, campaign.segment) == (CampaignState.DRAFT, {"channel": "telegram"})


async def test_agents_may_do_nothing_with_campaigns(desk: Desk) -> None:
    number = await draft(desk)
    agent = StaffMember(user_id=1, name="Anna", role=Role.AGENT, language=Language.ENGLISH, added_at=desk.at)
    await desk.keep(agent)
    async with desk.database.begin() as session:
        with pytest.raises(NotAllowed):
            await create_campaign(session, name="Mine", by=agent, at=desk.at)
        with pytest.raises(NotAllowed):
            await stop_campaign(session, campaign_id=number, by=agent, at=desk.at)


async def test_there_is_none_with_another_number(desk: Desk) -> None:
    async with desk.database.begin() as session:
        with pytest.raises(NoSuchCampaign):
            await get_campaign(session, campaign_id=404, by=await owner_of(desk))
        with pytest.raises(LookupError):
            await lock_campaign(session, 404)


async def test_each_variant_needs_a_text_before_the_list_is_drawn_up(desk: Desk) -> None:
    number, by = await draft(desk, written=False), await owner_of(desk)
    async with desk.database.begin() as session:
        with pytest.raises(CampaignHasNoText) as caught:
            await count_campaign(session, campaign_id=number, by=by, at=desk.at)
        assert caught.value.facts == {"variant": "a"}
        await write_text(
            session, campaign_id=number, variant=Variant.A, language=Language.ENGLISH, words="Tea", entities=(), media=None, by=by, at=desk.at
        )  # fmt: skip
        await set_shares(session, campaign_id=number, b_percent=50, control_percent=0, by=by, at=desk.at)
        with pytest.raises(CampaignHasNoText) as caught:
            await count_campaign(session, campaign_id=number, by=by, at=desk.at)
        assert caught.value.facts == {"variant": "b"}
        with pytest.raises(CampaignHasNoText):
            await set_buttons(session, campaign_id=number, variant=Variant.B, language=Language.ENGLISH, buttons=BUTTONS, by=by, at=desk.at)


@pytest.mark.parametrize(("b", "control"), [(-1, 0), (101, 0), (0, 91), (50, 50), (0, -1)])
async def test_shares_must_leave_somebody_for_the_first_text(desk: Desk, b: int, control: int) -> None:
    number, by = await draft(desk), await owner_of(desk)
    async with desk.database.begin() as session:
        with pytest.raises(SharesDoNotFit):
            await set_shares(session, campaign_id=number, b_percent=b, control_percent=control, by=by, at=desk.at)


async def test_a_text_is_replaced_and_keeps_its_buttons(desk_on_both: Desk) -> None:
    desk = desk_on_both
    number, by = await draft(desk), await owner_of(desk)
    place: dict[str, Any] = {"campaign_id": number, "variant": Variant.A, "language": Language.ENGLISH, "by": by, "at": desk.at}
    async with desk.database.begin() as session:
        await set_buttons(session, buttons=BUTTONS, **place)
        await write_text(
            session, words="Better", entities=[{"type": "bold", "offset": 0, "length": 6}], media=CampaignMedia("photo", "f"), **place
        )
    (text,) = await desk.rows(CampaignText, CampaignText.campaign_id)
    assert (text.words, text.media_kind, text.file_id, text.entities[0]["type"]) == ("Better", "photo", "f", "bold")
    assert [CampaignButton(**button) for button in text.buttons] == list(BUTTONS)


async def test_what_is_drawn_up_keeps_its_segment_and_what_is_sent_its_texts(desk: Desk) -> None:
    await crowd(desk, 1)
    by = await owner_of(desk)
    number = await composed(desk)
    async with desk.database.begin() as session:
        with pytest.raises(CampaignIsFixed):
            await set_segment(session, campaign_id=number, segment=Segment(), by=by, at=desk.at)
    number = await sent(desk)
    async with desk.database.begin() as session:
        with pytest.raises(CampaignIsFixed):
            await write_text(
                session, campaign_id=number, variant=Variant.A, language=Language.ENGLISH, words="x", entities=(), media=None, by=by, at=desk.at
            )  # fmt: skip


async def test_the_states_follow_each_other_and_each_step_is_noted(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await composed(desk)
    asked: dict[str, Any] = {"campaign_id": number, "by": await owner_of(desk), "at": desk.at}
    async with desk.database.begin() as session:
        with pytest.raises(CampaignCannotBecome):
            await unschedule_campaign(session, **asked)
        await schedule_campaign(session, starts_at=desk.at, **asked)
        await unschedule_campaign(session, **asked)
        campaign = await schedule_campaign(session, starts_at=desk.at, **asked)
        campaign.state, campaign.started_at = CampaignState.RUNNING, desk.at
        with pytest.raises(CampaignCannotBecome):
            await resume_campaign(session, **asked)
        await pause_campaign(session, **asked)
        with pytest.raises(CampaignCannotBecome):
            await pause_campaign(session, **asked)
        await resume_campaign(session, **asked)
        await stop_campaign(session, **asked)
        with pytest.raises(CampaignCannotBecome):
            await stop_campaign(session, **asked)
    assert [row.act for row in await desk.rows(AuditEvent)] == [
        "campaign.created", "campaign.written", "campaign.counting", "campaign.scheduled", "campaign.ready", "campaign.scheduled",
        "campaign.paused", "campaign.running", "campaign.stopped",
    ]  # fmt: skip


async def test_a_campaign_for_nobody_is_not_sent(desk: Desk) -> None:
    number = await composed(desk)
    async with desk.database.begin() as session:
        with pytest.raises(CampaignIsForNobody):
            await schedule_campaign(session, campaign_id=number, starts_at=desk.at, by=await owner_of(desk), at=desk.at)


async def test_figures_that_are_quite_new_are_not_made_anew(desk: Desk) -> None:
    number, by = await draft(desk), await owner_of(desk)
    async with desk.database.begin() as session:
        campaign = await session.get(Campaign, number)
        assert campaign is not None
        campaign.figured_at = desk.at
        await figure_again(session, campaign_id=number, by=by, at=desk.at)
        assert campaign.figured_at == desk.at
        desk.later(minutes=1)
        await figure_again(session, campaign_id=number, by=by, at=desk.at)
        assert campaign.figured_at is None


async def click(
    desk: Desk, number: int, customer_id: int, place: int, *, staff: StaffMember | None = None, variant: Variant = Variant.A
) -> CampaignButton | None:
    """A customer presses a button of a campaign's English text."""
    async with desk.database.begin() as session:
        customer = await session.get(Customer, customer_id)
        assert customer is not None
        return await click_campaign(
            session, campaign_id=number, variant=variant, language=Language.ENGLISH, place=place, customer=customer, staff=staff, at=desk.at
        )


async def test_a_press_counts_for_those_who_got_the_message_only(desk: Desk) -> None:
    await crowd(desk, 1, 2)
    by = await owner_of(desk)
    number = await composed(desk)
    place: dict[str, Any] = {"campaign_id": number, "variant": Variant.A, "language": Language.ENGLISH, "by": by, "at": desk.at}
    async with desk.database.begin() as session:
        await set_buttons(session, buttons=BUTTONS, **place)
    assert await click(desk, number, 1, 0) is None
    assert await click(desk, number, 1, 0, staff=by) == BUTTONS[0]
    assert await click(desk, 404, 1, 0, staff=by) is None
    async with desk.database.begin() as session:
        await schedule_campaign(session, campaign_id=number, starts_at=desk.at, by=by, at=desk.at)
    await sent(desk)
    assert await click(desk, number, 1, 1) == BUTTONS[1]
    assert await click(desk, number, 1, 2) is None
    assert await click(desk, number, 1, -1) is None
    assert await click(desk, number, 1, 0, variant=Variant.B) is None
