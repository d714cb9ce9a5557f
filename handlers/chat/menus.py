"""Menus: which commands Telegram offers, for each language and role."""

import hashlib
import json
from collections.abc import Sequence

from aiogram.enums import BotCommandScopeType
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeChatMember

from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice, payload_of
from storage.customers import find_contact
from storage.groups import GroupChat
from storage.outbox import find_known_keys
from storage.staff import StaffMember, list_staff
from storage.vocabulary import Channel, Lane, Language, Role

CUSTOMER_COMMANDS = ("start", "help", "ask", "complain", "tickets", "human", "profile", "language", "privacy", "cancel")
AGENT_COMMANDS = ("queue", "overdue", "here", "away", "replies", "alias", "bans")
SUPERVISOR_COMMANDS = (
    "queue", "overdue", "here", "away", "replies", "alias", "bans", "staff", "team", "audit", "review", "reviews", "coach",
)  # fmt: skip
OWNER_COMMANDS = (
    "queue", "overdue", "stats", "customer", "jobs", "failed", "bans", "staff", "team", "audit", "review", "reviews", "coach", "replies", "setup",
)  # fmt: skip
GROUP_COMMANDS = (
    "queue", "overdue", "claim", "r", "pending", "hold", "open", "solve", "close", "reopen", "snooze", "priority", "tag", "untag", "tags", "merge", "split",
    "link", "history", "note", "delete", "info", "alias", "assign", "unassign", "here", "away", "ban", "bans", "replies",
)  # fmt: skip
GROUP_COMMANDS_OF_SUPERVISORS = (*GROUP_COMMANDS, "staff", "audit", "coach")
GROUP_COMMANDS_OF_OWNERS = (*GROUP_COMMANDS_OF_SUPERVISORS, "setup")
_PRIVATE = {Role.OWNER: OWNER_COMMANDS, Role.SUPERVISOR: SUPERVISOR_COMMANDS, Role.AGENT: AGENT_COMMANDS}
_IN_GROUP = {Role.OWNER: GROUP_COMMANDS_OF_OWNERS, Role.SUPERVISOR: GROUP_COMMANDS_OF_SUPERVISORS}


async def queue_command_menus(voice: Voice) -> None:
    """Queue every menu that Telegram was not told yet: for customers, for the staff group, and for each of the staff."""
    everybody = BotCommandScopeAllPrivateChats(type=BotCommandScopeType.ALL_PRIVATE_CHATS)
    menus = {
        "customers": SetMyCommands(commands=_commands(CUSTOMER_COMMANDS, voice.phrases(Language.ENGLISH)), scope=everybody),
        "customers:zh": SetMyCommands(
            commands=_commands(CUSTOMER_COMMANDS, voice.phrases(Language.CHINESE)), scope=everybody, language_code="zh"
        ),
    }
    group = await voice.staff_group()
    chosen = _key_of(group)
    if group is not None and chosen is not None:
        menus[f"group:{chosen}"] = SetMyCommands(commands=_commands(GROUP_COMMANDS, voice.staff_phrases), scope=_chat(group.chat_id))
    for member in await list_staff(voice.session):
        in_private, in_group = await _menus_of(member, voice)
        if in_private is not None:
            menus[f"{member.role}:{member.user_id}"] = in_private
        if in_group is not None and chosen is not None:
            menus[f"member:{member.user_id}:{chosen}"] = in_group
    keyed = {f"menu:{name}:{_hash_of(method)}": method for name, method in menus.items()}
    known = await find_known_keys(voice.session, keyed)
    for key, method in keyed.items():
        if key not in known:
            voice.do(method, lane=Lane.NOTICE, dedupe_key=key)


async def renew_menus(voice: Voice, member: StaffMember) -> None:
    """Queue the menus of somebody who became a staff member, got another role, or is none any more."""
    in_private, in_group = await _menus_of(member, voice) if member.removed_at is None else (None, None)
    group = await voice.staff_group()
    if in_private is not None:
        voice.do(in_private, lane=Lane.NOTICE)
    elif await _has_written(member, voice):
        take_menu_away(voice, member.user_id)
    if in_group is not None:
        voice.do(in_group, lane=Lane.NOTICE)
    elif group is not None:
        voice.do(DeleteMyCommands(scope=_member(group.chat_id, member.user_id)), lane=Lane.NOTICE)


async def _menus_of(member: StaffMember, voice: Voice) -> tuple[SetMyCommands | None, SetMyCommands | None]:
    """Return what somebody is offered in private, and in the staff group where it is more than for everybody there."""
    phrases, group = voice.phrases(member.language), await voice.staff_group()
    in_private = in_group = None
    if await _has_written(member, voice):
        in_private = SetMyCommands(commands=_commands((*CUSTOMER_COMMANDS, *_PRIVATE[member.role]), phrases), scope=_chat(member.user_id))
    if group is not None and member.role in _IN_GROUP:
        commands = _commands(_IN_GROUP[member.role], phrases)
        in_group = SetMyCommands(commands=commands, scope=_member(group.chat_id, member.user_id))
    return in_private, in_group


async def _has_written(member: StaffMember, voice: Voice) -> bool:
    # Telegram knows no chat with somebody who has never written.
    return await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(member.user_id)) is not None


def _key_of(group: GroupChat | None) -> str | None:
    """Return what tells this choice of a group from others: one that is left and chosen again must be told again."""
    if group is None or group.staff_group_since is None:
        return None
    return f"{group.chat_id}:{group.staff_group_since.timestamp():.0f}"


def take_menu_away(voice: Voice, chat_id: int) -> None:
    """Queue that a chat has no menu of its own any more."""
    voice.do(DeleteMyCommands(scope=_chat(chat_id)), lane=Lane.NOTICE)


def _chat(chat_id: int) -> BotCommandScopeChat:
    # The type is set although it is the default: what is queued holds only what was set.
    return BotCommandScopeChat(type=BotCommandScopeType.CHAT, chat_id=chat_id)


def _member(chat_id: int, user_id: int) -> BotCommandScopeChatMember:
    return BotCommandScopeChatMember(type=BotCommandScopeType.CHAT_MEMBER, chat_id=chat_id, user_id=user_id)


def _commands(names: Sequence[str], phrases: Phrases) -> list[BotCommand]:
    return [BotCommand(command=name, description=phrases.plain(f"command-{name}")) for name in names]


def _hash_of(method: SetMyCommands) -> str:
    return hashlib.sha256(json.dumps(payload_of(method), sort_keys=True).encode()).hexdigest()[:16]
