"""What the bot can reach: chats it may read or write, messages it can name, rights it has."""

from playground.chats import Chat, ChatType, Standing
from playground.messages import Message
from playground.refusals import Refused, bad_request, forbidden
from playground.wire import Parameters
from playground.world import World

DELETABLE_SECONDS = 48 * 3600
MOST_AT_ONCE = 100


def known_chat(world: World, p: Parameters, name: str = "chat_id") -> Chat:
    """The chat a call names. Refused when there is none, or it has become a supergroup."""
    if not p.has(name):
        raise bad_request(f"{name} is empty")
    chat = world.chats.get(p.integer(name))
    if chat is None or chat.type is ChatType.CHANNEL:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to})
    if not chat.is_private:
        _require_inside(world, chat)
    return chat


def writable_chat(world: World, p: Parameters) -> Chat:
    """The chat a call wants to write to. Refused with the 403 that fits when the bot may not."""
    chat = known_chat(world, p)
    if chat.person_id is not None:
        if world.people[chat.person_id].deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    bot = chat.member(world.bot.id)
    if bot.standing is Standing.RESTRICTED and not bot.may("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def known_message(world: World, p: Parameters, chat: Chat, what: str, name: str = "message_id") -> Message:
    """The message a call names. Refused with `… not found`, the words of what it is wanted for."""
    message = chat.message(p.integer(name))
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def message_ids(p: Parameters) -> list[int]:
    """The ids of a call that names several messages. Refused when there are none, or more than 100."""
    try:
        numbers = p.numbers("message_ids")
    except ValueError:
        raise bad_request("can't parse message identifiers JSON object") from None
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    return numbers


def require_right(world: World, chat: Chat, right: str, refusal: str) -> None:
    """Refused in these words when the bot lacks the right."""
    if not chat.member(world.bot.id).may(right):
        raise bad_request(refusal)


def is_deletable(world: World, chat: Chat, message: Message) -> bool:
    """Whether the bot may delete the message: its own and those of its private chats for two days, any with the right."""
    if message.kind == "forum_topic_created":
        return False
    if chat.member(world.bot.id).is_administrator and chat.member(world.bot.id).may("can_delete_messages"):
        return True
    young = world.timestamp() - message.date < DELETABLE_SECONDS
    return young and (chat.is_private or message.sender_id == world.bot.id)


def _require_inside(world: World, chat: Chat) -> None:
    name = "group chat" if chat.type is ChatType.GROUP else "supergroup chat"
    standing = chat.member(world.bot.id).standing
    if standing is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {name}")
    if standing is Standing.LEFT:
        raise forbidden(f"bot is not a member of the {name}")
