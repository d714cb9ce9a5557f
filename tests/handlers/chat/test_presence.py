"""Presence in the chat: here, away, shifts and languages."""

from datetime import timedelta
from typing import Any

import pytest

from crm.presence import presence_of
from storage.staff import StaffMember
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import STRANGER, ticket_of
from tests.team_side import ANNA, BEA, SUE, acts, member, says_on, team_of

ZONE = "Asia/Shanghai"


async def is_here(desk: Desk, user_id: int) -> bool:
    """Tell whether somebody is here now."""
    return presence_of(await member(desk, user_id), at=desk.at, zone=ZONE).is_here


async def test_here_and_away_in_the_group_and_in_private(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    await desk.says_in_group(ANNA, "/away")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("presence-away", name="Person2001", reason="")
    assert not await is_here(desk, ANNA)
    desk.later(days=3)
    assert not await is_here(desk, ANNA)
    await desk.says(ANNA, "/here")
    assert await desk.last_said_to(ANNA) == desk.phrase("presence-here", name="Person2001")
    assert await is_here(desk, ANNA)
    assert await acts(desk) == ["staff.away", "staff.here"]


@pytest.mark.parametrize(
    ("words", "until", "reason"),
    [("/away until 14:00 lunch", "Wed 4 Mar, 14:00", " (lunch)"), ("/away 2h", "Wed 4 Mar, 12:00", "")],
)
async def test_an_absence_ends_by_itself(desk: Desk, words: str, until: str, reason: str) -> None:
    desk = await team_of(desk)  # it is 10:00 in Shanghai
    await desk.says_in_group(ANNA, words)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("presence-away-until", name="Person2001", until=until, reason=reason)
    desk.later(hours=1, minutes=59)
    assert not await is_here(desk, ANNA)
    desk.later(hours=3)
    assert await is_here(desk, ANNA)


@pytest.mark.parametrize("words", ["/claim", "Good morning"])
async def test_who_works_on_a_ticket_while_away_is_here_again(desk: Desk, words: str) -> None:
    desk = await team_of(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(ANNA, "/away 3h")
    await says_on(desk, ticket, ANNA, "/info")
    assert not await is_here(desk, ANNA)
    await says_on(desk, ticket, ANNA, words)
    anna = await member(desk, ANNA)
    assert (anna.away_at, anna.away_until, anna.here_at) == (None, None, desk.at)
    assert "staff.here" in await acts(desk)


async def test_strangers_are_neither_here_nor_away(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.says_in_group(STRANGER, "/away")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=f"Person{STRANGER}")
    assert await acts(desk) == []


async def test_a_supervisor_sets_a_shift_and_the_colleague_is_told(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    await desk.says_in_group(SUE, "/shift @person2002 Mon-Fri 9:00-17:00")
    facts: dict[str, Any] = {"shift": "mon-fri 9:00-17:00", "zone": ZONE}
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("shift-set", name="Person2002", **facts)
    assert await desk.last_said_to(BEA) == desk.phrase("shift-given", by="Person3002", **facts)
    assert await is_here(desk, BEA)
    desk.at += timedelta(hours=7, minutes=30)  # 17:30 in Shanghai
    assert not await is_here(desk, BEA)
    await desk.says(BEA, "/here")
    assert await is_here(desk, BEA)
    await desk.says(SUE, "/shift @person2002 off")
    assert await desk.last_said_to(BEA) == desk.phrase("shift-taken-away", by="Person3002")
    assert await desk.last_said_to(SUE) == desk.phrase("shift-none", name="Person2002")
    assert (await member(desk, BEA)).shift is None
    assert await acts(desk) == ["staff.shift_set", "staff.shift_set"]


async def test_ones_own_shift_is_set_without_a_further_word(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.says(SUE, "/shift @person3002 mon 9-17")
    assert len(await desk.said_to(SUE)) == 1
    desk.later(hours=1)
    await desk.says(SUE, "/shift")
    listed = await desk.last_said_to(SUE)
    assert "○ Person3002: mon 9-17" in listed
    assert "● Anna: at any time" in listed


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/shift @anna", {"key": "shift-usage"}),
        ("/shift @nobody mon 9-17", {"key": "refusal-not-on-staff", "word": "@nobody"}),
        ("/shift @anna whenever", {"key": "refusal-shift-not-understood", "words": "whenever"}),
        (f"/shift @anna {'mon 9-17, ' * 30}mon 9-17", None),
    ],
)
async def test_what_is_no_shift_changes_nothing(desk: Desk, words: str, answer: dict[str, Any] | None) -> None:
    desk = await team_of(desk)
    await desk.says(SUE, words)
    said = await desk.last_said_to(SUE)
    assert said == desk.phrase(**answer) if answer is not None else said.startswith("I do not understand “mon 9-17, ")
    assert {each.shift for each in await desk.rows(StaffMember)} == {None}


async def test_agents_set_no_shifts(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.says_in_group(ANNA, "/shift @anna off")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", role="supervisor")


@pytest.mark.parametrize(
    ("words", "kept", "answer"),
    [
        ("/languages zh, en", "en zh", {"key": "presence-languages", "languages": "English, Chinese"}),
        ("/languages ZH", "zh", {"key": "presence-languages", "languages": "Chinese"}),
        ("/languages off", None, {"key": "presence-languages-unknown"}),
        ("/languages", None, {"key": "presence-languages-unknown"}),
    ],
)
async def test_staff_say_which_languages_they_speak(desk: Desk, words: str, kept: str | None, answer: dict[str, Any]) -> None:
    desk = await team_of(desk)
    await desk.says_in_group(ANNA, words)
    assert (await member(desk, ANNA)).languages == kept
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase(**answer, name="Person2001")


async def test_other_languages_are_not_known(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.says(ANNA, "/languages klingon")
    assert await desk.last_said_to(ANNA) == desk.phrase("presence-languages-usage")
    await desk.says(OWNER, "/languages zh en")
    assert await acts(desk) == ["staff.languages_set"]
