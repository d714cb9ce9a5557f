"""Floods: everything is kept, and answered once."""

from datetime import UTC, datetime, timedelta

from crm.business_guards import FloodRules
from handlers.chat.floods import MOST_VERDICTS, FloodGauge
from storage.interactions import Interaction
from tests.desk import AGENT, Desk
from tests.handlers.chat.customer_side import OTTO, STORY, Talker, copied, tickets

RULES = FloodRules(messages=3, seconds=10)
START = datetime(2026, 3, 4, tzinfo=UTC)


async def test_a_flood_is_kept_whole_and_answered_once(desk: Desk) -> None:
    ivy = Talker(desk)
    most = desk.business.flood.messages
    for number in range(most + 5):
        await ivy.says(f"word {number}", date=1000)
    said = await ivy.hears()
    assert len(said) == most + 1
    assert said[-1] == ivy.words("menu-flood")
    assert len([row for row in await desk.rows(Interaction) if (row.text or "").startswith("word")]) == most + 5
    await ivy.says("calm again", date=2000)
    assert len(await ivy.hears()) == 1
    await ivy.says("/human please")
    assert len({row.ticket_id for row in await desk.rows(Interaction) if (row.text or "").startswith("word")}) == 1


async def test_a_flood_on_a_ticket_reaches_the_staff(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.later(hours=-6)
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    before = len(await copied(desk))
    await ivy.hears()
    for number in range(desk.business.flood.messages + 5):
        await ivy.says(f"word {number}", date=1000)
    assert len(await copied(desk)) == before + desk.business.flood.messages + 5
    assert await ivy.hears() == [ivy.words("menu-flood")]


async def test_a_flood_in_a_dialogue_belongs_to_it(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    for _ in range(desk.business.flood.messages + 3):
        await ivy.says("word", date=1000)
    await ivy.says(story=STORY, date=1000)
    await ivy.says("/help", date=1000)
    await ivy.presses("inquiry-button-send")
    assert len(await copied(desk)) == desk.business.flood.messages + 3
    assert len(await tickets(desk)) == 1


async def test_the_flood_of_one_does_not_silence_another(desk: Desk) -> None:
    ivy, otto = Talker(desk), Talker(desk, OTTO)
    for _ in range(desk.business.flood.messages + 3):
        await ivy.says("word", date=1000)
    await otto.says("Hello", date=1000)
    assert len(await otto.hears()) == 1


async def test_a_flood_of_presses_does_nothing(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/start")
    await ivy.hears()
    for _ in range(desk.business.flood.messages + 3):
        await ivy.presses("menu-button-tickets")
    assert len(await ivy.hears()) == desk.business.flood.messages
    assert (await desk.press_answers())[-3:] == [desk.phrasebook.speaking(ivy.language).plain("menu-flood-of-presses"), "", ""]


async def test_a_batch_that_is_run_again_is_no_flood(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    half = desk.business.flood.messages // 2 + 1
    words = [desk.private_message(ivy.user_id, "31.2." if number == half - 1 else "/help", date=1000) for number in range(half)]
    await ivy.hears()
    await desk.feed(*words)
    assert len(await ivy.hears()) == half
    assert ivy.words("menu-flood") not in await desk.said_to(ivy.user_id)


def test_a_flood_begins_once_and_ends_when_it_is_quiet() -> None:
    gauge = FloodGauge()
    moments = [0, 1, 2, 3, 4, 30, 31, 32, 33]
    risen = [gauge.rises(1, str(second), START + timedelta(seconds=second), RULES) for second in moments]
    assert risen == [None, None, None, True, False, None, None, None, True]


def test_what_is_run_again_counts_once_and_is_judged_as_before() -> None:
    gauge = FloodGauge()
    for _ in range(3):
        assert [gauge.rises(1, str(mark), START, RULES) for mark in range(5)] == [None, None, None, True, False]


def test_only_the_latest_verdicts_are_remembered() -> None:
    gauge = FloodGauge()
    for mark in range(MOST_VERDICTS + 1):
        gauge.rises(1, str(mark), START, RULES)
    assert gauge.rises(1, "3", START, RULES) is True  # still known: the flood begins with the fourth
    assert gauge.rises(1, "0", START, RULES) is False  # forgotten, and so one more of the flood


def test_who_has_been_quiet_for_long_enough_is_forgotten() -> None:
    gauge = FloodGauge()
    for person in range(50):
        gauge.rises(person, "a", START + timedelta(seconds=person), RULES)
    assert len(gauge) == RULES.seconds + 1


def test_who_has_been_quiet_longest_is_forgotten_first() -> None:
    gauge = FloodGauge(most=2)
    for mark, person in enumerate((1, 1, 1, 1, 2, 3)):
        gauge.rises(person, str(mark), START, RULES)
    assert [gauge.rises(1, f"again {mark}", START, RULES) for mark in range(4)] == [None, None, None, True]


async def test_staff_may_give_commands_fast(desk: Desk) -> None:
    await desk.has_staff_group()
    anna = Talker(desk, AGENT)
    for _ in range(desk.business.flood.messages + 5):
        await anna.says("/replies", date=1000)
    assert len(await anna.hears()) == desk.business.flood.messages + 5
