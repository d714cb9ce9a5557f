"""Planning of visits in the chat: a supervisor plans a single one, by the bot or in person, and reads for when and why not."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.visits import Visit
from storage.vocabulary import Language, VisitWay
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.team_side import ANNA, BEA, SUE, team_of
from tests.visit_side import ticks

DUE = datetime(2026, 3, 7, 2, tzinfo=UTC)  # 10:00 in Shanghai, three days after the beginning
BOTH = pytest.mark.parametrize("language", list(Language))


@BOTH
async def test_a_supervisor_plans_a_visit_by_the_bot_and_the_customer_answers(desk_on_both: Desk, language: Language) -> None:
    desk = await team_of(desk_on_both)
    ivy, sue = Talker(desk, language=language), Talker(desk, SUE)
    await ivy.says("/start")
    await ivy.hears()
    await sue.says("/visit @person1001 3d bot How do you <like> it?")
    assert await sue.hears_one() == sue.words("visit-planned", name="Person1001", day="7 March 2026", way="bot")
    desk.at = DUE
    assert await ticks(desk) == 1
    assert await ivy.hears_one() == ivy.words("visit-ask-words", name="Person1001", words="How do you <like> it?", company="Lantern Tea")
    await ivy.presses("visit-button-question")
    await ivy.says("Which tea goes with it?")
    assert desk.phrase("visit-answer-line-request", outcome="question", words="How do you <like> it?") in await desk.said_to(STAFF_GROUP)


@BOTH
async def test_who_is_asked_the_second_time_reads_that_it_is_the_last(desk: Desk, language: Language) -> None:
    desk = await team_of(desk)
    ivy, sue = Talker(desk, language=language), Talker(desk, SUE)
    await ivy.says("/start")
    await ivy.hears()
    await sue.says("/visit @person1001 3d bot All well?")
    for asked in range(3):
        desk.at = DUE + timedelta(days=7 * asked)
        await ticks(desk)
    first = ivy.words("visit-ask-words", name="Person1001", words="All well?", company="Lantern Tea")
    assert await ivy.hears() == [first, f"{first}\n{ivy.words('visit-once-more')}"]


async def test_a_supervisor_names_who_is_to_visit_or_leaves_that_to_the_desk(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says(1001, "/start")
    sue = Talker(desk, SUE)
    await sue.says("/visit 1 friday @person2002 Ask about the kettle")
    customer = (await desk.rows(Visit))[0].customer_id
    assert await sue.hears_one() == sue.words("visit-planned-for", name="Person1001", day="6 March 2026", colleague="Person2002")
    await sue.says(f"/visit {customer} 3d")
    planned = sue.words("visit-planned", name="Person1001", day="7 March 2026", way="staff")
    assert await sue.hears_one() == f"{planned}\n{sue.words('visit-comes-later', gap=7, day='13 March 2026')}"
    assert [(visit.way, visit.words) for visit in await desk.rows(Visit)] == [
        (VisitWay.STAFF, "Ask about the kettle"),
        (VisitWay.STAFF, None),
    ]


async def test_a_visit_that_is_skipped_is_told_to_who_planned_it(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, sue = Talker(desk), Talker(desk, SUE)
    await ivy.says("/start")
    await sue.says("/visit @person1001 3d bot All well?")
    await ivy.presses_data("opt:reminders")
    desk.at = DUE
    assert await ticks(desk) == 0
    assert (await sue.hears())[-1] == sue.words("visit-skipped-alert", name="Person1001", why=sue.words("visit-skip-opted-out"))
    await sue.says("/visits")
    assert sue.words("visits-skipped", why=sue.words("visit-skip-opted-out"), count=1) in (await sue.hears())[-1]


@pytest.mark.parametrize(
    ("words", "key", "facts"),
    [
        ("/visit", "visit-usage", {}),
        ("/visit @person1001", "visit-usage", {}),
        ("/visit @nobody 3d", "refusal-customer-unknown", {"wanted": "@nobody"}),
        ("/visit @person1001 never", "refusal-visit-day-not-understood", {"words": "never"}),
        ("/visit @person1001 3d bot", "refusal-visit-needs-words", {}),
    ],
)
async def test_a_visit_that_is_not_understood_says_why(desk: Desk, words: str, key: str, facts: dict[str, str]) -> None:
    desk = await team_of(desk)
    await desk.says(1001, "/start")
    sue = Talker(desk, SUE)
    await sue.says(words)
    assert await sue.hears_one() == sue.words(key, **facts)


async def test_agents_plan_nothing(desk: Desk) -> None:
    desk = await team_of(desk)
    anna = Talker(desk, ANNA)
    for words in ("/visit 1 3d", "/plans"):
        await anna.says(words)
        assert await anna.hears_one() == anna.words("refusal-not-allowed", role="supervisor")
    await anna.says("/visit")
    assert await anna.hears_one() == anna.words("visit-usage-hand")
    await anna.presses_data("plan:ticket:1")
    assert await anna.is_answered_by("refusal-not-allowed", role="supervisor")


async def test_the_day_that_is_foretold_is_the_day_on_which_the_bot_asks(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, sue = Talker(desk), Talker(desk, SUE)
    await ivy.says("/start")
    for words in ("friday bot First?", "3d bot Second?"):
        await sue.says(f"/visit @person1001 {words}")
    assert sue.words("visit-comes-later", gap=7, day="13 March 2026") in (await sue.hears())[-1]
    await ivy.hears()
    asked = []
    for day in range(1, 12):
        desk.at = datetime(2026, 3, 4 + day, 3, tzinfo=UTC)
        await ticks(desk)
        if heard := await ivy.hears():
            asked += [(desk.at.day, words) for words in heard]
            await ivy.presses("visit-button-fine")
            await ivy.hears()
    assert [(day, "First?" in words, "Second?" in words) for day, words in asked] == [(6, True, False), (13, False, True)]
