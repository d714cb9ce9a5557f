"""The web application: health, metrics and, where it is wanted, the webhook."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI


def build_app(routes: Iterable[APIRouter]) -> FastAPI:
    """Return the application made of these routes; it publishes no description of itself."""
    app = FastAPI(title="Kefu", docs_url=None, redoc_url=None, openapi_url=None)
    for each in routes:
        app.include_router(each)
    return app
