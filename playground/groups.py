"""Groups: who joins, leaves, rises and is thrown out, and the upgrade to a supergroup."""

from playground.chats import DEFAULT_ADMIN_RIGHTS, PRESENT, Chat, ChatType, Member, Standing
from playground.posting import bot_sees, post
from playground.views import chat_event, chat_view, member_view, user_view
from playground.world import World


def set_standing(
    world: World,
    chat: Chat,
    user_id: int,
    standing: Standing,
    *,
    by: int,
    is_anonymous: bool | None = None,
    rights: dict[str, bool] | None = None,
    until_date: int = 0,
) -> Member:
    """Changes how an account stands in a group, with the service message and the update that go with it."""
    before = chat.member(user_id)
    if rights is None:
        rights = before.rights if before.standing is standing else dict(DEFAULT_ADMIN_RIGHTS) if standing is Standing.ADMINISTRATOR else {}
    anonymous = before.is_anonymous if is_anonymous is None else is_anonymous
    after = Member(user_id, standing, anonymous and standing in {Standing.CREATOR, Standing.ADMINISTRATOR}, rights, until_date)
    told_before = bot_sees(world, chat)
    chat.members[user_id] = after
    _tell_member(world, chat, before, after, by, told_before)
    joined = standing in PRESENT and not before.is_present
    gone = standing not in PRESENT and before.is_present
    if joined:
        post(world, chat, sender_id=by, content={"new_chat_members": [user_id]}, kind="new_chat_members")
    if gone:
        message = post(world, chat, sender_id=by, content={"left_chat_member": user_id}, kind="left_chat_member")
        if user_id == world.bot.id and not bot_sees(world, chat):
            told = {"left_chat_member": user_view(world, user_id), "message_id": message.message_id, "date": message.date}
            told |= {"chat": chat_view(world, chat), "from": user_view(world, by)}
            world.queue.add("message", told, ("chat", chat.id))
    world.events.add(chat_event(world, chat))
    return after


def set_blocked(world: World, chat: Chat, *, blocked: bool) -> None:
    """A person blocks the bot in their private chat, or unblocks it."""
    if chat.blocked == blocked or chat.person_id is None:
        return
    chat.blocked = blocked
    states = [Member(world.bot.id, Standing.MEMBER), Member(world.bot.id, Standing.KICKED)]
    before, after = states if blocked else reversed(states)
    _tell_member(world, chat, before, after, chat.person_id, True)
    world.events.add(chat_event(world, chat))


def set_forum(world: World, chat: Chat, *, is_forum: bool) -> None:
    """Turns topics on or off."""
    chat.is_forum = is_forum
    world.events.add(chat_event(world, chat))


def upgrade(world: World, group: Chat) -> Chat:
    """The supergroup that takes a plain group's place: a new id, the same members, messages counted from one."""
    creator = next((member.user_id for member in group.members.values() if member.standing is Standing.CREATOR), world.bot.id)
    supergroup = world.add_group(group.title or "", creator_id=creator, is_supergroup=True)
    supergroup.last_message_id = 0
    supergroup.members = {
        user_id: Member(user_id, member.standing, member.is_anonymous, dict(member.rights), member.until_date)
        for user_id, member in group.members.items()
    }
    post(world, group, sender_id=creator, content={"migrate_to_chat_id": supergroup.id}, kind="migrate_to_chat_id")
    group.migrated_to = supergroup.id
    world.events.add(chat_event(world, group))
    world.events.add(chat_event(world, supergroup))
    post(world, supergroup, sender_id=creator, content={"migrate_from_chat_id": group.id}, kind="migrate_from_chat_id")
    return supergroup


def _tell_member(world: World, chat: Chat, before: Member, after: Member, by: int, told_before: bool) -> None:
    mine = after.user_id == world.bot.id
    if not mine and not (told_before and chat.member(world.bot.id).is_administrator):
        return
    told = {
        "chat": chat_view(world, chat),
        "from": user_view(world, by),
        "date": world.timestamp(),
        "old_chat_member": member_view(world, before),
        "new_chat_member": member_view(world, after),
    }
    lane = ("my_chat_member", chat.id) if mine else ("chat_member", after.user_id)
    world.queue.add("my_chat_member" if mine else "chat_member", told, lane)


def is_upgradable(chat: Chat) -> bool:
    """Whether this is a plain group that was not upgraded yet."""
    return chat.type is ChatType.GROUP and chat.migrated_to is None
