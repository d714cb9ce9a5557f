"""The topics of a forum: createForumTopic and its kin."""

from playground.access import require_right, writable_chat
from playground.chats import Chat, Topic
from playground.refusals import bad_request
from playground.topics import delete_topic, edit_topic, open_topic, set_topic_closed
from playground.wire import Json, Parameters
from playground.world import World

NAME_LIMIT = 128
ICONS = {
    "📰": "5434144690511290129",
    "💡": "5312536423851630001",
    "⚡️": "5312016608254762256",
    "🎙": "5377544228505134960",
    "🔝": "5418085807791545980",
    "🗣": "5370870893004203704",
    "🆒": "5420216386448270341",
    "❗️": "5379748062124056162",
    "📝": "5373251851074415873",
    "📆": "5433614043006903194",
    "📁": "5357315181649076022",
    "🔎": "5309965701241379366",
    "📣": "5309984423003823246",
    "🔥": "5312241539987020022",
    "❤️": "5312138559556164615",
    "❓": "5377316857231450742",
}


def create_forum_topic(world: World, p: Parameters) -> Json:
    chat = _forum(world, p)
    require_right(world, chat, "can_manage_topics", "not enough rights to create a topic")
    name = _name(p)
    world.limits.take(chat.id)
    topic = open_topic(
        world,
        chat,
        name=name,
        by=world.bot.id,
        icon_color=p.integer("icon_color"),
        icon_custom_emoji_id=p.text("icon_custom_emoji_id"),
    )
    return {"message_thread_id": topic.message_thread_id, **topic.created()}


def edit_forum_topic(world: World, p: Parameters) -> bool:
    chat, topic = _managed(world, p)
    name = _name(p) if p.has("name") else None
    icon = p.text("icon_custom_emoji_id") if "icon_custom_emoji_id" in p.values else None
    if name in {None, topic.name} and icon in {None, topic.icon_custom_emoji_id}:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.limits.take(chat.id)
    edit_topic(world, chat, topic, by=world.bot.id, name=name, icon_custom_emoji_id=icon)
    return True


def close_forum_topic(world: World, p: Parameters) -> bool:
    return _set_closed(world, p, closed=True)


def reopen_forum_topic(world: World, p: Parameters) -> bool:
    return _set_closed(world, p, closed=False)


def delete_forum_topic(world: World, p: Parameters) -> bool:
    chat, topic = _managed(world, p)
    require_right(world, chat, "can_delete_messages", "not enough rights to delete a topic")
    delete_topic(world, chat, topic)
    return True


def get_forum_topic_icon_stickers(world: World, p: Parameters) -> list[Json]:
    return [
        {
            "file_id": f"CAACAgIAAxUAAWicon{emoji_id}",
            "file_unique_id": f"AgADicon{emoji_id[-8:]}",
            "type": "custom_emoji",
            "width": 512,
            "height": 512,
            "is_animated": True,
            "is_video": False,
            "emoji": emoji,
            "set_name": "Topics",
            "custom_emoji_id": emoji_id,
        }
        for emoji, emoji_id in ICONS.items()
    ]


def _set_closed(world: World, p: Parameters, *, closed: bool) -> bool:
    chat, topic = _managed(world, p)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.limits.take(chat.id)
    set_topic_closed(world, chat, topic, by=world.bot.id, closed=closed)
    return True


def _forum(world: World, p: Parameters) -> Chat:
    chat = writable_chat(world, p)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _managed(world: World, p: Parameters) -> tuple[Chat, Topic]:
    chat = _forum(world, p)
    topic = chat.topics.get(p.integer("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if topic.created_by != world.bot.id:
        require_right(world, chat, "can_manage_topics", "not enough rights to manage the topic")
    return chat, topic


def _name(p: Parameters) -> str:
    name = p.text("name").strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    if len(name) > NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_INVALID")
    return name


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
    "getForumTopicIconStickers": get_forum_topic_icon_stickers,
}
