"""The Bot API over HTTP: /bot{token}/{method} and /file/bot{token}/{path}."""

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from playground.faults import Fault, FaultKind
from playground.files import UPLOAD_LIMIT
from playground.methods.receiving import get_updates
from playground.methods.registry import METHODS
from playground.refusals import Refused, bad_request
from playground.wire import Json, Parameters, Upload
from playground.world import World

_log = logging.getLogger(__name__)


class _Transport(Protocol):
    def abort(self) -> None: ...


def routes(world: World) -> list[Route]:
    """The routes of the bot's side."""
    return [Route("/bot{token}/{method}", BotApi(world)), Route("/file/bot{token}/{path:path}", FileApi(world))]


class FileApi:
    """Downloads of files by their path."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = scope["path_params"]
        if given["token"] != self._world.token:
            answer = _answer({"ok": False, "error_code": 401, "description": "Unauthorized"})
        else:
            file = self._world.files.at_path(given["path"])
            missing: Json = {"ok": False, "error_code": 404, "description": "Not Found"}
            answer = Response(file.content, media_type="application/octet-stream") if file else _answer(missing)
        await answer(scope, receive, send)


class BotApi:
    """Calls of methods. What goes wrong on purpose goes wrong here, around the method."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = scope["path_params"]
        if given["token"] != self._world.token:
            await _answer({"ok": False, "error_code": 401, "description": "Unauthorized"})(scope, receive, send)
            return
        try:
            p = await _parameters(Request(scope, receive))
        except Refused as refused:
            await _answer(_refusal(refused))(scope, receive, send)
            return
        answer = await self._called(given["method"], p)
        if answer is None:
            await _break_connection(receive, send)
        else:
            await answer(scope, receive, send)

    async def _called(self, method: str, p: Parameters) -> Response | None:
        world = self._world
        fault = world.faults.strike(method, p.integer("chat_id"))
        if fault is None:
            return _answer(await self._logged(method, p))
        world.tell_faults()
        match fault.kind:
            case FaultKind.DELAY:
                await self._pause(fault.seconds)
                return _answer(await self._logged(method, p))
            case FaultKind.TIMEOUT_AFTER:
                await self._logged(method, p)
                await self._pause(fault.seconds)
                return None
            case FaultKind.TIMEOUT_BEFORE | FaultKind.RESET:
                self._log_fault(method, p, fault, {"ok": False, "description": fault.kind.value})
                if fault.kind is FaultKind.TIMEOUT_BEFORE:
                    await self._pause(fault.seconds)
                return None
            case FaultKind.STATUS | FaultKind.ERROR:
                envelope = fault.envelope()
                self._log_fault(method, p, fault, envelope)
                if fault.body is not None:
                    return HTMLResponse(fault.body, status_code=fault.status)
                return _answer(envelope)
            case _:
                raise AssertionError(f"{fault.kind} meets updates, not calls")

    async def _logged(self, method: str, p: Parameters) -> Json:
        if method.lower() == "getupdates":
            try:
                return {"ok": True, "result": await get_updates(self._world, p)}
            except Refused as refused:
                return _refusal(refused)
        called = METHODS.get(method.lower())
        if called is None:
            answer: Json = {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
        else:
            try:
                answer = {"ok": True, "result": called(self._world, p)}
            except Refused as refused:
                answer = _refusal(refused)
            except Exception:
                _log.exception("playground.method_failed method=%s", method)
                answer = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        self._world.calls.add(self._world.now().isoformat(), method, p.as_logged(), answer)
        return answer

    def _log_fault(self, method: str, p: Parameters, fault: Fault, answer: Json) -> None:
        if method.lower() != "getupdates":
            self._world.calls.add(self._world.now().isoformat(), method, p.as_logged(), answer)

    async def _pause(self, seconds: float) -> None:
        """Waits, but not beyond the end of the world."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._world.ended.wait(), seconds)


def _answer(envelope: Json) -> Response:
    status = 200 if envelope["ok"] else envelope["error_code"]
    return Response(json.dumps(envelope, ensure_ascii=False), status_code=status, media_type="application/json")


def _refusal(refused: Refused) -> Json:
    answer: Json = {"ok": False, "error_code": refused.error_code, "description": refused.description}
    return {**answer, "parameters": refused.parameters} if refused.parameters else answer


async def _parameters(request: Request) -> Parameters:
    values: dict[str, Any] = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if int(request.headers.get("content-length") or 0) > UPLOAD_LIMIT + 1_000_000:
        raise Refused(413, "Request Entity Too Large")
    if kind == "multipart/form-data":
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or "file", value.content_type or "", await value.read())
                else:
                    values[name] = value
    elif kind == "application/json":
        values |= _json_object(await request.body())
    else:
        values |= dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
    return Parameters(values, uploads)


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        decoded = json.loads(body) if body.strip() else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("expected JSON object")
    return decoded


async def _break_connection(receive: Receive, send: Send) -> None:
    """Drops the connection without an answer."""
    # ASGI knows no way to do that; uvicorn's request cycle, which `receive` is a method of, holds the transport.
    transport: _Transport | None = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        return
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
