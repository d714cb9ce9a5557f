"""What a run measures, and how much of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.children import Child, Telegram
from tests.bench.contestants import CONTESTANTS, Contestant, Surroundings
from tests.bench.growth import CUSTOMERS, QUEUED, ROUNDS
from tests.bench.growth_rows import LEAST_CUSTOMERS


@dataclass(frozen=True)
class Plan:
    """The size of a run. Every section takes its turns in rounds, so that what disturbs the machine disturbs all contestants."""

    around: Surroundings
    rounds: int = 5
    contestants: tuple[Contestant, ...] = CONTESTANTS
    throughput_updates: int = 4000
    people: int = 640
    relays: int = 1500
    slow_relays: int = 900
    answers: int = 300
    busy_answers: int = 1000
    memory_updates: int = 100_000
    settling_seconds: float = 2.0
    requests: int = 20_000
    customers: tuple[int, ...] = CUSTOMERS
    growth_rounds: int = ROUNDS
    queued: int = QUEUED
    day_customers: int = CUSTOMERS[-1]
    day_answers: int = 300

    @property
    def kefu(self) -> tuple[Contestant, ...]:
        """Return those of the contestants that are Kefu."""
        return tuple(contestant for contestant in self.contestants if contestant.database is not None)

    @property
    def finalists(self) -> tuple[Contestant, ...]:
        """Return Kefu and the faster of the two bare bots, for what takes long to measure."""
        return tuple(contestant for contestant in self.contestants if contestant.program != "ptb")

    @contextmanager
    def running(self, contestant: Contestant) -> Iterator[tuple[Telegram, Child]]:
        """Start a Bot API and a contestant, on a fresh database when it has one, and end both."""
        telegram = self.around.telegram()
        try:
            program = self.around.start(contestant, telegram)
            try:
                yield telegram, program
            finally:
                program.end()
        finally:
            telegram.end()


def quick(around: Surroundings) -> Plan:
    """Return the plan of a run that only shows that everything works."""
    return Plan(
        around, rounds=1, throughput_updates=200, people=64, relays=64, slow_relays=64, answers=20, busy_answers=50, memory_updates=200,
        settling_seconds=0.1, requests=200, customers=(LEAST_CUSTOMERS, 1000), growth_rounds=1, queued=1000,
        day_customers=2000, day_answers=20,
    )  # fmt: skip
