"""Reversals: what a purchase gave goes with it, once, and nothing else."""

from datetime import timedelta

import pytest

from crm.permissions import NotAllowed
from crm.points import PointsSummary, earn_points, points_summary
from crm.reversals import NoSuchPurchase, PurchaseAlreadyReversed, Reversed, reverse_purchase
from crm.stages import standing_of
from crm.visits import plan_visits_after_purchase
from storage.audit import AuditEvent
from storage.customers import Customer
from storage.points import PointsEntry
from storage.segments import count_purchases_of
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import PointsKind, Role, Stage, VisitSkip, VisitStatus
from storage.win_backs import find_purchase_moments
from tests.scene import Scene


async def bought(scene: Scene, customer: Customer, reference: str, amount_minor: int) -> None:
    """Let a customer buy something now, with points and a visit to come."""
    purchase = await scene.purchase(customer, reference, amount_minor=amount_minor)
    async with scene.database.begin() as session:
        await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)
        await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)


async def reverse(scene: Scene, reference: str, role: Role = Role.SUPERVISOR) -> Reversed:
    """Let somebody of the staff reverse a purchase."""
    members = [member for member in await scene.rows(StaffMember) if member.role is role]
    by = members[0] if members else await scene.staff(role, user_id=3001 + list(Role).index(role))
    async with scene.database.begin() as session:
        return await reverse_purchase(
            session, reference=reference, reason="sent back", by=by, at=scene.at, business=scene.business, tell=scene.tell
        )


async def summary(scene: Scene, customer: Customer) -> PointsSummary:
    """Return how a customer stands."""
    async with scene.database.read() as session:
        return await points_summary(session, customer=customer, at=scene.at, business=scene.business)


async def test_points_tier_stage_and_visit_go_with_the_purchase(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 60_000)
    assert (await summary(scene, customer)).tier.key == "silver"
    undone = await reverse(scene, "A-1")
    assert (undone.points, undone.customer.id, undone.purchase.reversed_at) == (600, 1, scene.at)
    after = await summary(scene, customer)
    assert (after.balance, after.tier.key, after.standing.counted) == (0, "member", 0)
    assert [(visit.status, visit.skipped_why) for visit in await scene.rows(Visit)] == [(VisitStatus.SKIPPED, VisitSkip.REVERSED)]
    async with scene.database.read() as session:
        standing = await standing_of(session, customer=customer, at=scene.at, business=scene.business)
        counted = await count_purchases_of(session, customer_ids=[1])
        moments = await find_purchase_moments(session, customer_ids=[1])
    assert (standing.stage, standing.purchases, counted, moments) == (Stage.PROSPECT, 0, {}, {})
    [event] = await scene.rows(AuditEvent)
    assert (event.act, event.subject, event.after) == ("purchase.reversed", "A-1", {"reversed": True, "reason": "sent back"})


async def test_points_of_another_purchase_stay_with_their_own_expiry(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 10_000)
    scene.later(days=30)
    await bought(scene, customer, "A-2", 20_000)
    await reverse(scene, "A-2")
    [lot] = (await summary(scene, customer)).lots
    assert (lot.points, lot.earned_at) == (100, scene.at - timedelta(days=30))


async def test_points_that_were_spent_are_owed(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 10_000)
    await scene.points(customer, -80, "spent", kind=PointsKind.SPENT)
    await reverse(scene, "A-1")
    assert (await summary(scene, customer)).balance == -80
    scene.later(days=1)
    await bought(scene, customer, "A-2", 10_000)
    assert [lot.points for lot in (await summary(scene, customer)).lots] == [20]


async def test_points_that_expired_are_not_taken_back_but_count_no_more(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 60_000)
    scene.later(days=366)
    await bought(scene, customer, "A-2", 1_000)
    assert (await reverse(scene, "A-1")).points == 0
    after = await summary(scene, customer)
    assert (after.balance, after.tier.key) == (12, "member")


async def test_what_a_purchase_gave_later_is_taken_back_where_the_rest_has_expired(scene: Scene) -> None:
    customer = await scene.customer()
    purchase = await scene.purchase(customer)
    for kind, points, days in ((PointsKind.EARNED, 100, 30), (PointsKind.GIFT, 40, 60)):
        await scene.keep(
            PointsEntry(
                customer_id=customer.id, kind=kind, points=points, cause=kind.value, purchase_id=purchase.id, at=scene.at,
                expires_at=scene.at + timedelta(days=days),
            )
        )  # fmt: skip
    scene.later(days=30)
    assert (await reverse(scene, purchase.reference)).points == 40
    after = await summary(scene, customer)
    assert (after.balance, list(after.lots)) == (0, [])


async def test_a_purchase_is_reversed_once_and_by_supervisors(scene: Scene) -> None:
    customer = await scene.customer()
    await bought(scene, customer, "A-1", 10_000)
    with pytest.raises(NotAllowed):
        await reverse(scene, "A-1", Role.AGENT)
    with pytest.raises(NoSuchPurchase):
        await reverse(scene, "A-9")
    await reverse(scene, "A-1")
    with pytest.raises(PurchaseAlreadyReversed):
        await reverse(scene, "A-1")
    assert [entry.points for entry in await scene.rows(PointsEntry)] == [100, -100]


async def test_a_purchase_without_points_and_visit_is_reversed_too(scene: Scene) -> None:
    await scene.purchase(await scene.customer())
    assert (await reverse(scene, "A-1")).points == 0
    assert await scene.rows(PointsEntry) == []
