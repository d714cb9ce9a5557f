"""Hands of visits: who may give one to whom, and what becomes of those that a leaver had."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.permissions import NotAllowed
from crm.staff import NotOnStaff
from crm.visit_hands import NoVisitToHandOver, VisitHandedOver, VisitIsTheirs, hand_visit_over, list_takers, next_visit_to
from crm.visit_outcomes import VisitIsOver, VisitNotYours
from crm.visit_rounds import VisitGiven
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import Role, TicketStatus, VisitReason, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import planned, runs, visit_of, with_plans

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # in Shanghai


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene at ten in the morning in Shanghai, the hour of visits; without plans."""
    scene.at, scene.business = TEN, with_plans(scene.business)
    return scene


async def team(scene: Scene) -> tuple[StaffMember, StaffMember, StaffMember]:
    """Return Anna and Bea, who are agents, and Sue, who is a supervisor."""
    anna, bea = [await scene.staff(Role.AGENT, user_id=2000 + number, name=name) for number, name in ((1, "Anna"), (2, "Bea"))]
    return anna, bea, await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")


async def given(scene: Scene, to: StaffMember | None, *, number: int = 1, customer: Customer | None = None, **fields: Any) -> Visit:
    """Let somebody have a visit to pay."""
    values: dict[str, Any] = {"status": VisitStatus.GIVEN, "way": VisitWay.STAFF, "staff_id": to.id if to else None} | fields
    return await planned(scene, customer or await scene.customer(number), number, **values)


async def hands(scene: Scene, by: StaffMember | None, to: StaffMember, number: int = 1) -> Visit:
    """Let somebody give a visit to somebody."""
    async with scene.database.begin() as session:
        return await hand_visit_over(session, visit_id=number, to=to, by=by, at=scene.at, tell=scene.tell)


async def leaves(scene: Scene, member: StaffMember) -> None:
    """Let somebody be no more on the staff."""
    async with scene.database.begin() as session:
        (await session.get_one(StaffMember, member.id)).removed_at = scene.at


async def test_who_has_a_visit_gives_it_to_a_colleague(scene: Scene) -> None:
    anna, bea, _ = await team(scene)
    await given(scene, anna)
    await hands(scene, anna, bea)
    assert ((await visit_of(scene, 1)).staff_id, (await visit_of(scene, 1)).status) == (bea.id, VisitStatus.GIVEN)
    [notice] = scene.told_of(VisitHandedOver)
    assert (notice.to.id, notice.by.id, None if notice.before is None else notice.before.id) == (bea.id, anna.id, anna.id)
    [event] = await scene.rows(AuditEvent)
    assert (event.act, event.subject, event.staff_id) == ("visit.handed_over", "1", anna.id)
    assert (event.before, event.after) == ({"assignee": anna.id}, {"assignee": bea.id})


async def test_a_supervisor_gives_everybodys_and_an_agent_what_nobody_has(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna)
    assert (await hands(scene, sue, bea)).staff_id == bea.id
    await given(scene, None, number=2)
    assert (await hands(scene, anna, bea, 2)).staff_id == bea.id
    assert [notice.before for notice in scene.told_of(VisitHandedOver)][1] is None


async def test_what_is_refused(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna)
    for by, to, refusal in ((None, bea, NotAllowed), (bea, bea, VisitNotYours), (anna, anna, VisitIsTheirs)):
        with pytest.raises(refusal):
            await hands(scene, by, to)
    await leaves(scene, bea)
    gone = next(member for member in await scene.rows(StaffMember) if member.id == bea.id)
    with pytest.raises(NotOnStaff):
        await hands(scene, sue, gone)
    with pytest.raises(VisitIsOver):
        await hands(scene, sue, sue, 99)
    await given(scene, anna, number=2, status=VisitStatus.ANSWERED)
    with pytest.raises(VisitIsOver):
        await hands(scene, anna, sue, 2)
    assert await scene.rows(AuditEvent) == []


