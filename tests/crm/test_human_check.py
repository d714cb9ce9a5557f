"""The human check: who has to pass it."""

from dataclasses import replace

from crm.customers import greet_stranger
from crm.human_check import must_show_to_be_human, verify_customer
from storage.customers import Customer
from storage.vocabulary import Language
from tests.scene import Scene


async def newcomer(scene: Scene, *, enabled: bool) -> Customer:
    """Somebody writes for the first time while the check is on or off."""
    business = replace(scene.business, human_check=replace(scene.business.human_check, enabled=enabled))
    async with scene.database.begin() as session:
        _, customer = await greet_stranger(
            session, address="77", name="Bo", username=None, language=Language.ENGLISH, at=scene.at, business=business
        )
    return customer


async def test_who_came_while_no_check_was_asked_never_has_to_pass(scene: Scene) -> None:
    customer = await newcomer(scene, enabled=False)
    assert customer.verified_at == scene.at
    strict = replace(scene.business, human_check=replace(scene.business.human_check, enabled=True))
    assert not must_show_to_be_human(customer, staff=None, business=strict)


async def test_who_comes_while_it_is_asked_has_to_pass_unless_they_work_here(scene: Scene) -> None:
    customer = await newcomer(scene, enabled=True)
    strict = replace(scene.business, human_check=replace(scene.business.human_check, enabled=True))
    assert must_show_to_be_human(customer, staff=None, business=strict)
    assert not must_show_to_be_human(customer, staff=await scene.staff(), business=strict)
    assert not must_show_to_be_human(customer, staff=None, business=scene.business)
    async with scene.database.begin() as session:
        await verify_customer(session, customer=await session.get_one(Customer, customer.id), at=scene.at)
    [stored] = await scene.rows(Customer)
    assert stored.verified_at == scene.at
    assert not must_show_to_be_human(stored, staff=None, business=strict)
