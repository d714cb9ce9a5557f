"""How long a start takes, and how much memory the program holds."""

import time
from dataclasses import dataclass
from statistics import median

from tests.bench.contestants import POLLING, Contestant
from tests.bench.crowd import Script
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.long_run import say

START_SECONDS = 2.5
START_MB = 150
GROWTH_MB = 10
_PATIENCE = 3600.0


def measure_start(plan: Plan) -> Section:
    """Return the seconds from the start of the program to its first answer."""
    seconds: dict[Contestant, list[float]] = {contestant: [] for contestant in plan.contestants}
    for number in range(plan.rounds):
        for contestant in plan.contestants:
            seconds[contestant].append(_start(plan, contestant))
            say(f"  round {number + 1}: {contestant.title}: {seconds[contestant][-1]:.2f} s to the first answer")
    return Section("Start to the first answer", _HOW_START, tuple(_start_row(each, tuple(seconds[each])) for each in plan.contestants))


def _start(plan: Plan, contestant: Contestant) -> float:
    script = Script(updates=1, people=1)
    telegram = plan.around.telegram()
    try:
        telegram.begin(script)
        database_url = plan.around.databases.fresh(contestant.database) if contestant.database else None
        program = plan.around.start(contestant, telegram, database_url=database_url)
        try:
            return telegram.noted(script).ended_at - program.started_at
        finally:
            program.end()
    finally:
        telegram.end()


def _start_row(contestant: Contestant, seconds: tuple[float, ...]) -> Row:
    is_kefu = contestant.database is not None
    return Row(
        name=contestant.title,
        unit="s",
        values=seconds,
        goal=f"≤ {START_SECONDS} s" if is_kefu else "",
        is_met=median(seconds) <= START_SECONDS if is_kefu else None,
    )


@dataclass(frozen=True)
class Memory:
    """The memory of a program in MB, by the kernel's names, after its start and after many updates."""

    at_start: dict[str, float]
    half_way: dict[str, float]
    at_end: dict[str, float]

    @property
    def growth(self) -> float:
        """Return by how much the program grew."""
        return self.at_end["Rss"] - self.at_start["Rss"]


def measure_memory(plan: Plan) -> Section:
    """Return the memory after the start and what many updates add to it, by polling."""
    rows: list[Row] = []
    for contestant in (contestant for contestant in plan.finalists if contestant.transport == POLLING):
        memory = _fill(plan, contestant)
        say(f"  {contestant.title}: {memory.at_start['Rss']:.0f} MB, {memory.growth:+.1f} MB after {plan.memory_updates:,} updates")
        rows += _memory_rows(plan, contestant, memory)
    return Section("Memory", _HOW_MEMORY.replace("UPDATES", f"{plan.memory_updates:,}"), tuple(rows))


def _fill(plan: Plan, contestant: Contestant) -> Memory:
    with plan.running(contestant) as (telegram, program):
        telegram.play(Script(updates=1, people=1))
        time.sleep(plan.settling_seconds)
        seen = [program.memory()]
        for updates in (plan.memory_updates // 2, plan.memory_updates - plan.memory_updates // 2):
            telegram.play(Script(updates=updates, people=plan.people), patience=_PATIENCE)
            time.sleep(plan.settling_seconds)
            seen.append(program.memory())
    return Memory(*seen)


def _memory_rows(plan: Plan, contestant: Contestant, memory: Memory) -> tuple[Row, ...]:
    is_kefu = contestant.database is not None
    start, second_half = memory.at_start["Rss"], memory.at_end["Rss"] - memory.half_way["Rss"]
    return (
        Row(
            name=f"{contestant.title}: after the start",
            unit="MB",
            values=(start,),
            goal=f"≤ {START_MB} MB" if is_kefu else "",
            is_met=start <= START_MB if is_kefu else None,
            note=f"PSS {memory.at_start['Pss']:.0f}, its own alone {memory.at_start['Uss']:.0f} MB",
        ),
        Row(
            name=f"{contestant.title}: more after {plan.memory_updates:,} updates",
            unit="MB",
            values=(memory.growth,),
            goal=f"< {GROWTH_MB} MB" if is_kefu else "",
            is_met=memory.growth < GROWTH_MB if is_kefu else None,
            note=f"of it {second_half:+.1f} MB in the second half",
        ),
    )


_HOW_START = """From the start of the process to the arrival of its first `sendMessage`, with a migrated database without customers and a message
that waits at the Bot API already."""
_HOW_MEMORY = """Resident memory (RSS) of the process, measured once: after its first answer, and again after UPDATES messages of the same crowd as for
the updates per second. PostgreSQL's own processes are not counted."""
