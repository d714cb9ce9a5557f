"""The server: the Bot API for the bot, and the page with its JSON for the people."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from playground.bot_api import routes
from playground.page_inline import inline_routes
from playground.page_messages import message_routes
from playground.page_people import people_routes
from playground.page_world import Jump, world_routes
from playground.refusals import NotPossible
from playground.world import World

PAGE = Path(__file__).parent / "page"
# A browser that keeps a module without asking would run an old page after an update.
ASK_EACH_TIME = {"Cache-Control": "no-cache"}


class PageFiles(StaticFiles):
    """The page's files; the browser asks each time whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(ASK_EACH_TIME)
        return response


def create_app(
    world: World,
    *,
    jumps: Mapping[str, Jump] | None = None,
    on_clock_moved: Callable[[], Awaitable[None]] | None = None,
) -> FastAPI:
    """The application of one world. Jumps are the page's named leaps in time; `on_clock_moved` is awaited after each move."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await world.close()

    app = FastAPI(title="Playground", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.router.routes.extend(routes(world))
    page = APIRouter(prefix="/playground/api")
    page.include_router(message_routes(world))
    page.include_router(inline_routes(world))
    page.include_router(people_routes(world))
    page.include_router(world_routes(world, jumps=jumps or {}, on_clock_moved=on_clock_moved))
    app.include_router(page)

    @app.get("/")
    async def index() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers=ASK_EACH_TIME)

    app.mount("/page", PageFiles(directory=PAGE, check_dir=False))

    @app.exception_handler(NotPossible)
    async def not_possible(request: Request, refused: NotPossible) -> JSONResponse:
        return JSONResponse({"detail": refused.detail}, status_code=refused.status)

    @app.exception_handler(RequestValidationError)
    async def not_readable(request: Request, wrong: RequestValidationError) -> JSONResponse:
        first = wrong.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        return JSONResponse({"detail": f"{field}: {first['msg']}." if field else f"{first['msg']}."}, status_code=422)

    return app


class PlaygroundServer(uvicorn.Server):
    """Serves one world on its own socket and ends promptly: open polls and streams are ended first."""

    def __init__(
        self, world: World, app: FastAPI, *, host: str = "127.0.0.1", port: int = 0, on_ready: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=5))
        self._world = world
        self._on_ready = on_ready
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family)
        # asyncio does not switch it off for a socket it is given; every answer would wait 40 ms for the client's acknowledgement.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"[{host}]" if ":" in host else host
        self.url = f"http://{address}:{self._socket.getsockname()[1]}"

    async def run_until_stopped(self) -> None:
        """Serves until `should_exit` is set or a signal comes."""
        await self.serve(sockets=[self._socket])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._on_ready is not None:
            self._on_ready(self.url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._world.close()
        await super().shutdown(sockets)
