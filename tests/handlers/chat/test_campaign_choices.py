"""What is chosen for a campaign: buttons, customers and shares."""

import pytest

from storage.campaigns import CampaignText
from tests.desk import Desk
from tests.handlers.chat.test_campaigns import only_campaign, open_for, writes


@pytest.mark.parametrize(
    ("lines", "key"),
    [("a\nb\nc\nd", "campaign-buttons-too-many"), ("x" * 41, "campaign-buttons-label"), ("Shop | nowhere", "campaign-buttons-link")],
)
async def test_lines_that_make_no_buttons_are_asked_for_again(desk: Desk, lines: str, key: str) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines=lines)
    assert (await olivia.hears())[-1] == olivia.words(key, most=3, longest=40)
    await olivia.says("Yes")
    (text,) = await desk.rows(CampaignText, CampaignText.campaign_id)
    assert [button["label"] for button in text.buttons] == ["Yes"]


async def test_the_segment_is_chosen_by_presses_and_tags_by_words(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-segment")
    for label in ("Chinese", "Gold", "loyal customer", "Champions"):
        await olivia.presses_label(label)
    await olivia.presses("campaign-button-heard", days=30)
    await olivia.presses("campaign-button-silent", days=90)
    await olivia.presses_label("✓ Gold")
    await olivia.presses("campaign-button-tags")
    await olivia.says("tea, #cups")
    assert (await only_campaign(desk)).segment == {
        "languages": ["zh"], "stages": ["loyal"], "rfm": ["champions"], "tags": ["cups", "tea"], "heard_days": 30, "silent_days": 90,
        "channel": "telegram",
    }  # fmt: skip
    sheet = (await olivia.hears())[-1]
    for part in (
        "language Chinese",
        "stage loyal customer",
        "buys like Champions",
        "tag cups, tea",
        "within 30 days",
        "silent for 90 days",
    ):
        assert part in sheet
    await olivia.presses("campaign-button-segment")
    await olivia.presses("campaign-button-tags")
    await olivia.says("x" * 65)
    assert (await olivia.hears())[-1] == olivia.words("campaign-ask-tags")
    await olivia.says("-")
    assert "tags" not in (await only_campaign(desk)).segment


@pytest.mark.parametrize("data", ["cgs:1:language:fr", "cgd:1:1:9999", "cgs:1:tier:" + "x" * 40])
async def test_forged_presses_change_nothing_or_nothing_that_matters(desk: Desk, data: str) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses_data(data)
    segment = (await only_campaign(desk)).segment
    assert segment.get("languages") is None
    assert segment.get("silent_days") is None


async def test_shares_are_two_numbers(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-shares")
    await olivia.says("half")
    assert (await olivia.hears())[-1] == olivia.words("campaign-ask-shares")
    await olivia.says("60 50")
    assert (await olivia.hears())[-1] == olivia.words("refusal-shares-do-not-fit")
    await olivia.says("30 and 20")
    assert olivia.words("campaign-shares", a=50, b=30, control=20) in (await olivia.hears())[-1]
    assert "Text B · English" in await olivia.sees()
