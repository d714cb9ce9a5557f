"""A desk whose day passes in a minute: the whole program, but for a clock that is moved and a timetable that is kept by hand.

Started as a process of its own with the settings of `kefu run`: `python -m tests.bench.day_desk`. `POST /day` begins the next day,
`GET /day` tells how the days went.
"""

import bot.lean_imports

# isort: split
import bot.lean_models  # noqa: F401  # as the program itself begins, so that it holds as much memory

# isort: split
import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.business import load_business
from bot.event_loop import new_event_loop
from bot.lifespan import Program, Surroundings
from bot.logs import set_up_logs
from bot.prompt_start import begin_collecting
from bot.serving import listen
from bot.settings import load_settings
from crm.business import Business
from crm.campaign_texts import write_text
from crm.campaigns import count_campaign, create_campaign, people_of, schedule_campaign, set_segment, set_shares
from crm.jobs import CADENCES
from crm.rules.rfm import RfmSegment
from crm.rules.segments import Segment
from jobs.timetable import Timetable
from storage.campaigns import find_campaign
from storage.database import Database
from storage.outbox import QUEUED, OutboxMessage
from storage.staff import get_staff
from storage.vocabulary import JobName, JobResult, Lane, Language, OutboxState, Variant
from tests.bench.day_rows import BEGIN, LISTS

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_MINUTES = 5  # so many minutes are looked at in which nothing is new
_QUIET_HOUR = 14
_LIST_HOUR, _CAMPAIGN_HOUR = 0, 10
_OWNER = 1
_SETTLED_AT_ONCE = 100
_SEGMENT = Segment(rfm=frozenset({RfmSegment.CHAMPIONS, RfmSegment.LOYAL, RfmSegment.POTENTIAL_LOYALIST}))


