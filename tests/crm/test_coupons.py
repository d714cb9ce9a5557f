"""Coupons: each code goes to one customer, for one occasion, and back when nobody can have heard of it."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import update
from sqlmodel import col

from crm.business import Business
from crm.coupons import CouponsGone, NoSuchCoupon, find_coupons_told, give_coupons, look_up_coupons, settle_coupons
from crm.greetings import AnniversaryGreeting, BirthdayGreeting, greet_anniversaries, greet_birthdays
from crm.permissions import NotAllowed
from crm.repairs import give_up_message, send_again
from crm.rules.coupons import NO_END
from crm.steps import Step
from storage.coupons import Coupon, count_coupons
from storage.database import Database, Session
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.vocabulary import OutboxState, Role
from tests.conftest import NOON, new_postgres_database
from tests.programs import surroundings
from tests.scene import Scene

MORNING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)  # 9 o'clock in Shanghai


class Act(Protocol):
    """What an owner decides on a message."""

    async def __call__(self, session: Session, *, message_id: int, by: StaffMember, at: datetime) -> OutboxMessage: ...


def giving(scene: Scene, **rules: Any) -> None:
    """Let greetings bring coupons."""
    given: dict[str, Any] = {"birthday_coupons": "birthday", "coupon_days": 0, "coupons_low": 0} | rules
    scene.business = replace(scene.business, greetings=replace(scene.business.greetings, **given))


async def listed(scene: Scene, *codes: str, name: str = "birthday", expires_at: datetime = NO_END) -> None:
    """Put codes on a list."""
    for code in codes:
        await scene.keep(Coupon(list_name=name, code=code, expires_at=expires_at, imported_at=scene.at))


async def greet(scene: Scene, *, is_said: bool = True) -> list[str | None]:
    """Greet whose birthday it is, queue the greetings as the chat does, and return which codes they bring."""
    before = len(scene.told)
    async with scene.database.begin() as session:
        await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
        greetings = [notice for notice in scene.told[before:] if isinstance(notice, BirthdayGreeting)]
        for notice in greetings if is_said else ():
            scene.queue(session, notice.key)
    return [notice.coupon.code if notice.coupon else None for notice in greetings]


async def becomes(scene: Scene, state: OutboxState, error: str | None = None) -> None:
    """Let this become of every message."""
    async with scene.database.begin() as session:
        await session.execute(update(OutboxMessage).values(state=state, error=error))


async def settle(scene: Scene, *, limit: int = 500) -> int:
    """Look what became of the greetings; return how many codes went back."""
    done, after_id = 0, 0
    while True:
        async with scene.database.begin() as session:
            step: Step = await settle_coupons(session, after_id=after_id, at=scene.at, limit=limit)
        done += step.done
        if step.after_id is None:
            return done
        after_id = step.after_id


async def of_customers(scene: Scene) -> list[tuple[str, int | None]]:
    """Return each code and whose it is."""
    return [(row.code, row.customer_id) for row in await scene.rows(Coupon)]


async def told(scene: Scene, number: int = 1) -> list[str]:
    """Return the codes that a customer sees."""
    async with scene.database.read() as session:
        return [coupon.code for coupon in await find_coupons_told(session, customer_id=number)]


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


@pytest.mark.parametrize(
    ("state", "error", "seen", "goes_back"),
    [
        (OutboxState.QUEUED, None, False, False),
        (OutboxState.SENDING, None, False, False),
        (OutboxState.SENT, None, True, False),
        (OutboxState.PARKED, "timed out", True, False),
        (OutboxState.FAILED, "refused", False, False),
        (OutboxState.DROPPED, "Forbidden: bot was blocked by the user", False, True),
        (OutboxState.DROPPED, "too_late", False, False),
    ],
)
async def test_a_code_goes_back_when_nobody_can_have_heard_of_it(
    scene: Scene, state: OutboxState, error: str | None, seen: bool, goes_back: bool
) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    await greet(scene)
    await becomes(scene, state, error)
    assert await settle(scene) == goes_back
    assert await of_customers(scene) == [("ONE", None if goes_back else 1)]
    assert await told(scene) == (["ONE"] if seen else [])
    assert await settle(scene) == 0


async def test_a_code_whose_greeting_may_have_arrived_stays_although_it_is_given_up_later(scene: Scene) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    await greet(scene)
    await becomes(scene, OutboxState.PARKED, "timed out")
    await settle(scene)
    await becomes(scene, OutboxState.DROPPED, "timed out")
    scene.later(days=9)
    assert await settle(scene) == 0
    assert await told(scene) == ["ONE"]


async def act_on(scene: Scene, act: Act) -> None:
    """Let the owner decide what becomes of the one message that is in doubt or was refused."""
    owner = await scene.staff(Role.OWNER)
    [message] = await scene.rows(OutboxMessage)
    async with scene.database.begin() as session:
        await act(session, message_id=message.id, by=owner, at=scene.at)


@pytest.mark.parametrize(
    ("state", "act", "goes_back"),
    [
        (OutboxState.PARKED, give_up_message, False),  # before the clock has looked at what became of it
        (OutboxState.PARKED, send_again, False),  # and then the customer has blocked the desk
        (OutboxState.FAILED, give_up_message, True),
    ],
)
async def test_a_code_that_may_have_arrived_is_never_given_to_another(scene: Scene, state: OutboxState, act: Act, goes_back: bool) -> None:
    giving(scene)
    await scene.customer(birthday=(3, 5))
    await listed(scene, "ONE")
    scene.at = MORNING
    await greet(scene)
    await becomes(scene, state, "timed out")
    await act_on(scene, act)
    await becomes_of_queued(scene)
    assert await settle(scene) == goes_back
    await scene.customer(2, birthday=(3, 5))
    assert await greet(scene) == ["ONE" if goes_back else None]
    assert await of_customers(scene) == [("ONE", 2 if goes_back else 1)]
    assert await told(scene) == ([] if goes_back else ["ONE"])


async def becomes_of_queued(scene: Scene) -> None:
    """Let Telegram refuse what is sent again, because the customer has blocked the desk."""
    blocked = {"state": OutboxState.DROPPED, "error": "Forbidden: bot was blocked by the user"}
    async with scene.database.begin() as session:
        await session.execute(update(OutboxMessage).where(col(OutboxMessage.state) == OutboxState.QUEUED).values(**blocked))


async def test_a_code_whose_greeting_was_too_late_waits_for_the_belated_days_and_goes_back_after_them(scene: Scene) -> None:
    giving(scene)
    for number in (1, 2, 3):
        await scene.customer(number, birthday=(3, 5))
    await listed(scene, "ONE", "TWO", "THREE")
    scene.at = MORNING
    await greet(scene)
    await becomes(scene, OutboxState.DROPPED, "too_late")
    scene.later(days=3, hours=23)
    assert await settle(scene, limit=2) == 0
    scene.later(hours=1)
    assert await settle(scene, limit=2) == 3
    assert [customer for _, customer in await of_customers(scene)] == [None, None, None]


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
