"""Privacy: unasked messages are welcome until the customer says otherwise."""

from datetime import datetime

from crm.privacy import consents_of, set_consent
from crm.reach import find_reachable
from crm.rules.frequency import UnaskedCap
from storage.consents import Consent
from storage.customers import Customer
from storage.vocabulary import ConsentKind
from tests.conftest import NOON
from tests.scene import Scene


async def switch(scene: Scene, granted: bool) -> bool:
    """Switch customer 1's greetings on or off."""
    [customer] = await scene.rows(Customer)
    async with scene.database.begin() as session:
        return await set_consent(session, customer=customer, kind=ConsentKind.GREETINGS, granted=granted, at=scene.at)


async def wants(scene: Scene) -> dict[ConsentKind, bool]:
    """Return what customer 1 takes."""
    async with scene.database.read() as session:
        return await consents_of(session, customer_id=1)


async def test_who_said_nothing_takes_everything(scene: Scene) -> None:
    await scene.customer()
    assert await wants(scene) == dict.fromkeys(ConsentKind, True)


async def test_a_kind_can_be_switched_off_and_on_again(scene: Scene) -> None:
    await scene.customer()
    changes = [await switch(scene, granted) for granted in (True, False, False, True)]
    assert changes == [False, True, False, True]
    assert await wants(scene) == dict.fromkeys(ConsentKind, True)


async def test_the_moment_of_a_change_is_kept(scene: Scene) -> None:
    await scene.customer()
    moments: list[datetime] = []
    for granted in (False, False, True):
        await switch(scene, granted)
        moments.append((await scene.rows(Consent))[0].at)
        scene.later(hours=1)
    assert [moment.hour - NOON.hour for moment in moments] == [0, 0, 2]


async def test_nobody_is_reachable_among_nobody(scene: Scene) -> None:
    async with scene.database.read() as session:
        assert await find_reachable(session, customer_ids=[], kind=ConsentKind.GREETINGS, at=NOON, cap=UnaskedCap(1, 3)) == {}
