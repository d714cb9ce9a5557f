"""Relays per second: customers with an open ticket write, and each message is copied into the topic of its ticket."""

from collections.abc import Sequence
from statistics import median

from tests.bench.contestants import POLLING, Contestant
from tests.bench.crowd import Script
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.long_run import say

PEOPLE = 64
SLOW_SECONDS = 0.03
GOAL = 150
_SURPLUS_SECONDS = 0.3
_PATIENCE = 300.0
_TEXT = "parcel {n}"


def measure(plan: Plan) -> Section:
    """Return the rates with a Bot API that answers at once and with one that takes 30 ms."""
    contestants = [contestant for contestant in plan.kefu if contestant.transport == POLLING]
    rates: dict[Contestant, list[tuple[float, float]]] = {contestant: [] for contestant in contestants}
    for number in range(plan.rounds):
        for contestant in contestants:
            at_once, slowly = _run(plan, contestant)
            rates[contestant].append((at_once, slowly))
            said = f"{at_once:,.0f} relays/s, with 30 ms a call {slowly:,.0f}"
            say(f"  round {number + 1}: {contestant.title}: {said}")
    return Section("Relays per second", _HOW, tuple(row for contestant in contestants for row in _rows(contestant, rates[contestant])))


def _run(plan: Plan, contestant: Contestant) -> tuple[float, float]:
    with plan.running(contestant) as (telegram, _):
        # Each opens a ticket and hears of it; the first message that is copied shows that its topic is there.
        opening = Script(updates=PEOPLE, people=PEOPLE, text="/human where is my parcel {n}", answer="sendMessage", neighbours=True)
        telegram.play(opening, patience=_PATIENCE)
        telegram.play(_script(PEOPLE, _TEXT), patience=_PATIENCE)
        at_once = telegram.play(_script(plan.relays, _TEXT), patience=_PATIENCE, linger=_SURPLUS_SECONDS)
        telegram.set_latency(SLOW_SECONDS)
        slowly = telegram.play(_script(plan.slow_relays, _TEXT), patience=_PATIENCE, linger=_SURPLUS_SECONDS)
    return at_once.rate, slowly.rate


def _script(count: int, text: str) -> Script:
    return Script(updates=count, people=PEOPLE, text=text, answer="copyMessage")


def _rows(contestant: Contestant, rates: Sequence[tuple[float, float]]) -> tuple[Row, Row]:
    at_once, slowly = (tuple(pair[place] for pair in rates) for place in (0, 1))
    return (
        Row(f"{contestant.title}, Bot API 0 ms", "/s", at_once),
        Row(
            f"{contestant.title}, Bot API {SLOW_SECONDS * 1000:.0f} ms",
            "/s",
            slowly,
            ratios=tuple(slow / quick for quick, slow in rates),
            goal=f"≥ {GOAL}/s",
            is_met=median(slowly) >= GOAL,
        ),
    )


_HOW = f"""{PEOPLE} customers with an open ticket each write in turn, the next message of a customer when the one before was copied. Each message gets
exactly one `copyMessage` into the topic of its ticket; all topics are in one staff group. Kefu runs with `KEFU_MESSAGES_PER_SECOND=0`, so
that nothing is held back for Telegram's limits (20 messages a minute in a group), which it keeps to otherwise: this is what the program
can do, not what Telegram lets it do. "30 ms" is the time that every call of the Bot API takes, asking for updates included. The ratio is to 0 ms."""
