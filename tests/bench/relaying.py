"""Relays per second: customers with an open ticket write, and each message is copied into the topic of its ticket."""

from statistics import median

from tests.bench.contestants import POLLING, Contestant
from tests.bench.crowd import Noted, Script
from tests.bench.plan import Plan, say
from tests.bench.report import Row, Section

PEOPLE = 64
SLOW_SECONDS = 0.03
GOAL = 150
_SURPLUS_SECONDS = 0.3
_PATIENCE = 300.0


def measure(plan: Plan) -> Section:
    """Return the rates with a Bot API that answers at once and with one that takes 30 ms."""
    contestants = [contestant for contestant in plan.kefu if contestant.transport == POLLING]
    cases = [(contestant, seconds) for contestant in contestants for seconds in (0.0, SLOW_SECONDS)]
    rates: dict[tuple[Contestant, float], list[float]] = {case: [] for case in cases}
    for number in range(plan.rounds):
        for contestant, seconds in cases:
            noted = _run(plan, contestant, seconds)
            rates[contestant, seconds].append(len(noted.waits) / (noted.ended_at - noted.began_at))
            say(f"  round {number + 1}: {contestant.title}, {seconds * 1000:.0f} ms: {rates[contestant, seconds][-1]:,.0f} relays/s")
    rows = tuple(
        _row(contestant, seconds, tuple(rates[contestant, seconds]), tuple(rates[contestant, 0.0])) for contestant, seconds in cases
    )
    return Section("Relays per second", _HOW, rows)


def _run(plan: Plan, contestant: Contestant, seconds: float) -> Noted:
    with plan.running(contestant) as (telegram, _):
        # Each opens a ticket; the copy of what they said is the last that is done for it.
        telegram.play(Script(updates=PEOPLE, people=PEOPLE, text="/human where is my parcel {n}", answer="copyMessage"), patience=_PATIENCE)
        telegram.set_latency(seconds)
        count = plan.slow_relays if seconds else plan.relays
        telegram.play(Script(updates=PEOPLE, people=PEOPLE, text="parcel {n}", answer="copyMessage"), patience=_PATIENCE)
        script = Script(updates=count, people=PEOPLE, text="parcel {n}", answer="copyMessage")
        return telegram.play(script, patience=_PATIENCE, linger=_SURPLUS_SECONDS + 2 * seconds)


def _row(contestant: Contestant, seconds: float, rates: tuple[float, ...], at_once: tuple[float, ...]) -> Row:
    return Row(
        name=f"{contestant.title}, Bot API {seconds * 1000:.0f} ms",
        unit="/s",
        values=rates,
        ratios=tuple(rate / other for rate, other in zip(rates, at_once, strict=True)) if seconds else (),
        goal=f"≥ {GOAL}/s" if seconds else "",
        is_met=median(rates) >= GOAL if seconds else None,
    )


_HOW = f"""{PEOPLE} customers with an open ticket each write in turn, the next message of a customer when the one before was copied. Each message gets
exactly one `copyMessage` into the topic of its ticket; all topics are in one staff group. Kefu runs with `KEFU_MESSAGES_PER_SECOND=0`, so
that nothing is held back for Telegram's limits (20 messages a minute in a group), which it keeps to otherwise: this is what the program
can do, not what Telegram lets it do. "30 ms" is the time that every call of the Bot API takes, asking for updates included. The ratio is to 0 ms."""
