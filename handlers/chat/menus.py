"""Menus: which commands Telegram offers, for each language and role."""

import hashlib
import json
from collections.abc import Sequence

from aiogram.enums import BotCommandScopeType
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice, payload_of
from storage.customers import find_contact
from storage.outbox import find_known_keys
from storage.staff import list_staff
from storage.vocabulary import Channel, Lane, Language, Role

CUSTOMER_COMMANDS = ("start", "help", "ask", "complain", "tickets", "human", "profile", "language", "privacy", "cancel")
OWNER_COMMANDS = (
    "queue", "overdue", "stats", "customer", "jobs", "failed", "bans", "nogreet", "greet", "staff", "team", "audit", "review", "reviews", "replies", "setup",
)  # fmt: skip
GROUP_COMMANDS = (
    "queue", "overdue", "claim", "r", "pending", "hold", "open", "solve", "close", "reopen", "snooze", "priority", "tag", "untag", "tags", "merge", "split",
    "link", "history", "note", "delete", "info", "alias", "assign", "unassign", "here", "away", "ban", "bans", "nogreet", "greet", "replies", "staff", "setup",
)  # fmt: skip


async def queue_command_menus(voice: Voice) -> None:
    """Queue every menu that Telegram was not told yet: for customers, for the staff group, and for owners who have written to the bot."""
    everybody = BotCommandScopeAllPrivateChats(type=BotCommandScopeType.ALL_PRIVATE_CHATS)
    menus = {
        "customers": SetMyCommands(commands=_commands(CUSTOMER_COMMANDS, voice.phrases(Language.ENGLISH)), scope=everybody),
        "customers:zh": SetMyCommands(
            commands=_commands(CUSTOMER_COMMANDS, voice.phrases(Language.CHINESE)), scope=everybody, language_code="zh"
        ),
    }
    group = await voice.staff_group()
    if group is not None and group.staff_group_since is not None:
        # The moment stands in the key, because a group that is left and chosen again must be told again.
        chosen = f"group:{group.chat_id}:{group.staff_group_since.timestamp():.0f}"
        menus[chosen] = SetMyCommands(commands=_commands(GROUP_COMMANDS, voice.staff_phrases), scope=_chat(group.chat_id))
    for owner in await list_staff(voice.session, roles=(Role.OWNER,)):
        # Telegram knows no chat with an owner who has never written.
        if await find_contact(voice.session, channel=Channel.TELEGRAM, address=str(owner.user_id)) is not None:
            commands = _commands((*CUSTOMER_COMMANDS, *OWNER_COMMANDS), voice.phrases(owner.language))
            menus[f"owner:{owner.user_id}"] = SetMyCommands(commands=commands, scope=_chat(owner.user_id))
    keyed = {f"menu:{name}:{_hash_of(method)}": method for name, method in menus.items()}
    known = await find_known_keys(voice.session, keyed)
    for key, method in keyed.items():
        if key not in known:
            voice.do(method, lane=Lane.NOTICE, dedupe_key=key)


def take_menu_away(voice: Voice, chat_id: int) -> None:
    """Queue that a chat has no menu of its own any more."""
    voice.do(DeleteMyCommands(scope=_chat(chat_id)), lane=Lane.NOTICE)


def _chat(chat_id: int) -> BotCommandScopeChat:
    # The type is set although it is the default: what is queued holds only what was set.
    return BotCommandScopeChat(type=BotCommandScopeType.CHAT, chat_id=chat_id)


def _commands(names: Sequence[str], phrases: Phrases) -> list[BotCommand]:
    return [BotCommand(command=name, description=phrases.plain(f"command-{name}")) for name in names]


def _hash_of(method: SetMyCommands) -> str:
    return hashlib.sha256(json.dumps(payload_of(method), sort_keys=True).encode()).hexdigest()[:16]
