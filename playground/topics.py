"""The topics of a forum: opened, renamed, closed, deleted, each with its service message."""

from playground.chats import TOPIC_COLOURS, Chat, Topic
from playground.posting import delete, post, tell_of
from playground.views import chat_event
from playground.wire import Json
from playground.world import World


def open_topic(world: World, chat: Chat, *, name: str, by: int, icon_color: int = 0, icon_custom_emoji_id: str = "") -> Topic:
    """A new topic; its id is the id of the message that says it was created."""
    colour = icon_color or TOPIC_COLOURS[len(chat.topics) % len(TOPIC_COLOURS)]
    draft = Topic(0, name, colour, by, icon_custom_emoji_id)
    message = post(world, chat, sender_id=by, content={"forum_topic_created": draft.created()}, kind="forum_topic_created")
    draft.message_thread_id = message.thread_id = message.message_id
    chat.topics[draft.message_thread_id] = draft
    world.events.add(chat_event(world, chat))
    tell_of(world, chat, message)
    return draft


def edit_topic(world: World, chat: Chat, topic: Topic, *, by: int, name: str | None, icon_custom_emoji_id: str | None) -> None:
    """Renames a topic or gives it another icon."""
    told: Json = {}
    if name is not None and name != topic.name:
        topic.name = told["name"] = name
    if icon_custom_emoji_id is not None and icon_custom_emoji_id != topic.icon_custom_emoji_id:
        topic.icon_custom_emoji_id = told["icon_custom_emoji_id"] = icon_custom_emoji_id
    _say(world, chat, topic, by, "forum_topic_edited", told)


def set_topic_closed(world: World, chat: Chat, topic: Topic, *, by: int, closed: bool) -> None:
    """Closes or reopens a topic."""
    topic.closed = closed
    _say(world, chat, topic, by, "forum_topic_closed" if closed else "forum_topic_reopened", {})


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Takes a topic away with every message in it; the bot is not told."""
    inside = [
        message.message_id for message in chat.messages.values() if message.thread_id == topic.message_thread_id and not message.deleted
    ]
    del chat.topics[topic.message_thread_id]
    delete(world, chat, inside)
    world.events.add(chat_event(world, chat))


def _say(world: World, chat: Chat, topic: Topic, by: int, kind: str, told: Json) -> None:
    world.events.add(chat_event(world, chat))
    post(world, chat, sender_id=by, content={kind: told}, kind=kind, thread_id=topic.message_thread_id)
