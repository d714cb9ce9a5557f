"""The long form: `python -m tests.floods` lets every flood loose on the program and prints what came of it."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.business import load_business
from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.floods.runs import Burst, Drained, Flood, Waits, drain_bulk, flood_by_one, send_burst
from tests.floods.scene import Scene

LEAST_USED = 0.9


def main() -> int:
    """Run every flood; 1 when a promise was broken."""
    reader = argparse.ArgumentParser(prog="python -m tests.floods", description="Floods against Telegram's limits.")
    reader.add_argument("--bulk", type=int, default=5000)
    reader.add_argument("--customers", type=int, default=20)
    given = reader.parse_args()
    broken = asyncio.run(_all(given.bulk, given.customers))
    for promise in broken:
        _say(f"BROKEN: {promise}")
    return 1 if broken else 0


async def _all(bulk: int, customers: int) -> list[str]:
    told = Phrasebook(load_business(None).texts).speaking(Language.ENGLISH)("menu-flood")
    broken = []
    with tempfile.TemporaryDirectory(prefix="kefu-floods-") as directory:
        async with _Scenes(Path(directory)) as scenes:
            drained = await drain_bulk(scenes.new("bulk", crowd=bulk), customers=customers)
        broken += _tell_drained(drained)
        async with _Scenes(Path(directory)) as scenes:
            broken += _tell_burst(await send_burst(scenes.new("burst"), messages=60, seconds=5), "60 messages in 5 s")
        async with _Scenes(Path(directory)) as scenes:
            broken += _tell_flood(await flood_by_one(scenes.new("flood"), others=20, told=told))
    return broken


class _Scenes:
    """Ends the scene that it set."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._scene: Scene | None = None

    async def __aenter__(self) -> "_Scenes":
        return self

    def new(self, name: str, *, crowd: int = 0) -> Scene:
        directory = self._directory / name
        directory.mkdir()
        self._scene = Scene(directory, crowd=crowd)
        return self._scene

    async def __aexit__(self, *_: object) -> None:
        if self._scene is not None:
            await self._scene.end()


def _tell_drained(drained: Drained) -> list[str]:
    _say(
        f"bulk: {drained.bulk} messages in {drained.seconds:.1f} s; with the answers {drained.per_second:.2f} a second, {drained.used:.1%} of 30"
    )
    _say(f"  answers 429: {drained.too_many}")
    _say(f"  customers who chat meanwhile: {_told(drained.waits)}")
    return _broken(
        {
            "answers of 429 while bulk drains": drained.too_many == 0,
            f"less than {LEAST_USED:.0%} of the pace is used": drained.used >= LEAST_USED,
            "customers wait while bulk drains": drained.waits.median < 1,
        }
    )


def _tell_burst(burst: Burst, what: str) -> list[str]:
    _say(f"burst of {what}: {len(burst.seen)} seen by staff in {burst.posts} posts, {burst.seconds:.1f} s after the first was written")
    _say(f"  answers 429: {burst.too_many}")
    return _broken(
        {
            f"{what}: not whole or not in order": burst.seen == burst.said,
            f"{what}: later than 90 s": burst.seconds < 90,
            f"{what}: answers of 429": burst.too_many == 0,
        }
    )


def _tell_flood(flood: Flood) -> list[str]:
    broken = _tell_burst(flood.burst, "100 messages in 5 s")
    _say(f"  kept {len(flood.kept)}, told {flood.told} times; others: {_told(flood.waits)}")
    _say(f"  another ticket's message reached staff after {flood.neighbour_seconds:.1f} s")
    return broken + _broken(
        {
            "something of a flood is not kept": flood.kept == flood.said,
            "who floods is not told once": flood.told == 1,
            "others wait because of one who floods": flood.waits.median < 1,
        }
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _told(waits: Waits) -> str:
    return (
        f"{waits.count} answers, median {waits.median * 1000:.0f} ms, p95 {waits.p95 * 1000:.0f} ms, longest {waits.longest * 1000:.0f} ms"
    )


def _broken(promises: dict[str, bool]) -> list[str]:
    return [promise for promise, is_kept in promises.items() if not is_kept]


if __name__ == "__main__":
    begun = time.monotonic()
    result = main()
    _say(f"floods: {time.monotonic() - begun:.0f} s")
    sys.exit(result)
