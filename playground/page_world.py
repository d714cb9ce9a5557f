"""The page's routes for the world itself: its state, events, log, files, clock, faults and raw updates."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Header, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from playground.faults import Fault, FaultKind
from playground.files import UPLOAD_LIMIT, kind_of_upload
from playground.refusals import NotPossible
from playground.views import page_view
from playground.wire import Json
from playground.world import World

Jump = Callable[[], Awaitable[datetime | None]]


class ClockMove(BaseModel):
    advance_seconds: float | None = None
    to: datetime | None = None
    jump: str | None = None


class FaultShape(BaseModel):
    kind: FaultKind
    status: int = 502
    body: str | None = None
    retry_after: int | None = None
    seconds: float = 0.0
    error_code: int = 400
    description: str = "Bad Request: fault"
    parameters: dict[str, Any] | None = None


class NewFault(BaseModel):
    method: str = "*"
    chat_id: int | None = None
    times: int | None = Field(default=None, ge=1)
    fault: FaultShape


def world_routes(world: World, *, jumps: Mapping[str, Jump], on_clock_moved: Callable[[], Awaitable[None]] | None) -> APIRouter:
    """The routes about the world as a whole."""
    router = APIRouter()

    @router.get("/state")
    async def state(messages_of: int | None = None) -> Json:
        """The whole world; of its messages only those of one chat when one is named."""
        shown = [chat for chat in world.chats.values() if messages_of in (None, chat.id)]
        return {
            "now": world.now().isoformat(),
            "bot": world.bot.for_page(),
            "people": [person.for_page() for person in world.people.values()],
            "chats": [chat.for_page(world.bot.id) for chat in world.chats.values()],
            "messages": {str(chat.id): [page_view(world, message) for message in chat.messages.values()] for chat in shown},
            "commands": world.bot.commands_for_page(),
            "jumps": list(jumps),
            "pending_updates": len(world.queue),
            "webhook": world.webhook.url,
            "faults": world.faults.for_page(),
            "reply_keyboards": {str(chat.id): chat.reply_keyboard for chat in world.chats.values()},
            "event_id": world.events.last_id,
        }

    @router.get("/events")
    async def events(after: int | None = None, last_event_id: int | None = Header(default=None)) -> StreamingResponse:
        seen = last_event_id if last_event_id is not None else after
        stream = world.events.follow(world.events.last_id if seen is None else seen)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @router.get("/log")
    async def log(after: int = 0, method: str | None = None) -> list[Json]:
        return world.calls.after(after, method)

    @router.post("/files")
    async def new_file(file: UploadFile) -> Json:
        content = await file.read()
        if not content:
            raise NotPossible(400, "The file is empty.")
        if len(content) > UPLOAD_LIMIT:
            raise NotPossible(413, "A file holds at most 50 MB.")
        mime_type = file.content_type or ""
        return world.files.keep(kind_of_upload(mime_type), content, file_name=file.filename or "", mime_type=mime_type).for_page()

    @router.get("/files/{file_id}")
    async def show_file(file_id: str) -> Response:
        file = world.files.get(file_id)
        if file is None:
            raise NotPossible(404, "There is no file with this id.")
        # A file of a stranger is shown, never run: no sniffing, no scripts.
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(file.content, media_type=file.mime_type, headers=headers)

    @router.post("/clock")
    async def move_clock(given: ClockMove) -> Json:
        try:
            await _move(world, given, jumps)
        except ValueError as wrong:
            raise NotPossible(400, f"{str(wrong).capitalize()}.") from None
        if on_clock_moved is not None:
            await on_clock_moved()
        return {"now": world.now().isoformat()}

    @router.post("/faults")
    async def new_fault(given: NewFault) -> Json:
        shape = given.fault.model_dump()
        fault = Fault(id=world.faults.next_id(), method=given.method, chat_id=given.chat_id, times=given.times, **shape)
        world.faults.add(fault)
        world.tell_faults()
        return {"id": fault.id}

    @router.delete("/faults")
    async def clear_faults() -> Json:
        world.faults.clear()
        world.tell_faults()
        return {"cleared": True}

    @router.delete("/faults/{fault_id}")
    async def remove_fault(fault_id: int) -> Json:
        if not world.faults.remove(fault_id):
            raise NotPossible(404, "There is no such fault.")
        world.tell_faults()
        return {"cleared": True}

    @router.post("/updates")
    async def new_update(update: dict[str, Any]) -> dict[Literal["update_id"], int]:
        return {"update_id": world.queue.add_raw(update)}

    return router


async def _move(world: World, given: ClockMove, jumps: Mapping[str, Jump]) -> None:
    if given.advance_seconds is not None:
        world.move_clock(timedelta(seconds=given.advance_seconds))
    elif given.to is not None:
        world.set_clock(given.to if given.to.tzinfo else given.to.replace(tzinfo=UTC))
    elif given.jump is not None:
        if given.jump not in jumps:
            raise NotPossible(404, "There is no such jump.")
        moment = await jumps[given.jump]()
        if moment is not None and moment > world.now():
            world.set_clock(moment)
    else:
        raise NotPossible(400, "Say by how much, to when, or which jump.")
