"""A day of many customers: what planning takes, how much memory, and how long others wait for an answer meanwhile."""

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from storage.vocabulary import JobName
from tests.bench.children import Child, NotAnswered, Telegram
from tests.bench.contestants import BUSINESS, POLLING, Contestant, free_port
from tests.bench.crowd import Script
from tests.bench.day_rows import LISTS, fill
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.bench.waiting import percentile
from tests.desk import OWNER
from tests.long_run import say

DAY_SECONDS = 60
MEMORY_MB = 300
P99_MS = 250
PER_SECOND = 20
PEOPLE = 64
_PACE = "28"
_PATIENCE = 1800.0
_CAMPAIGNS = JobName.CAMPAIGNS.value


@dataclass(frozen=True)
class Played:
    """Two days of one desk, and how long customers waited in milliseconds while nothing was planned, and while the second day was."""

    first: Mapping[str, Any]
    second: Mapping[str, Any]
    alone: Sequence[float]
    meanwhile: Sequence[float]

    @property
    def memory(self) -> float:
        """Return how much both days added to the memory at most, in MB."""
        return float(self.second["memory_peak"] - self.first["memory_before"])

    @property
    def idle_ms(self) -> float:
        """Return what a minute takes in which nothing is new."""
        return 1000 * float(sum(self.second["idle_seconds"].values())) / int(self.second["idle_minutes"])


def measure(plan: Plan) -> Section:
    """Return what a day takes on each database."""
    rows: list[Row] = []
    for contestant in (each for each in plan.kefu if each.transport == POLLING):
        rows += _rows(contestant, _play(plan, contestant))
    how = _HOW.replace("CUSTOMERS", f"{plan.day_customers:,}").replace("ANSWERS", f"{plan.day_answers:,}")
    return Section("A day of planning", how, tuple(rows))


def _play(plan: Plan, contestant: Contestant) -> Played:
    assert contestant.database is not None
    url = plan.around.databases.fresh(contestant.database)
    began = time.monotonic()
    asyncio.run(fill(url, plan.day_customers))
    say(f"  {contestant.title}: {plan.day_customers:,} customers in {time.monotonic() - began:.0f} s")
    business, port = plan.around.directory / "day.toml", free_port()
    business.write_text(f"{BUSINESS}[greetings]\nanniversaries = true\n")
    further = {
        "KEFU_BUSINESS": str(business), "KEFU_HTTP_PORT": str(port), "KEFU_MESSAGES_PER_SECOND": _PACE, "KEFU_OWNERS": str(OWNER), "KEFU_LOG_LEVEL": "warning",
    }  # fmt: skip
    telegram = plan.around.telegram()
    try:
        desk = plan.around.start(
            contestant, telegram, database_url=url, instead=[sys.executable, "-m", "tests.bench.day_desk"], further=further
        )
        try:
            return _days(plan, contestant, telegram, desk, port)
        finally:
            desk.end()
    finally:
        telegram.end()


def _days(plan: Plan, contestant: Contestant, telegram: Telegram, desk: Child, port: int) -> Played:
    telegram.play(Script(updates=2 * PEOPLE, people=PEOPLE))  # everybody is met before anything is measured
    _ask(port, "POST")
    while not (first := _ask(port, "GET")[-1])["is_over"]:
        time.sleep(0.2)
    _tell(contestant, "first day", first)
    alone = telegram.play(_script(plan.day_answers), patience=_PATIENCE).waits
    meanwhile: list[float] = []
    _ask(port, "POST")
    while not (second := _ask(port, "GET")[-1])["is_over"]:
        meanwhile += telegram.play(_script(PER_SECOND), patience=_PATIENCE).waits
    _tell(contestant, "second day", second)
    played = Played(first, second, [1000 * wait for wait in alone], [1000 * wait for wait in meanwhile])
    for day in (first, second):
        if day["problems"]:
            raise NotAnswered(f"{desk.log_path}: {day['problems']}")
    said = ", ".join(f"{name} p{percent} {percentile(waits, percent):.1f} ms" for name, waits in _waits(played) for percent in (50, 99))
    say(f"  {contestant.title}: {said}; {played.memory:.0f} MB; {played.idle_ms:.0f} ms an idle minute {_shown(second['idle_seconds'])}")
    return played


