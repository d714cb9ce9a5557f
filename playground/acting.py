"""What people do: write, edit, delete, react, press buttons. Each act checks that the person could do it in a messenger."""

import time
from dataclasses import dataclass
from typing import Any

from playground.chats import Chat, ChatType, Standing
from playground.formatted_text import TEXT_LIMIT, checked_entities, trimmed
from playground.html_entities import utf16_length
from playground.messages import Message
from playground.people import ANONYMOUS_ADMIN, CHANNEL_SENDER, Person
from playground.posting import delete, edit, post
from playground.refusals import NotPossible, Refused
from playground.views import chat_event, message_view, user_view
from playground.wire import Json
from playground.world import Press, World


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person writes, and as whom."""

    chat: Chat
    person: Person
    sender_id: int
    sender_chat_id: int | None
    thread_id: int | None


def person_of(world: World, person_id: int) -> Person:
    """The person. NotPossible when there is none, or the account is gone."""
    person = world.people.get(person_id)
    if person is None:
        raise NotPossible(404, f"There is no person {person_id}.")
    if person.deactivated:
        raise NotPossible(403, f"The account of {person.first_name} is gone.")
    return person


def chat_of(world: World, chat_id: int) -> Chat:
    """The chat. NotPossible when there is none."""
    chat = world.chats.get(chat_id)
    if chat is None or chat.type is ChatType.CHANNEL:
        raise NotPossible(404, f"There is no chat {chat_id}.")
    return chat


def place(world: World, person_id: int, chat_id: int, *, thread_id: int | None = None, as_chat: int | None = None) -> Place:
    """Where the person writes. NotPossible when the person may not write there."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    require_inside(world, person, chat)
    if chat.is_private:
        if chat.blocked:
            raise NotPossible(403, f"{person.first_name} has blocked the bot and unblocks it first.")
        return Place(chat, person, person_id, None, None)
    member = chat.member(person_id)
    if member.standing is Standing.RESTRICTED and not member.may("can_send_messages"):
        raise NotPossible(403, f"{person.first_name} may not write here.")
    if thread_id is not None:
        _require_open_topic(chat, person, thread_id)
    if as_chat is None and member.is_anonymous:
        as_chat = chat.id
    if as_chat is None:
        return Place(chat, person, person_id, None, thread_id)
    if as_chat == chat.id:
        if not member.is_administrator:
            raise NotPossible(403, "Only an administrator writes as the group.")
        return Place(chat, person, ANONYMOUS_ADMIN, chat.id, thread_id)
    if world.channel(as_chat).type is not ChatType.CHANNEL:
        raise NotPossible(403, "One writes as the group itself or as a channel.")
    return Place(chat, person, CHANNEL_SENDER, as_chat, thread_id)


def write(
    world: World,
    at: Place,
    content: Json,
    *,
    kind: str | None = None,
    reply_to: int | None = None,
    origin: Json | None = None,
    media_group_id: str | None = None,
    via_bot: bool = False,
) -> Message:
    """A message of a person. The first one starts the private chat."""
    chat = at.chat
    if reply_to is not None and chat.message(reply_to) is None:
        raise NotPossible(404, "The message to reply to is not there.")
    if chat.is_private and not chat.started:
        chat.started = True
        world.events.add(chat_event(world, chat))
    return post(
        world,
        chat,
        sender_id=at.sender_id,
        sender_chat_id=at.sender_chat_id,
        content=content,
        kind=kind,
        thread_id=at.thread_id,
        reply_to=reply_to,
        origin=origin,
        media_group_id=media_group_id,
        via_bot=via_bot,
    )


def written_text(text: str, entities: list[Any] | None) -> Json:
    """The content of a text a person types: commands, links and mentions get their entities. NotPossible when empty or too long."""
    try:
        bare, found = trimmed(text, checked_entities(entities or [], text))
    except Refused as refused:
        raise NotPossible(400, refused.description) from None
    if not bare:
        raise NotPossible(400, "An empty message cannot be sent.")
    if utf16_length(bare) > TEXT_LIMIT:
        raise NotPossible(400, f"A message holds at most {TEXT_LIMIT} characters.")
    return {"text": bare, "entities": found} if found else {"text": bare}


