"""Coupons, for tests: a list of codes, greetings that bring them, and what becomes of these."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from crm.coupons import find_coupons_told, settle_coupons
from crm.greetings import BirthdayGreeting, greet_birthdays
from crm.rules.coupons import NO_END
from crm.steps import Step
from storage.coupons import Coupon
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.scene import Scene

MORNING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)  # 9 o'clock in Shanghai


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
