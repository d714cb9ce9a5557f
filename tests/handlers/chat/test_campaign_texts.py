"""What campaigns say in the chat: filled in for each customer, and answered by the text that somebody got."""

import pytest

from storage.campaigns import CampaignRecipient, CampaignText
from storage.customers import Customer
from storage.points import PointsEntry
from storage.vocabulary import InteractionKind, Language, PointsKind
from tests.campaign_side import run
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import IVY
from tests.handlers.chat.test_campaigns import only_campaign, open_for, sends, writes

NAME = {"type": "bold", "offset": 6, "length": 6}


@pytest.mark.parametrize("language", Language)
async def test_each_customer_reads_their_own_name_and_points(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    olivia, ivy = await open_for(desk, language)
    customer = await ivy.customer()
    await desk.keep(PointsEntry(customer_id=customer.id, kind=PointsKind.GIFT, points=12_800, cause="test", at=desk.at))
    await olivia.says("/campaign Spring tea")
    words = "Hello {name}, {points} points at ｛Company｝ {name}"
    await writes(olivia, language, text=words, entities=[NAME], lines="-")
    assert words in (await olivia.hears())[-1]
    await olivia.presses("campaign-button-preview")
    head, example = await olivia.hears()
    assert head == desk.phrasebook.speaking(language)("campaign-preview-filled", variant="A", language=olivia.words(f"language-{language}"))
    name = olivia.words("campaign-example-name")
    assert example == f"Hello {name}, 1,280 points at Lantern Tea {name}"
    await olivia.presses("campaign-button-test")
    assert await olivia.hears_one() == f"Hello Person{OWNER}, 0 points at Lantern Tea Person{OWNER}"
    await sends(desk, olivia)
    said = f"Hello Person{IVY}, 12,800 points at Lantern Tea Person{IVY}"
    assert await ivy.hears_one() == said
    [row] = [each for each in await desk.queued() if each.chat_id == IVY and each.payload.get("text") == said]
    assert row.payload["entities"] == [NAME | {"length": len(f"Person{IVY}")}]
    assert [each.kind for each in await desk.story(customer.id)][-1] is InteractionKind.CAMPAIGN


async def test_without_points_in_the_text_nobodys_points_are_looked_up(desk: Desk) -> None:
    olivia, ivy = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Hello {name}", lines="-")
    await olivia.presses("campaign-button-test")
    assert (await olivia.hears())[-1] == f"Hello Person{OWNER}"
    await sends(desk, olivia)
    assert await ivy.hears_one() == f"Hello Person{IVY}"


@pytest.mark.parametrize("language", Language)
async def test_what_cannot_be_filled_in_is_refused_and_asked_for_again(desk: Desk, language: Language) -> None:
    olivia, _ = await open_for(desk, language)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-text", variant="A", language=olivia.words("language-en"))
    assert "{name}" in (await olivia.hears())[-1]
    await olivia.says("Your ticket {ticket}")
    known = "{name} {points} {company}"
    assert await olivia.hears_one() == olivia.words("refusal-unknown-placeholder", placeholder="{ticket}", known=known)
    assert await desk.rows(CampaignText, CampaignText.campaign_id) == []
    await olivia.says("Your name {name}")
    [text] = await desk.rows(CampaignText, CampaignText.campaign_id)
    assert text.words == "Your name {name}"


async def test_a_text_that_could_become_too_long_is_not_taken(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await olivia.presses("campaign-button-text", variant="A", language="English")
    await olivia.hears()
    await olivia.says("{name}" + "x" * 3900)
    assert await olivia.hears_one() == olivia.words("campaign-too-long", longest=4000)


async def test_labels_of_buttons_are_not_filled_in(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="For {name}")
    assert (await olivia.hears())[-1] == olivia.words("campaign-buttons-braces")


async def test_a_press_is_answered_by_the_text_that_somebody_got_whatever_they_would_get_today(desk_on_both: Desk) -> None:
    desk = desk_on_both
    olivia, ivy = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, Language.ENGLISH, text="Tea", lines="Shop | count https://example.com/en")
    await writes(olivia, Language.CHINESE, text="茶", lines="我要\n商店 | 计数 https://example.com/zh")
    await sends(desk, olivia)
    assert await ivy.hears_one() == "Tea"
    async with desk.database.begin() as session:
        customer = await session.get_one(Customer, (await ivy.customer()).id)
        customer.language, customer.language_chosen = Language.CHINESE, True
    ivy.language = Language.CHINESE
    await ivy.presses_label("Shop")
    [row] = [each for each in await desk.queued() if each.chat_id == IVY][-1:]
    assert row.payload["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://example.com/en"
    recipients = await desk.rows(CampaignRecipient, CampaignRecipient.customer_id)
    assert [each.clicked_at is not None for each in recipients] == [True]
    await ivy.presses_data("cga:1:b:en:0")
    assert await ivy.is_answered_by("press-is-old")
    await ivy.presses_data("cga:1:a:fr:0")
    assert await ivy.is_answered_by("press-is-old")


async def test_what_it_is_too_late_for_is_refused_before_anybody_writes_an_answer(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="-")
    for act in ("send", "schedule"):
        await olivia.presses_data(f"cg:{act}:1")
        assert await olivia.is_answered_by("refusal-campaign-cannot-become", state="draft")
    await sends(desk, olivia)
    for act in ("segment", "tags", "shares"):
        await olivia.presses_data(f"cg:{act}:1")
        assert await olivia.is_answered_by("refusal-campaign-is-fixed", state="done")
    await olivia.presses_data("cgt:1:a:en")
    assert await olivia.is_answered_by("refusal-campaign-is-fixed", state="done")
    await olivia.presses_data("cg:stop:1")
    assert await olivia.is_answered_by("refusal-campaign-cannot-become", state="done")
    assert await olivia.state() is None


@pytest.mark.parametrize("language", Language)
async def test_the_sheet_says_what_is_to_be_done_next(desk: Desk, language: Language) -> None:
    olivia, _ = await open_for(desk, language)

    async def sheet() -> str:
        await olivia.says("/campaign 1")
        return (await olivia.hears())[-1]

    await olivia.says("/campaign Spring tea")
    assert olivia.words("campaign-text-missing", variant="A") in (await olivia.hears())[-1]
    assert olivia.words("campaign-next-write") in await sheet()
    await olivia.presses("campaign-button-shares")
    await olivia.says("50 10")
    await writes(olivia, language, text="Tea", lines="-")
    said = await sheet()
    assert olivia.words("campaign-text-missing", variant="B") in said
    assert olivia.words("campaign-next-write") in said
    await olivia.presses("campaign-button-shares")
    await olivia.says("0 0")
    assert olivia.words("campaign-next-draft") in await sheet()
    await olivia.presses("campaign-button-count")
    assert olivia.words("campaign-next-counting") in (await olivia.hears())[-1]
    await run(desk)
    assert olivia.words("campaign-next-ready") in await sheet()
    await olivia.presses("campaign-button-schedule")
    await olivia.says("2h" if language is Language.ENGLISH else "2小时")
    assert olivia.words("campaign-next-scheduled") in (await olivia.hears())[-1]
    await olivia.presses("campaign-button-stop")
    await olivia.presses("campaign-button-stop-sure")
    assert "<i>" not in await sheet()


async def test_a_number_shows_a_campaign_and_makes_none(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign 1")
    assert await olivia.hears_one() == olivia.words("refusal-no-such-campaign")
    await olivia.says("/campaign Spring tea")
    await olivia.says("/campaign 1")
    first, again = await olivia.hears()
    assert first == again
    assert (await only_campaign(desk)).name == "Spring tea"


async def test_old_figures_are_shown_with_their_moment_while_new_ones_are_made(desk: Desk) -> None:
    olivia, _ = await open_for(desk)
    await olivia.says("/campaign Spring tea")
    await writes(olivia, text="Tea", lines="-")
    await sends(desk, olivia)
    begun = desk.at
    desk.later(days=40)
    await olivia.presses_data("cg:show:1")
    before = (await olivia.hears())[-1]
    await olivia.presses_data("cg:refresh:1")
    during = (await olivia.hears())[-1]
    assert olivia.words("campaign-figures-anew") in during
    assert during.replace("\n" + olivia.words("campaign-figures-anew"), "") == before
    assert desk.phrasebook.speaking(Language.ENGLISH).moment(begun, "Asia/Shanghai") in during
    await run(desk)
    await olivia.presses_data("cg:show:1")
    after = (await olivia.hears())[-1]
    assert olivia.words("campaign-figures-anew") not in after
    assert desk.phrasebook.speaking(Language.ENGLISH).moment(desk.at, "Asia/Shanghai") in after


@pytest.mark.parametrize(("language", "between", "mark"), [(Language.ENGLISH, "; ", ", "), (Language.CHINESE, "；", "、")])
async def test_a_segment_is_told_with_the_marks_of_the_readers_language(desk: Desk, language: Language, between: str, mark: str) -> None:
    olivia, _ = await open_for(desk, language)
    await olivia.says("/campaign Spring tea")
    for data in ("cgs:1:language:zh", "cgs:1:stage:loyal", "cgs:1:stage:contacted", "cgd:1:1:90"):
        await olivia.presses_data(data)
    await olivia.says("/campaign 1")
    stages = mark.join(olivia.words(f"stage-{each}") for each in ("contacted", "loyal"))
    parts = [
        olivia.words("campaign-part-language", words=olivia.words("language-zh")),
        olivia.words("campaign-part-stage", words=stages),
        olivia.words("campaign-part-silent", days=90),
    ]
    assert olivia.words("campaign-to", segment=between.join(parts)) in (await olivia.hears())[-1]
