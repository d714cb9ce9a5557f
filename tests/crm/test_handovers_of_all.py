"""Handovers of all that somebody has: tickets and visits, in steps."""

from datetime import timedelta
from typing import Any

import pytest

from crm.handovers import HandoverToSelf, begin_handover, go_on_with_handover
from crm.permissions import NotAllowed
from storage.assignment import Handover
from storage.audit import AuditEvent
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import VisitReason, VisitStatus, VisitWay
from tests.crm.test_handovers import remove
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import ticket_of
from tests.team_side import ANNA, BEA, SUE, acts, clock_ticks, holder, member, says_on, team_of, tickets_of


async def test_all_that_somebody_has_goes_to_another_and_both_places_say_so(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    tickets = await tickets_of(desk, 4)
    for ticket in tickets[:3]:
        await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, tickets[0], ANNA, "/close")
    before = len(await desk.said_to(STAFF_GROUP))
    await desk.says(SUE, "/reassign @person2001 @person2002")
    assert [await holder(desk, ticket) for ticket in tickets] == [ANNA, BEA, BEA, None]
    done = desk.phrase("handover-done", giver="Person2001", taker="Person2002", count=2)
    assert [text for text in (await desk.said_to(STAFF_GROUP))[before:] if "Status" not in text] == [done]
    assert await desk.last_said_to(SUE) == done
    listed = await desk.last_said_to(BEA)
    assert listed.startswith(desk.phrase("handover-list", giver="Person2001", count=2))
    assert ("#2 · Person1002" in listed, "#3 · Person1003" in listed, "#1 " in listed) == (True, True, False)
    assert (await acts(desk))[-2:] == ["ticket.assigned", "ticket.assigned"]


