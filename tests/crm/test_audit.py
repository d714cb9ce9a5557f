"""The audit: acts of the staff are noted with what was before and after."""

import pytest

from crm.audit import note_act
from storage.audit import AuditEvent, list_audit_events
from storage.staff import StaffMember
from storage.tickets import Ticket
from tests.desk import AGENT, OWNER, Desk
from tests.handlers.chat.staff_side import ticket_of, topic_of

ANN = 1001


async def acts(desk: Desk) -> list[tuple[str, int | None, dict[str, object], dict[str, object]]]:
    """Return act, who, before and after of everything that was noted, in order."""
    rows = await desk.rows(AuditEvent)
    return [(row.act, row.staff_id, row.before, row.after) for row in sorted(rows, key=lambda row: row.id)]


async def staff(desk: Desk, user_id: int) -> StaffMember:
    """Return the row of a staff member."""
    (member,) = [row for row in await desk.rows(StaffMember) if row.user_id == user_id]
    assert isinstance(member, StaffMember)
    return member


async def test_what_staff_do_with_a_ticket_is_noted(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_of(desk, ANN)
    for command in ("/claim", "/close", "/reopen"):
        await desk.says_in_group(AGENT, command, topic=topic_of(ticket))
    agent = (await staff(desk, AGENT)).id
    assert await acts(desk) == [
        ("ticket.claimed", agent, {"status": "new", "assignee": None}, {"status": "open", "assignee": agent}),
        ("ticket.closed", agent, {"status": "open"}, {"status": "closed"}),
        ("ticket.reopened", agent, {"status": "closed"}, {"status": "open"}),
    ]
    assert {row.ticket_id for row in await desk.rows(AuditEvent)} == {ticket.id}


async def test_an_answer_is_noted_when_it_takes_the_ticket_on_and_not_again(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk, ANN)
    for words in ("Good morning", "How can I help?"):
        await desk.says_in_group(AGENT, words, topic=topic_of(ticket))
    assert [act for act, *_ in await acts(desk)] == ["ticket.answered"]


async def test_a_ticket_that_a_customer_takes_up_again_was_reopened_by_nobody_of_the_staff(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk, ANN)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.says(ANN, "It is broken again")
    assert (await acts(desk))[-1] == ("ticket.reopened", None, {"status": "closed"}, {"status": "new"})


async def test_roles_given_and_taken_are_noted(desk: Desk) -> None:
    await desk.has_staff_group()
    for command in (f"/staff supervisor {AGENT}", f"/staff remove {AGENT}"):
        await desk.says(OWNER, command)
    owner = (await staff(desk, OWNER)).id
    assert [each for each in await acts(desk) if each[1] == owner] == [
        ("staff.role_given", owner, {"role": "agent"}, {"role": "supervisor"}),
        ("staff.removed", owner, {"role": "supervisor"}, {"role": None}),
    ]


async def test_only_what_differs_is_noted_and_nothing_when_nothing_does(desk: Desk) -> None:
    await desk.has_staff_group()
    owner = await staff(desk, OWNER)
    async with desk.database.begin() as session:
        note_act(session, act="x.done", by=owner, at=desk.at, before={"a": 1, "b": 2}, after={"a": 1, "b": 3}, subject="x")
        note_act(session, act="x.left", by=owner, at=desk.at, before={"a": 1}, after={"a": 1})
        note_act(session, act="x.made", by=None, at=desk.at, before={}, after={"c": True})
    assert await acts(desk) == [("x.done", owner.id, {"b": 2}, {"b": 3}), ("x.made", None, {}, {"c": True})]


@pytest.mark.parametrize(("by_ticket", "by_staff", "found"), [(False, False, 3), (True, False, 2), (False, True, 2)])
async def test_acts_are_listed_newest_first_by_ticket_and_by_staff(desk: Desk, by_ticket: bool, by_staff: bool, found: int) -> None:
    await desk.has_staff_group()
    ticket: Ticket = await ticket_of(desk, ANN)
    agent = await staff(desk, AGENT)
    async with desk.database.begin() as session:
        for number, (on, by) in enumerate([(ticket.id, agent), (ticket.id, None), (None, agent)]):
            note_act(session, act=f"x.{number}", by=by, at=desk.at, ticket_id=on, before={}, after={"n": number})
    async with desk.database.read() as session:
        listed = await list_audit_events(
            session, ticket_id=ticket.id if by_ticket else None, staff_id=agent.id if by_staff else None, limit=10
        )
        assert len(listed) == found
        assert [row.id for row in listed] == sorted((row.id for row in listed), reverse=True)
        older = await list_audit_events(session, before_id=listed[0].id, limit=1)
    assert [row.id < listed[0].id for row in older] == [True]
