"""Runs the playground alone: `python -m playground --port 8081 --token 123456:TEST`."""

import argparse
import asyncio
import sys

from playground.seed import seed_people
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
    given = reader.parse_args()
    try:
        world = World(token=given.token, enforce_limits=given.enforce_limits)
        server = PlaygroundServer(world, create_app(world), host=given.host, port=given.port)
    except ValueError as wrong:
        print(f"{str(wrong).capitalize()}.", file=sys.stderr)
        return 2
    except OSError:
        print(f"Port {given.port} on {given.host} is not free.", file=sys.stderr)
        return 2
    if not given.empty:
        seed_people(world)
    asyncio.run(_serve(server))
    return 0


async def _serve(server: PlaygroundServer) -> None:
    serving = asyncio.ensure_future(server.run_until_stopped())
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        print(f"playground ready {server.url}", flush=True)
    await serving


if __name__ == "__main__":
    sys.exit(main())
