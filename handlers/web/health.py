"""Health: whether the process lives, whether it can do its work, and its figures."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.web.metrics import Figures, render_figures


@dataclass(frozen=True)
class Readiness:
    """What must work for the desk to work; each check is told by a word, `ok` when it is well."""

    checks: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether every check is well."""
        return all(state == "ok" for state in self.checks.values())


def health_routes(*, readiness: Callable[[], Awaitable[Readiness]], figures: Callable[[], Awaitable[Figures | None]]) -> list[Route]:
    """Return the routes that an operator and a monitor ask; `figures` gives None while there are none to be had."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_: Request) -> Response:
        state = await readiness()
        return JSONResponse({"ready": state.is_ready, **state.checks}, status_code=200 if state.is_ready else 503)

    async def metrics(_: Request) -> Response:
        known = await figures()
        if known is None:
            return Response("no figures now", status_code=503)
        return Response(render_figures(known), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
