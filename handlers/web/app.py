"""The web application: health, metrics and, where they are wanted, the webhook and further pages."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send


def build_app(routes: Iterable[Route], *, pages: ASGIApp | None = None) -> ASGIApp:
    """Return the application made of these routes, with further pages beside them."""
    return Starlette(routes=[*routes, *([Mount("/", pages)] if pages is not None else [])])


def with_hook(app: ASGIApp, *, path: str, hook: ASGIApp) -> ASGIApp:
    """Return an application in which the webhook answers at its path, and the other application everywhere else."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (hook if scope["type"] == "http" and scope["path"] == path else app)(scope, receive, send)

    return answer
