"""The human check in the chat: nothing is heard and nothing is lost before somebody has passed."""

from dataclasses import replace
from typing import Any

import pytest

from crm.rules.human_check import CheckKind
from handlers.chat.human_check import CheckPress
from handlers.chat.menu import MenuAct, MenuPress
from storage.conversations import Conversation
from storage.customers import Contact, Customer
from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.vocabulary import Language
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import OTTO, STORY, Talker, copied, tickets

BOTH = pytest.mark.parametrize("kind", list(CheckKind))


def checking(desk: Desk, kind: CheckKind = CheckKind.BUTTON) -> Desk:
    """Return the desk of a business that checks who is new."""
    rules = replace(desk.business.human_check, enabled=True, kind=kind)
    return desk.of(replace(desk.business, human_check=rules))


async def check_of(ivy: Talker) -> dict[str, Any]:
    """Return what is kept of the check that was put to somebody."""
    rows = await ivy.desk.rows(Conversation, Conversation.user_id)
    kept: dict[str, Any] = next(row.data["human_check"] for row in rows if row.user_id == ivy.user_id)
    return kept


async def press(ivy: Talker, *, right: bool) -> None:
    """Press a right or a wrong answer to the check that stands."""
    check = await check_of(ivy)
    answer = sum(check["addends"]) if right else next(each for each in check["choices"] if each != sum(check["addends"]))
    if check["choices"]:
        await ivy.presses_label(str(answer))
    else:
        await ivy.presses("human-check-press")


async def question(ivy: Talker) -> str:
    """Return the words of the check that stands."""
    check = await check_of(ivy)
    if not check["addends"]:
        return ivy.words("human-check-button", company="Lantern Tea")
    first, second = check["addends"]
    return ivy.words("human-check-sum", company="Lantern Tea", first=first, second=second)


async def verified(desk: Desk, user_id: int) -> bool:
    """Tell whether somebody has passed."""
    [contact] = [row for row in await desk.rows(Contact) if row.address == str(user_id)]
    return (await desk.row(Customer, id=contact.customer_id)).verified_at is not None


@BOTH
async def test_who_is_new_is_asked_first_and_heard_after(desk_on_both: Desk, kind: CheckKind) -> None:
    desk = checking(desk_on_both, kind)
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("Where is my parcel?")
    assert await ivy.hears_one() == await question(ivy)
    for words in ("Parcel 4711", "/human at once please"):
        await ivy.says(words)
    await ivy.says(story=STORY)
    await ivy.says("/complain")
    told_once = [ivy.words("human-check-kept"), ivy.words("human-check-command", command="/complain")]
    assert (await ivy.hears(), await copied(desk), await tickets(desk)) == (told_once, [], [])
    await press(ivy, right=True)
    assert await verified(desk, ivy.user_id)
    assert await ivy.is_answered_by("human-check-passed")
    offer = await ivy.hears_one()
    assert "Where is my parcel?" in offer
    assert "at once please" in offer
    await ivy.presses("menu-button-ask")
    await ivy.presses_label("Delivery")
    await ivy.presses("inquiry-button-send")
    [ticket] = await tickets(desk)
    said = {row.text for row in await desk.rows(Interaction) if row.ticket_id == ticket.id and row.direction == "in"}
    assert said >= {"Where is my parcel?", "Parcel 4711", "at once please"}
    assert len(await copied(desk)) == 2
    assert "at once please" in await desk.said_to(STAFF_GROUP)


@pytest.mark.parametrize("language", list(Language))
@BOTH
async def test_a_command_before_the_check_is_to_be_sent_again_after_it(desk_on_both: Desk, kind: CheckKind, language: Language) -> None:
    desk = checking(desk_on_both, kind)
    ivy = Talker(desk, language=language)
    await ivy.says("/Invite@kefu_test_bot")
    assert await ivy.hears_one() == "\n".join([await question(ivy), ivy.words("human-check-then", command="/invite")])
    await ivy.says("/points")
    await ivy.says("/rewards")
    assert await ivy.hears() == [ivy.words("human-check-command", command="/points")]
    await ivy.says("Hello?")
    assert await ivy.hears() == [ivy.words("human-check-kept")]
    desk.later(minutes=1)
    await ivy.says("/points")
    assert (await ivy.hears_one()).endswith(ivy.words("human-check-then", command="/points"))
    await press(ivy, right=True)
    await ivy.hears()
    await ivy.says("/points")
    assert (await ivy.hears())[-1].startswith(ivy.words("points-title", points="0", tier=desk.business.tiers[0].label(language)))


async def test_who_presses_start_once_more_is_told_to_answer_and_nothing_else(desk: Desk) -> None:
    desk = checking(desk)
    ivy = Talker(desk)
    await ivy.says("/start")
    await ivy.says("/start")
    assert await ivy.hears() == [await question(ivy), ivy.words("human-check-first")]


async def test_words_behind_a_command_are_kept_and_said_to_be(desk: Desk) -> None:
    desk = checking(desk)
    ivy = Talker(desk)
    await ivy.says("/human My kettle leaks")
    await ivy.says("/human It drips")
    assert await ivy.hears() == [await question(ivy), ivy.words("human-check-kept")]
    await press(ivy, right=True)
    assert "It drips" in await ivy.hears_one()


@BOTH
async def test_who_only_started_is_greeted_after_the_check(desk: Desk, kind: CheckKind) -> None:
    desk = checking(desk, kind)
    ivy = Talker(desk, language=Language.CHINESE)
    await ivy.says("/start ref_7")
    assert await ivy.hears_one() == await question(ivy)
    await press(ivy, right=True)
    assert (await ivy.hears_one()).endswith(ivy.words("menu-introduction"))
    desk.later(hours=1)
    await ivy.says("/start")
    assert (await ivy.hears_one()).endswith(ivy.words("menu-hint"))


