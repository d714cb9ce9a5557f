"""Withdrawals: a deletion of which nobody knows what it deletes."""

import pytest

from crm.outcomes import Refused
from storage.outbox import queue_message
from storage.vocabulary import Lane, OutboxState
from tests.desk import Desk


@pytest.mark.parametrize("edits", [None, 12345])
async def test_a_refused_deletion_of_nothing_known_is_dropped(desk: Desk, edits: int | None) -> None:
    async with desk.database.begin() as session:
        queue_message(
            session, method="deleteMessage", payload={"chat_id": 7, "message_id": 1}, lane=Lane.REPLY, at=desk.at, chat_id=7,
            edits_interaction_id=edits,
        )  # fmt: skip
    await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message can't be deleted")})
    (row,) = await desk.queued()
    assert row.state is OutboxState.DROPPED
