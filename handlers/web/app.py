"""The web application: health, metrics and, where it is wanted, the webhook."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


def build_app(routes: Iterable[APIRouter]) -> FastAPI:
    """Return the application made of these routes; it publishes no description of itself."""
    app = FastAPI(title="Kefu", docs_url=None, redoc_url=None, openapi_url=None)
    for each in routes:
        app.include_router(each)
    return app


def with_hook(app: ASGIApp, *, path: str, hook: ASGIApp) -> ASGIApp:
    """Return an application in which the webhook answers at its path, and the other application everywhere else."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (hook if scope["type"] == "http" and scope["path"] == path else app)(scope, receive, send)

    return answer
