"""Health: whether the process lives, whether it can do its work, and its figures."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from handlers.web.metrics import Figures, render_figures


@dataclass(frozen=True)
class Readiness:
    """What must work for the desk to work; each check is told by a word, `ok` when it is well."""

    checks: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether every check is well."""
        return all(state == "ok" for state in self.checks.values())


def health_routes(*, readiness: Callable[[], Awaitable[Readiness]], figures: Callable[[], Awaitable[Figures | None]]) -> APIRouter:
    """Return the routes that an operator and a monitor ask; `figures` gives None while there are none to be had."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        state = await readiness()
        return JSONResponse({"ready": state.is_ready, **state.checks}, status_code=200 if state.is_ready else 503)

    @routes.get("/metrics")
    async def metrics() -> Response:
        known = await figures()
        if known is None:
            return Response("no figures now", status_code=503)
        return Response(render_figures(known), media_type=CONTENT_TYPE_LATEST)

    return routes
