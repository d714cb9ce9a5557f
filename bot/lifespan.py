"""The life of the program: start, work, and a clean end."""

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog
from starlette.types import ASGIApp

from bot.clock import Clock, system_clock
from bot.intake import NotTaken, Raw
from bot.monitoring import Monitor
from bot.retrying import retry_failed_updates
from bot.serving import HttpServer
from bot.settings import Settings
from bot.settling import CannotStart, Settling, hook_address
from bot.wiring import Parts, build_mouth, build_parts
from crm.business import Business
from handlers.web.app import build_app, with_hook
from handlers.web.health import health_routes
from handlers.web.hooks import Hook
from jobs.timetable import Timetable
from storage.database import Database
from storage.leadership import FileHold, Leadership
from storage.migrating import migrate

log = structlog.get_logger(__name__)

END_SECONDS = 4.5
_RIVAL = "KEFU_BOT_TOKEN: another program works with this token already; stop it first, or give this one a bot of its own."


@dataclass
class Surroundings:
    """What the program is started in, besides its settings: a stand-in messenger brings its own pages and clock."""

    clock: Clock = system_clock
    pages: ASGIApp | None = None
    before_end: Callable[[], Awaitable[None]] | None = None
    on_ready: Callable[["Program"], Awaitable[None]] | None = None
    prepare: Callable[[Database], Awaitable[None]] | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


class Program:
    """A running desk."""

    def __init__(self, settings: Settings, *, business: Business, listening: socket.socket, surroundings: Surroundings) -> None:
        self._settings = settings
        self._business = business
        self._listening = listening
        self._around = surroundings
        self.database = Database(settings.database_url)
        self._stop = surroundings.stop
        self._mouth = build_mouth(settings)
        self._settling = Settling(settings, mouth=self._mouth, database=self.database, now=surroundings.clock, stop=surroundings.stop)
        self._monitor = Monitor(self.database, now=surroundings.clock, is_polling=settings.webhook_url is None)
        self.parts: Parts
        self.timetable: Timetable

    async def run(self) -> None:
        """Start, work until stopped, end within five seconds. Raises CannotStart, and storage's DatabaseInUse."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self._stop.set)
        hold = FileHold(self.database.path) if self.database.path is not None else None
        if hold is not None:
            hold.take()
        try:
            await self._work()
        finally:
            await self.database.close()
            if hold is not None:
                hold.give_back()

    async def catch_up(self) -> None:
        """Do at once what has become due, because the clock was moved."""
        if self._monitor.is_leader:
            await self.timetable.run_all_now()
            self.parts.delivery.wake()

    async def _work(self) -> None:
        await migrate(self.database, at=self._around.clock())
        if self._around.prepare is not None:
            await self._around.prepare(self.database)
        server = HttpServer(self._build_app(), self._listening, before_end=self._around.before_end)
        serving = asyncio.create_task(server.run_until_stopped())
        try:
            await self._begin()
            if not self._stop.is_set():
                await self._keep_working(serving)
                if self.parts.poller.rivalry.is_newcomer:
                    raise CannotStart(_RIVAL)
        finally:
            server.stop()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(serving, timeout=END_SECONDS)
            await self._mouth.close()

    async def _begin(self) -> None:
        """Ask Telegram who we are, and choose polling or webhook."""
        settings, now = self._settings, self._around.clock
        await self._mouth.open()
        username = await self._settling.ask_identity()
        if username is None:
            return
        self.parts = build_parts(settings, business=self._business, database=self.database, mouth=self._mouth, username=username, now=now)
        self.database.on_outgoing(self.parts.delivery.wake)
        self.timetable = Timetable(
            database=self.database, business=self._business, now=now, make_tell=self.parts.make_tell, retry_updates=self._retry_updates
        )
        self._monitor.watch(self.parts, self.timetable)
        await self._settling.choose_how_updates_come()
        # What lives from here to the end is not looked at again by the collector: its long pauses are what slows an answer.
        gc.collect()
        gc.freeze()
        gc.set_threshold(2_000, 10, 10)
        log.info("program.ready", username=username, mode="webhook" if settings.webhook_url else "polling")

    async def _keep_working(self, serving: asyncio.Task[None]) -> None:
        leading = asyncio.create_task(self._lead())
        stopped = asyncio.create_task(self._stop.wait())
        if self._around.on_ready is not None:
            await self._around.on_ready(self)
        done, _ = await asyncio.wait({leading, stopped, serving}, return_when=asyncio.FIRST_COMPLETED)
        self._stop.set()
        stopped.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(leading), timeout=END_SECONDS)
        if not leading.done():
            log.error("program.end_forced")
            leading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await leading
        for task in done - {stopped}:
            if not task.cancelled() and task.exception() is not None:
                raise task.exception()  # type: ignore[misc]  # it is not None, as the line above says

    async def _lead(self) -> None:
        """Deliver, keep the timetable and poll whenever this process leads."""
        leadership = Leadership(self.database, wake=self.parts.delivery.wake)
        while not self._stop.is_set():
            if not await self._unless_stopped(leadership.gain()):
                break
            self._monitor.is_leader = True
            log.info("program.leads")
            losing = asyncio.create_task(leadership.keep())
            await self._settling.settle_when_possible(self.parts)
            if not losing.done():
                await self._do_what_leaders_do(losing)
            losing.cancel()
            self._monitor.is_leader = False
        await leadership.resign()

    async def _do_what_leaders_do(self, losing: asyncio.Task[None]) -> None:
        """Work until the end, or until leadership is lost."""
        delivering = asyncio.create_task(self.parts.delivery.run())
        polling = asyncio.create_task(self.parts.poller.run()) if self._settings.webhook_url is None else None
        self.timetable.start()
        working = [task for task in (delivering, polling) if task is not None]
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({losing, stopping, *working}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        self._monitor.is_leader = False
        if losing.done():
            log.warning("program.leads_no_more")
            self.parts.delivery.stop()  # the next leader does not wait for long
        self.parts.poller.stop()
        if polling is not None:
            await polling
            if self.parts.poller.rivalry.is_newcomer:
                self._stop.set()
        await self.timetable.stop()
        self.parts.delivery.stop()
        await delivering
        if not self._stop.is_set():
            self.parts.poller.resume()
            self.parts.delivery.resume()

    async def _unless_stopped(self, work: Awaitable[None]) -> bool:
        """Wait for some work or for the end; tell whether the work was done."""
        doing = asyncio.ensure_future(work)
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if doing.done():
            await doing
            return True
        doing.cancel()
        return False

    def _build_app(self) -> ASGIApp:
        health = health_routes(readiness=self._monitor.readiness, figures=self._monitor.figures)
        app = build_app(health, pages=self._around.pages)
        settings = self._settings
        if settings.webhook_url is None or settings.webhook_secret is None:
            return app
        hook = Hook(secret=settings.webhook_secret.get_secret_value(), submit=self._submit)
        return with_hook(app, path=urlsplit(hook_address(settings.webhook_url)).path, hook=hook)

    async def _submit(self, raw: Raw) -> bool:
        if self._stop.is_set() or not hasattr(self, "parts"):
            return False
        try:
            await self.parts.intake.submit(raw)
        except NotTaken:
            return False
        return True

    async def _retry_updates(self) -> int:
        resolved, _ = await retry_failed_updates(self.database, self.parts.dispatching, now=self._around.clock)
        return resolved
