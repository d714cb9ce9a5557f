"""Measures speed and size: `python -m tests.bench` for everything, `python -m tests.bench throughput --rounds 2` for a part."""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.bench import throughput
from tests.bench.contestants import CONTESTANTS, Surroundings, contestant_named
from tests.bench.databases import Databases
from tests.bench.report import table

SECTIONS = ("throughput",)


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=SECTIONS, help="what to measure; everything when nothing is named")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=int, default=4000, help="updates in a round of throughput")
    parser.add_argument("--contestants", default=",".join(each.name for each in CONTESTANTS), help="names, separated by commas")
    parser.add_argument("--workload", choices=sorted(throughput.WORKLOADS), default="text")
    parser.add_argument("--free", action="store_true", help="leave the processes on any core instead of giving each side one")
    chosen = parser.parse_args(arguments)
    directory = Path(tempfile.mkdtemp(prefix="kefu-bench-"))
    databases = Databases(directory)
    around = Surroundings(directory, databases, is_pinned=not chosen.free)
    try:
        contestants = [contestant_named(name) for name in chosen.contestants.split(",")]
        section = throughput.measure(around, contestants, rounds=chosen.rounds, updates=chosen.updates, workload=chosen.workload)
        print(table([section]))
    finally:
        databases.close()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
