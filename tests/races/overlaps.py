"""Overlaps: two transactions of which the second decides before the first is committed."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from bot.intake import Intake
from crm.deliveries import MakeTell
from crm.notices import Notice, Tell
from handlers.chat.dispatching import ChatIdentity, Dispatching
from handlers.chat.voice import Voice
from storage.database import Session
from tests.desk import BOT_ID, BOT_USERNAME, OWNER, TOKEN, Desk
from tests.races.rivals import PATIENCE, somebody_waits

Act = Callable[[Desk, MakeTell], Coroutine[Any, Any, None]]
_numbers = itertools.count(900_000)  # far above the ids that a desk of the tests draws


class Overlap:
    """Two transactions that tell one of these facts each: the first ends when the second has told its own as well, or waits for the first."""

    def __init__(self, desk: Desk, facts: tuple[type[Notice], ...]) -> None:
        self._desk = desk
        self._facts = facts
        self._told = [asyncio.Event(), asyncio.Event()]

    def make_tell(self, place: int) -> MakeTell:
        """Return what makes the function that tells facts for the first or the second of them."""

        def make(session: Session, _at: datetime) -> Tell:
            return self._then_wait(self._desk.tell(session), place)

        return make

    def _then_wait(self, tell: Tell, place: int) -> Tell:
        async def tell_then(notice: Notice) -> None:
            await tell(notice)
            if isinstance(notice, self._facts):
                self._told[place].set()
                if place == 0:
                    await self._until_second()

        return tell_then

    async def _until_second(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                if self._told[1].is_set() or await somebody_waits(self._desk):
                    return
                await asyncio.sleep(0.02)

    async def first_has_told(self) -> None:
        """Wait until the first has told its fact."""
        async with asyncio.timeout(PATIENCE):
            await self._told[0].wait()

    async def run(self, first: Act, second: Act) -> None:
        """Let both run."""
        one = asyncio.create_task(first(self._desk, self.make_tell(0)))
        await self.first_has_told()
        await asyncio.gather(one, second(self._desk, self.make_tell(1)))


class Overlapping(Dispatching):
    """A program of the desk that tells facts in a way of the test's."""

    def __init__(self, desk: Desk, make_tell: MakeTell) -> None:
        identity = ChatIdentity(bot_id=BOT_ID, username=BOT_USERNAME, owners=(OWNER,))
        super().__init__(token=TOKEN, identity=identity, business=desk.business, phrasebook=desk.phrasebook)
        self._make_tell = make_tell

    def tell_with(self, voice: Voice) -> Tell:
        """Return the function that tells facts."""
        return self._make_tell(voice.session, voice.now)


async def takes_update(desk: Desk, raw: dict[str, Any], make_tell: MakeTell) -> None:
    """Let a program of its own take an update; it is not set aside."""
    intake = Intake(database=desk.database, dispatching=Overlapping(desk, make_tell), bot_id=BOT_ID, now=lambda: desk.at)
    await intake.take([{"update_id": next(_numbers)} | raw])
    assert intake.figures.failed == 0
