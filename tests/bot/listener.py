"""Somebody who listens to what a delivery says."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.delivery.loop import Delivery
from bot.delivery.pacing import Pacing
from crm.outcomes import Outcome, Sent
from storage.outbox import queue_message
from storage.vocabulary import Lane, OutboxState
from tests.desk import Desk


class Listener:
    """Takes what is said and answers as it was told to; by default everything arrives."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[str, list[Outcome]] = {}
        self.delay = 0.0
        self.together = 0
        self._now = 0

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Hear one call."""
        self._now += 1
        self.together = max(self.together, self._now)
        await asyncio.sleep(self.delay)
        self._now -= 1
        waiting = self.answers.get(str(payload.get("text")), [])
        outcome = waiting.pop(0) if waiting else Sent(message_id=len(self.heard) + 1, result={})
        self.heard.append(payload)
        return outcome

    def texts(self) -> list[str]:
        """Return the texts heard so far."""
        return [payload["text"] for payload in self.heard]


class Running:
    """A delivery at work, and what listens to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.listener = Listener()
        self.pace_with(Pacing(per_second=0))
        self.task: asyncio.Task[None] | None = None

    def pace_with(self, pacing: Pacing) -> None:
        desk = self.desk
        self.delivery = Delivery(
            database=desk.database,
            speaker=self.listener,
            pacing=pacing,
            cap=desk.business.unasked,
            now=lambda: desk.at,
            make_tell=lambda session, _: desk.tell(session),
        )
        desk.database.on_outgoing(self.delivery.wake)

    def start(self) -> None:
        self.task = asyncio.create_task(self.delivery.run())

    async def end(self) -> None:
        self.delivery.stop()
        if self.task is not None:
            await self.task

    async def queue(self, *texts: str, chat_id: int = 7, lane: Lane = Lane.REPLY, **columns: Any) -> None:
        async with self.desk.database.begin() as session:
            for text in texts:
                queue_message(
                    session,
                    method="sendMessage",
                    payload={"chat_id": chat_id, "text": text},
                    lane=lane,
                    at=self.desk.at,
                    chat_id=chat_id,
                    **columns,
                )

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not reached():  # noqa: ASYNC110  # what is waited for has no event of its own
                await asyncio.sleep(0.01)

    async def states(self) -> dict[str, OutboxState]:
        return {row.payload["text"]: row.state for row in await self.desk.queued()}
