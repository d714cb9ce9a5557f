"""Monitoring: what a running program tells about its state, and its figures."""

import time

import structlog

from bot.clock import Clock
from bot.wiring import Parts
from crm.group_standings import GroupStanding, group_standings
from handlers.web.health import Readiness
from handlers.web.metrics import Figures, GroupFigures
from jobs.timetable import Timetable
from storage.database import DATABASE_ERRORS, Database, is_unavailable
from storage.outbox import queue_depths
from storage.updates import count_failed_updates

log = structlog.get_logger(__name__)

STALE_SECONDS = 90.0


class Monitor:
    """Answers an operator's and a monitor's questions, from before the program is ready until it has ended."""

    def __init__(self, database: Database, *, now: Clock, is_polling: bool) -> None:
        self._database = database
        self._now = now
        self._is_polling = is_polling
        self._parts: Parts | None = None
        self._timetable: Timetable | None = None
        self._began_at = time.monotonic()
        self.is_leader = False

    def watch(self, parts: Parts, timetable: Timetable) -> None:
        """Look at these from now on."""
        self._parts, self._timetable = parts, timetable
        self._began_at = time.monotonic()

    async def readiness(self) -> Readiness:
        """Return whether the database, delivery and the flow of updates work."""
        checks = {"database": "ok", "delivery": "ok", "updates": "ok"}
        try:
            async with self._database.read() as session:
                await count_failed_updates(session)
        except DATABASE_ERRORS as error:
            checks["database"] = "unavailable" if is_unavailable(error) else "broken"
        if self._parts is None:
            return Readiness({**checks, "delivery": "starting", "updates": "starting"})
        if self.is_leader:
            if self._is_stale(self._parts.delivery.figures.last_round_at):
                checks["delivery"] = "stale"
            if self._parts.delivery.figures.is_held_up:
                checks["delivery"] = "held up"
            if self._is_polling and self._is_stale(self._parts.poller.last_answer_at):
                checks["updates"] = "stale"
        if self._parts.intake.figures.is_stuck:
            checks["updates"] = "not stored"
        return Readiness(checks)

    async def figures(self) -> Figures | None:
        """Return the figures; None while the program starts or its database is away."""
        if self._parts is None or self._timetable is None:
            return None
        try:
            async with self._database.read() as session:
                depths = await queue_depths(session)
                failed = await count_failed_updates(session)
                standings = await group_standings(session, at=self._now())
        except DATABASE_ERRORS as error:
            log.warning("monitor.no_figures", error=type(error).__name__)
            return None
        at, intake = self._now(), self._parts.intake.figures
        return Figures(
            updates=intake.taken,
            updates_failed=intake.failed,
            batches=intake.batches,
            batch_seconds=intake.seconds,
            batches_within=intake.within,
            deliveries=dict(self._parts.delivery.figures.outcomes),
            lanes={lane.value: (count, max(0.0, (at - oldest).total_seconds())) for lane, (count, oldest) in depths.items()},
            jobs=self._timetable.run_counts(),
            is_leader=self.is_leader,
            failed_updates=failed,
            groups=[_figures_of(standing) for standing in standings],
        )

    def _is_stale(self, last_sign_of_life: float) -> bool:
        return time.monotonic() - max(last_sign_of_life, self._began_at) > STALE_SECONDS


def _figures_of(standing: GroupStanding) -> GroupFigures:
    group = standing.group
    return GroupFigures(
        chat_id=group.chat_id, title=group.title, team=group.team or "", posts=standing.posts, waiting=standing.waiting,
        open_topics=standing.open_topics,
    )  # fmt: skip
