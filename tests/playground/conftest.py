"""A stage for each test: a world with the cast, served over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import aiohttp
import pytest

from playground.page_world import Jump
from playground.seed import seed_people
from playground.server import PlaygroundServer, create_app
from playground.world import World
from tests.playground.stage import TOKEN, Stage


@asynccontextmanager
async def raised(
    world: World, *, jumps: Mapping[str, Jump] | None = None, on_clock_moved: Callable[[], Awaitable[None]] | None = None
) -> AsyncIterator[Stage]:
    """A stage around this world, taken down at the end."""
    ready = asyncio.Event()
    app = create_app(world, jumps=jumps, on_clock_moved=on_clock_moved)
    server = PlaygroundServer(world, app, on_ready=lambda url: ready.set())
    serving = asyncio.create_task(server.run_until_stopped())
    await ready.wait()
    async with aiohttp.ClientSession() as session:
        yield Stage(world, seed_people(world), server.url, session)
    server.should_exit = True
    await serving


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with raised(World(token=TOKEN)) as stage:
        yield stage


@pytest.fixture
async def strict_stage() -> AsyncIterator[Stage]:
    """A stage on which the bot may not send too fast."""
    async with raised(World(token=TOKEN, enforce_limits=True)) as stage:
        yield stage


@pytest.fixture
async def chat(stage: Stage) -> int:
    """The private chat of Mei, started, its first message taken by the bot."""
    await stage.page("start", sender=stage.cast.mei)
    await stage.updates()
    return stage.cast.mei


@pytest.fixture
async def topic(stage: Stage) -> int:
    """A topic of the desk, its first message taken by the bot."""
    created = await stage.bot("createForumTopic", chat_id=stage.cast.desk, name="Mei")
    await stage.updates()
    thread_id: int = created["message_thread_id"]
    return thread_id
