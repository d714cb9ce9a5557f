"""Plans of visits by command: written, read, switched on, shown again and deleted, in both languages; and why not."""

from dataclasses import replace

import pytest

from storage.visit_plans import ChatPlan
from storage.vocabulary import Language
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.team_side import SUE, team_of
from tests.visit_side import IN_PERSON, desk_with

BOTH = pytest.mark.parametrize("language", list(Language))
WRITTEN = {
    Language.ENGLISH: "new_tea purchase bot gold\n3\n30 en How do you like <it>?\n30 zh 茶喝得还习惯吗？",
    Language.CHINESE: "new_tea 购买 机器人 金卡会员\n3\n30 英文 How do you like <it>?\n30 中文 茶喝得还习惯吗？",
}
LINE = {"plan": "new_tea", "occasion": "purchase", "way": "bot"}


async def supervisor(desk: Desk, language: Language = Language.ENGLISH) -> Talker:
    """Return Sue at a desk whose file has the plan `care`, speaking a language; what she heard so far is heard."""
    sue = Talker(desk_with(await team_of(desk), IN_PERSON), SUE, language)
    await sue.says(f"/language {language}")
    await sue.hears()
    return sue


def line(sue: Talker, state: str) -> str:
    """Return how the plan reads."""
    days = {Language.ENGLISH: "3, 30", Language.CHINESE: "3、30"}[sue.language]
    tier = {Language.ENGLISH: "Gold", Language.CHINESE: "金卡会员"}[sue.language]
    said = sue.words("plans-line", **LINE, state=state, days=days, only=f" · {tier}")
    return "\n".join([said, sue.words("plan-of-chat")])


async def edited(desk: Desk) -> str:
    """Return what a message was changed to last."""
    return str([row.payload["text"] for row in await desk.queued() if row.method == "editMessageText"][-1])


@BOTH
async def test_a_plan_is_written_read_switched_on_and_deleted(desk_on_both: Desk, language: Language) -> None:
    sue = await supervisor(desk_on_both, language)
    await sue.says(f"/plan {WRITTEN[language]}")
    steps = [
        sue.words("plan-step", days=3),
        sue.words("plan-step-words", days=30, en="How do you like <it>?", zh="茶喝得还习惯吗？"),
    ]
    assert await sue.hears_one() == "\n".join([sue.words("plan-made"), line(sue, "off"), *steps])
    assert await sue.sees() == [sue.words("plans-button-on", plan="new_tea"), sue.words("plan-button-delete", plan="new_tea")]
    await sue.presses("plans-button-on", plan="new_tea")
    assert await sue.is_answered_by("plans-switched-on", plan="new_tea")
    assert line(sue, "on") in await edited(sue.desk)
    await sue.hears()
    await sue.says("/plan new_tea")
    assert await sue.hears_one() == "\n".join([line(sue, "on"), *steps])
    await sue.presses("plan-button-delete", plan="new_tea")
    assert await edited(sue.desk) == "\n".join([line(sue, "on"), *steps, sue.words("plan-delete-ask", plan="new_tea")])
    await sue.presses_data("pdel:new_tea:keep")
    assert line(sue, "on") in await edited(sue.desk)
    await sue.presses_data("pdel:new_tea:sure")
    assert await sue.is_answered_by("plan-deleted", plan="new_tea")
    shown = await edited(sue.desk)
    assert ("care" in shown, "new_tea" in shown) == (True, False)
    assert await sue.desk.rows(ChatPlan, ChatPlan.key) == []
    await sue.presses_data("pdel:new_tea:sure")
    assert await sue.is_answered_by("refusal-no-such-plan")


@BOTH
async def test_the_command_alone_says_how_a_plan_is_written_and_its_example_is_one(desk: Desk, language: Language) -> None:
    sue = await supervisor(desk, language)
    await sue.says("/plan")
    usage = await sue.hears_one()
    assert usage == sue.words("plan-usage")
    await sue.says(usage[usage.index("<pre>") + len("<pre>") : usage.index("</pre>")])
    assert (await sue.hears_one()).startswith(sue.words("plan-made"))
    [kept] = await sue.desk.rows(ChatPlan, ChatPlan.key)
    assert ([step["days"] for step in kept.steps], kept.tiers) == ([3, 30, 90], ["gold"])


