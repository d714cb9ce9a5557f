"""How chats, people and messages look: as the Bot API writes them, and as the page shows them."""

from playground.chats import ADMIN_RIGHTS, PERMISSIONS, Chat, ChatType, Member, Standing
from playground.messages import Message
from playground.people import ANONYMOUS_ADMIN, CHANNEL_SENDER
from playground.wire import Json
from playground.world import World

GENERAL_NAMES = {
    ANONYMOUS_ADMIN: {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
    CHANNEL_SENDER: {"id": CHANNEL_SENDER, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
}


def user_view(world: World, user_id: int) -> Json:
    """The User; an account that is gone has only its id."""
    if user_id == world.bot.id:
        return world.bot.as_user()
    if user_id in GENERAL_NAMES:
        return dict(GENERAL_NAMES[user_id])
    person = world.people.get(user_id)
    return person.as_user() if person else {"id": user_id, "is_bot": False, "first_name": ""}


def chat_view(world: World, chat: Chat) -> Json:
    """The Chat."""
    view: Json = {"id": chat.id, "type": chat.type.value}
    if chat.person_id is not None:
        person = world.people[chat.person_id]
        view["first_name"] = person.first_name
        if person.last_name:
            view["last_name"] = person.last_name
        if person.username:
            view["username"] = person.username
        return view
    view["title"] = chat.title
    if chat.is_forum:
        view["is_forum"] = True
    return view


def member_view(world: World, member: Member) -> Json:
    """The ChatMember, in the shape of its status."""
    view: Json = {"user": user_view(world, member.user_id), "status": member.standing.value}
    match member.standing:
        case Standing.CREATOR:
            view["is_anonymous"] = member.is_anonymous
        case Standing.ADMINISTRATOR:
            view |= {"can_be_edited": False, "is_anonymous": member.is_anonymous}
            view |= {right: member.rights.get(right, False) for right in ADMIN_RIGHTS}
            view["can_manage_chat"] = True
        case Standing.RESTRICTED:
            view |= {"is_member": True, "until_date": member.until_date}
            view |= {right: member.rights.get(right, False) for right in PERMISSIONS}
        case Standing.KICKED:
            view["until_date"] = member.until_date
        case Standing.MEMBER | Standing.LEFT:
            pass
    return view


def message_view(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """The Message. A message it replies to is shown without its own reply; in a topic the first message stands in for a missing reply."""
    chat = world.chats[message.chat_id]
    view: Json = {"message_id": message.message_id, "from": user_view(world, message.sender_id)}
    if message.sender_chat_id is not None:
        view["sender_chat"] = chat_view(world, world.chats[message.sender_chat_id])
    view |= {"chat": chat_view(world, chat), "date": message.date}
    if message.thread_id is not None:
        view["message_thread_id"] = message.thread_id
        if message.thread_id in chat.topics:
            view["is_topic_message"] = True
    if message.edit_date is not None:
        view["edit_date"] = message.edit_date
    if message.via_bot:
        view["via_bot"] = world.bot.as_user()
    if message.origin is not None:
        view["forward_origin"] = message.origin
    if message.media_group_id is not None:
        view["media_group_id"] = message.media_group_id
    if message.protected:
        view["has_protected_content"] = True
    if with_reply:
        view |= _reply_view(world, chat, message)
    view |= _content_view(world, chat, message, with_reply=with_reply)
    if message.reply_markup is not None and "inline_keyboard" in message.reply_markup:
        view["reply_markup"] = message.reply_markup
    return view


def page_view(world: World, message: Message) -> Json:
    """The message as the page shows it; unlike the bot's view it says that a reply is asked for."""
    view = message_view(world, message)
    if message.reply_markup is not None and message.reply_markup.get("force_reply"):
        view["reply_markup"] = message.reply_markup
    return {**view, "deleted": message.deleted, "reactions": message.reactions_for_page(world.bot.id)}


def chat_event(world: World, chat: Chat) -> Json:
    """The event that a chat has changed."""
    return {"type": "chat", "chat": chat.for_page(world.bot.id)}


def inaccessible_view(world: World, chat: Chat, message_id: int) -> Json:
    """The InaccessibleMessage that stands for a deleted one."""
    return {"chat": chat_view(world, chat), "message_id": message_id, "date": 0}


def full_chat_view(world: World, chat: Chat) -> Json:
    """The ChatFullInfo."""
    view = chat_view(world, chat)
    view |= {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
        view["permissions"] = {right: right not in {"can_change_info", "can_edit_tag"} for right in PERMISSIONS}
    if chat.person_id is not None and world.people[chat.person_id].username:
        view["active_usernames"] = [world.people[chat.person_id].username]
    pinned = chat.message(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        view["pinned_message"] = message_view(world, pinned, with_reply=False)
    return view


def _reply_view(world: World, chat: Chat, message: Message) -> Json:
    view: Json = {}
    replied = chat.message(message.reply_to) if message.reply_to is not None else None
    if replied is None and message.thread_id in chat.topics and message.message_id != message.thread_id:
        replied = chat.message(message.thread_id or 0)
    if replied is not None and message.kind != "pinned_message_id":
        view["reply_to_message"] = message_view(world, replied, with_reply=False)
    if message.external_reply is not None:
        view["external_reply"] = message.external_reply
    if message.quote is not None:
        view["quote"] = message.quote
    return view


def _content_view(world: World, chat: Chat, message: Message, *, with_reply: bool) -> Json:
    match message.kind:
        case "new_chat_members":
            return {"new_chat_members": [user_view(world, user_id) for user_id in message.content["new_chat_members"]]}
        case "left_chat_member":
            return {"left_chat_member": user_view(world, message.content["left_chat_member"])}
        case "pinned_message_id":
            pinned = chat.message(message.content["pinned_message_id"])
            if pinned is None:
                return {"pinned_message": inaccessible_view(world, chat, message.content["pinned_message_id"])}
            return {"pinned_message": message_view(world, pinned, with_reply=False)} if with_reply else {}
        case _:
            return message.content
