"""A stage for each test: a world with the cast, on a server that all of them share."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from playground.page_world import Jump
from playground.seed import seed_people
from playground.server import create_app
from playground.world import World
from tests.playground.stage import TOKEN, Stage

HERE = Path(__file__).parent


class Hall:
    """One server for all worlds, one after another: raising a server for each test costs more than the test."""

    def __init__(self) -> None:
        self.url = ""
        self._app = FastAPI()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def raised(
        self, world: World, *, jumps: Mapping[str, Jump] | None = None, on_clock_moved: Callable[[], Awaitable[None]] | None = None
    ) -> AsyncIterator[Stage]:
        """A stage around this world."""
        self._app = create_app(world, jumps=jumps, on_clock_moved=on_clock_moved)
        async with aiohttp.ClientSession() as session:
            yield Stage(world, seed_people(world), self.url, session)
        await world.close()


class HallServer(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(uvicorn.Config(hall, log_level="warning", access_log=False, lifespan="off"))
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here runs in the loop of the server."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hall() -> AsyncIterator[Hall]:
    hall = Hall()
    server = HallServer(hall)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    hall.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.listens.wait()
    yield hall
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(loop_scope="session")
async def stage(hall: Hall) -> AsyncIterator[Stage]:
    async with hall.raised(World(token=TOKEN)) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def strict_stage(hall: Hall) -> AsyncIterator[Stage]:
    """A stage on which the bot may not send too fast."""
    async with hall.raised(World(token=TOKEN, enforce_limits=True)) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def chat(stage: Stage) -> int:
    """The private chat of Mei, started, its first message taken by the bot."""
    await stage.page("start", sender=stage.cast.mei)
    await stage.updates()
    return stage.cast.mei


@pytest_asyncio.fixture(loop_scope="session")
async def topic(stage: Stage) -> int:
    """A topic of the desk, its first message taken by the bot."""
    created = await stage.bot("createForumTopic", chat_id=stage.cast.desk, name="Mei")
    await stage.updates()
    thread_id: int = created["message_thread_id"]
    return thread_id
