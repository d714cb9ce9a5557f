"""Hooks: Telegram hands over updates; 200 is answered after they are committed, 503 when they must come again."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1_048_576
Submit = Callable[[dict[str, Any]], Awaitable[bool]]

_COMMITTED = PlainTextResponse("ok")
_IGNORED = PlainTextResponse("ignored")
_NOT_NOW = PlainTextResponse("try again", status_code=503, headers={"Retry-After": "2"})
_WRONG_METHOD = PlainTextResponse("method not allowed", status_code=405, headers={"Allow": "POST"})
_WRONG_SECRET = PlainTextResponse("unauthorized", status_code=401)
_TOO_LARGE = PlainTextResponse("too large", status_code=413)


class Hook:
    """The webhook, an ASGI application. It is called for each update, so it stands outside the pages and their layers."""

    def __init__(self, *, secret: str, submit: Submit) -> None:
        """`submit` tells whether the update was committed."""
        self._secret = secret.encode()
        self._submit = submit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> PlainTextResponse:
        if scope["method"] != "POST":
            return _WRONG_METHOD
        headers = Headers(scope=scope)
        given = headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.warning("hook.wrong_secret")
            return _WRONG_SECRET
        body = await _read(headers, receive)
        if body is None:
            return _TOO_LARGE
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            # Not an update at all: asking for it again would only block the chat's queue.
            log.error("hook.unreadable", size=len(body))
            return _IGNORED
        return _COMMITTED if await self._submit(raw) else _NOT_NOW


async def _read(headers: Headers, receive: Receive) -> bytes | None:
    """Return the body; None as soon as it is larger, or said to be larger, than an update can be."""
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said) > LARGEST_BODY:
        return None
    body = b""
    is_whole = False
    while not is_whole:
        part = await receive()
        body += part.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        is_whole = not part.get("more_body", False)  # whoever hangs up in the middle leaves something that is no update
    return body
