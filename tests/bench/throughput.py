"""Updates per second from end to end: each message of a crowd is answered by one `sendMessage`."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.contestants import Contestant, Surroundings
from tests.bench.crowd import Script
from tests.bench.report import Row, Section

GOAL = 0.7
WORKLOADS = {"text": "hello {n}", "menu": "/help"}
_PEOPLE = 640
_SURPLUS_SECONDS = 0.3


@dataclass(frozen=True)
class Run:
    """One round of one contestant."""

    per_second: float
    program_cpu: float  # milliseconds an update
    server_cpu: float


def measure(around: Surroundings, contestants: Sequence[Contestant], *, rounds: int, updates: int, workload: str = "text") -> Section:
    """Return the rates; in every round each contestant has its turn, so that what disturbs the machine disturbs all."""
    runs: dict[Contestant, list[Run]] = {contestant: [] for contestant in contestants}
    for number in range(rounds):
        for contestant in contestants:
            run = _run(around, contestant, updates=updates, text=WORKLOADS[workload])
            runs[contestant].append(run)
            print(f"  round {number + 1}: {contestant.title}: {run.per_second:,.0f}/s, {run.program_cpu:.2f} ms CPU an update", flush=True)
    return Section(f"Throughput, {workload}", _HOW[workload], tuple(_row(contestant, runs) for contestant in contestants))


def _run(around: Surroundings, contestant: Contestant, *, updates: int, text: str) -> Run:
    telegram = around.telegram()
    program = around.start(contestant, telegram)
    try:
        # Every customer is met once before anything is counted.
        people = min(_PEOPLE, updates)
        telegram.play(Script(updates=people * 2, people=people, text=text))
        before = program.cpu_seconds()
        noted = telegram.play(Script(updates=updates, people=people, text=text), linger=_SURPLUS_SECONDS)
        used = program.cpu_seconds() - before
        return Run(updates / (noted.ended_at - noted.began_at), used / updates * 1000, noted.cpu_seconds / updates * 1000)
    finally:
        program.end()
        telegram.end()


def _row(contestant: Contestant, runs: dict[Contestant, list[Run]]) -> Row:
    mine = runs[contestant]
    bare = runs.get(Contestant("aiogram", None, contestant.transport))
    ratios = tuple(run.per_second / other.per_second for run, other in zip(mine, bare, strict=True)) if bare else ()
    is_kefu = contestant.database is not None
    cpu = median(run.program_cpu for run in mine)
    share = f", {median(run.program_cpu for run in bare) / cpu:.2f} of aiogram by CPU" if bare else ""
    return Row(
        name=contestant.title,
        unit="/s",
        values=tuple(run.per_second for run in mine),
        ratios=ratios,
        goal=f"≥ {GOAL} of aiogram" if is_kefu else "",
        is_met=median(ratios) >= GOAL if is_kefu and ratios else None,
        note=f"{cpu:.2f} ms CPU an update{share}; the Bot API {median(run.server_cpu for run in mine):.2f} ms",
    )


_CROWD = f"""{_PEOPLE} customers take turns, 64 of them at a time wait for an answer (the next one writes when an answer has arrived).
Each message gets exactly one `sendMessage`; one too few or too many ends the run with an error. The ratio is to the bare aiogram bot by
the same way in, round by round."""
_HOW = {
    "text": f"""{_CROWD} The customers write "hello 17" and have no ticket: Kefu keeps the message, adds it to the customer's draft and answers
with the draft and three buttons. The echo bots say the text back and keep nothing.""",
    "menu": f"""{_CROWD} The customers send /help: Kefu answers with the list of commands and the six buttons of its menu, the echo bots say
"/help" back.""",
}