REFUSED: list[tuple[str, str, dict[str, str | int]]] = [
    ("a ticket", "refusal-plan-line-too-short", {}),
    ("grün ticket bot\n3", "refusal-plan-key-not-valid", {"word": "grün", "longest": 20}),
    ("care ticket bot\n3", "refusal-plan-key-taken", {"plan": "care"}),
    ("a party bot\n3", "refusal-plan-occasion-unknown", {"word": "party"}),
    ("a ticket boss\n3", "refusal-plan-way-unknown", {"word": "boss"}),
    ("a purchase bot complaint\n3", "refusal-plan-of-purchases", {}),
    ("a ticket bot", "refusal-plan-without-steps", {}),
    ("a ticket bot\nsoon", "refusal-plan-step-not-understood", {"line": "soon"}),
    ("a ticket bot\n400", "refusal-plan-days-out-of-range", {"days": 400, "most": 365}),
    ("a ticket bot\n3\n3", "refusal-plan-day-twice", {"days": 3}),
    ("a ticket bot\n3 en Hi?", "refusal-plan-language-missing", {"days": 3, "lacking": "zh"}),
    ("a ticket bot\n3 zh 好吗？", "refusal-plan-language-missing", {"days": 3, "lacking": "en"}),
    ("a ticket bot\n3 en " + "x" * 501, "refusal-plan-words-too-long", {"days": 3, "most": 500}),
    ("a ticket bot\n" + "\n".join(map(str, range(1, 14))), "refusal-plan-steps-too-many", {"most": 12}),
    ("a ticket bot\n" + "\n".join(f"{day} en {'x' * 450}" for day in range(1, 7)), "refusal-plan-too-long", {"most": "2,500"}),
    ("gone", "refusal-no-such-plan", {}),
]


@BOTH
@pytest.mark.parametrize(("written", "key", "facts"), REFUSED, ids=[f"{key}-{place}" for place, (_, key, _) in enumerate(REFUSED)])
async def test_what_is_no_plan_is_answered_with_what_is_wrong(
    desk: Desk, language: Language, written: str, key: str, facts: dict[str, str | int]
) -> None:
    sue = await supervisor(desk, language)
    await sue.says(f"/plan {written}")
    assert await sue.hears_one() == sue.words(key, **facts)
    assert await sue.desk.rows(ChatPlan, ChatPlan.key) == []


async def test_an_unknown_word_is_answered_with_what_may_stand_there(desk: Desk) -> None:
    sue = await supervisor(desk)
    await sue.says("/plan a ticket bot golden\n3")
    said = await sue.hears_one()
    assert all(word in said for word in ("“golden”", "complaint", "quality", "gold"))


async def test_a_plan_that_the_file_leaves_without_its_tier_says_that_nobody_fits_it(desk: Desk) -> None:
    sue = await supervisor(desk)
    await sue.says(f"/plan {WRITTEN[Language.ENGLISH]}")
    await sue.hears()
    tiers = tuple(tier for tier in sue.desk.business.tiers if tier.key != "gold")
    later = Talker(sue.desk.of(replace(sue.desk.business, tiers=tiers)), SUE)
    await later.says("/plans")
    assert later.words("plan-lacks", names="gold") in (await later.hears())[-1]


async def test_agents_write_and_delete_no_plans_and_a_group_of_customers_is_no_place_for_it(desk: Desk) -> None:
    sue = await supervisor(desk)
    await sue.says(f"/plan {WRITTEN[Language.ENGLISH]}")
    agent = Talker(sue.desk, AGENT)
    for said in ("/plan", "/plan new_tea", "/plan other ticket bot\n3"):
        await agent.says(said)
        assert await agent.hears_one() == agent.words("refusal-not-allowed", role="supervisor")
    for step in ("ask", "sure", "keep"):
        await agent.presses_data(f"pdel:new_tea:{step}")
        assert await agent.is_answered_by("refusal-not-allowed", role="supervisor")
    await sue.desk.presses(SUE, "pdel:new_tea:sure", chat_id=-100999)
    assert await sue.is_answered_by("press-is-old")
    assert len(await sue.desk.rows(ChatPlan, ChatPlan.key)) == 1


async def test_a_plan_is_written_in_the_staff_group_too(desk: Desk) -> None:
    sue = await supervisor(desk)
    await sue.desk.says_in_group(SUE, f"/plan {WRITTEN[Language.ENGLISH]}")
    assert (await sue.desk.last_said_to(STAFF_GROUP)).startswith(sue.words("plan-made"))
