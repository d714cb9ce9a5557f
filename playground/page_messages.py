"""The page's routes for messages: write, album, edit, delete, press, react, start, share a contact."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from playground.acting import change, forwarded_from, message_within_reach, place, press, take_back, write, written_text
from playground.attachments import DICE_SIDES, contact_content, dice_content, file_content, poll_content
from playground.files import FileKind, StoredFile
from playground.formatted_text import CAPTION_LIMIT, trimmed
from playground.groups import set_blocked
from playground.html_entities import utf16_length
from playground.messages import CAPTIONED
from playground.posting import react
from playground.refusals import NotPossible
from playground.views import page_view
from playground.wire import Json
from playground.world import World


class Attachment(BaseModel):
    """Anything a message carries besides text."""

    kind: Literal[
        "photo", "document", "video", "voice", "video_note", "animation", "audio", "sticker",
        "location", "contact", "poll", "dice", "story", "unknown",
    ]  # fmt: skip
    file_id: str | None = None
    caption: str | None = None
    file_name: str | None = None
    latitude: float = 52.52
    longitude: float = 13.405
    phone_number: str = "+10000000000"
    first_name: str = "Somebody"
    user_id: int | None = None
    question: str = "?"
    options: list[str] = Field(default_factory=lambda: ["1", "2"])
    emoji: str | None = None


class Act(BaseModel):
    person_id: int = Field(alias="from")
    chat_id: int


class NewMessage(Act):
    thread_id: int | None = None
    text: str | None = None
    entities: list[Any] | None = None
    reply_to: int | None = None
    media_group_id: str | None = None
    forward_from: int | None = None
    forward_hidden: bool = False
    as_chat: int | None = None
    attachment: Attachment | None = None


class NewAlbum(Act):
    thread_id: int | None = None
    items: list[Attachment] = Field(min_length=2, max_length=10)


class OnMessage(Act):
    message_id: int


class Edit(OnMessage):
    text: str | None = None
    caption: str | None = None


class ButtonPress(OnMessage):
    data: str
    forged: bool = False


class Reaction(OnMessage):
    emoji: str | None = None


class Start(BaseModel):
    person_id: int = Field(alias="from")
    payload: str | None = None


class SharedContact(BaseModel):
    person_id: int = Field(alias="from")
    phone_number: str | None = None


def message_routes(world: World) -> APIRouter:
    """The routes of people who write."""
    router = APIRouter()

    @router.post("/messages")
    async def new_message(given: NewMessage) -> Json:
        at = place(world, given.person_id, given.chat_id, thread_id=given.thread_id, as_chat=given.as_chat)
        origin = None
        if given.forward_from is not None:
            origin = forwarded_from(world, given.forward_from, hidden=given.forward_hidden)
        if given.attachment is not None:
            content, kind = _carried(world, given.attachment, caption=given.attachment.caption or given.text)
        else:
            content, kind = written_text(given.text or "", given.entities), None
        message = write(world, at, content, kind=kind, reply_to=given.reply_to, origin=origin, media_group_id=given.media_group_id)
        return page_view(world, message)

    @router.post("/albums")
    async def new_album(given: NewAlbum) -> list[Json]:
        at = place(world, given.person_id, given.chat_id, thread_id=given.thread_id)
        album = str(world.next_number())
        contents = [_carried(world, item, caption=item.caption) for item in given.items]
        return [page_view(world, write(world, at, content, kind=kind, media_group_id=album)) for content, kind in contents]

    @router.post("/edits")
    async def new_edit(given: Edit) -> Json:
        return page_view(world, change(world, given.person_id, given.chat_id, given.message_id, text=given.text, caption=given.caption))

    @router.post("/deletions")
    async def new_deletion(given: OnMessage) -> Json:
        take_back(world, given.person_id, given.chat_id, given.message_id)
        return {"deleted": True}

    @router.post("/presses")
    async def new_press(given: ButtonPress) -> Json:
        return {"callback_query_id": press(world, given.person_id, given.chat_id, given.message_id, given.data, forged=given.forged)}

    @router.post("/reactions")
    async def new_reaction(given: Reaction) -> Json:
        message = message_within_reach(world, given.person_id, given.chat_id, given.message_id)
        react(world, message, user_id=given.person_id, reaction=[{"type": "emoji", "emoji": given.emoji}] if given.emoji else [])
        return {"reactions": message.reactions_for_page(world.bot.id)}

    @router.post("/start")
    async def start(given: Start) -> Json:
        chat = world.chats.get(given.person_id)
        if chat is not None:
            set_blocked(world, chat, blocked=False)
        at = place(world, given.person_id, given.person_id)
        return page_view(world, write(world, at, written_text(f"/start {given.payload or ''}".strip(), None)))

    @router.post("/contacts")
    async def share_contact(given: SharedContact) -> Json:
        at = place(world, given.person_id, given.person_id)
        keyboard = at.chat.reply_keyboard or {"keyboard": []}
        if not any(button.get("request_contact") for row in keyboard["keyboard"] for button in row):
            raise NotPossible(400, "No button below the chat asks for the contact.")
        fields = {
            "phone_number": given.phone_number or at.person.phone_number or f"+1555{given.person_id:07d}",
            "first_name": at.person.first_name,
            "last_name": at.person.last_name,
            "user_id": at.person.id,
        }
        return page_view(world, write(world, at, contact_content(fields)))

    return router


def _carried(world: World, attachment: Attachment, *, caption: str | None) -> tuple[Json, str | None]:
    match attachment.kind:
        case "location":
            return {"location": {"latitude": attachment.latitude, "longitude": attachment.longitude}}, None
        case "contact":
            return contact_content(attachment.model_dump(include={"phone_number", "first_name", "user_id"})), None
        case "poll":
            return poll_content(str(world.next_number()), attachment.question, attachment.options), None
        case "dice":
            return dice_content(attachment.emoji if attachment.emoji in DICE_SIDES else "🎲"), None
        case "story":
            return {"story": {"chat": {"id": -1009990000001, "type": "channel", "title": "A channel"}, "id": 1}}, "story"
        case "unknown":
            return {"hologram": {"depth": 3, "colour": "violet"}}, "unknown"
        case "photo" | "document" | "video" | "voice" | "video_note" | "animation" | "audio" | "sticker":
            content = file_content(_file(world, attachment), emoji=attachment.emoji or "")
            return content | (_caption(caption) if caption and attachment.kind in CAPTIONED else {}), None


def _caption(text: str) -> Json:
    bare, found = trimmed(text, [])
    if utf16_length(bare) > CAPTION_LIMIT:
        raise NotPossible(400, f"A caption holds at most {CAPTION_LIMIT} characters.")
    return {"caption": bare, "caption_entities": found} if found else {"caption": bare}


def _file(world: World, attachment: Attachment) -> StoredFile:
    kind = FileKind(attachment.kind)
    if attachment.file_id is None:
        return world.files.drawn(kind, file_name=attachment.file_name or "")
    known = world.files.get(attachment.file_id)
    if known is None:
        raise NotPossible(404, "There is no file with this id.")
    if known.kind is kind:
        return known
    return world.files.keep(kind, known.content, file_name=attachment.file_name or known.file_name, mime_type=known.mime_type)
