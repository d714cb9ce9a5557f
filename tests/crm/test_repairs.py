"""Repairs: what failed is sent again or given up, once."""

from datetime import timedelta

import pytest

from crm.repairs import DeliveryAlreadySettled, UpdateAlreadySettled, give_up_message, give_up_update, send_again
from storage.deliveries import set_rows
from storage.outbox import OutboxMessage
from storage.updates import FailedUpdate
from storage.vocabulary import OutboxState
from tests.scene import Scene


async def message_in(scene: Scene, state: OutboxState) -> int:
    """Store a message that is in a state, tried 5 times, and too late by now."""
    async with scene.database.begin() as session:
        message_id = scene.queue(session)
    async with scene.database.begin() as session:
        await set_rows(
            session,
            [
                {
                    "id": message_id,
                    "state": state,
                    "attempts": 5,
                    "not_before": scene.at + timedelta(hours=1),
                    "expires_at": scene.at - timedelta(hours=1),
                }
            ],
        )
    return message_id


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.PARKED])
async def test_a_message_is_sent_again_behind_all_others_however_late(scene: Scene, state: OutboxState) -> None:
    message_id, owner = await message_in(scene, state), await scene.staff()
    async with scene.database.begin() as session:
        scene.queue(session)
    async with scene.database.begin() as session:
        await send_again(session, message_id=message_id, by=owner, at=scene.at)
    repaired, other = await scene.rows(OutboxMessage)
    assert (repaired.state, repaired.attempts, repaired.repeated) == (OutboxState.QUEUED, 0, True)
    assert (repaired.not_before, repaired.expires_at) == (None, None)
    assert repaired.position > other.position


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.PARKED])
async def test_a_message_is_given_up(scene: Scene, state: OutboxState) -> None:
    message_id, owner = await message_in(scene, state), await scene.staff()
    async with scene.database.begin() as session:
        await give_up_message(session, message_id=message_id, by=owner, at=scene.at)
    assert [row.state for row in await scene.rows(OutboxMessage)] == [OutboxState.DROPPED]


@pytest.mark.parametrize("state", [OutboxState.QUEUED, OutboxState.SENDING, OutboxState.SENT, OutboxState.DROPPED])
async def test_what_is_settled_is_left_alone(scene: Scene, state: OutboxState) -> None:
    message_id, owner = await message_in(scene, state), await scene.staff()
    for number in (message_id, message_id + 1):
        async with scene.database.begin() as session:
            with pytest.raises(DeliveryAlreadySettled):
                await send_again(session, message_id=number, by=owner, at=scene.at)
            with pytest.raises(DeliveryAlreadySettled):
                await give_up_message(session, message_id=number, by=owner, at=scene.at)
    assert [row.state for row in await scene.rows(OutboxMessage)] == [state]


async def test_an_update_is_given_up_once(scene: Scene) -> None:
    failed = FailedUpdate(bot_id=1, update_id=7, raw={}, error="x", attempts=3, failed_at=scene.at)
    owner = await scene.staff()
    await scene.keep(failed)
    scene.later(hours=1)
    async with scene.database.begin() as session:
        await give_up_update(session, failed_id=failed.id, by=owner, at=scene.at)
    assert [row.resolved_at for row in await scene.rows(FailedUpdate)] == [scene.at]
    for number in (failed.id, failed.id + 1):
        async with scene.database.begin() as session:
            with pytest.raises(UpdateAlreadySettled):
                await give_up_update(session, failed_id=number, by=owner, at=scene.at)