async def test_of_a_leaver_only_the_visit_is_spoken_of(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna)
    await leaves(scene, anna)
    await hands(scene, bea, sue)
    assert [notice.before for notice in scene.told_of(VisitHandedOver)] == [None]


async def test_the_next_visit_is_the_one_that_is_given_and_then_the_first_that_is_planned(scene: Scene) -> None:
    anna, bea, _ = await team(scene)
    customer = await scene.customer()
    await given(scene, None, number=2, customer=customer, status=VisitStatus.PLANNED, due_at=TEN)
    await given(scene, anna, number=3, customer=customer)
    await given(scene, None, number=4, customer=customer, way=VisitWay.BOT)
    async with scene.database.begin() as session:
        assert (await next_visit_to(session, customer=customer, by=bea)).id == 3
        (await session.get_one(Visit, 3)).status = VisitStatus.ANSWERED
        await session.flush()
        assert (await next_visit_to(session, customer=customer, by=bea)).id == 2
        (await session.get_one(Visit, 2)).status = VisitStatus.SKIPPED
        await session.flush()
        with pytest.raises(NoVisitToHandOver):
            await next_visit_to(session, customer=customer, by=bea)
        with pytest.raises(NotAllowed):
            await next_visit_to(session, customer=customer, by=None)


async def test_everybody_else_may_take_a_visit(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna)
    async with scene.database.begin() as session:
        takers, visit = await list_takers(session, visit_id=1, by=anna)
    assert ([member.id for member in takers], visit.id) == ([bea.id, sue.id], 1)


async def test_what_a_leaver_had_goes_to_whom_the_desk_would_give_it_now(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna)
    await given(scene, anna, number=2)
    assert await runs(scene) == 0
    await leaves(scene, anna)
    assert await runs(scene) == 2
    assert {(await visit_of(scene, number)).staff_id for number in (1, 2)} == {bea.id, sue.id}
    assert [notice.instead_of.name if notice.instead_of else None for notice in scene.told_of(VisitGiven)] == ["Anna", "Anna"]
    assert [(event.act, event.staff_id, event.before) for event in await scene.rows(AuditEvent)] == [
        ("visit.given_anew", None, {"assignee": anna.id})
    ] * 2
    assert await runs(scene) == 0


async def test_who_had_the_ticket_comes_first_again(scene: Scene) -> None:
    anna, _, sue = await team(scene)
    customer = await scene.customer()
    ticket = await scene.ticket(customer, status=TicketStatus.CLOSED)
    async with scene.database.begin() as session:
        (await session.get_one(type(ticket), ticket.id)).assignee_id = sue.id
    await given(scene, anna, customer=customer, reason=VisitReason.TICKET, subject_id=ticket.id, plan="care", days=3)
    await leaves(scene, anna)
    await runs(scene)
    assert (await visit_of(scene, 1)).staff_id == sue.id


async def test_a_visit_that_is_long_overdue_is_given_on_too_and_to_nobody_when_nobody_is_here(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna, due_at=TEN - timedelta(days=6))
    for member in (anna, bea, sue):
        await leaves(scene, member)
    assert await runs(scene) == 1
    assert ((await visit_of(scene, 1)).staff_id, (await visit_of(scene, 1)).status) == (None, VisitStatus.GIVEN)
    assert [notice.to for notice in scene.told_of(VisitGiven)] == [None]


async def test_a_visit_that_is_ahead_is_given_when_it_is_due(scene: Scene) -> None:
    anna, bea, sue = await team(scene)
    await given(scene, anna, status=VisitStatus.PLANNED, due_at=TEN.replace(day=6))
    await leaves(scene, anna)
    assert await runs(scene) == 0
    scene.at = TEN.replace(day=6)
    assert await runs(scene) == 1
    assert (await visit_of(scene, 1)).staff_id in (bea.id, sue.id)