def _script(updates: int) -> Script:
    return Script(updates=updates, people=PEOPLE, per_second=PER_SECOND, neighbours=True)


def _waits(played: Played) -> tuple[tuple[str, Sequence[float]], ...]:
    return ("without planning", played.alone), ("meanwhile", played.meanwhile)


def _tell(contestant: Contestant, which: str, day: Mapping[str, Any]) -> None:
    parts = f"{_shown(day['seconds'])}; done: {_shown(day['done'])}"
    say(f"  {contestant.title}: {which}: {sum(day['seconds'].values()):.1f} s in {day['runs']} runs: {parts}")


def _shown(counts: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {count:,.1f}" for name, count in sorted(counts.items(), key=lambda each: -each[1]) if count)


def _ask(port: int, method: str) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, "/day")
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def _rows(contestant: Contestant, played: Played) -> list[Row]:
    def row(name: str, unit: str, value: float, *, most: float | None = None, note: str = "") -> Row:
        goal = "" if most is None else f"≤ {most:,.0f} {unit}"
        return Row(f"{contestant.title}: {name}", unit, (value,), goal=goal, is_met=None if most is None else value <= most, note=note)

    first, second = (_planning(day) for day in (played.first, played.second))
    rows = [
        row("planning of a day", "s", second, most=DAY_SECONDS, note=_note(played.second)),
        row("planning of the first day of all", "s", first, note=_note(played.first)),
        row("of it the campaign's list", "s", played.second["seconds"].get(LISTS, 0.0)),
        row("making and settling the campaign's messages", "s", played.second["seconds"].get(_CAMPAIGNS, 0.0)),
        row("the same on the first day of all", "s", played.first["seconds"].get(_CAMPAIGNS, 0.0)),
        row("memory that both add", "MB", played.memory, most=MEMORY_MB),
        row("a minute in which nothing is new", "ms", played.idle_ms),
    ]
    for name, waits in _waits(played):
        for percent in (50, 99):
            most = P99_MS if percent == 99 and waits is played.meanwhile else None
            rows.append(row(f"p{percent} {name}", "ms", percentile(waits, percent), most=most, note=f"longest {max(waits):.0f} ms"))
    return rows


def _planning(day: Mapping[str, Any]) -> float:
    """Return what all jobs took but for the messages of a campaign, whose list is planned."""
    return float(sum(seconds for name, seconds in day["seconds"].items() if name != _CAMPAIGNS))


def _note(day: Mapping[str, Any]) -> str:
    done = ", ".join(f"{name} {count:,}" for name, count in sorted(day["done"].items(), key=lambda each: -each[1]) if count)
    longest = dict(sorted(day["seconds"].items(), key=lambda each: -each[1])[:3])
    return f"done: {done}; longest: {_shown(longest)} s"


_HOW = f"""CUSTOMERS customers, a tenth of whom buy regularly and four tenths bought once, each heard of last within 400 days, with birthdays, points,
follow-up visits and tickets spread alike; and a campaign to the better buyers, whose list is drawn up at midnight and which is sent from 10:30 on. The
whole program runs, but its clock is moved from hour to hour through two days. At each hour every job of the timetable runs as often as it
would have been due within the hour, or until it finds nothing more to do; what it queues counts as sent before the next one runs. Planning
is the seconds in which a job ran, the campaign's list among them; making and settling the messages of the campaign, tens of thousands that take
half an hour to send, stands by itself. The first day finds everything new, as after an import; the second is a day like all others, and
customers write meanwhile at {PER_SECOND} updates/s, which are also measured without any planning (ANSWERS messages). The pace is Telegram's (28 messages/s).
Memory is the most that the process held beyond what it held before the first day. PostgreSQL's own processes are not counted."""
