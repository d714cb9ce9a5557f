"""Points where two processes work whose clocks differ: what one wrote a moment "later" counts for the other."""

from datetime import timedelta

from crm.points import expire_points, points_summary
from crm.reversals import Reversed, reverse_purchase
from storage.customers import Customer
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.vocabulary import PointsKind
from tests.scene import Scene

EARLIER = timedelta(seconds=1)


async def bought(scene: Scene, *, days: int) -> tuple[Customer, Purchase]:
    """A customer bought something now and earned 100 points, which are good for so many days."""
    customer = await scene.customer()
    purchase = await scene.purchase(customer)
    await scene.keep(
        PointsEntry(
            customer_id=customer.id, kind=PointsKind.EARNED, points=100, cause="earned", purchase_id=purchase.id, at=scene.at,
            expires_at=scene.at + timedelta(days=days),
        )
    )  # fmt: skip
    return customer, purchase


async def write_off(scene: Scene) -> int:
    """Write off what has expired by the clock of the scene; return of how many customers."""
    async with scene.database.begin() as session:
        return (await expire_points(session, since=scene.at - timedelta(days=2), at=scene.at)).done


async def reverse(scene: Scene, purchase: Purchase) -> Reversed:
    """A purchase is taken back, by the clock of the scene."""
    owner = await scene.staff()
    async with scene.database.begin() as session:
        return await reverse_purchase(
            session, reference=purchase.reference, reason="", by=owner, at=scene.at, business=scene.business, tell=scene.tell
        )


async def test_what_a_faster_clock_wrote_off_is_not_written_off_again(scene: Scene) -> None:
    await bought(scene, days=30)
    scene.later(days=30)
    scene.at += EARLIER
    assert await write_off(scene) == 1
    scene.at -= EARLIER
    assert await write_off(scene) == 0
    assert [row.points for row in await scene.rows(PointsEntry)] == [100, -100]


async def test_what_a_faster_clock_wrote_off_is_not_taken_back_as_well(scene: Scene) -> None:
    customer, purchase = await bought(scene, days=30)
    scene.later(days=30)
    assert await write_off(scene) == 1
    scene.at -= EARLIER
    assert (await reverse(scene, purchase)).points == 0
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=customer, at=scene.at + 2 * EARLIER, business=scene.business)
    assert (summary.balance, summary.standing.counted) == (0, 0)
