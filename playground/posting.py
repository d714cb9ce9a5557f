"""What happens to messages: written, edited, deleted, reacted to; the page and the bot are told of each."""

from playground.attachments import kind_of
from playground.chats import Chat
from playground.messages import Message
from playground.views import chat_event, chat_view, message_view, page_view, user_view
from playground.wire import Json
from playground.world import World

# Of its own messages a bot is told only these.
OWN_TOLD = frozenset(
    {
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "left_chat_member",
        "pinned_message_id",
    }
)


def bot_sees(world: World, chat: Chat) -> bool:
    """Whether the bot is told what is written here: its private chats, and groups it is in."""
    return chat.is_private or chat.member(world.bot.id).is_present


def post(
    world: World,
    chat: Chat,
    *,
    sender_id: int,
    content: Json,
    kind: str | None = None,
    sender_chat_id: int | None = None,
    thread_id: int | None = None,
    reply_to: int | None = None,
    external_reply: Json | None = None,
    quote: Json | None = None,
    origin: Json | None = None,
    media_group_id: str | None = None,
    reply_markup: Json | None = None,
    protected: bool = False,
    via_bot: bool = False,
) -> Message:
    """Writes a message. Outside topics a reply in a supergroup belongs to the thread of what it replies to, as at Telegram."""
    replied = chat.message(reply_to) if reply_to is not None else None
    if thread_id is None and replied is not None and not chat.is_private and chat.id < -1_000_000_000_000:
        thread_id = replied.thread_id or replied.message_id
    message = Message(
        chat_id=chat.id,
        message_id=world.next_message_id(chat),
        sender_id=sender_id,
        date=world.timestamp(),
        kind=kind or kind_of(content),
        content=_with_people(world, content),
        sender_chat_id=sender_chat_id,
        thread_id=thread_id,
        reply_to=reply_to if replied is not None else None,
        external_reply=external_reply,
        quote=quote,
        origin=origin,
        media_group_id=media_group_id,
        reply_markup=reply_markup,
        protected=protected,
        via_bot=via_bot,
    )
    chat.messages[message.message_id] = message
    if kind != "forum_topic_created":
        tell_of(world, chat, message)
    return message


def tell_of(world: World, chat: Chat, message: Message) -> None:
    """Tells the page of a new message, and the bot when it is one that it gets."""
    world.events.add({"type": "message", "message": page_view(world, message)})
    if bot_sees(world, chat) and (message.sender_id != world.bot.id or message.kind in OWN_TOLD):
        world.queue.add("message", message_view(world, message), ("chat", chat.id))


def edit(world: World, message: Message, *, content: Json | None = None, reply_markup: Json | None = None) -> None:
    """Changes a message; a person's edit reaches the bot."""
    chat = world.chats[message.chat_id]
    if content is not None:
        message.content = _with_people(world, content)
    message.reply_markup = reply_markup
    message.edit_date = world.timestamp()
    world.events.add({"type": "edit", "message": page_view(world, message)})
    if message.sender_id != world.bot.id and bot_sees(world, chat):
        world.queue.add("edited_message", message_view(world, message), ("chat", chat.id))


def delete(world: World, chat: Chat, message_ids: list[int]) -> None:
    """Takes messages away. Nobody tells a bot of a deletion."""
    for message_id in message_ids:
        chat.messages[message_id].deleted = True
    pinned = [message_id for message_id in chat.pinned if message_id not in message_ids]
    world.events.add({"type": "delete", "chat_id": chat.id, "message_ids": message_ids})
    if pinned != chat.pinned:
        chat.pinned = pinned
        world.events.add(chat_event(world, chat))


def react(world: World, message: Message, *, user_id: int, reaction: list[Json]) -> None:
    """Sets what one account thinks of a message. The bot is told where it is administrator, and in its private chats."""
    chat = world.chats[message.chat_id]
    before = message.reactions.get(user_id, [])
    if before == reaction:
        return
    if reaction:
        message.reactions[user_id] = reaction
    else:
        message.reactions.pop(user_id, None)
    shown = message.reactions_for_page(world.bot.id)
    world.events.add({"type": "reactions", "chat_id": chat.id, "message_id": message.message_id, "reactions": shown})
    if user_id == world.bot.id or not (chat.is_private or chat.member(world.bot.id).is_administrator):
        return
    who: Json = {"user": user_view(world, user_id)}
    if chat.member(user_id).is_anonymous:
        who = {"actor_chat": chat_view(world, chat)}
    told = {
        "chat": chat_view(world, chat),
        "message_id": message.message_id,
        **who,
        "date": world.timestamp(),
        "old_reaction": before,
        "new_reaction": reaction,
    }
    world.queue.add("message_reaction", told, ("reaction", chat.id))


def pin(world: World, chat: Chat, message: Message, *, by: int) -> None:
    """Pins a message and says so in the chat."""
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    chat.pinned.append(message.message_id)
    post(
        world, chat, sender_id=by, content={"pinned_message_id": message.message_id}, kind="pinned_message_id", thread_id=message.thread_id
    )
    world.events.add(chat_event(world, chat))


def show_reply_keyboard(world: World, chat: Chat, keyboard: Json | None) -> None:
    """Replaces the keyboard below the chat."""
    if chat.reply_keyboard != keyboard:
        chat.reply_keyboard = keyboard
        world.events.add({"type": "reply_keyboard", "chat_id": chat.id, "keyboard": keyboard})


def _with_people(world: World, content: Json) -> Json:
    """The content with the person in each mention; mentions of strangers are plain text."""
    for name in ("entities", "caption_entities"):
        if not any(entity["type"] == "text_mention" for entity in content.get(name, ())):
            continue
        kept = []
        for entity in content[name]:
            if entity["type"] == "text_mention":
                user_id = entity.get("user_id") or (entity.get("user") or {}).get("id")
                if user_id not in world.people:
                    continue
                span = {"offset": entity["offset"], "length": entity["length"]}
                entity = {"type": "text_mention", **span, "user": user_view(world, user_id)}
            kept.append(entity)
        content = {**content, name: kept}
        if not kept:
            del content[name]
    return content
