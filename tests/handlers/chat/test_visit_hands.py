"""Hands of visits in the chat: a button or a command gives one to a colleague, and everybody whom it concerns is told."""

from typing import Any

import pytest

from crm.visit_hands import hand_visit_over
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import Language, VisitReason
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.test_visit_desk import BOTH, cared_for, the_visit
from tests.team_side import ANNA, BEA, SUE, acts, member, team_of
from tests.visit_side import ticks


async def talks(desk: Desk, user_id: int, language: Language = Language.ENGLISH) -> Talker:
    """Let somebody of the staff know the bot in private."""
    talker = Talker(desk, user_id, language)
    await talker.says("/start")
    await talker.hears()
    return talker


async def holder(desk: Desk) -> int | None:
    """Return the Telegram id of who has the only visit."""
    number = (await the_visit(desk)).staff_id
    return None if number is None else next(each.user_id for each in await desk.rows(StaffMember) if each.id == number)


async def call_off(desk: Desk) -> None:
    """Let the visit have been one after a purchase, which is reversed by Sue."""
    sue = Talker(desk, SUE)
    visit = await the_visit(desk)
    await sue.says(f"/purchase {visit.customer_id} 10 CNY A-1")
    [purchase] = await desk.rows(Purchase)
    async with desk.database.begin() as session:
        changed = await session.get_one(Visit, visit.id)
        changed.reason, changed.subject_id = VisitReason.PURCHASE, purchase.id
    await sue.says("/purchase reverse A-1 broken")


@BOTH
async def test_a_colleague_takes_the_visit_by_a_button_and_reports_it(desk_on_both: Desk, language: Language) -> None:
    desk, anna, _ = await cared_for(desk_on_both, language=language)
    bea = await talks(desk, BEA, language)
    number = (await the_visit(desk)).customer_id
    await anna.hears()
    await anna.presses("visit-button-hand")
    assert await anna.hears_one() == anna.words("visit-ask-taker", name="Person1001", number=number)
    assert anna.words("visit-taker-button", name=f"Person{BEA}", presence="here") in await anna.sees()
    await anna.presses("visit-taker-button", name=f"Person{BEA}", presence="here")
    assert await anna.hears_one() == anna.words("visit-handed-to", name="Person1001", colleague=f"Person{BEA}")
    card = await bea.hears_one()
    assert card.startswith(bea.words("visit-handed-private", by=f"Person{ANNA}"))
    assert "Person1001" in card
    assert await holder(desk) == BEA
    await anna.presses("visit-button-done")
    assert await anna.is_answered_by("refusal-visit-not-yours", name=f"Person{BEA}")
    await bea.presses("visit-button-done")
    await bea.presses("visit-outcome-fine")
    assert (await acts(desk))[-2:] == ["visit.handed_over", "visit.reported"]


@BOTH
async def test_a_supervisor_gives_a_visit_by_a_command_and_who_had_it_is_told(desk_on_both: Desk, language: Language) -> None:
    desk, anna, _ = await cared_for(desk_on_both, language=language)
    bea, sue = await talks(desk, BEA, language), await talks(desk, SUE, language)
    await anna.hears()
    number = (await the_visit(desk)).customer_id
    await sue.says(f"/visit {number} @person{BEA}")
    facts: dict[str, Any] = {"name": "Person1001", "colleague": f"Person{BEA}"}
    assert await sue.hears_one() == sue.words("visit-handed-to", **facts)
    assert await anna.hears_one() == anna.words("visit-taken", number=number, by=f"Person{SUE}", **facts)
    assert (await bea.hears_one()).startswith(bea.words("visit-handed-private", by=f"Person{SUE}"))
    await sue.says(f"/visit {number} @person{SUE}")
    assert (await sue.hears_one()).startswith(sue.words("visit-card-title", name="Person1001", number=number))
    assert await holder(desk) == SUE


