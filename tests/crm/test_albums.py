"""Albums: what is kept of them when something about them is unusual."""

from typing import Any

import pytest

from crm.outcomes import Sent
from storage.interactions import MessagePlace
from storage.outbox import OutboxMessage, queue_message
from storage.vocabulary import Lane, OutboxState
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, heard, open_desk, ticket_of


async def said(desk: Desk, **columns: Any) -> OutboxMessage:
    """Queue the copy of an album by hand, let it be said, and return its row."""
    payload = {"chat_id": STAFF_GROUP, "from_chat_id": CUSTOMER, "message_ids": [7001, 7002]}
    async with desk.database.begin() as session:
        queue_message(session, method="copyMessages", payload=payload, lane=Lane.STAFF, at=desk.at, chat_id=STAFF_GROUP, **columns)
    await desk.deliver()
    row: OutboxMessage = (await desk.queued())[-1]
    return row


async def places(desk: Desk) -> int:
    """How many places are known in the staff group."""
    return len([place for place in await desk.rows(MessagePlace, MessagePlace.message_id) if place.chat_id == STAFF_GROUP])


async def test_an_album_of_no_ticket_is_said_and_stands_nowhere(desk: Desk) -> None:
    row = await said(desk)
    assert (row.state, await places(desk)) == (OutboxState.SENT, 0)


async def test_parts_that_were_never_kept_stand_nowhere(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    before = await places(desk)
    row = await said(desk, ticket_id=ticket.id, interaction_id=(await heard(desk, "My tea is cold")).id)
    assert (row.state, await places(desk)) == (OutboxState.SENT, before)


@pytest.mark.parametrize("result", [True, {}, []])
async def test_an_answer_that_names_no_copies_is_told_as_an_album_without_its_parts(desk: Desk, result: Any) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    photo: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "9"}
    await desk.feed(desk.private_message(CUSTOMER, **photo), desk.private_message(CUSTOMER, **photo))
    desk.later(seconds=1)
    await desk.deliver(answers={"copyMessages": Sent(message_id=None, result=result)})
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("album-incomplete", missing=2)
