"""Where a message of the bot goes: chat, topic, what it replies to, its keyboard; and the way it gets there."""

from dataclasses import dataclass
from typing import Any

from playground.access import known_chat, writable_chat
from playground.attachments import kind_of
from playground.chats import Chat
from playground.keyboards import reply_markup
from playground.messages import Message
from playground.posting import post, show_reply_keyboard
from playground.refusals import bad_request
from playground.views import chat_view, message_view, user_view
from playground.wire import Json, Parameters
from playground.world import World


@dataclass(frozen=True, slots=True)
class Delivery:
    """A checked destination."""

    chat: Chat
    thread_id: int | None
    reply_to: int | None
    external_reply: Json | None
    quote: Json | None
    reply_markup: Json | None
    protected: bool


def delivery(world: World, p: Parameters, *, count: int = 1) -> Delivery:
    """The destination of `count` messages. Refused when the bot may not write there, or writes too fast."""
    chat = writable_chat(world, p)
    thread_id = _thread(world, chat, p)
    reply_to, external_reply, quote = _reply(world, chat, p, thread_id)
    markup = reply_markup(p, chat)
    world.limits.take(chat.id, count)
    return Delivery(chat, thread_id, reply_to, external_reply, quote, markup, p.boolean("protect_content"))


def send(
    world: World, to: Delivery, content: Json, *, kind: str | None = None, origin: Json | None = None, media_group_id: str | None = None
) -> Message:
    """Writes the bot's message and changes the keyboard below the chat when the message brings one."""
    message = post(
        world,
        to.chat,
        sender_id=world.bot.id,
        content=content,
        kind=kind,
        thread_id=to.thread_id,
        reply_to=to.reply_to,
        external_reply=to.external_reply,
        quote=to.quote,
        origin=origin,
        media_group_id=media_group_id,
        reply_markup=to.reply_markup,
        protected=to.protected,
    )
    if to.reply_markup is not None and "keyboard" in to.reply_markup:
        show_reply_keyboard(world, to.chat, to.reply_markup)
    elif to.reply_markup is not None and to.reply_markup.get("remove_keyboard"):
        show_reply_keyboard(world, to.chat, None)
    return message


def sent(world: World, p: Parameters, content: Json) -> Json:
    """Sends one message with this content and returns it as the answer of the call."""
    return message_view(world, send(world, delivery(world, p), content))


def origin_of(world: World, message: Message) -> Json:
    """The MessageOrigin: who wrote it first."""
    if message.origin is not None:
        return message.origin
    if message.sender_chat_id is None:
        return {"type": "user", "date": message.date, "sender_user": user_view(world, message.sender_id)}
    sender = chat_view(world, world.chats[message.sender_chat_id])
    if sender["type"] == "channel":
        return {"type": "channel", "date": message.date, "chat": sender, "message_id": message.message_id}
    return {"type": "chat", "date": message.date, "sender_chat": sender}


def _thread(world: World, chat: Chat, p: Parameters) -> int | None:
    thread_id = p.integer("message_thread_id")
    if thread_id <= 0:
        return None
    if chat.is_forum:
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not chat.member(world.bot.id).may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
        return thread_id
    root = chat.message(thread_id)
    if root is None or root.thread_id not in {None, thread_id} or chat.is_private:
        raise bad_request("message thread not found")
    return thread_id


def _reply(world: World, chat: Chat, p: Parameters, thread_id: int | None) -> tuple[int | None, Json | None, Json | None]:
    try:
        given: Any = p.structure("reply_parameters")
    except ValueError:
        raise bad_request("can't parse reply parameters JSON object") from None
    if given is None and p.integer("reply_to_message_id") > 0:
        given = {"message_id": p.integer("reply_to_message_id"), "allow_sending_without_reply": p.boolean("allow_sending_without_reply")}
    if not given:
        return None, None, None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    named = Parameters(given)
    source = known_chat(world, named) if named.has("chat_id") else chat
    replied = source.message(named.integer("message_id"))
    if replied is None:
        if named.boolean("allow_sending_without_reply"):
            return None, None, None
        raise bad_request("message to be replied not found")
    quote = _quote(named, replied)
    other_topic = thread_id is not None and chat.is_forum and replied.thread_id != thread_id
    if source is chat and not other_topic:
        return replied.message_id, None, quote
    external: Json = {"origin": origin_of(world, replied), "chat": chat_view(world, source), "message_id": replied.message_id}
    kind = kind_of(replied.content)
    if kind not in {"text", "unknown"} and not replied.is_service:
        external[kind] = replied.content[kind]
    return None, external, quote


def _quote(named: Parameters, replied: Message) -> Json | None:
    wanted = named.text("quote")
    if not wanted:
        return None
    whole = replied.content.get("text") or replied.content.get("caption") or ""
    position = whole.find(wanted)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": wanted, "position": len(whole[:position].encode("utf-16-le")) // 2, "is_manual": True}
