"""Presses on campaigns: what each sets going, and what somebody reads who presses or writes the wrong thing."""

from datetime import UTC, datetime

import pytest

from crm.rules.segments import from_data
from storage.audit import AuditEvent
from storage.campaigns import Campaign, CampaignText
from storage.job_runs import JobRequest
from storage.vocabulary import CampaignState, JobName, Language
from tests.campaign_side import run
from tests.desk import Desk
from tests.handlers.chat.test_campaigns import only_campaign, open_for, sends, writes


async def test_each_press_wakes_the_job_and_leaves_one_note_that_says_what_was_done(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea")
    await sends(desk, olivia)
    assert [(request.job, request.requested_by) for request in await desk.rows(JobRequest)] == [(JobName.CAMPAIGNS, None)] * 2
    acts = [event.act for event in await desk.rows(AuditEvent, AuditEvent.id)]
    assert acts == ["campaign.created", "campaign.written", "campaign.written", "campaign.counting", "campaign.sent"]


async def test_a_campaign_that_is_sent_now_is_being_sent_at_once(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea")
    await olivia.presses("campaign-button-count")
    await run(desk)
    await olivia.presses("campaign-button-send")
    await olivia.hears()
    await olivia.presses("campaign-button-send-sure")
    campaign = await only_campaign(desk)
    assert (campaign.state, campaign.starts_at, campaign.started_at) == (CampaignState.RUNNING, desk.at, desk.at)
    assert olivia.words("campaign-state-running") in await olivia.hears_one()
    assert await olivia.sees() == [olivia.words(f"campaign-button-{act}") for act in ("pause", "stop", "refresh", "show")]


@pytest.mark.parametrize("language", Language)
async def test_a_campaign_for_nobody_is_said_so_and_copied_with_all_that_it_says(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    olivia, _ = await open_for(desk, language)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, language, text="Tea")
    await olivia.presses("campaign-button-segment")
    await olivia.presses_data("cgs:1:tier:gold")
    await olivia.presses_data("cg:count:1")
    await run(desk)
    assert (await olivia.hears())[-1] == olivia.words("campaign-counted-nobody", number=1, name="Spring tea", control=0)
    offered = await olivia.sees()
    assert olivia.words("campaign-button-send") not in offered
    for act in ("send", "schedule", "send-sure"):
        await olivia.presses_data(f"cg:{act}:1")
        assert await olivia.is_answered_by("refusal-campaign-is-for-nobody")
    await olivia.presses_data("cg:segment:1")
    assert await olivia.is_answered_by("refusal-campaign-is-fixed", state="ready")
    await olivia.presses("campaign-button-copy")
    sheet = (await olivia.hears())[-1]
    assert olivia.words("campaign-head", number=2, name="Spring tea", state=olivia.words("campaign-state-draft")) in sheet
    copied, texts = await desk.row(Campaign, id=2), await desk.rows(CampaignText, CampaignText.campaign_id)
    assert (copied.state, from_data(copied.segment).tiers, copied.counted) == (CampaignState.DRAFT, frozenset({"gold"}), None)
    assert [(text.words, text.buttons, text.language) for text in texts] == [("Tea", texts[0].buttons, language)] * 2


async def test_one_that_was_stopped_before_it_began_has_no_results_but_can_be_copied(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-stop")
    await olivia.presses("campaign-button-stop-sure")
    assert await olivia.sees() == [olivia.words("campaign-button-copy")]
    await olivia.presses("campaign-button-copy")
    assert (await desk.row(Campaign, id=2)).state is CampaignState.DRAFT
    assert [request.job for request in await desk.rows(JobRequest)] == [JobName.CAMPAIGNS]


@pytest.mark.parametrize("language", Language)
async def test_the_sheet_says_who_reads_another_language(desk: Desk, language: Language) -> None:
    olivia, _ = await open_for(desk, language)
    await olivia.says("/campaign Spring tea")
    assert olivia.words("campaign-text-missing", variant="A") in await olivia.hears_one()
    await writes(olivia, Language.ENGLISH, text="Tea")
    chinese, english = (olivia.words(f"language-{each}") for each in (Language.CHINESE, Language.ENGLISH))
    line = desk.phrasebook.speaking(language)("campaign-text-fallback", variant="A", language=chinese, other=english)
    assert line in (await olivia.hears())[-1].splitlines()
    await olivia.presses("campaign-button-segment")
    await olivia.presses_data("cgs:1:language:en")
    await olivia.presses("campaign-button-show")
    assert line not in (await olivia.hears())[-1]
    await olivia.presses_data("cgs:1:language:zh")
    await writes(olivia, Language.CHINESE, text="茶")
    assert line not in (await olivia.hears())[-1]


@pytest.mark.parametrize("words", ["some day", "yesterday", "2026-03-01 10:00", "2027-03-01", "0h"])
async def test_a_moment_that_is_none_or_past_is_asked_for_again(desk: Desk, words: str) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea")
    await olivia.presses("campaign-button-count")
    await run(desk)
    await olivia.presses("campaign-button-schedule")
    await olivia.hears()
    await olivia.says(words)
    assert await olivia.hears_one() == olivia.words("campaign-moment-unclear", days=90)
    await olivia.says("2026-05-01 10:00")
    assert (await only_campaign(desk)).starts_at == datetime(2026, 5, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("words", ["-5 10", "5 -10", "fifty", "5 10 15"])
async def test_shares_that_are_not_two_numbers_are_asked_for_again(desk: Desk, words: str) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-shares")
    await olivia.hears()
    await olivia.says(words)
    assert await olivia.hears_one() == olivia.words("campaign-ask-shares")
    await olivia.says("50 % / 10 %")
    assert ((await only_campaign(desk)).b_percent, (await only_campaign(desk)).control_percent) == (50, 10)


@pytest.mark.parametrize("language", Language)
async def test_the_audit_says_in_words_to_whom_it_goes(desk: Desk, language: Language) -> None:
    olivia, _ = await open_for(desk, language)
    await olivia.says("/campaign Spring tea")
    await olivia.presses_data("cgs:1:tier:gold")
    async with desk.database.begin() as session:
        (await session.get_one(AuditEvent, (await desk.rows(AuditEvent, AuditEvent.id))[-1].id)).before = {"segment": "of another version"}
    await olivia.presses_data("cgs:1:language:zh")
    await olivia.says("/audit")
    said = (await olivia.hears())[-1]
    gold = next(tier.label(language) for tier in desk.business.tiers if tier.key == "gold")
    tier = desk.phrasebook.speaking(language).plain("campaign-part-tier", words=gold)
    assert "{" not in said
    assert tier in said
    assert "of another version" in said
