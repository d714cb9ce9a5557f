"""The audit in the chat: who changed what, in words, ten a page; for supervisors and owners only."""

import ast
import re
from typing import Any

import pytest

from crm.audit import LONGEST_SUBJECT, note_act
from handlers.chat.audit_texts import PAGE
from storage.staff import StaffMember
from storage.vocabulary import JobName, Language
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import bot_member, ticket_of
from tests.house.source import dotted, modules
from tests.team_side import ANNA, BEA, SUE, member, says_on, team_of

OTHER_GROUP = -1001000000002
TIME = "Wed 4 Mar, 10:00"


def line(desk: Desk, who: str, act: str, *changes: str, **facts: str | int) -> str:
    """Return how an act reads in English."""
    given: dict[str, Any] = {"ticket": 0, "subject": "–"} | facts
    words = desk.phrasebook.speaking(Language.ENGLISH).plain(act, **given)
    told = desk.phrase("audit-line", time=TIME, who=who, act=words)
    return "\n".join([told, *([desk.phrase("audit-changes", changes=" · ".join(changes))] if changes else [])])


def acts_in_code() -> set[str]:
    """Return the acts that the rooms note."""
    calls = [node for module in modules("crm", "handlers") for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    noting = [call for call in calls if re.fullmatch(r"_?note(_act|_on)?|give_ticket", dotted(call.func).split(".")[-1])]
    words = [value for call in noting for value in [*call.args, *(each.value for each in call.keywords if each.arg == "act")]]
    return {str(word.value) for word in words if isinstance(word, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(word.value))}


@pytest.mark.parametrize("language", Language)
def test_every_act_that_is_noted_has_its_words(desk: Desk, language: Language) -> None:
    acts = acts_in_code()
    assert len(acts) > 20
    phrases = desk.phrasebook.speaking(language)
    assert [act for act in sorted(acts) if not phrases.has(f"act-{act.replace('.', '-').replace('_', '-')}")] == []


async def test_acts_read_as_words_with_names_newest_first(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, ANNA, "/note prefers mornings")
    await says_on(desk, ticket, ANNA, "/assign @person2002")
    await desk.says_in_group(SUE, "/audit")
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join(
        [
            desk.phrase("audit-title"),
            line(desk, "Person2001", "act-ticket-assigned", "assignee: Person2001 → Person2002", ticket=1),
            line(desk, "Person2001", "act-ticket-noted", "noted: yes", ticket=1),
            line(desk, "Person2001", "act-ticket-claimed", "status: new → open", "assignee: – → Person2001", ticket=1),
        ]
    )


async def test_what_a_reader_of_chinese_sees_is_chinese_and_in_their_time_zone(desk: Desk) -> None:
    desk = await team_of(desk)
    sue = Talker(desk, SUE, Language.CHINESE)
    await sue.says("/away 14:00 午饭")
    await sue.says("/audit")
    text = (await sue.hears())[-1]
    assert text.splitlines()[1] == "<i>3月4日周三 10:00</i> <b>Person3002</b> 暂时离开"
    assert text.splitlines()[2] == "↳ 在岗情况：在岗 → 离开 · 截止：– → 3月4日周三 14:00 · 原因：– → 午饭"


@pytest.mark.parametrize("user_id", [ANNA, 4001])
async def test_nobody_else_reads_it(desk: Desk, user_id: int) -> None:
    desk = await team_of(desk)
    await desk.says_in_group(user_id, "/audit")
    refusal, stranger = desk.phrase("refusal-not-allowed", role="supervisor"), desk.phrase("desk-stranger", name="Person4001")
    assert await desk.last_said_to(STAFF_GROUP) == (refusal if user_id == ANNA else stranger)
    await desk.presses(user_id, "audit:5:0:0", chat_id=STAFF_GROUP)
    assert (await desk.press_answers())[-1] == refusal


async def test_older_acts_come_by_a_button_page_by_page(desk: Desk) -> None:
    desk = await team_of(desk)
    sue = Talker(desk, SUE)
    await sue.says("/audit")
    assert await sue.hears_one() == desk.phrase("audit-none")
    async with desk.database.begin() as session:
        for number in range(2 * PAGE + 1):
            note_act(session, act="x.done", by=None, at=desk.at, before={}, after={"n": number})
    await sue.says("/audit")
    pages = [await sue.hears_one()]
    for _ in range(2):
        await sue.presses("audit-older")
        pages.append(await sue.hears_one())
    assert [page.count("x.done") for page in pages] == [PAGE, PAGE, 1]
    assert [f"n: {number}" in pages[place] for place, number in enumerate((20, 10, 0))] == [True, True, True]
    assert (await sue.sees()) == []


async def test_acts_of_a_ticket_and_of_a_person(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    first, second = await ticket_of(desk, 1001), await ticket_of(desk, 1002)
    await says_on(desk, first, ANNA, "/claim")
    await says_on(desk, second, BEA, "/claim")
    sue = Talker(desk, SUE)
    seen = {}
    for word in ("1", "#2", "@person2002", str(BEA), "4"):
        await sue.says(f"/audit {word}")
        text = await sue.hears_one()
        seen[word] = [number for number in ("#1", "#2") if number in text]
    assert seen == {"1": ["#1"], "#2": ["#2"], "@person2002": ["#2"], str(BEA): ["#2"], "4": []}
    async with desk.database.begin() as session:
        bea = await session.get(StaffMember, (await member(desk, BEA)).id)
        assert bea is not None
        bea.removed_at = desk.at
    await sue.says(f"/audit {BEA}")  # who has left is found by the Telegram id
    assert "#2" in await sue.hears_one()
    await sue.says("/audit @nobody")
    assert await sue.hears_one() == sue.words("refusal-not-on-staff", word="@nobody")
    for word in ("999", "#999"):
        await sue.says(f"/audit {word}")
        assert await sue.hears_one() == sue.words("refusal-no-such-ticket", number=999)
    await sue.says("/audit one two")
    assert await sue.hears_one() == sue.words("audit-usage")
    await sue.says("/audit 99999999999999999999")
    assert await sue.hears_one() == sue.words("refusal-not-on-staff", word="99999999999999999999")


async def test_what_owners_do_to_the_desk_is_noted(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.feed(bot_member("administrator", by=OWNER, chat_id=OTHER_GROUP, title="New desk", may_manage_topics=True))
    await desk.says_in_group(OWNER, "/setup", chat_id=OTHER_GROUP)
    await desk.feed(bot_member("kicked", by=OWNER, chat_id=OTHER_GROUP, was="administrator", title="Desk"))
    await desk.feed(bot_member("administrator", by=OWNER, chat_id=OTHER_GROUP, was="kicked", title="Desk", may_manage_topics=True))
    olivia = Talker(desk, OWNER)
    await olivia.says("/staff add")
    await olivia.presses_data(f"job:{JobName.VISITS}")
    await olivia.says("/audit")
    name = f"Person{OWNER}"
    text = (await olivia.hears())[-1]
    assert text.splitlines()[1:5] == [
        *line(desk, name, "act-job-requested", "job: Follow-up visits").splitlines(),
        *line(desk, name, "act-staff-invited", "role: agent").splitlines(),
    ]
    assert [desk.phrase(f"act-group-{act}") in text for act in ("back", "lost", "chosen")] == [True, True, True]
    assert "group: Desk → Desk · chat" not in text
    assert f"chat: {STAFF_GROUP} → {OTHER_GROUP}" in text


async def test_a_long_name_is_cut_and_a_long_text_shortened(desk: Desk) -> None:
    desk = await team_of(desk)
    async with desk.database.begin() as session:
        note_act(session, act="staff.added", by=None, at=desk.at, before={}, after={"words": "y" * 500}, subject="x" * 200)
    sue = Talker(desk, SUE)
    await sue.says("/audit")
    text = await sue.hears_one()
    assert ("x" * LONGEST_SUBJECT in text, "x" * (LONGEST_SUBJECT + 1) in text) == (True, False)
    assert f"words: {'y' * 79}…" in text