async def test_an_agent_gives_the_own_visit_by_the_command_and_no_other(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    await talks(desk, BEA)
    await anna.hears()
    number = (await the_visit(desk)).customer_id
    await anna.says(f"/visit {number} @person{BEA}")
    assert await holder(desk) == BEA
    await anna.hears()
    for words, key, facts in (
        (f"/visit {number} @person{ANNA}", "refusal-visit-not-yours", {"name": f"Person{BEA}"}),
        (f"/visit {number} 3d", "refusal-not-allowed", {"role": "supervisor"}),
        ("/visit @nobody @anna", "refusal-customer-unknown", {"wanted": "@nobody"}),
    ):
        await anna.says(words)
        assert await anna.hears_one() == anna.words(key, **facts)


async def test_where_the_bot_may_not_write_the_visit_is_handed_over_in_the_staff_group(desk_on_both: Desk) -> None:
    desk, _, _ = await cared_for(desk_on_both, talks=False)
    await desk.presses_button(ANNA, desk.phrase("visit-button-hand"))
    await desk.presses_button(ANNA, desk.phrase("visit-taker-button", name=f"Person{BEA}", presence="here"))
    handed = desk.phrase("visit-handed", name=f"Person{BEA}", user_id=str(BEA), by=f"Person{ANNA}")
    said = await desk.said_to(STAFF_GROUP)
    assert [text for text in said if text.startswith(handed)]
    assert said[-1] == desk.phrase("visit-handed-to", name="Person1001", colleague=f"Person{BEA}")
    await desk.says_in_group(SUE, f"/visit {(await the_visit(desk)).customer_id} @person{SUE}")
    assert (await desk.last_said_to(STAFF_GROUP)).startswith(desk.phrase("visit-for", name=f"Person{SUE}", user_id=str(SUE)))


async def test_who_is_away_stands_last_and_says_so(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    await desk.says_in_group(BEA, "/away")
    await anna.presses("visit-button-hand")
    seen = await anna.sees()
    assert seen[-1] == desk.phrase("visit-taker-button", name=f"Person{BEA}", presence="away")
    assert len(seen) == 3  # Olivia, Sue, Bea


async def test_a_desk_of_one_can_hand_nothing_over(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    async with desk.database.begin() as session:
        for each in await desk.rows(StaffMember):
            if each.user_id != ANNA:
                (await session.get_one(StaffMember, each.id)).removed_at = desk.at
    await anna.hears()
    await anna.presses("visit-button-hand")
    assert await anna.hears_one() == anna.words("visit-no-taker", name="Person1001", number=(await the_visit(desk)).customer_id)
    assert await anna.sees() == []


async def test_a_customer_whom_nobody_is_to_visit_has_nothing_to_hand_over(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ivy, sue = await talks(desk, 1001), await talks(desk, SUE)
    await sue.says(f"/visit {(await ivy.customer()).id} @person{BEA}")
    assert await sue.hears_one() == sue.words("refusal-no-visit-to-hand-over", name="Person1001")


async def test_buttons_are_taken_where_staff_work_and_from_staff_only(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    visit, bea = await the_visit(desk), await member(desk, BEA)
    for data in (f"vh:{visit.id}", f"vk:{visit.id}:{bea.id}"):
        await desk.presses(SUE, data, chat_id=-1009)
        assert await anna.is_answered_by("press-is-old")
        await desk.presses(1001, data)
        assert await anna.is_answered_by("refusal-not-allowed", role="agent")
    await desk.presses(SUE, f"vk:{visit.id}:7")
    assert await anna.is_answered_by("refusal-not-on-staff", word="7")
    assert await holder(desk) == ANNA


@BOTH
@pytest.mark.parametrize("talking", [True, False])
async def test_what_a_leaver_had_goes_to_somebody_who_is_told_why(desk_on_both: Desk, language: Language, talking: bool) -> None:
    desk, _, _ = await cared_for(desk_on_both)
    bea = await talks(desk, BEA, language) if talking else None
    await desk.says(3001, f"/staff remove @person{SUE}")
    await desk.says(3001, f"/staff remove @person{ANNA}")
    await desk.deliver()
    assert await ticks(desk) == 1
    assert await holder(desk) == BEA
    if bea is not None:
        assert (await bea.hears_one()).startswith(bea.words("visit-instead-private", before=f"Person{ANNA}"))
    else:
        told = desk.phrase("visit-instead", name=f"Person{BEA}", user_id=str(BEA), before=f"Person{ANNA}")
        assert (await desk.last_said_to(STAFF_GROUP)).startswith(told)
    assert (await acts(desk))[-1] == "visit.given_anew"


async def test_when_nobody_is_here_the_group_reads_that_a_visit_is_left(desk: Desk) -> None:
    desk, _, _ = await cared_for(desk)
    for user_id in (SUE, BEA):
        await desk.says_in_group(user_id, "/away")
    async with desk.database.begin() as session:
        (await session.get_one(StaffMember, (await member(desk, ANNA)).id)).removed_at = desk.at
    await ticks(desk)
    assert (await desk.last_said_to(STAFF_GROUP)).startswith(desk.phrase("visit-instead-nobody", before=f"Person{ANNA}"))
    assert await holder(desk) is None


async def test_without_a_staff_group_the_list_has_it(desk: Desk) -> None:
    desk, _, _ = await cared_for(desk, talks=False)
    await desk.says_in_group(3001, "/setup off")
    visit, bea, sue = await the_visit(desk), await member(desk, BEA), await member(desk, SUE)
    async with desk.database.begin() as session:
        await hand_visit_over(session, visit_id=visit.id, to=bea, by=sue, at=desk.at, tell=desk.tell(session))
    seen = await talks(desk, BEA)
    await seen.says("/visits")
    assert "Person1001" in await seen.hears_one()


@BOTH
async def test_who_had_a_visit_reads_that_it_is_called_off(desk_on_both: Desk, language: Language) -> None:
    desk, anna, _ = await cared_for(desk_on_both, language=language)
    await call_off(desk)
    facts: dict[str, Any] = {"name": "Person1001", "number": (await the_visit(desk)).customer_id}
    assert (await anna.hears())[-1] == anna.words("visit-called-off", why=anna.words("visit-skip-reversed"), **facts)


async def test_a_visit_whose_card_stands_in_the_group_is_called_off_there(desk: Desk) -> None:
    desk, _, _ = await cared_for(desk, talks=False)
    await call_off(desk)
    said = await desk.last_said_to(STAFF_GROUP)
    assert said.startswith(desk.phrase("visit-called-off", name="Person1001", number=(await the_visit(desk)).customer_id, why="x")[:20])
    assert desk.phrase("visit-skip-reversed") in said
