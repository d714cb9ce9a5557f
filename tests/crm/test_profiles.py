"""Profiles: what customers change about themselves."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from crm.profiles import (
    NameNotReadable,
    OnlyOwnContact,
    PhoneNotUnderstood,
    TimeZoneUnknown,
    change_birthday,
    change_language,
    change_name,
    change_phone,
    change_time_zone,
    forget_birthday,
    forget_phone,
)
from crm.refusals import Refusal
from crm.rules.birthdays import Birthday, BirthdayInFuture
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.scene import Scene

IVY = 7
Change = Callable[[Session, Customer], Awaitable[Any]]


def ivy(scene: Scene) -> Customer:
    """Return a customer of whom everything is known."""
    return Customer(
        id=IVY, name="Ivy", language=Language.ENGLISH, time_zone="Asia/Shanghai", phone="+8613800138000", birthday_month=5, birthday_day=17,
        birth_year=1990, created_at=scene.at,
    )  # fmt: skip


async def changed(scene: Scene, change: Change) -> Customer:
    """Keep Ivy, change her in a transaction of its own, and return her as she is kept then."""
    async with scene.database.begin() as session:
        session.add(ivy(scene))
    async with scene.database.begin() as session:
        await change(session, await get_customer(session, IVY))
    async with scene.database.read() as session:
        return await get_customer(session, IVY)


async def test_a_name_is_cleaned(scene: Scene) -> None:
    kept = await changed(scene, lambda session, customer: change_name(session, customer=customer, text=" Ivy \u202e Chen\n"))
    assert kept.name == "Ivy Chen"


async def test_a_birthday_is_kept_and_forgotten(scene: Scene) -> None:
    async def change(session: Session, customer: Customer) -> None:
        assert await change_birthday(session, customer=customer, text="29.2.", at=scene.at) == Birthday(2, 29, None)

    kept = await changed(scene, change)
    assert (kept.birthday_month, kept.birthday_day, kept.birth_year) == (2, 29, None)


async def test_a_forgotten_birthday_leaves_nothing(scene: Scene) -> None:
    kept = await changed(scene, lambda session, customer: forget_birthday(session, customer=customer))
    assert (kept.birthday_month, kept.birthday_day, kept.birth_year) == (None, None, None)


async def test_today_is_the_date_where_the_customer_lives(scene: Scene) -> None:
    scene.later(hours=6)  # 02:00 of the fifth in Shanghai
    kept = await changed(scene, lambda session, customer: change_birthday(session, customer=customer, text="2026-03-05", at=scene.at))
    assert kept.birth_year == 2026


@pytest.mark.parametrize("number", ["8613800138000", "+8613800138000", " +86 138 0013 8000 "])
async def test_a_number_is_kept_in_one_form(scene: Scene, number: str) -> None:
    async def change(session: Session, customer: Customer) -> None:
        await forget_phone(session, customer=customer)
        assert await change_phone(session, customer=customer, number=number, is_own=True) == "+8613800138000"

    assert (await changed(scene, change)).phone == "+8613800138000"


async def test_a_forgotten_number_leaves_nothing(scene: Scene) -> None:
    assert (await changed(scene, lambda session, customer: forget_phone(session, customer=customer))).phone is None


async def test_a_time_zone_is_found_by_a_city(scene: Scene) -> None:
    kept = await changed(scene, lambda session, customer: change_time_zone(session, customer=customer, text="new york"))
    assert kept.time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda session, customer: change_name(session, customer=customer, text="\u200b"), NameNotReadable),
        (lambda session, customer: change_phone(session, customer=customer, number="8613800138000", is_own=False), OnlyOwnContact),
        (lambda session, customer: change_phone(session, customer=customer, number="call me", is_own=True), PhoneNotUnderstood),
        (lambda session, customer: change_phone(session, customer=customer, number="123", is_own=True), PhoneNotUnderstood),
        (lambda session, customer: change_time_zone(session, customer=customer, text="atlantis"), TimeZoneUnknown),
        (
            lambda session, customer: change_birthday(session, customer=customer, text="2099-01-01", at=customer.created_at),
            BirthdayInFuture,
        ),
    ],
)
async def test_a_refusal_changes_nothing(scene: Scene, change: Change, refusal: type[Refusal]) -> None:
    async def refused(session: Session, customer: Customer) -> None:
        with pytest.raises(refusal):
            await change(session, customer)

    assert (await changed(scene, refused)).model_dump() == ivy(scene).model_dump()


@pytest.mark.parametrize("is_staff", [False, True])
async def test_a_language_is_changed_for_the_whole_person(scene: Scene, is_staff: bool) -> None:
    staff = StaffMember(user_id=1, name="Ivy", role=Role.AGENT, language=Language.ENGLISH, added_at=scene.at) if is_staff else None
    kept = await changed(
        scene, lambda session, customer: change_language(session, customer=customer, staff=staff, language=Language.CHINESE)
    )
    assert (kept.language, kept.language_chosen) == (Language.CHINESE, True)
    if staff is not None:
        async with scene.database.read() as session:
            assert (await session.get_one(StaffMember, staff.id)).language is Language.CHINESE
