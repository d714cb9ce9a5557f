"""Campaigns in the chat: composed by messages and buttons, tried, sent, answered, and read."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from storage.campaigns import Campaign, CampaignRecipient, CampaignText
from storage.consents import Consent
from storage.vocabulary import CampaignState, ConsentKind, Language, Variant
from tests.campaign_side import run
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, PHOTO, Talker

LINES = "I am in\nTo the shop | https://example.com/a\nAlso | count https://example.com/b"


async def open_for(desk: Desk, language: Language = Language.ENGLISH) -> tuple[Talker, Talker]:
    """Return the owner and a customer, who have both written to the bot just now: this desk speaks to people amid a chat."""
    desk.business = replace(desk.business, unasked=replace(desk.business.unasked, chat_minutes=0))
    desk.at = datetime(2026, 3, 4, 2, tzinfo=UTC)
    await desk.has_staff_group()
    olivia, ivy = Talker(desk, OWNER, language), Talker(desk, IVY, language)
    for each in (olivia, ivy):
        await each.says("/start")
        await each.hears()
    await desk.deliver()
    return olivia, ivy


async def writes(olivia: Talker, language: Language = Language.ENGLISH, *, lines: str = LINES, **fields: Any) -> None:
    """The owner writes text A in a language with its buttons."""
    name = olivia.words(f"language-{language}")
    await olivia.presses("campaign-button-text", variant="A", language=name)
    await olivia.says(**fields)
    await olivia.says(lines)


async def sends(desk: Desk, olivia: Talker) -> None:
    """The owner has the list drawn up and sends the campaign."""
    await olivia.presses("campaign-button-count")
    await run(desk)
    await olivia.presses("campaign-button-send")
    await olivia.presses("campaign-button-send-sure")
    await run(desk)
    await desk.deliver()
    await run(desk)


async def only_campaign(desk: Desk) -> Campaign:
    """Return the one campaign that there is."""
    campaign: Campaign = await desk.row(Campaign, id=1)
    return campaign


@pytest.mark.parametrize("language", Language)
async def test_a_campaign_is_composed_tried_sent_and_answered(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    olivia, ivy = await open_for(desk, language)
    await olivia.says("/campaign")
    assert await olivia.hears_one() == olivia.words("campaign-none")
    await olivia.presses("campaign-button-new")
    await olivia.says("Spring tea")
    await olivia.hears()
    await writes(olivia, language, text="New tea is here", entities=[{"type": "bold", "offset": 0, "length": 3}])
    said = await olivia.hears()
    assert olivia.words("campaign-links-uncounted") in said
    assert "New tea is here [I am in] [To the shop] [Also]" in said[-1]
    await olivia.presses("campaign-button-test")
    assert await olivia.hears_one() == "New tea is here"
    assert await olivia.sees() == ["I am in", "To the shop", "Also", olivia.words("consent-button-opt-out")]
    await olivia.presses_label("I am in")
    assert await olivia.hears_one() == olivia.words("campaign-answer-heard", answer="I am in")
    await olivia.presses("campaign-button-preview")
    assert len(await olivia.hears()) == 2
    await sends(desk, olivia)
    assert (await only_campaign(desk)).state is CampaignState.DONE
    assert await ivy.hears_one() == "New tea is here"
    (row,) = [each for each in await desk.queued() if each.chat_id == IVY and each.payload.get("text") == "New tea is here"]
    assert row.payload["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert row.payload["reply_markup"]["inline_keyboard"][1] == [{"text": "To the shop", "url": "https://example.com/a"}]
    await ivy.presses_label("Also")
    assert await ivy.hears_one() == ivy.words("campaign-answer-link")
    recipients = await desk.rows(CampaignRecipient, CampaignRecipient.customer_id)
    assert [row.clicked_at is not None for row in recipients] == [True]  # Olivia works at the desk and is no customer of it
    await ivy.presses("consent-button-opt-out")
    assert await ivy.hears_one() == ivy.words("consent-off-campaigns")
    assert [(row.kind, row.granted) for row in await desk.rows(Consent, Consent.kind)] == [(ConsentKind.CAMPAIGNS, False)]
    await olivia.says("/campaign")
    await olivia.presses("campaign-button-open", number=1, name="Spring tea", state=olivia.words("campaign-state-done"))
    assert olivia.words("campaign-state-done") in (await olivia.hears())[-1]


async def test_a_photo_with_words_goes_out_as_one(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, photo=PHOTO, caption="Look", lines="-")
    await sends(desk, olivia)
    rows = [row for row in await desk.queued() if row.method == "sendPhoto"]
    assert {(row.payload["photo"], row.payload["caption"]) for row in rows} == {("photo", "Look")}
    assert {row.chat_id for row in rows} == {IVY}


@pytest.mark.parametrize("kind", ["video", "animation"])
async def test_films_are_carried_too(desk: Desk, kind: str) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    film: Any = {"file_id": "film", "file_unique_id": "f", "width": 1, "height": 1, "duration": 1}
    await olivia.presses("campaign-button-text", variant="A", language="English")
    await olivia.says(**{kind: film})
    await olivia.says("-")
    await olivia.presses("campaign-button-test")
    row = [each for each in await desk.queued() if each.method == f"send{kind.capitalize()}"][-1]
    assert row.payload[kind] == "film"


@pytest.mark.parametrize(
    ("fields", "key", "facts"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}}, "campaign-not-this", {}),
        ({"photo": PHOTO, "media_group_id": "1"}, "campaign-not-this", {}),
        ({"text": "x" * 4001}, "campaign-too-long", {"longest": 4000}),
        ({"photo": PHOTO, "caption": "x" * 1001}, "campaign-too-long", {"longest": 1000}),
    ],
)  # fmt: skip
async def test_what_cannot_be_sent_to_many_is_not_taken(desk: Desk, fields: dict[str, Any], key: str, facts: dict[str, int]) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-text", variant="A", language="English")
    await olivia.hears()
    await olivia.says(**fields)
    assert await olivia.hears_one() == olivia.words(key, **facts)
    assert await desk.rows(CampaignText, CampaignText.campaign_id) == []


async def test_it_is_scheduled_by_words_as_a_ticket_is_snoozed(desk: Desk) -> None:
    olivia, ivy = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="-")
    await olivia.presses("campaign-button-count")
    await run(desk)
    counted = (await olivia.hears())[-1]
    assert "<b>Campaign 1: Spring tea</b>" in counted
    assert "Customers who get it: 1" in counted
    await olivia.presses("campaign-button-schedule")
    await olivia.says("some day")
    assert (await olivia.hears())[-1] == olivia.words("campaign-moment-unclear", days=90)
    await olivia.says("tomorrow 10:00")
    assert olivia.words("campaign-starts", at="Thu 5 Mar, 10:00") in (await olivia.hears())[-1]
    assert (await only_campaign(desk)).starts_at == datetime(2026, 3, 5, 2, tzinfo=UTC)
    await olivia.presses("campaign-button-unschedule")
    assert (await only_campaign(desk)).state is CampaignState.READY
    assert await ivy.hears() == []


async def test_it_is_paused_gone_on_with_and_stopped_by_presses(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await Talker(desk, OTTO).says("/start")
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="-")
    await olivia.presses("campaign-button-count")
    await run(desk)
    await olivia.presses("campaign-button-send")
    await olivia.presses("campaign-button-send-sure")
    await run(desk)
    states = []
    for key in ("pause", "resume", "stop-sure"):
        if key == "stop-sure":
            await olivia.says("/campaign")
            await olivia.presses_data("cg:stop:1")
            assert (await olivia.hears())[-1] == olivia.words("campaign-stop-really", number=1)
        await olivia.presses_data(f"cg:{key}:1")
        states.append((await only_campaign(desk)).state)
    assert states == [CampaignState.PAUSED, CampaignState.RUNNING, CampaignState.STOPPED]
    await olivia.presses_data("cg:resume:1")
    assert await olivia.is_answered_by("refusal-campaign-cannot-become", state="stopped")


async def test_the_results_name_each_variant_the_control_group_and_the_difference(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    async with desk.database.begin() as session:
        campaign = await session.get(Campaign, 1)
        assert campaign is not None
        campaign.state, campaign.started_at, campaign.b_percent, campaign.control_percent = CampaignState.DONE, desk.at, 40, 20
    await olivia.presses_data("cg:show:1")
    assert olivia.words("campaign-no-figures") in (await olivia.hears())[-1]
    figures = {
        "a": {"listed": 1000, "sent": 990, "delivered": 970, "blocked": 20, "bought": 80, "clicked": 5, "replied": 4, "opted_out": 3},
        "b": {"listed": 1000, "sent": 990, "delivered": 990, "bought": 30},
        "control": {"listed": 1000, "bought": 50},
    }
    async with desk.database.begin() as session:
        campaign = await session.get(Campaign, 1)
        assert campaign is not None
        campaign.figures, campaign.figured_at = figures, desk.at
    await olivia.presses_data("cg:show:1")
    lines = (await olivia.hears())[-1].splitlines()
    assert "meant for 1,000, sent 990, delivered 970, blocked 20" in lines[-8]
    assert "clicked 5, replied 4, opted out 3, bought 80 (8 %)" in lines[-7]
    assert (
        lines[-3]
        == "Text A against the control group: 3 percentage points more buyers (95 %: 0.8 to 5.2). <b>More bought: the difference is real.</b>"
    )
    assert (
        lines[-2]
        == "Text B against the control group: -2 percentage points more buyers (95 %: -3.8 to -0.3). <b>Fewer bought: the difference is real.</b>"
    )
    assert lines[-1].startswith("Text B against text A: -5 percentage points")
    async with desk.database.begin() as session:
        campaign = await session.get(Campaign, 1)
        assert campaign is not None
        campaign.figures = {**(campaign.figures or {}), "a": {"listed": 3}, "b": {}, "control": {"listed": 1, "bought": 1}}
    await olivia.presses_data("cg:show:1")
    assert (await olivia.hears())[-1].endswith(olivia.words("campaign-verdict-few"))


async def test_only_supervisors_and_owners_compose_and_only_in_private(desk: Desk) -> None:
    olivia, ivy = await open_for(desk)
    anna = Talker(desk, AGENT)
    await anna.says("/campaign")
    assert (await anna.hears())[-1] == anna.words("refusal-not-allowed", role="supervisor")
    await ivy.says("/campaign")
    assert await ivy.hears_one() == ivy.words("menu-near-command", word="campaign", near="complain")
    await olivia.says("/campaign Spring tea")
    await ivy.presses_data("cg:show:1")
    assert await ivy.hears() == []
    await desk.says_in_group(OWNER, "/campaign")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("campaign-in-private")


async def test_a_press_by_somebody_who_did_not_get_it_does_nothing(desk: Desk) -> None:
    olivia, ivy = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="Yes")
    await ivy.presses_data("cga:1:a:en:0")
    assert await ivy.is_answered_by("press-is-old")
    await olivia.presses_data("cg:test:404")
    assert await olivia.is_answered_by("refusal-no-such-campaign")


async def test_without_a_text_there_is_nothing_to_try(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-preview")
    assert await olivia.is_answered_by("refusal-campaign-has-no-text", variant=Variant.A.value)


async def test_a_name_without_words_is_asked_for_again(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign")
    await olivia.presses("campaign-button-new")
    await olivia.hears()
    await olivia.says(photo=PHOTO)
    assert await olivia.hears_one() == olivia.words("campaign-ask-name")
