"""Visits of a ticket that became a part of another: the bot asks nothing more about it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crm.visit_merges import let_go_visits
from storage.customers import Customer
from storage.tickets import Ticket
from storage.visit_entries import VisitEntry
from storage.visits import Visit
from storage.vocabulary import VisitOutcome, VisitReason, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import planned, runs, visit_of

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # in Shanghai


@pytest.fixture
async def merged(scene: Scene) -> tuple[Customer, Ticket]:
    """A customer and a ticket that was done once, at ten in the morning in Shanghai."""
    scene.at = TEN
    customer = await scene.customer()
    return customer, await scene.ticket(customer)


async def looking_back(scene: Scene, customer: Customer, ticket: Ticket, number: int, **fields: Any) -> Visit:
    """Keep a visit about a ticket."""
    about: dict[str, Any] = {"reason": VisitReason.TICKET, "subject_id": ticket.id, "plan": "ticket", "days": number, "words": None}
    return await planned(scene, customer, number, **about | fields)


async def merges(scene: Scene, ticket: Ticket) -> None:
    """Let a ticket's visits go."""
    async with scene.database.begin() as session:
        await let_go_visits(session, ticket=ticket, at=scene.at)


async def test_what_was_planned_is_forgotten_and_other_visits_stay(scene: Scene, merged: tuple[Customer, Ticket]) -> None:
    customer, ticket = merged
    await looking_back(scene, customer, ticket, 1)
    await looking_back(scene, customer, ticket, 2, way=VisitWay.STAFF)
    await planned(scene, customer, 3)
    await merges(scene, ticket)
    assert [visit.id for visit in await scene.rows(Visit)] == [3]


async def test_who_was_asked_is_not_asked_once_more(scene: Scene, merged: tuple[Customer, Ticket]) -> None:
    customer, ticket = merged
    await looking_back(scene, customer, ticket, 1, status=VisitStatus.ASKED, attempts=1, asked_at=TEN, done_at=TEN)
    await looking_back(scene, customer, ticket, 2, attempts=1, asked_at=TEN, done_at=TEN)
    await merges(scene, ticket)
    left = (VisitStatus.LEFT, VisitOutcome.NO_ANSWER)
    assert [((visit := await visit_of(scene, number)).status, visit.outcome) for number in (1, 2)] == [left, left]
    assert [entry.visit_id for entry in await scene.rows(VisitEntry)] == [1]
    scene.later(days=30)
    assert await runs(scene) == 0


async def test_what_a_colleague_has_in_hand_stays(scene: Scene, merged: tuple[Customer, Ticket]) -> None:
    customer, ticket = merged
    await looking_back(scene, customer, ticket, 1, way=VisitWay.STAFF, status=VisitStatus.GIVEN)
    await looking_back(scene, customer, ticket, 2, way=VisitWay.STAFF)
    await looking_back(scene, customer, ticket, 3, status=VisitStatus.ANSWERED, attempts=1, outcome=VisitOutcome.FINE)
    await scene.keep(VisitEntry(visit_id=2, words="She is away until Friday", at=TEN))
    await merges(scene, ticket)
    assert [visit.status for visit in await scene.rows(Visit)] == [VisitStatus.GIVEN, VisitStatus.PLANNED, VisitStatus.ANSWERED]
