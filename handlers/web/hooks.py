"""Hooks: Telegram hands over updates; 200 is answered after they are committed, 503 when they must come again."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1_048_576
Submit = Callable[[dict[str, Any]], Awaitable[bool]]


def hook_routes(*, path: str, secret: str, submit: Submit) -> APIRouter:
    """Return the webhook. `submit` tells whether the update was committed."""
    routes = APIRouter()
    expected = secret.encode()

    @routes.post(path)
    async def receive(request: Request) -> PlainTextResponse:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            log.warning("hook.wrong_secret")
            return PlainTextResponse("unauthorized", status_code=401)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            # Not an update at all: asking for it again would only block the chat's queue.
            log.error("hook.unreadable", size=len(body))
            return PlainTextResponse("ignored")
        if not await submit(raw):
            return PlainTextResponse("try again", status_code=503, headers={"Retry-After": "2"})
        return PlainTextResponse("ok")

    return routes


async def _read(request: Request) -> bytes | None:
    """Return the body; None as soon as it is larger, or said to be larger, than an update can be."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
