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

CUSTOMER_COMMANDS = (
    "start", "help", "ask", "complain", "tickets", "human", "profile", "points", "rewards", "invite", "language", "privacy", "cancel",
)  # fmt: skip
AGENT_COMMANDS = ("queue", "overdue", "visits", "voucher", "coupons", "here", "away", "replies", "alias", "bans")
SUPERVISOR_COMMANDS = (
    "queue", "overdue", "visits", "visit", "plans", "plan", "voucher", "coupons", "purchase", "campaign", "here", "away", "replies", "alias", "bans", "staff", "team",
    "audit", "review", "reviews", "coach",
)  # fmt: skip
OWNER_COMMANDS = (
    "queue", "overdue", "stats", "customer", "jobs", "failed", "bans", "nogreet", "greet", "staff", "team", "groups", "audit", "review", "reviews", "coach", "campaign", "visits",
    "visit", "plans", "plan", "replies", "voucher", "coupons", "stock", "purchase", "setup",
)  # fmt: skip
GROUP_COMMANDS = (
    "queue", "overdue", "claim", "r", "pending", "hold", "open", "solve", "close", "reopen", "snooze", "priority", "tag", "untag", "tags", "merge", "split",
    "link", "history", "note", "delete", "info", "alias", "assign", "unassign", "here", "away", "transfer", "ticket", "join", "leave", "ban", "bans", "voucher",
    "coupons", "visits", "nogreet", "greet", "replies",
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
    groups = await voice.staff_groups()
    for group in groups:
        menus[f"group:{_key_of(group)}"] = SetMyCommands(
            commands=_commands(GROUP_COMMANDS, voice.staff_phrases), scope=_chat(group.chat_id)
        )
    for member in await list_staff(voice.session):
        in_private = await _private_menu(member, voice)
        if in_private is not None:
            menus[f"{member.role}:{member.user_id}"] = in_private
        if member.role in _IN_GROUP:
            menus |= {f"member:{member.user_id}:{_key_of(group)}": _group_menu(member, group, voice) for group in groups}
    keyed = {f"menu:{name}:{_hash_of(method)}": method for name, method in menus.items()}
    known = await find_known_keys(voice.session, keyed)
    for key, method in keyed.items():
        if key not in known:
            voice.do(method, lane=Lane.NOTICE, dedupe_key=key)


async def renew_menus(voice: Voice, member: StaffMember) -> None:
    """Queue the menus of somebody who became a staff member, got another role, or is none any more."""
    is_member = member.removed_at is None
    in_private = await _private_menu(member, voice) if is_member else None
    if in_private is not None:
        voice.do(in_private, lane=Lane.NOTICE)
    elif await _has_written(member, voice):
        take_menu_away(voice, member.user_id)
    for group in await voice.staff_groups():
        if is_member and member.role in _IN_GROUP:
            voice.do(_group_menu(member, group, voice), lane=Lane.NOTICE)
        else:
            voice.do(DeleteMyCommands(scope=_member(group.chat_id, member.user_id)), lane=Lane.NOTICE)


async def renew_group_menu(voice: Voice, member: StaffMember, chat_id: int) -> None:
    """Queue the menu of somebody who came into a staff group: before that Telegram knew nobody there to show it to."""
    group = await voice.staff_group_at(chat_id)
    if group is not None and member.removed_at is None and member.role in _IN_GROUP:
        voice.do(_group_menu(member, group, voice), lane=Lane.NOTICE)


async def _private_menu(member: StaffMember, voice: Voice) -> SetMyCommands | None:
    """Return what somebody is offered in private; None where they have never written."""
    if not await _has_written(member, voice):
        return None
    commands = _commands((*CUSTOMER_COMMANDS, *_PRIVATE[member.role]), voice.phrases(member.language))
    return SetMyCommands(commands=commands, scope=_chat(member.user_id))


def _group_menu(member: StaffMember, group: GroupChat, voice: Voice) -> SetMyCommands:
    """Return what somebody of a role that may do more than others is offered in a staff group."""
    commands = _commands(_IN_GROUP[member.role], voice.phrases(member.language))
    return SetMyCommands(commands=commands, scope=_member(group.chat_id, member.user_id))


async def _has_written(member: StaffMember, voice: Voice) -> bool:
    # Telegram knows no chat with somebody who has never written.
    return await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(member.user_id)) is not None


def _key_of(group: GroupChat) -> str:
    """Return what tells this choice of a group from others: one that is left and chosen again must be told again."""
    return f"{group.chat_id}:{group.staff_group_since.timestamp() if group.staff_group_since else 0:.0f}"


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
