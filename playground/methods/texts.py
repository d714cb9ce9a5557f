"""Plain messages and chat actions: sendMessage, sendChatAction."""

from playground.access import writable_chat
from playground.delivery import sent
from playground.formatted_text import message_text
from playground.refusals import bad_request
from playground.wire import Json, Parameters
from playground.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, p: Parameters) -> Json:
    return sent(world, p, message_text(p))


def send_chat_action(world: World, p: Parameters) -> bool:
    chat = writable_chat(world, p)
    action = p.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_id = p.integer("message_thread_id") or None
    if thread_id not in {None, 1} and chat.is_forum and thread_id not in chat.topics:
        raise bad_request("message thread not found")
    world.events.add({"type": "typing", "chat_id": chat.id, "thread_id": thread_id, "action": action})
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
