"""Updates per second from end to end: each message of a crowd is answered by one `sendMessage`."""

from dataclasses import dataclass
from statistics import median

from tests.bench.contestants import Contestant
from tests.bench.crowd import Script
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.long_run import say

GOAL = 0.7
WORKLOADS = {"text": "hello {n}", "menu": "/help"}
_SURPLUS_SECONDS = 0.3


@dataclass(frozen=True)
class Run:
    """One round of one contestant; processor time in milliseconds an update."""

    per_second: float
    program_cpu: float
    database_cpu: float
    server_cpu: float


def measure(plan: Plan) -> Section:
    """Return the rates at which free texts are answered."""
    return _measure(plan, "text")


def measure_menu(plan: Plan) -> Section:
    """Return the rates at which /help is answered."""
    return _measure(plan, "menu")


def _measure(plan: Plan, workload: str) -> Section:
    runs: dict[Contestant, list[Run]] = {contestant: [] for contestant in plan.contestants}
    for number in range(plan.rounds):
        for contestant in plan.contestants:
            run = _run(plan, contestant, text=WORKLOADS[workload])
            runs[contestant].append(run)
            say(f"  round {number + 1}: {contestant.title}: {run.per_second:,.0f}/s, {run.program_cpu:.2f} ms CPU an update")
    how = f"{_CROWD.replace('PEOPLE', str(plan.people)).replace('UPDATES', f'{plan.throughput_updates:,}')}\n\n{_HOW[workload]}"
    return Section(f"Updates per second ({workload})", how, tuple(_row(contestant, runs) for contestant in plan.contestants))


def _run(plan: Plan, contestant: Contestant, *, text: str) -> Run:
    updates, databases = plan.throughput_updates, plan.around.databases
    with plan.running(contestant) as (telegram, program):
        # Every customer is met before anything is counted.
        telegram.play(Script(updates=plan.people * 2, people=plan.people, text=text))
        before, kept_before = program.cpu_seconds(), databases.cpu_seconds()
        noted = telegram.play_alone(Script(updates=updates, people=plan.people, text=text), linger=_SURPLUS_SECONDS)
        used, kept = program.cpu_seconds() - before, databases.cpu_seconds() - kept_before
    each = 1000 / updates
    return Run(noted.rate, used * each, kept * each, noted.cpu_seconds * each)


def _row(contestant: Contestant, runs: dict[Contestant, list[Run]]) -> Row:
    mine, bare = runs[contestant], runs.get(Contestant("aiogram", None, contestant.transport), [])
    ratios = tuple(run.per_second / other.per_second for run, other in zip(mine, bare, strict=False))
    is_kefu = contestant.database is not None
    cpu = median(run.program_cpu for run in mine)
    parts = [f"CPU an update: {cpu:.2f} ms"]
    if bare:
        parts.append(f"by that {median(run.program_cpu for run in bare) / cpu:.2f}")
    if contestant.is_served:
        parts.append(f"database server {median(run.database_cpu for run in mine):.2f} ms")
    parts.append(f"Bot API {median(run.server_cpu for run in mine):.2f} ms")
    return Row(
        name=contestant.title,
        unit="/s",
        values=tuple(run.per_second for run in mine),
        ratios=ratios,
        goal=f"≥ {GOAL} of aiogram" if is_kefu else "",
        is_met=median(ratios) >= GOAL if is_kefu and ratios else None,
        note=", ".join(parts),
    )


_CROWD = """PEOPLE customers take turns; 64 of them at a time wait for an answer, and the next one writes when an answer has arrived.
UPDATES messages are counted a round, after two of each customer that are not. Each message gets exactly one `sendMessage` and nothing else is
called but `getUpdates`; anything else ends the run with an error. The ratio is to the bare aiogram bot by the same way in, taken round by round. "By that" is the same ratio of
processor time: what it would be if waiting cost nothing."""
_HOW = {
    "text": """The customers write "hello 17" and have no ticket: Kefu keeps the message, adds it to the customer's draft and answers with the
draft and three buttons. The echo bots say the text back and keep nothing.""",
    "menu": """The customers send /help: Kefu keeps the command and answers with what it can do and the six buttons of its menu; the echo bots
say "/help" back.""",
}
