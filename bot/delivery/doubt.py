"""Doubt: after a call without a good answer nothing more is said before Telegram has answered something harmless."""

import asyncio
from typing import Any, Protocol

import structlog

from crm.outcomes import NotReached, Outcome, Unknown

log = structlog.get_logger(__name__)

HARMLESS = "getMe"


class Speaker(Protocol):
    """Something that makes calls to the Bot API."""

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Make one call and tell what became of it."""
        ...


class CarefulSpeaker:
    """Speaks while Telegram answers.

    A message of which nobody knows whether it arrived is said again, or parked for a person. In an outage that would befall one
    message after another; so the first call without an answer is the last, and the rest wait as if Telegram could not be reached.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._is_in_doubt = False
        self._asking: asyncio.Task[NotReached | None] | None = None

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Make one call and tell what became of it: NotReached, without making it, while Telegram answers nothing."""
        if self._is_in_doubt:
            silence = await self._ask()
            if silence is not None:
                return silence
        outcome = await self._speaker.call(method, payload)
        if isinstance(outcome, Unknown):
            self._is_in_doubt = True
        return outcome

    async def _ask(self) -> NotReached | None:
        """Ask something harmless, once for all who want to know."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_once())
            self._asking.add_done_callback(self._forget)
        return await asyncio.shield(self._asking)

    async def _ask_once(self) -> NotReached | None:
        outcome = await self._speaker.call(HARMLESS, {})
        if isinstance(outcome, NotReached):
            return outcome
        if isinstance(outcome, Unknown):
            return NotReached(outcome.why)
        self._is_in_doubt = False
        log.info("delivery.answered_again")
        return None

    def _forget(self, _: asyncio.Task[NotReached | None]) -> None:
        self._asking = None