def forwarded_from(world: World, person_id: int, *, hidden: bool) -> Json:
    """The origin of a message that a person forwards."""
    author = person_of(world, person_id)
    if hidden:
        return {
            "type": "hidden_user",
            "date": world.timestamp(),
            "sender_user_name": f"{author.first_name} {author.last_name or ''}".strip(),
        }
    return {"type": "user", "date": world.timestamp(), "sender_user": user_view(world, person_id)}


def change(world: World, person_id: int, chat_id: int, message_id: int, *, text: str | None, caption: str | None) -> Message:
    """A person edits an own message."""
    message = _own(world, person_id, chat_id, message_id)
    if text is not None:
        if message.kind != "text":
            raise NotPossible(400, "This message has no text.")
        content = written_text(text, None)
    elif caption is not None:
        bare, found = trimmed(caption, [])
        content = {name: value for name, value in message.content.items() if name not in {"caption", "caption_entities"}}
        content |= {"caption": bare} if bare else {}
        content |= {"caption_entities": found} if found else {}
    else:
        raise NotPossible(400, "An edit brings a text or a caption.")
    edit(world, message, content=content, reply_markup=message.reply_markup)
    return message


def take_back(world: World, person_id: int, chat_id: int, message_id: int) -> None:
    """A person deletes a message: an own one, any in the private chat, any in a group with the right."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    require_inside(world, person, chat)
    message = _message(chat, message_id)
    if not chat.is_private and message.sender_id != person_id and not chat.member(person_id).may("can_delete_messages"):
        raise NotPossible(403, "Only an administrator deletes the messages of others.")
    delete(world, chat, [message_id])


def press(world: World, person_id: int, chat_id: int, message_id: int, data: str, *, forged: bool) -> str:
    """A person presses a button; the id of the callback query. NotPossible when no button has this data, unless it is forged."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    require_inside(world, person, chat)
    message = _message(chat, message_id)
    if message.sender_id != world.bot.id or (not forged and data not in message.button_data()):
        raise NotPossible(400, "DATA_INVALID: the message has no button with this data.")
    query_id = str(world.next_number() * 1_000_003)
    world.presses[query_id] = Press(query_id, person_id, chat_id, message_id, time.monotonic())
    query = {
        "id": query_id,
        "from": user_view(world, person_id),
        "message": message_view(world, message),
        "chat_instance": str(chat_id * 7_919 - world.bot.id),
        "data": data,
    }
    world.queue.add("callback_query", query, ("callback_query", person_id))
    return query_id


def message_within_reach(world: World, person_id: int, chat_id: int, message_id: int) -> Message:
    """A message the person sees. NotPossible when it is not there, or the person is not."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    require_inside(world, person, chat)
    return _message(chat, message_id)


def _own(world: World, person_id: int, chat_id: int, message_id: int) -> Message:
    message = message_within_reach(world, person_id, chat_id, message_id)
    if message.sender_id != person_id or message.is_service:
        raise NotPossible(403, "One edits only one's own messages.")
    if message.via_bot:
        raise NotPossible(403, "What was posted by inline mode only the bot changes.")
    return message


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.message(message_id)
    if message is None:
        raise NotPossible(404, "The message is not there.")
    return message


def require_inside(world: World, person: Person, chat: Chat) -> None:
    """NotPossible unless the person is in the chat."""
    if chat.is_private:
        if chat.person_id != person.id:
            raise NotPossible(403, f"This is not the chat of {person.first_name}.")
        return
    if chat.migrated_to is not None:
        raise NotPossible(403, "This group has become a supergroup.")
    if not chat.member(person.id).is_present:
        raise NotPossible(403, f"{person.first_name} is not in this group.")


def _require_open_topic(chat: Chat, person: Person, thread_id: int) -> None:
    topic = chat.topics.get(thread_id)
    if topic is None:
        if chat.is_forum or chat.message(thread_id) is None:
            raise NotPossible(404, "The topic is not there.")
    elif topic.closed and topic.created_by != person.id and not chat.member(person.id).may("can_manage_topics"):
        raise NotPossible(403, "The topic is closed.")