async def test_three_wrong_answers_close_the_check_for_a_while(desk: Desk) -> None:
    desk = checking(desk, CheckKind.SUM)
    ivy = Talker(desk)
    await ivy.says("Hello")
    for _ in range(2):
        await ivy.hears()
        await press(ivy, right=False)
        assert await ivy.is_answered_by("human-check-wrong")
        assert await ivy.hears_one() == await question(ivy)
    await press(ivy, right=False)
    assert await ivy.hears_one() == ivy.words("human-check-closed", until="Wed 4 Mar, 20:10")
    await ivy.says("Hello?")
    await press(ivy, right=True)
    assert (await ivy.hears(), await verified(desk, ivy.user_id)) == ([], False)
    desk.later(minutes=10)
    await ivy.says("And now?")
    assert await ivy.hears_one() == await question(ivy)
    assert (await check_of(ivy))["wrong"] == 0
    await press(ivy, right=True)
    assert await verified(desk, ivy.user_id)


async def test_who_writes_on_without_an_answer_is_asked_once_more_after_a_minute(desk: Desk) -> None:
    desk = checking(desk, CheckKind.SUM)
    ivy = Talker(desk)
    await ivy.says("Hello")
    asked = await ivy.hears_one()
    desk.later(seconds=59)
    await ivy.says("Hello?")
    assert await ivy.hears_one() == ivy.words("human-check-kept")
    await ivy.says("Hello?!")
    assert await ivy.hears() == []
    desk.later(seconds=1)
    await ivy.says("Hello??")
    assert await ivy.hears_one() == asked
    await ivy.says("Hello???")
    assert await ivy.hears() == []


async def test_presses_of_another_check_or_of_none_do_nothing(desk: Desk) -> None:
    desk = checking(desk, CheckKind.SUM)
    ivy, otto = Talker(desk), Talker(desk, OTTO)
    await otto.presses_data(CheckPress(mark=1, answer=1).pack())
    assert await otto.is_answered_by("press-is-old")
    await ivy.says("Hello")
    check = await check_of(ivy)
    await otto.says("Hello")
    answer = sum(check["addends"])
    await otto.presses_data(CheckPress(mark=check["mark"], answer=answer).pack())
    await ivy.presses_data(CheckPress(mark=check["mark"] + 1, answer=answer).pack())
    await ivy.presses_data("human:-1:5")
    await ivy.presses_data(f"human:{check['mark']}:99999999999999999999")
    assert (await verified(desk, OTTO), await verified(desk, ivy.user_id)) == (False, False)
    assert (await check_of(ivy))["wrong"] == 0
    await ivy.presses_data(CheckPress(mark=check["mark"], answer=answer).pack())
    assert await verified(desk, ivy.user_id)
    await ivy.presses_data(CheckPress(mark=check["mark"], answer=answer).pack())
    assert await ivy.is_answered_by("press-is-old")


async def test_other_buttons_wait_for_the_check(desk: Desk) -> None:
    desk = checking(desk)
    ivy = Talker(desk)
    await ivy.presses_data(MenuPress(act=MenuAct.HUMAN).pack())
    assert await ivy.is_answered_by("human-check-first")
    assert (await ivy.hears(), await ivy.state()) == ([], None)


async def test_changes_and_reactions_wait_for_the_check(desk: Desk) -> None:
    desk = checking(desk)
    await desk.has_staff_group()
    ivy = Talker(desk)
    message_id = await ivy.says("Hallo")
    await ivy.hears()
    await ivy.edits(message_id, text="Hello")
    chat = {"id": ivy.user_id, "type": "private", "first_name": "X"}
    user = {"id": ivy.user_id, "is_bot": False, "first_name": "X"}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await desk.feed(
        {"message_reaction": {"chat": chat, "message_id": 1, "user": user, "date": 1, "old_reaction": [], "new_reaction": thumb}}
    )
    assert await ivy.hears() == []
    [changed] = [row for row in await desk.rows(Interaction) if row.text == "Hello"]
    assert (changed.version, changed.ticket_id) == (2, None)


async def test_a_flood_before_the_check_is_kept_and_answered_once(desk: Desk) -> None:
    desk = checking(desk)
    ivy = Talker(desk)
    for number in range(desk.business.flood.messages + 5):
        await ivy.says(f"word {number}", date=1000)
    assert await ivy.hears() == [await question(ivy), ivy.words("human-check-kept")]
    assert len([row for row in await desk.rows(Interaction) if (row.text or "").startswith("word")]) == desk.business.flood.messages + 5


async def test_customers_of_before_are_not_asked(desk: Desk) -> None:
    await Talker(desk).says("/start")
    desk.later(hours=1)
    desk = checking(desk)
    ivy = Talker(desk)
    await ivy.hears()
    await ivy.says("/start")
    assert (await ivy.hears_one()).endswith(ivy.words("menu-hint"))


async def test_who_joins_the_staff_by_a_link_is_not_asked(desk: Desk) -> None:
    desk = checking(desk)
    await desk.has_staff_group()
    await desk.says(OWNER, "/staff add")
    token = (await desk.last_said_to(OWNER)).split("start=")[1].split()[0].split("<")[0].split('"')[0]
    ivy = Talker(desk)
    await ivy.says("/start staff_nonsense")
    assert await ivy.hears_one() == ivy.words("refusal-invitation-not-valid")
    await ivy.says(f"/start {token}")
    assert ivy.user_id in {member.user_id for member in await desk.rows(StaffMember)}
    await ivy.hears()
    await ivy.says("/start")
    assert (await ivy.hears_one()).startswith(f"Hello Person{ivy.user_id}, you are on the staff")