class MovedClock:
    """A clock that goes as any other, from wherever it was moved to."""

    def __init__(self, at: datetime) -> None:
        self.move_to(at)

    def move_to(self, at: datetime) -> None:
        """Show this moment now."""
        self._at, self._since = at, time.monotonic()

    def __call__(self) -> datetime:
        """Return the moment."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)


class KeptByHand(Timetable):
    """A timetable that runs nothing by itself."""

    def start(self) -> None:
        """Wait to be asked."""


def _nothing() -> defaultdict[str, float]:
    return defaultdict(float)


@dataclass
class Day:
    """What a day took: seconds of each job and how much it did, seconds of a minute in which nothing was new, and memory in MB."""

    seconds: defaultdict[str, float] = field(default_factory=_nothing)
    done: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    idle_seconds: defaultdict[str, float] = field(default_factory=_nothing)
    idle_minutes: int = 0
    problems: list[str] = field(default_factory=list)
    memory_before: float = 0.0
    memory_peak: float = 0.0
    is_over: bool = False


class DayDesk:
    """Lets the program live through one day after another, each when it is asked to."""

    def __init__(self, business: Business) -> None:
        self.clock = MovedClock(BEGIN)
        self.days: list[Day] = []
        self._business = business
        self._program: Program
        self._playing: asyncio.Task[None] | None = None
        self._campaign = 0

    def pages(self) -> Starlette:
        """Return what a measuring program asks for."""
        return Starlette(routes=[Route("/day", self._begin, methods=["POST"]), Route("/day", self._tell, methods=["GET"])])

    async def be_ready(self, program: Program) -> None:
        """Take the timetable out of the hands of the scheduler."""
        self._program = program
        program.timetable = KeptByHand(
            database=program.database, business=self._business, now=self.clock, make_tell=program.parts.make_tell, retry_updates=None
        )

    async def _begin(self, _request: Request) -> JSONResponse:
        self.days.append(Day())
        self._playing = asyncio.create_task(self._play(self.days[-1]))
        return JSONResponse({})

    async def _tell(self, _request: Request) -> JSONResponse:
        if self._playing is not None and self._playing.done():
            self._playing.result()  # a day that could not be played to its end is no figure
        return JSONResponse([vars(day) for day in self.days])

    async def _play(self, day: Day) -> None:
        began = BEGIN + timedelta(days=len(self.days) - 1)
        day.memory_before = _megabytes("VmRSS")
        for hour in range(24):
            self.clock.move_to(began + hour * _HOUR)
            await self._manage(hour)
            for name, every in CADENCES.items():
                if every is not None and (every < _HOUR or hour * _HOUR % every == timedelta(0)):
                    is_list = name is JobName.CAMPAIGNS and hour == _LIST_HOUR
                    await self._run(day, name, most=max(1, _HOUR // every), known_as=LISTS if is_list else name.value)
            if hour == _QUIET_HOUR:
                await self._look_at_quiet_minutes(day)
        day.memory_peak = _megabytes("VmHWM")
        day.is_over = True

    async def _manage(self, hour: int) -> None:
        """What an owner does: a campaign is composed at the beginning of the day and scheduled for the morning."""
        by_clock = {"at": self.clock()}
        async with self._program.database.begin() as session:
            owner = await get_staff(session, _OWNER)
            if hour == _LIST_HOUR:
                campaign = await create_campaign(session, name="Spring tea", by=owner, **by_clock)
                self._campaign = campaign.id
                await set_segment(session, campaign_id=campaign.id, segment=_SEGMENT, by=owner, **by_clock)
                await set_shares(session, campaign_id=campaign.id, b_percent=20, control_percent=10, by=owner, **by_clock)
                for variant in (Variant.A, Variant.B):
                    await write_text(
                        session, campaign_id=campaign.id, variant=variant, language=Language.CHINESE, words="春茶到了。", entities=(), media=None,
                        by=owner, **by_clock,
                    )  # fmt: skip
                await count_campaign(session, campaign_id=campaign.id, by=owner, **by_clock)
            elif hour == _CAMPAIGN_HOUR:
                counted = await find_campaign(session, self._campaign)
                if counted is not None and people_of(counted):
                    await schedule_campaign(session, campaign_id=self._campaign, starts_at=self.clock(), by=owner, **by_clock)

    async def _run(self, day: Day, name: JobName, *, most: int, known_as: str) -> None:
        """Run a job again until it finds nothing, but no more often than it would have been run within the hour."""
        for _ in range(most):
            began = time.perf_counter()
            run = await self._program.timetable.run_now(name)
            day.seconds[known_as] += time.perf_counter() - began
            day.done[known_as] += run.done_count
            day.runs += 1
            if run.result is not JobResult.DONE:
                day.problems.append(f"{name}: {run.error}")
            await _deliver(self._program.database, self.clock())
            if not run.done_count:
                return

    async def _look_at_quiet_minutes(self, day: Day) -> None:
        """Run what is due in some minutes while there is nothing new, which it is for nearly all of the day."""
        for minute in range(_MINUTES):
            day.idle_minutes += 1
            for name, every in CADENCES.items():
                if every is not None and every <= _MINUTES * _MINUTE and minute * _MINUTE % every == timedelta(0):
                    began = time.perf_counter()
                    await self._program.timetable.run_now(name)
                    day.idle_seconds[name] += time.perf_counter() - began


async def _deliver(database: Database, at: datetime) -> None:
    """Let all of the bulk that waits count as sent: by the next hour it would have been, and this measures planning only."""
    while True:
        async with database.begin() as session:
            waiting = select(col(OutboxMessage.id)).where(QUEUED, col(OutboxMessage.lane) == Lane.BULK).limit(_SETTLED_AT_ONCE)
            statement = (
                update(OutboxMessage)
                .where(col(OutboxMessage.id).in_(waiting), col(OutboxMessage.state) == OutboxState.QUEUED)
                .values(state=OutboxState.SENT, attempts=1, sent_at=at)
                .returning(col(OutboxMessage.id))
                .execution_options(synchronize_session=False)
            )
            sent: Sequence[int] = (await session.execute(statement)).scalars().all()
        if not sent:
            return
        await asyncio.sleep(0.002)


def _megabytes(name: str) -> float:
    found = re.search(rf"{name}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Run the desk until it is told to end."""
    begin_collecting()
    settings = load_settings()
    business = load_business(settings.business)
    set_up_logs(log_format=settings.log_format, level=settings.log_level)
    desk = DayDesk(business)
    around = Surroundings(clock=desk.clock, pages=desk.pages(), on_ready=desk.be_ready)

    async def work() -> None:
        listening = listen(settings.http_host, settings.http_port)
        await Program(settings, business=business, listening=listening, surroundings=around).run()

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work())


if __name__ == "__main__":
    main()
