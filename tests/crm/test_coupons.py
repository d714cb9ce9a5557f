"""Coupons: each code goes to one customer, for one occasion, and back when nobody can have heard of it."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from crm.business import Business
from crm.coupons import CouponsGone, NoSuchCoupon, give_coupons, look_up_coupons, use_coupon
from crm.greetings import AnniversaryGreeting, greet_anniversaries, greet_birthdays
from crm.permissions import NotAllowed
from crm.rules.coupons import NO_END
from storage.coupons import Coupon, count_coupons
from storage.database import Database
from storage.vocabulary import OutboxState, Role
from tests.conftest import NOON, new_postgres_database
from tests.crm.coupon_side import MORNING, becomes, giving, greet, listed, of_customers, settle, told
from tests.programs import surroundings
from tests.scene import Scene


async def test_each_birthday_brings_another_code_and_those_that_end_first_come_first(scene: Scene) -> None:
    giving(scene)
    for number in (1, 2, 3):
        await scene.customer(number, birthday=(3, 5))
    await listed(scene, "LONG")
    await listed(scene, "SHORT", expires_at=MORNING + timedelta(days=30))
    await listed(scene, "OTHER", name="other")
    scene.at = MORNING
    assert await greet(scene) == ["SHORT", "LONG", None]
    assert await of_customers(scene) == [("LONG", 2), ("SHORT", 1), ("OTHER", None)]
    assert scene.told_of(CouponsGone) == [CouponsGone("birthday", (await scene.rows(Coupon))[1].id, 0)]


async def test_a_greeting_that_is_undone_gives_nothing(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    with pytest.raises(ZeroDivisionError):
        async with scene.database.begin() as session:
            await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
            raise ZeroDivisionError
    assert await of_customers(scene) == [("ONE", None)]
    assert await greet(scene) == ["ONE"]


async def test_a_greeting_that_is_repeated_brings_the_same_code_and_the_next_year_another(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE", "TWO")
    scene.at = MORNING
    assert [await greet(scene, is_said=False), await greet(scene), await greet(scene)] == [["ONE"], ["ONE"], []]
    await becomes(scene, OutboxState.DROPPED, "too_late")
    scene.later(days=1)
    assert await greet(scene) == ["ONE"]
    await becomes(scene, OutboxState.SENT)
    await settle(scene)
    scene.at = MORNING.replace(year=2027)
    assert await greet(scene) == ["TWO"]
    assert [row.cause for row in await scene.rows(Coupon)] == ["birthday:1:2026", "birthday:1:2027"]


async def test_a_code_that_ends_too_soon_is_not_given(scene: Scene) -> None:
    giving(scene, coupon_days=7)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "SOON", expires_at=MORNING + timedelta(days=7))
    scene.at = MORNING
    assert await greet(scene) == [None]
    await listed(scene, "LATER", expires_at=MORNING + timedelta(days=7, seconds=1))
    assert await greet(scene, is_said=False) == []
    await scene.customer(2, birthday=(3, 5))
    assert await greet(scene) == ["LATER"]


async def test_without_a_list_in_the_business_file_no_code_is_given(scene: Scene) -> None:
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    assert await greet(scene) == [None]
    assert scene.told_of(CouponsGone) == []
    assert scene.business.greetings.has_coupons is False


async def test_an_anniversary_brings_a_code_of_its_own_list(scene: Scene) -> None:
    giving(scene, birthday_coupons=None, anniversaries=True, anniversary_coupons="years")
    assert scene.business.greetings.has_coupons is True
    await scene.customer()
    await listed(scene, "ONE", name="years")
    scene.at = NOON.replace(year=2027, hour=4)
    async with scene.database.begin() as session:
        await greet_anniversaries(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
    [greeting] = scene.told_of(AnniversaryGreeting)
    assert greeting.coupon is not None
    assert (greeting.coupon.code, greeting.coupon.cause) == ("ONE", "anniversary:1:2027")


async def test_a_code_is_seen_as_soon_as_its_greeting_has_arrived(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    await greet(scene)
    assert await told(scene) == []
    await becomes(scene, OutboxState.SENT)
    assert await told(scene) == ["ONE"]


async def test_lists_are_counted_with_what_is_left_given_and_over(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "OLD", expires_at=scene.at + timedelta(hours=1))
    await listed(scene, "ONE", "TWO", expires_at=scene.at + timedelta(days=60))
    await listed(scene, "X", name="another")
    scene.at = MORNING
    await greet(scene)
    async with scene.database.read() as session:
        counts = await count_coupons(session, at=scene.at)
    assert [(each.list_name, each.total, each.given, each.left) for each in counts] == [("another", 1, 0, 1), ("birthday", 3, 1, 1)]
    assert [each.first_expires_at for each in counts] == [NO_END, NOON + timedelta(days=60)]


async def test_a_code_is_looked_up_by_staff_however_it_is_typed(scene: Scene) -> None:
    await listed(scene, "SPRING-1")
    await listed(scene, "spring-1", name="other")
    agent = await scene.staff(Role.AGENT)
    async with scene.database.read() as session:
        found = await look_up_coupons(session, code=" Spring-1", by=agent)
        assert [(coupon.list_name, coupon.code) for coupon in found] == [("birthday", "SPRING-1"), ("other", "spring-1")]
        with pytest.raises(NoSuchCoupon):
            await look_up_coupons(session, code="SPRING-2", by=agent)
        with pytest.raises(NotAllowed):
            await look_up_coupons(session, code="SPRING-1", by=None)


async def test_nobody_to_greet_takes_nothing(scene: Scene) -> None:
    giving(scene)
    await listed(scene, "ONE")
    async with scene.database.begin() as session:
        assert await give_coupons(session, list_name="birthday", causes={}, at=NOON, business=scene.business, tell=scene.tell) == {}


@pytest.fixture
async def shared(postgres_url: str, postgres_template: str, business: Business) -> AsyncIterator[Scene]:
    """A scene on PostgreSQL, where several processes may work."""
    database = Database(await new_postgres_database(postgres_url, template=postgres_template))
    yield Scene(database=database, business=business, at=NOON)
    await database.close()


async def test_several_processes_give_each_code_once(shared: Scene) -> None:
    await listed(shared, *(f"CODE-{number}" for number in range(150)))
    for number in (1, 2, 3):
        await shared.customer(number)
    url = shared.database.url.render_as_string(hide_password=False)
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crm.giving",
            url,
            str(place),
            env=surroundings(is_measured=False),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for place in (1, 2, 3)
    ]
    answers = [await worker.communicate() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], answers
    got = Counter(code for out, _ in answers for code in out.decode().split())
    assert max(got.values()) == 1
    rows = await shared.rows(Coupon)
    assert sum(row.given_at is not None for row in rows) == len(got) == 150
    assert len({row.cause for row in rows}) == 150


async def test_who_waits_for_a_list_of_which_somebody_takes_the_rest_gets_none_and_it_is_told_once(shared: Scene) -> None:
    giving(shared)
    await listed(shared, "ONE")
    for number in (1, 2):
        await shared.customer(number)

    async def give(number: int) -> dict[int, Coupon]:
        async with shared.database.begin() as session:
            given = await give_coupons(
                session,
                list_name="birthday",
                causes={number: f"birthday:{number}:2026"},
                at=NOON,
                business=shared.business,
                tell=shared.tell,
            )
            await asyncio.sleep(0.5)
            return given

    both = await asyncio.gather(give(1), give(2))
    assert sorted(len(each) for each in both) == [0, 1]
    assert len(set(shared.told_of(CouponsGone))) == 1  # the same fact is said once, however often it is told


async def test_a_code_that_staff_took_does_not_go_back_whatever_becomes_of_its_greeting(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    agent = await scene.staff(Role.AGENT)
    await listed(scene, "ONE")
    scene.at = MORNING
    await greet(scene)
    [coupon] = await scene.rows(Coupon)
    async with scene.database.begin() as session:
        used = await use_coupon(session, coupon_id=coupon.id, by=agent, at=scene.at)
    assert (used.used_at, used.used_by, used.said_at) == (scene.at, agent.id, scene.at)
    await becomes(scene, OutboxState.DROPPED, "blocked")
    scene.later(days=5)
    assert await settle(scene) == 0
    assert await of_customers(scene) == [("ONE", 1)]


async def test_of_a_long_list_nothing_is_told_and_nobody_waits_to_count_it(shared: Scene) -> None:
    giving(shared)
    await shared.keep(*(Coupon(list_name="birthday", code=f"C-{number}", expires_at=NO_END, imported_at=NOON) for number in range(600)))
    await shared.customer(1)
    await shared.customer(2)
    causes = [{number: f"birthday:{number}:2026"} for number in (1, 2)]
    facts: dict[str, Any] = {"list_name": "birthday", "at": NOON, "business": shared.business, "tell": shared.tell}
    async with shared.database.begin() as first:
        assert len(await give_coupons(first, causes=causes[0], **facts)) == 1
        async with asyncio.timeout(10), shared.database.begin() as second:
            assert len(await give_coupons(second, causes=causes[1], **facts)) == 1
    assert shared.told == []