async def test_a_handover_of_nothing_says_so_and_writes_to_nobody(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says_in_group(SUE, "/reassign @anna @person2002")
    assert await desk.said_to(STAFF_GROUP) == [desk.phrase("handover-done", giver="Anna", taker="Person2002", count=0)]
    assert await desk.said_to(BEA) == []


async def test_a_large_handover_is_taken_in_steps_by_the_clock(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    tickets = await tickets_of(desk, 5)
    for ticket in tickets:
        await says_on(desk, ticket, ANNA, "/claim")
    anna, bea, sue = [await member(desk, user_id) for user_id in (ANNA, BEA, SUE)]
    handover = Handover(from_id=anna.id, to_id=bea.id, by_id=sue.id, at=desk.at)
    await desk.keep(handover)
    async with desk.database.begin() as session:
        assert await go_on_with_handover(session, handover_id=handover.id, at=desk.at, tell=desk.tell(session), limit=2)
    assert sum([await holder(desk, ticket) == BEA for ticket in tickets]) == 2
    await clock_ticks(desk)
    assert [await holder(desk, ticket) for ticket in tickets] == [BEA] * 5
    kept = await desk.row(Handover, id=handover.id)
    assert (kept.moved_count, kept.ended_at) == (5, desk.at)
    async with desk.database.begin() as session:
        assert not await go_on_with_handover(session, handover_id=handover.id, at=desk.at, tell=desk.tell(session))
    assert (await desk.row(Handover, id=handover.id)).moved_count == 5


async def visit(desk: Desk, number: int, user_id: int, **fields: Any) -> None:
    """Let somebody of the staff have a visit to pay to customer 1."""
    due_at = desk.at + timedelta(days=number)
    values: dict[str, Any] = {
        "reason": VisitReason.REQUEST, "status": VisitStatus.GIVEN, "way": VisitWay.STAFF, "staff_id": (await member(desk, user_id)).id
    }  # fmt: skip
    await desk.keep(
        Visit(
            id=number, customer_id=1, subject_id=number, plan="request", days=0, due_at=due_at, planned_for=due_at, keep_until=due_at,
            **values | fields,
        )
    )  # fmt: skip


async def visitors(desk: Desk) -> list[int]:
    """Return the Telegram ids of those who have the visits to pay."""
    by_id = {each.id: each.user_id for each in await desk.rows(StaffMember)}
    return [by_id[row.staff_id] for row in await desk.rows(Visit)]


@pytest.mark.parametrize("claimed", [0, 1])
async def test_visits_go_along_now_or_later_and_nothing_else_does(desk_on_both: Desk, claimed: int) -> None:
    desk = await team_of(desk_on_both, BEA)
    tickets = await tickets_of(desk, 1)
    for ticket in tickets[:claimed]:
        await says_on(desk, ticket, ANNA, "/claim")
    await visit(desk, 1, ANNA)
    await visit(desk, 2, ANNA, status=VisitStatus.PLANNED)
    await visit(desk, 3, ANNA, status=VisitStatus.ANSWERED)
    await visit(desk, 4, SUE)
    await visit(desk, 5, ANNA, way=VisitWay.BOT, status=VisitStatus.ASKED)
    giver = (await member(desk, ANNA)).name
    await desk.says(SUE, f"/reassign {ANNA} @person2002")
    assert await visitors(desk) == [BEA, BEA, ANNA, SUE, ANNA]
    facts: dict[str, Any] = {"giver": giver, "taker": "Person2002"}
    said = [desk.phrase("handover-done", count=claimed, **facts), desk.phrase("handover-visits", count=2, **facts)]
    assert await desk.last_said_to(SUE) == "\n".join(said)
    assert "\n".join(said) in await desk.said_to(STAFF_GROUP)
    told = (await desk.last_said_to(BEA)).splitlines()
    assert told[-1] == desk.phrase("handover-visits-list", giver=giver, count=2)
    assert len(told) == 1 + 2 * claimed
    sue, anna, bea = [await member(desk, user_id) for user_id in (SUE, ANNA, BEA)]
    noted = [row for row in await desk.rows(AuditEvent) if row.act == "visit.handed_over"]
    assert [(row.staff_id, row.subject, row.before, row.after) for row in noted] == [
        (sue.id, "1", {"assignee": anna.id}, {"assignee": bea.id})
    ] * 2


async def test_many_visits_are_handed_over_in_steps_too(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket, *_ = await tickets_of(desk, 1)
    await says_on(desk, ticket, ANNA, "/claim")
    for number in (1, 2, 3):
        await visit(desk, number, ANNA)
    anna, bea, sue = [await member(desk, user_id) for user_id in (ANNA, BEA, SUE)]
    handover = Handover(from_id=anna.id, to_id=bea.id, by_id=sue.id, at=desk.at)
    await desk.keep(handover)
    async with desk.database.begin() as session:
        assert await go_on_with_handover(session, handover_id=handover.id, at=desk.at, tell=desk.tell(session), limit=2)
    assert (await holder(desk, ticket), await visitors(desk)) == (BEA, [BEA, ANNA, ANNA])
    await clock_ticks(desk)
    kept = await desk.row(Handover, id=handover.id)
    assert (kept.moved_count, kept.visit_count, kept.ended_at) == (1, 3, desk.at)
    assert await visitors(desk) == [BEA] * 3


async def test_a_handover_to_somebody_who_leaves_meanwhile_ends_without_them(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    anna, bea, sue = [await member(desk, user_id) for user_id in (ANNA, BEA, SUE)]
    await desk.keep(Handover(from_id=anna.id, to_id=bea.id, by_id=sue.id, at=desk.at))
    await visit(desk, 1, ANNA)
    await remove(desk, BEA)
    await clock_ticks(desk)
    assert (await holder(desk, ticket), await visitors(desk)) == (ANNA, [ANNA])


async def test_only_supervisors_hand_everything_over_and_never_to_the_same(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    anna, bea, sue = [await member(desk, user_id) for user_id in (ANNA, BEA, SUE)]
    async with desk.database.begin() as session:
        with pytest.raises(NotAllowed):
            await begin_handover(session, giver=bea, taker=anna, by=anna, at=desk.at, tell=desk.tell(session))
        with pytest.raises(HandoverToSelf):
            await begin_handover(session, giver=anna, taker=anna, by=sue, at=desk.at, tell=desk.tell(session))
    await desk.says(SUE, "/reassign @anna")
    assert await desk.last_said_to(SUE) == desk.phrase("handover-usage")


async def test_the_tickets_of_somebody_who_left_are_handed_over_by_their_id(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, BEA, "/claim")
    await remove(desk, BEA)
    await desk.says(SUE, f"/reassign {BEA} @anna")
    assert await holder(desk, ticket) == ANNA
