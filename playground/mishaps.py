"""Mishaps of updates: what a planned fault makes of those that are on their way to the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from playground.faults import ON_UPDATES, FaultKind
from playground.unusual import with_unknown_fields
from playground.wire import Json
from playground.world import World


async def mishandled(world: World, updates: list[Json], *, gather: Callable[[], Awaitable[list[Json]]]) -> list[Json]:
    """The updates of one poll as they arrive; `gather` asks again for those that have come together meanwhile."""
    fault = world.faults.strike_updates(ON_UPDATES) if updates else None
    if fault is None:
        return updates
    world.tell_faults()
    match fault.kind:
        case FaultKind.TWICE:
            return [update for update in updates for _ in range(2)]
        case FaultKind.AGAIN:
            world.queue.echo(updates)
            return updates
        case FaultKind.BACKWARDS:
            with suppress(TimeoutError):
                await asyncio.wait_for(world.ended.wait(), fault.seconds)
            return (await gather())[::-1]
        case _:
            return [with_unknown_fields(update) for update in updates]
