"""Setup: the bot comes into groups, one of them becomes the staff group, and others are left."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import ChatMemberUpdated, Message

from crm.deliveries import follow_group
from crm.group_facts import GroupFacts
from crm.groups import choose_staff_group, has_topics, note_membership, note_topics, note_upgrade, release_staff_group
from crm.permissions import is_allowed, require_role
from crm.rules.names import clean_name
from crm.teams import place_named
from handlers.chat.group_lacks import lacks_text
from handlers.chat.lists import listed
from handlers.chat.places import InGroup, InPrivate
from handlers.chat.staff_group import is_staff_group, refuse_hidden, refuse_stranger
from handlers.chat.turn import Turn
from storage.groups import find_group
from storage.vocabulary import Role

_PRESENT = frozenset({"creator", "administrator", "member"})
_ADMINISTRATORS = frozenset({"creator", "administrator"})
_PLAIN = "plain"
_OFF = "off"


class OfGroup(Filter):
    """A change of the bot's own place in a group or channel."""

    async def __call__(self, update: ChatMemberUpdated) -> bool:
        return update.chat.type != "private"


class Blocks(Filter):
    """A person blocks the bot."""

    async def __call__(self, update: ChatMemberUpdated) -> bool:
        return not _is_present(update.new_chat_member)


class Migrates(Filter):
    """A service message: the group becomes, or became, a supergroup."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


class TopicsSwitched(Filter):
    """A message shows that topics were switched on or off in the staff group."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        group = await turn.voice.staff_group_at(turn.chat_id)
        return group is not None and bool(message.chat.is_forum) != group.is_forum


class MayAskForSetup(Filter):
    """In private: an owner, or anybody as long as the settings name no owner."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        return turn.is_private and (is_allowed(turn.person.staff, Role.OWNER) or not turn.voice.owners)


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="setup")
    router.my_chat_member.register(follow_membership, OfGroup())
    router.my_chat_member.register(note_block, InPrivate(), Blocks())
    router.message.register(follow_migration, Migrates())
    router.message.register(note_switched_topics, TopicsSwitched())
    router.message.register(set_up_group, InGroup(), Command("setup"))
    router.message.register(explain_setup, MayAskForSetup(), Command("setup"))
    return router


async def follow_membership(update: ChatMemberUpdated, turn: Turn, is_hidden: bool) -> None:
    """Remember how the bot stands in a group; leave groups that nobody of ours put it into."""
    facts = GroupFacts(
        chat_id=update.chat.id,
        title=clean_name(update.chat.title or "") or str(update.chat.id),
        is_channel=update.chat.type == "channel",
        is_forum=bool(update.chat.is_forum),
        is_member=_is_present(update.new_chat_member),
        may_manage_topics=_has_right(update.new_chat_member, "can_manage_topics"),
        may_delete_messages=_has_right(update.new_chat_member, "can_delete_messages"),
        is_administrator=getattr(update.new_chat_member, "status", None) in _ADMINISTRATORS,
    )
    await note_membership(
        turn.voice.session, facts=facts, has_joined=not _is_present(update.old_chat_member), by=None if is_hidden else update.from_user.id,
        owners=turn.voice.owners, at=turn.voice.now, tell=turn.tell,
    )  # fmt: skip


async def note_block(update: ChatMemberUpdated, turn: Turn) -> None:
    """Remember that a customer takes no messages, until the customer does something here again."""
    if turn.person.contact is not None:
        turn.person.contact.blocked_at = turn.voice.now


async def follow_migration(message: Message, turn: Turn) -> None:
    """Go along when a group becomes a supergroup with another id."""
    if message.migrate_to_chat_id is not None:
        await follow_group(turn.voice.session, old_chat_id=message.chat.id, new_chat_id=message.migrate_to_chat_id)
        await turn.voice.session.flush()
        turn.voice.forget_staff_groups()
    elif message.migrate_from_chat_id is not None:
        await note_upgrade(turn.voice.session, old_chat_id=message.migrate_from_chat_id, new_chat_id=message.chat.id, tell=turn.tell)


async def note_switched_topics(message: Message, turn: Turn) -> None:
    """Remember whether the staff group has topics, and let the message be handled."""
    group = await turn.voice.staff_group_at(turn.chat_id)
    if group is not None:
        await note_topics(turn.voice.session, group=group, is_forum=bool(message.chat.is_forum), tell=turn.tell)
    raise SkipHandler


async def set_up_group(message: Message, command: CommandObject, turn: Turn, is_hidden: bool) -> None:
    """An owner chooses a staff group: `/setup`, `/setup delivery` for a team, `/setup main` for one more of the main desk, `/setup off`."""
    if is_hidden:
        await refuse_hidden(message, turn)
        return
    if turn.person.staff is None and await is_staff_group(turn):
        await refuse_stranger(turn)
        return
    words = (command.args or "").lower().split()
    if words == [_OFF]:
        await release_staff_group(turn.voice.session, chat_id=turn.chat_id, by=turn.person.staff, at=turn.voice.now, tell=turn.tell)
        return
    require_role(turn.person.staff, Role.OWNER)
    place = place_named(" ".join(word for word in words if word != _PLAIN), turn.voice.business.teams)
    is_new = await choose_staff_group(
        turn.voice.session, chat_id=message.chat.id, title=clean_name(message.chat.title or "") or str(message.chat.id),
        is_forum=bool(message.chat.is_forum), is_plain_wanted=_PLAIN in words, by=turn.person.staff, at=turn.voice.now, tell=turn.tell,
        place=place,
    )  # fmt: skip
    if not is_new:
        group = await find_group(turn.voice.session, message.chat.id)
        turn.reply("setup-already-topics" if group is not None and has_topics(group) else "setup-already-plain")
        if group is not None and (lacks := lacks_text(group, turn.phrases)) is not None:
            turn.reply_text(lacks)
        elif group is not None and group.is_administrator:
            turn.reply("setup-in-order")


async def explain_setup(message: Message, turn: Turn) -> None:
    """Say how a staff group is made."""
    if not turn.voice.owners:
        turn.reply("setup-nobody-owns", user_id=str(turn.person.user_id))
        return
    group = await turn.voice.staff_group()
    turn.reply("setup-how", username=turn.voice.bot_username)
    if group is not None:
        turn.reply("setup-present-group", title=group.title)
    if turn.voice.business.teams:
        turn.reply("setup-teams", teams=listed((team.key for team in turn.voice.business.teams), turn.phrases))


def _has_right(member: object, right: str) -> bool:
    return getattr(member, "status", None) == "creator" or bool(getattr(member, right, False))


def _is_present(member: object) -> bool:
    return getattr(member, "status", None) in _PRESENT or bool(getattr(member, "is_member", False))
