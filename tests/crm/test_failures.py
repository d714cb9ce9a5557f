"""Failures: updates that could not be handled are kept whole."""

from typing import Any

import pytest

from crm.failures import note_failed_update
from storage.updates import FailedUpdate
from tests.desk import BOT_ID, Desk


async def noted(desk: Desk, raw: dict[str, Any]) -> FailedUpdate | None:
    """Keep an update that failed."""
    async with desk.database.begin() as session:
        return await note_failed_update(session, bot_id=BOT_ID, raw=raw, error="Boom", attempts=3, at=desk.at, tell=desk.tell(session))


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {"chat": {"id": 7, "type": "private"}}},
        {"update_id": 1, "callback_query": {"message": {"chat": {"id": 7, "type": "private"}}}},
    ],
)
async def test_whoever_wrote_gets_an_apology(desk: Desk, raw: dict[str, Any]) -> None:
    assert await noted(desk, raw) is not None
    assert await desk.said_to(7) == [desk.phrase("update-failed")]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "one", "message": "nonsense"},
        {"update_id": 2, "message": {"chat": {"id": -5, "type": "group"}}},
        {"update_id": 3, "message": {"chat": {"id": "seven", "type": "private"}}, "extra": {"message": 1}},
    ],
)
async def test_an_update_without_a_private_writer_is_kept_all_the_same(desk: Desk, raw: dict[str, Any]) -> None:
    failed = await noted(desk, raw)
    assert failed is not None
    assert (await desk.row(FailedUpdate, id=failed.id)).raw == raw
    assert await desk.said_to(7) == []


async def test_what_was_handled_after_all_is_no_failure(desk: Desk) -> None:
    raw = {"update_id": 1, "message": {}}
    assert await noted(desk, raw) is not None
    assert await noted(desk, raw) is None
    assert len(await desk.rows(FailedUpdate)) == 1
