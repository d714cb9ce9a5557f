"""Measures speed and size: `python -m tests.bench` for everything, `python -m tests.bench throughput --rounds 2` for a part."""

import argparse
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench import capacity, day, growing, relaying, size, throughput, waiting
from tests.bench.children import ROOT
from tests.bench.contestants import CONTESTANTS, Surroundings, contestant_named
from tests.bench.databases import Databases
from tests.bench.machine import describe
from tests.bench.plan import Plan, quick
from tests.bench.report import READING, Section, markdown, table
from tests.long_run import end_when_terminated, say

PAGE = ROOT / "docs" / "benchmarks.md"
SECTIONS: dict[str, Callable[[Plan], Section]] = {
    "throughput": throughput.measure,
    "menu": throughput.measure_menu,
    "relay": relaying.measure,
    "latency": waiting.measure,
    "start": size.measure_start,
    "memory": size.measure_memory,
    "capacity": capacity.measure,
    "growth": growing.measure,
    "day": day.measure,
}
ONLY_BY_NAME = frozenset({"menu"})


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for and print one table; write the page when everything was measured, or where `--page` says."""
    chosen = _parser().parse_args(arguments)
    names = chosen.sections or [name for name in SECTIONS if name not in ONLY_BY_NAME]
    page = chosen.page or (None if chosen.sections or chosen.quick else PAGE)
    directory = Path(tempfile.mkdtemp(prefix="kefu-bench-"))
    databases = Databases(directory)
    try:
        around = Surroundings(directory, databases, is_pinned=chosen.pinned)
        plan = _plan(around, chosen)
        command = shlex.join(["python", "-m", "tests.bench", *(sys.argv[1:] if arguments is None else arguments)])
        machine = describe(directory, postgres=databases.postgres_settings(), is_pinned=chosen.pinned, command=command)
        say(machine)
        sections: list[Section] = []
        for name in names:
            say(f"\n{name}")
            sections.append(SECTIONS[name](plan))
        say(f"\n{table(sections)}")
        if page is not None:
            page.write_text(markdown(sections, machine=machine, reading=READING), encoding="utf-8")
            say(f"\nWritten to {page}.")
    finally:
        databases.close()
        if chosen.keep:
            say(f"Logs and databases are in {directory}.")
        else:
            shutil.rmtree(directory, ignore_errors=True)


def _plan(around: Surroundings, chosen: argparse.Namespace) -> Plan:
    plan = quick(around) if chosen.quick else Plan(around)
    if chosen.rounds:
        plan = replace(plan, rounds=chosen.rounds)
    if chosen.updates:
        plan = replace(plan, throughput_updates=chosen.updates)
    if chosen.memory_updates:
        plan = replace(plan, memory_updates=chosen.memory_updates)
    if chosen.customers:
        sizes = tuple(int(size) for size in chosen.customers.split(","))
        plan = replace(plan, customers=sizes, day_customers=max(sizes))
    if chosen.contestants:
        plan = replace(plan, contestants=tuple(contestant_named(name) for name in chosen.contestants.split(",")))
    return plan


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="section",
        help=f"what to measure: {', '.join(SECTIONS)}; all but {', '.join(ONLY_BY_NAME)} when none is named",
    )
    parser.add_argument("--rounds", type=int, help="how often everything is measured, one after another (5)")
    parser.add_argument("--updates", type=int, help="updates in a round of throughput (4000)")
    parser.add_argument("--memory-updates", type=int, help="updates after which memory is looked at again (100000)")
    parser.add_argument("--customers", help="sizes for growth (1000,100000,1000000); the day is that of the most")
    parser.add_argument("--contestants", help=f"names, separated by commas: {', '.join(each.name for each in CONTESTANTS)}")
    parser.add_argument("--pinned", action=argparse.BooleanOptionalAction, default=True, help="give programs and the Bot API a core each")
    parser.add_argument("--quick", action="store_true", help="a few updates of each, once: shows that it works, measures nothing")
    parser.add_argument("--page", type=Path, help="where to write the page (docs/benchmarks.md, when everything is measured)")
    parser.add_argument("--keep", action="store_true", help="keep logs and databases")
    return parser


if __name__ == "__main__":
    end_when_terminated()
    main()
