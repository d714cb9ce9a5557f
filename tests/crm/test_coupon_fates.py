"""What becomes of a code when its greeting does not arrive, or may have."""

from datetime import datetime
from typing import Protocol

import pytest
from sqlalchemy import update
from sqlmodel import col

from crm.repairs import give_up_message, send_again
from storage.database import Session
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.vocabulary import OutboxState, Role
from tests.crm.coupon_side import MORNING, becomes, giving, greet, listed, of_customers, settle, told
from tests.scene import Scene


class Act(Protocol):
    """What an owner decides on a message."""

    async def __call__(self, session: Session, *, message_id: int, by: StaffMember, at: datetime) -> OutboxMessage: ...


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
