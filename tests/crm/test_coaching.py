"""Coaching: who may note what, and what stands together with the marks of reviews."""

import pytest

from crm.coaching import (
    LONGEST_NOTE,
    MOST_ENTRIES,
    CoachingNoteShown,
    CoachingNoteUnfit,
    CoachingOfOneself,
    keep_coaching_note,
    list_coaching,
)
from crm.permissions import NotAllowed
from storage.audit import AuditEvent
from storage.coaching import CoachingNote
from storage.reviews import Review
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Role, TicketStatus
from tests.scene import Scene


async def noted(
    scene: Scene,
    by: StaffMember | None,
    member: StaffMember,
    text: str = "Ask first",
    *,
    ticket: Ticket | None = None,
    is_shown: bool = False,
) -> None:
    async with scene.database.begin() as session:
        await keep_coaching_note(session, by=by, member=member, text=text, ticket=ticket, is_shown=is_shown, at=scene.at, tell=scene.tell)


async def test_notes_and_marks_stand_together_newest_first(scene: Scene) -> None:
    boss = await scene.staff(Role.SUPERVISOR, user_id=3002)
    anna = await scene.staff(Role.AGENT)
    ticket = await scene.ticket(await scene.customer())
    await noted(scene, boss, anna, "Ask first", ticket=ticket)
    scene.later(hours=1)
    await scene.keep(Review(ticket_id=ticket.id, agent_id=anna.id, reviewer_id=boss.id, mark=4, remark="Kind", at=scene.at))
    scene.later(hours=1)
    await noted(scene, boss, anna, "Well done", is_shown=True)
    async with scene.database.read() as session:
        entries = await list_coaching(session, by=boss, member=anna)
    assert [(each.text, each.mark, each.ticket_id, each.is_shown) for each in entries] == [
        ("Well done", None, None, True), ("Kind", 4, ticket.id, True), ("Ask first", None, ticket.id, False),
    ]  # fmt: skip
    assert {each.author for each in entries} == {boss.name}
    assert [(each.note.text, each.member.id, each.by.id) for each in scene.told_of(CoachingNoteShown)] == [("Well done", anna.id, boss.id)]
    events = [(row.act, row.subject, row.ticket_id, row.after) for row in await scene.rows(AuditEvent)]
    assert events == [
        ("staff.coached", anna.name, ticket.id, {"shown": False}), ("staff.coached", anna.name, None, {"shown": True}),
    ]  # fmt: skip


async def test_the_list_ends_somewhere(scene: Scene) -> None:
    boss, anna = await scene.staff(Role.SUPERVISOR, user_id=3002), await scene.staff(Role.AGENT)
    for number in range(MOST_ENTRIES + 2):
        scene.later(minutes=1)
        await noted(scene, boss, anna, f"Note {number}")
    async with scene.database.read() as session:
        entries = await list_coaching(session, by=boss, member=anna)
    assert [each.text for each in entries] == [f"Note {number}" for number in range(MOST_ENTRIES + 1, 1, -1)]


async def test_agents_and_strangers_neither_note_nor_read(scene: Scene) -> None:
    anna, ben = await scene.staff(Role.AGENT), await scene.staff(Role.AGENT, user_id=2002)
    for by in (None, anna):
        with pytest.raises(NotAllowed):
            await noted(scene, by, ben)
        with pytest.raises(NotAllowed):
            async with scene.database.read() as session:
                await list_coaching(session, by=by, member=ben)
    assert await scene.rows(CoachingNote) == []


async def test_nobody_coaches_or_reads_themselves(scene: Scene) -> None:
    boss = await scene.staff(Role.SUPERVISOR, user_id=3002)
    with pytest.raises(CoachingOfOneself):
        await noted(scene, boss, boss)
    with pytest.raises(CoachingOfOneself):
        async with scene.database.read() as session:
            await list_coaching(session, by=boss, member=boss)


@pytest.mark.parametrize("text", ["\u200b", "x" * (LONGEST_NOTE + 1)], ids=["invisible", "too long"])
async def test_a_note_has_words_but_not_too_many(scene: Scene, text: str) -> None:
    boss, anna = await scene.staff(Role.SUPERVISOR, user_id=3002), await scene.staff(Role.AGENT)
    await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    with pytest.raises(CoachingNoteUnfit):
        await noted(scene, boss, anna, text)
    await noted(scene, boss, anna, "x" * LONGEST_NOTE)
    assert len(await scene.rows(CoachingNote)) == 1
