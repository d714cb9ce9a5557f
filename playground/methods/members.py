"""Chats and who is in them: getChat and its kin, bans, restrictions, leaving."""

from typing import Any

from playground.access import known_chat, require_right, writable_chat
from playground.chats import PERMISSIONS, Chat, ChatType, Member, Standing
from playground.groups import set_standing
from playground.refusals import bad_request
from playground.views import full_chat_view, member_view
from playground.wire import Json, Parameters
from playground.world import World

NOT_ENOUGH_RIGHTS = "not enough rights to restrict/unrestrict chat member"


def get_chat(world: World, p: Parameters) -> Json:
    chat = known_chat(world, p)
    if chat.is_private and not chat.started and not _met(world, chat.id):
        raise bad_request("chat not found")
    return full_chat_view(world, chat)


def get_chat_member(world: World, p: Parameters) -> Json:
    chat = known_chat(world, p)
    user_id = p.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if chat.is_private:
        if user_id not in {chat.id, world.bot.id}:
            raise bad_request("member not found")
        return member_view(world, Member(user_id, Standing.MEMBER))
    if user_id not in world.people and user_id != world.bot.id:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_view(world, chat.member(user_id))


def get_chat_administrators(world: World, p: Parameters) -> list[Json]:
    chat = known_chat(world, p)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [member_view(world, member) for member in chat.present() if member.is_administrator]


def get_chat_member_count(world: World, p: Parameters) -> int:
    chat = known_chat(world, p)
    return 2 if chat.is_private else len(chat.present())


def leave_chat(world: World, p: Parameters) -> bool:
    chat = known_chat(world, p)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    set_standing(world, chat, world.bot.id, Standing.LEFT, by=world.bot.id)
    return True


def ban_chat_member(world: World, p: Parameters) -> bool:
    chat, member = _restrictable(world, p)
    set_standing(world, chat, member.user_id, Standing.KICKED, by=world.bot.id, until_date=p.integer("until_date"))
    return True


def unban_chat_member(world: World, p: Parameters) -> bool:
    chat, member = _restrictable(world, p)
    if chat.type is not ChatType.SUPERGROUP:
        raise bad_request("method is available for supergroup and channel chats only")
    if member.standing is Standing.KICKED or (member.is_present and not p.boolean("only_if_banned")):
        set_standing(world, chat, member.user_id, Standing.LEFT, by=world.bot.id)
    return True


def restrict_chat_member(world: World, p: Parameters) -> bool:
    chat, member = _restrictable(world, p)
    if chat.type is not ChatType.SUPERGROUP:
        raise bad_request("method is available only for supergroups")
    try:
        given: Any = p.structure("permissions")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions JSON object")
    rights = {right: bool(given.get(right)) for right in PERMISSIONS}
    free = all(rights[right] for right in PERMISSIONS[:10])
    standing = Standing.MEMBER if free else Standing.RESTRICTED
    set_standing(
        world,
        chat,
        member.user_id,
        standing,
        by=world.bot.id,
        rights={} if free else rights,
        until_date=0 if free else p.integer("until_date"),
    )
    return True


def _restrictable(world: World, p: Parameters) -> tuple[Chat, Member]:
    chat = writable_chat(world, p)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    require_right(world, chat, "can_restrict_members", NOT_ENOUGH_RIGHTS)
    user_id = p.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id == world.bot.id:
        raise bad_request("can't restrict self")
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    member = chat.member(user_id)
    if member.standing is Standing.CREATOR:
        raise bad_request("can't remove chat owner")
    if member.standing is Standing.ADMINISTRATOR:
        raise bad_request("user is an administrator of the chat")
    return chat, member


def _met(world: World, person_id: int) -> bool:
    groups = (chat for chat in world.chats.values() if not chat.is_private and chat.member(world.bot.id).is_present)
    return any(chat.member(person_id).is_present for chat in groups)


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "banChatMember": ban_chat_member,
    "unbanChatMember": unban_chat_member,
    "restrictChatMember": restrict_chat_member,
}
