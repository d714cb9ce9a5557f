"""Copies and forwards: copyMessage, copyMessages, forwardMessage, forwardMessages."""

from itertools import pairwise

from playground.access import known_chat, known_message, message_ids
from playground.attachments import poll_content
from playground.chats import Chat
from playground.delivery import delivery, origin_of, send
from playground.formatted_text import caption
from playground.messages import CAPTIONED, UNCOPYABLE, Message
from playground.refusals import bad_request
from playground.views import message_view
from playground.wire import Json, Parameters
from playground.world import World


def copy_message(world: World, p: Parameters) -> Json:
    source = known_chat(world, p, "from_chat_id")
    original = known_message(world, p, source, "message to copy")
    if not _is_copyable(original):
        raise bad_request("message can't be copied")
    content = _copied_content(world, original)
    if "caption" in p.values and original.kind in CAPTIONED:
        content = {**_without_caption(content), **caption(p)}
    copy = send(world, delivery(world, p), content, kind=original.kind)
    return {"message_id": copy.message_id}


def copy_messages(world: World, p: Parameters) -> list[Json]:
    originals = [original for original in _named(world, p) if _is_copyable(original)]
    if not originals:
        raise bad_request("there are no messages to copy")
    to = delivery(world, p, count=len(originals))
    albums: dict[str, str] = {}
    copies = []
    for original in originals:
        content = _copied_content(world, original)
        if p.boolean("remove_caption"):
            content = _without_caption(content)
        copies.append(send(world, to, content, kind=original.kind, media_group_id=_album(world, albums, original)))
    return [{"message_id": copy.message_id} for copy in copies]


def forward_message(world: World, p: Parameters) -> Json:
    source = known_chat(world, p, "from_chat_id")
    original = known_message(world, p, source, "message to forward")
    if original.is_service or original.protected:
        raise bad_request("message can't be forwarded")
    to = delivery(world, p)
    return message_view(world, send(world, to, original.content, kind=original.kind, origin=origin_of(world, original)))


def forward_messages(world: World, p: Parameters) -> list[Json]:
    originals = [original for original in _named(world, p) if not original.is_service and not original.protected]
    if not originals:
        raise bad_request("there are no messages to forward")
    to = delivery(world, p, count=len(originals))
    albums: dict[str, str] = {}
    return [
        {
            "message_id": send(
                world,
                to,
                original.content,
                kind=original.kind,
                origin=origin_of(world, original),
                media_group_id=_album(world, albums, original),
            ).message_id
        }
        for original in originals
    ]


def _named(world: World, p: Parameters) -> list[Message]:
    source: Chat = known_chat(world, p, "from_chat_id")
    numbers = message_ids(p)
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = (source.message(number) for number in numbers)
    return [message for message in found if message is not None]


def _is_copyable(message: Message) -> bool:
    return not (message.is_service or message.protected or message.kind in UNCOPYABLE)


def _copied_content(world: World, original: Message) -> Json:
    if original.kind != "poll":
        return dict(original.content)
    poll = original.content["poll"]
    details = {name: poll[name] for name in ("is_anonymous", "type", "allows_multiple_answers") if name in poll}
    return poll_content(str(world.next_number()), poll["question"], [option["text"] for option in poll["options"]], details=details)


def _without_caption(content: Json) -> Json:
    return {name: value for name, value in content.items() if name not in {"caption", "caption_entities"}}


def _album(world: World, albums: dict[str, str], original: Message) -> str | None:
    if original.media_group_id is None:
        return None
    return albums.setdefault(original.media_group_id, str(world.next_number()))


METHODS = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
