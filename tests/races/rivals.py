"""Meetings: programs that work on one database at the same moment, each of which has read before another writes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram.types import Update
from sqlalchemy import text

from bot.intake import Intake
from crm.deliveries import MakeTell
from crm.notices import Notice, Tell
from handlers.chat.dispatching import ChatIdentity, Dispatching
from handlers.chat.voice import Voice
from storage.database import Session
from tests.desk import BOT_ID, BOT_USERNAME, OWNER, TOKEN, Desk

# Far above the ids that a desk of the tests draws.
_FIRST_UPDATE = 700_000
PATIENCE = 20.0


class Meeting:
    """A place where transactions wait for each other. On SQLite none waits: there the second begins when the first has ended."""

    def __init__(self, desk: Desk, parties: int = 2) -> None:
        self._barrier = None if desk.database.is_sqlite else asyncio.Barrier(parties)

    async def arrive(self) -> None:
        """Wait until all are here."""
        if self._barrier is not None:
            async with asyncio.timeout(PATIENCE):
                await self._barrier.wait()


class Rival(Dispatching):
    """A program of the desk that meets another once: when it has decided and is about to tell, or when its transaction begins."""

    def __init__(self, desk: Desk, meeting: Meeting, *, at_the_beginning: bool = False) -> None:
        identity = ChatIdentity(bot_id=BOT_ID, username=BOT_USERNAME, owners=(OWNER,))
        super().__init__(token=TOKEN, identity=identity, business=desk.business, phrasebook=desk.phrasebook)
        self._meeting = meeting
        self._at_the_beginning = at_the_beginning
        self.has_met = False

    async def handle(self, session: Session, updates: Sequence[Update], *, at: datetime, careful: bool = False) -> int:
        """Handle updates, after the meeting where that is at the beginning."""
        if self._at_the_beginning:
            await session.connection()
            await self._meet()
        return await super().handle(session, updates, at=at, careful=careful)

    def tell_with(self, voice: Voice) -> Tell:
        """Return the function that tells facts, the first of them after the meeting."""
        tell = super().tell_with(voice)

        async def tell_then(notice: Notice) -> None:
            if not self._at_the_beginning:
                await self._meet()
            await tell(notice)

        return tell_then

    async def _meet(self) -> None:
        if not self.has_met:
            self.has_met = True
            await self._meeting.arrive()


def program(desk: Desk, rival: Rival) -> Intake:
    """Return what takes updates for one of the programs."""
    return Intake(database=desk.database, dispatching=rival, bot_id=BOT_ID, now=lambda: desk.at)


async def take_at_once(desk: Desk, *raws: dict[str, Any], at_the_beginning: bool = False) -> None:
    """Let each update be taken by a program of its own, all at the same moment; none of them is set aside."""
    meeting = Meeting(desk, len(raws))
    rivals = [Rival(desk, meeting, at_the_beginning=at_the_beginning) for _ in raws]
    programs = [program(desk, rival) for rival in rivals]
    numbered = [{"update_id": _FIRST_UPDATE + number} | raw for number, raw in enumerate(raws)]
    await asyncio.gather(*[program.take([raw]) for program, raw in zip(programs, numbered, strict=True)])
    assert [program.figures.failed for program in programs] == [0] * len(raws)
    assert desk.database.is_sqlite or all(rival.has_met for rival in rivals)
    await desk.deliver()


async def somebody_waits(desk: Desk) -> bool:
    """Tell whether a transaction waits for a lock of another; on SQLite it waits for its turn to begin."""
    if desk.database.is_sqlite:
        await asyncio.sleep(0)
        return True
    async with desk.database.read() as session:
        return bool((await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one())


async def until_somebody_waits(desk: Desk) -> None:
    """Return as soon as a transaction waits for another."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await somebody_waits(desk):
                return
            await asyncio.sleep(0.02)


class Decision:
    """A moment at which two have decided and tell nobody yet, if there can be two: otherwise one, while others wait for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._here = 0

    def make_tell(self) -> MakeTell:
        """Return what makes the function that tells facts, the first of them at that moment."""
        has_met = False

        def make(session: Session, _at: datetime) -> Tell:
            tell = self._desk.tell(session)

            async def tell_then(notice: Notice) -> None:
                nonlocal has_met
                if not has_met:
                    has_met = True
                    await self._arrive()
                await tell(notice)

            return tell_then

        return make

    async def _arrive(self) -> None:
        self._here += 1
        async with asyncio.timeout(PATIENCE):
            while True:
                if self._here >= 2 or await somebody_waits(self._desk):
                    return
                await asyncio.sleep(0.02)
