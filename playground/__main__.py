"""Runs the playground alone: `python -m playground --port 8081 --token 123456:TEST`."""

import argparse
import asyncio
import sys
from contextlib import suppress

from playground.seed import seed_crowd, seed_people
from playground.server import PlaygroundServer, create_app
from playground.world import World


def main() -> int:
    """Serves until a signal comes; 2 when the port is taken."""
    reader = argparse.ArgumentParser(prog="python -m playground", description="A stand-in for Telegram with a page to play in.")
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=0)
    reader.add_argument("--token", required=True)
    reader.add_argument("--enforce-limits", action="store_true", help="answer 429 as Telegram does when the bot sends too fast")
    reader.add_argument("--empty", action="store_true", help="begin without the cast")
    reader.add_argument("--crowd", type=int, default=0, metavar="N", help="begin with N more customers, who have pressed START")
    given = reader.parse_args()
    try:
        world = World(token=given.token, enforce_limits=given.enforce_limits)
        server = PlaygroundServer(world, create_app(world), host=given.host, port=given.port, on_ready=_say_ready)
    except ValueError as wrong:
        print(f"{str(wrong).capitalize()}.", file=sys.stderr)
        return 2
    except OSError:
        print(f"Port {given.port} on {given.host} is not free.", file=sys.stderr)
        return 2
    if not given.empty:
        seed_people(world)
    seed_crowd(world, given.crowd)
    with suppress(KeyboardInterrupt):
        asyncio.run(server.run_until_stopped())
    return 0


def _say_ready(url: str) -> None:
    print(f"playground ready {url}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
