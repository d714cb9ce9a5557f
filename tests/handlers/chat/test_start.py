"""The first words, the menu, help, the language and the way out."""

import pytest

from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.vocabulary import Language
from tests.desk import AGENT, Desk
from tests.handlers.chat.customer_side import IVY, Talker, tickets


async def test_start_greets_by_name_and_introduces_itself_once(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/start")
    assert await ivy.hears_one() == "\n".join(
        (ivy.words("menu-greeting", name=f"Person{IVY}", company=desk.business.company), ivy.words("menu-introduction"))
    )
    assert len(await ivy.sees()) == 6
    desk.later(minutes=5)
    await ivy.says("/start")
    assert (await ivy.hears_one()).endswith(ivy.words("menu-hint"))


async def test_a_chinese_client_is_greeted_in_chinese(desk: Desk) -> None:
    ivy = Talker(desk, language=Language.CHINESE)
    await ivy.says("/start")
    assert ivy.words("menu-introduction") in await ivy.hears_one()


async def test_staff_hear_where_their_work_is_and_no_welcome_for_customers(desk: Desk) -> None:
    await desk.has_staff_group()
    anna = Talker(desk, AGENT)
    await anna.says("/start")
    role = anna.words("role-agent")
    assert await anna.hears_one() == anna.words("staff-start", name=f"Person{AGENT}", company=desk.business.company, role=role)
    assert await anna.sees() == [anna.words("menu-button-language")]


async def test_a_hostile_payload_is_kept_as_text_and_does_nothing_else(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/start <b>1 OR 1=1</b>")
    assert "OR" not in await ivy.hears_one()
    assert "/start <b>1 OR 1=1</b>" in [row.text for row in await desk.rows(Interaction)]
    assert await tickets(desk) == []


async def test_help_names_every_command_of_the_customer(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/help")
    said = await ivy.hears_one()
    for command in ("ask", "complain", "tickets", "human", "profile", "language", "privacy", "cancel"):
        assert f"/{command} " in said


@pytest.mark.parametrize("command", ["/ask", "/complain", "/human"])
async def test_cancel_ends_a_dialogue_and_forgets_what_was_written_in_it(desk: Desk, command: str) -> None:
    ivy = Talker(desk)
    await ivy.says(command)
    await ivy.says("/cancel")
    assert (await ivy.hears())[-1] == ivy.words("menu-cancelled")
    assert await ivy.state() is None


async def test_cancel_by_button_takes_the_buttons_away(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.says("Is there green tea?")
    await ivy.presses("menu-button-cancel")
    assert (await desk.methods())[-2:] == ["editMessageReplyMarkup", "sendMessage"]
    await ivy.says("/ask")
    assert (await ivy.hears())[-1] == ivy.words("inquiry-choose")


async def test_cancel_without_a_dialogue_says_that_there_is_nothing(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/cancel")
    assert await ivy.hears_one() == ivy.words("menu-nothing-to-cancel")


async def test_a_chosen_language_is_spoken_at_once_and_stays(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/language")
    assert await ivy.sees() == ["English", "中文"]
    await ivy.presses_label("中文")
    await ivy.says("/cancel")
    chinese = Talker(desk, language=Language.CHINESE)
    assert (await ivy.hears())[-2:] == [chinese.words("menu-language-changed"), chinese.words("menu-nothing-to-cancel")]
    customer = await ivy.customer()
    assert (customer.language, customer.language_chosen) == (Language.CHINESE, True)


async def test_the_language_of_a_staff_member_changes_too(desk: Desk) -> None:
    await desk.has_staff_group()
    anna = Talker(desk, AGENT)
    await anna.says("/start")
    await anna.presses("menu-button-language")
    await anna.presses_label("中文")
    assert (await desk.row(StaffMember, user_id=AGENT)).language is Language.CHINESE
    chinese = Talker(desk, AGENT, Language.CHINESE)
    role = chinese.words("role-agent")
    assert (await anna.hears())[-1] == chinese.words("staff-start", name=f"Person{AGENT}", company=desk.business.company, role=role)


async def test_the_menu_button_shows_the_menu_and_leaves_the_dialogue(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("Is there green tea?")
    await ivy.says("/complain")
    await ivy.presses("menu-button-menu")
    assert (await ivy.hears())[-1] == ivy.words("menu-choose")
    assert await ivy.state() == "Complaining:category"


@pytest.mark.parametrize("data", ["m:fly:0", "m:ask:7", "ask:send:", "cpl:send:", "lang:fr", "nonsense", "z:atlantis"])
async def test_an_old_or_forged_press_is_answered_with_what_can_be_done(desk: Desk, data: str) -> None:
    ivy = Talker(desk)
    await ivy.says("/start")
    await ivy.presses_data(data)
    assert await ivy.is_answered_by("press-is-old")
    assert await tickets(desk) == []
