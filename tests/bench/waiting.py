"""How long one answer takes, with nobody else there and while many write."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.contestants import Contestant
from tests.bench.crowd import Script
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.long_run import say

PER_SECOND = 100
PEOPLE = 64
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Measure:
    """A percentile of the waits and its limit in milliseconds."""

    is_busy: bool
    percent: int
    limit: int | None

    @property
    def title(self) -> str:
        """Return its name."""
        return f"p{self.percent} {f'at {PER_SECOND} updates/s' if self.is_busy else 'alone'}"


MEASURES = (Measure(False, 50, 15), Measure(False, 99, 50), Measure(True, 50, None), Measure(True, 99, 250))
_Waits = dict[tuple[Contestant, bool], list[list[float]]]


def measure(plan: Plan) -> Section:
    """Return the percentiles of Kefu, and of the bare aiogram bot beside it."""
    waits: _Waits = {(contestant, is_busy): [] for contestant in plan.finalists for is_busy in (False, True)}
    for number in range(plan.rounds):
        for contestant in plan.finalists:
            alone, busy = _run(plan, contestant)
            waits[contestant, False].append(alone)
            waits[contestant, True].append(busy)
            said = ", ".join(f"{each.title} {percentile(busy if each.is_busy else alone, each.percent):.1f} ms" for each in MEASURES)
            say(f"  round {number + 1}: {contestant.title}: {said}")
    rows = tuple(_row(contestant, each, waits[contestant, each.is_busy]) for contestant in plan.finalists for each in MEASURES)
    how = _HOW.replace("ANSWERS", f"{plan.answers:,}").replace("BUSY", f"{plan.busy_answers:,}")
    return Section("Time to the answer", how, rows)


def _run(plan: Plan, contestant: Contestant) -> tuple[list[float], list[float]]:
    with plan.running(contestant) as (telegram, _):
        telegram.play(Script(updates=PEOPLE * 5, people=PEOPLE))
        alone = telegram.play(Script(updates=plan.answers, people=PEOPLE, window=1, pause=_PAUSE_SECONDS))
        busy = telegram.play(Script(updates=plan.busy_answers, people=PEOPLE, per_second=PER_SECOND))
    return [wait * 1000 for wait in alone.waits], [wait * 1000 for wait in busy.waits]


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that `percent` of all do not exceed, by the nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


def _row(contestant: Contestant, measured: Measure, rounds: Sequence[Sequence[float]]) -> Row:
    values = tuple(percentile(waits, measured.percent) for waits in rounds)
    has_goal = contestant.database is not None and measured.limit is not None
    return Row(
        name=f"{contestant.title}: {measured.title}",
        unit="ms",
        values=values,
        goal=f"≤ {measured.limit} ms" if has_goal else "",
        is_met=median(values) <= measured.limit if has_goal and measured.limit is not None else None,
        note=f"longest {max(max(waits) for waits in rounds):.0f} ms",
    )


_HOW = f"""From the moment at which an update can be had from the Bot API to the arrival of the `sendMessage` that answers it, with a Bot API that
answers at once. Alone: ANSWERS messages a round, one after another, {_PAUSE_SECONDS * 1000:.0f} ms after the answer before. At {PER_SECOND} updates/s: BUSY messages a
round at an even pace, whatever is answered. Each value is a percentile of one round."""
