"""Changes to messages: editMessage…, deleteMessage(s), setMessageReaction, pins."""

from typing import Any

from playground.access import is_deletable, known_chat, known_message, message_ids, require_right, writable_chat
from playground.chats import Chat
from playground.formatted_text import caption, message_text
from playground.keyboards import reply_markup
from playground.messages import CAPTIONED, Message
from playground.posting import delete, edit, pin, react
from playground.refusals import Refused, bad_request
from playground.views import chat_event, message_view
from playground.wire import Json, Parameters
from playground.world import World

REACTIONS = frozenset(
    {
        "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏", "👌",
        "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐",
        "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍",
        "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾",
        "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
    }
)  # fmt: skip
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_message_text(world: World, p: Parameters) -> Json:
    message = _own_message(world, p)
    content = message_text(p)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _edited(world, p, message, content)


def edit_message_caption(world: World, p: Parameters) -> Json:
    message = _own_message(world, p)
    if message.kind not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in {"caption", "caption_entities"}}
    return _edited(world, p, message, {**kept, **caption(p)})


def edit_message_reply_markup(world: World, p: Parameters) -> Json:
    message = _own_message(world, p)
    return _edited(world, p, message, message.content)


def _own_message(world: World, p: Parameters) -> Message:
    if not p.has("chat_id") and p.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = writable_chat(world, p)
    if not p.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = known_message(world, p, chat, "message to edit")
    below_chat = message.reply_markup is not None and "inline_keyboard" not in message.reply_markup
    if message.sender_id != world.bot.id or message.is_service or message.origin is not None or below_chat:
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, p: Parameters, message: Message, content: Json) -> Json:
    chat = world.chats[message.chat_id]
    markup = reply_markup(p, chat, inline_only=True)
    if content == message.content and markup == message.reply_markup:
        raise bad_request(NOT_MODIFIED)
    world.limits.take(chat.id)
    edit(world, message, content=content, reply_markup=markup)
    return message_view(world, message)


def delete_message(world: World, p: Parameters) -> bool:
    chat = known_chat(world, p)
    message = known_message(world, p, chat, "message to delete")
    if not is_deletable(world, chat, message):
        raise _not_deletable(world, message)
    delete(world, chat, [message.message_id])
    return True


def delete_messages(world: World, p: Parameters) -> bool:
    chat = known_chat(world, p)
    found = [message for message in map(chat.message, message_ids(p)) if message is not None]
    for message in found:
        if not is_deletable(world, chat, message):
            raise _not_deletable(world, message)
    if found:
        delete(world, chat, [message.message_id for message in found])
    return True


def _not_deletable(world: World, message: Message) -> Refused:
    mine = message.sender_id == world.bot.id
    return bad_request("message can't be deleted for everyone" if mine and not message.is_service else "message can't be deleted")


def set_message_reaction(world: World, p: Parameters) -> bool:
    chat = writable_chat(world, p)
    message = known_message(world, p, chat, "message to react")
    try:
        given: Any = p.structure("reaction") or []
    except ValueError:
        raise bad_request("can't parse reaction types JSON object") from None
    if not isinstance(given, list) or not all(isinstance(reaction, dict) for reaction in given):
        raise bad_request("can't parse reaction types JSON object")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or reaction.get("emoji") not in REACTIONS for reaction in given):
        raise bad_request("REACTION_INVALID")
    if message.is_service:
        raise bad_request("message can't be reacted")
    react(world, message, user_id=world.bot.id, reaction=[{"type": "emoji", "emoji": reaction["emoji"]} for reaction in given])
    return True


def pin_chat_message(world: World, p: Parameters) -> bool:
    chat = writable_chat(world, p)
    message = known_message(world, p, chat, "message to pin")
    _require_pinning(world, chat)
    if message.is_service:
        raise bad_request("message can't be pinned")
    pin(world, chat, message, by=world.bot.id)
    return True


def unpin_chat_message(world: World, p: Parameters) -> bool:
    chat = writable_chat(world, p)
    _require_pinning(world, chat)
    message_id = p.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.events.add(chat_event(world, chat))
    return True


def _require_pinning(world: World, chat: Chat) -> None:
    if not chat.is_private:
        require_right(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
