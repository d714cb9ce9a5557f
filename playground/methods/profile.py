"""The bot itself: getMe, its commands, its name and descriptions."""

import json
import re
from typing import Any

from playground.refusals import bad_request
from playground.wire import Json, Parameters
from playground.world import World

MOST_COMMANDS = 100
NAME_LIMIT = 64
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators", "chat_member"}
)


def get_me(world: World, p: Parameters) -> Json:
    return {
        **world.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_guest_queries": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def log_out(world: World, p: Parameters) -> bool:
    raise bad_request("the stand-in does not log out")


def set_my_commands(world: World, p: Parameters) -> bool:
    scope, language = _scope(world, p), _language(p)
    try:
        given: Any = p.structure("commands")
    except ValueError:
        raise bad_request("can't parse commands JSON object") from None
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in given:
        command, description = str(item.get("command", "")).removeprefix("/"), str(item.get("description", "")).strip()
        if not _COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": command, "description": description})
    world.bot.commands[(json.dumps(scope, sort_keys=True), language)] = (scope, commands)
    _tell_commands(world)
    return True


def get_my_commands(world: World, p: Parameters) -> list[Json]:
    scope, language = _scope(world, p), _language(p)
    return world.bot.commands.get((json.dumps(scope, sort_keys=True), language), (scope, []))[1]


def delete_my_commands(world: World, p: Parameters) -> bool:
    scope, language = _scope(world, p), _language(p)
    world.bot.commands.pop((json.dumps(scope, sort_keys=True), language), None)
    _tell_commands(world)
    return True


def set_my_name(world: World, p: Parameters) -> bool:
    _set_words(p, "name", world.bot.names, NAME_LIMIT)
    return True


def get_my_name(world: World, p: Parameters) -> Json:
    return {"name": _words(p, world.bot.names) or world.bot.first_name}


def set_my_description(world: World, p: Parameters) -> bool:
    _set_words(p, "description", world.bot.descriptions, DESCRIPTION_LIMIT)
    return True


def get_my_description(world: World, p: Parameters) -> Json:
    return {"description": _words(p, world.bot.descriptions)}


def set_my_short_description(world: World, p: Parameters) -> bool:
    _set_words(p, "short_description", world.bot.short_descriptions, SHORT_DESCRIPTION_LIMIT)
    return True


def get_my_short_description(world: World, p: Parameters) -> Json:
    return {"short_description": _words(p, world.bot.short_descriptions)}


def _tell_commands(world: World) -> None:
    world.events.add({"type": "commands", "commands": world.bot.commands_for_page()})


def _scope(world: World, p: Parameters) -> Json:
    try:
        scope: Any = p.structure("scope") or {"type": "default"}
    except ValueError:
        raise bad_request("can't parse BotCommandScope JSON object") from None
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    named = Parameters(scope)
    kept: Json = {"type": scope["type"]}
    if scope["type"] in {"chat", "chat_administrators", "chat_member"}:
        if named.integer("chat_id") not in world.chats:
            raise bad_request("chat not found")
        kept["chat_id"] = named.integer("chat_id")
    if scope["type"] == "chat_member":
        kept["user_id"] = named.integer("user_id")
    return kept


def _language(p: Parameters) -> str:
    language = p.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _set_words(p: Parameters, name: str, words: dict[str, str], limit: int) -> None:
    text, language = p.text(name), _language(p)
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    if text:
        words[language] = text
    else:
        words.pop(language, None)


def _words(p: Parameters, words: dict[str, str]) -> str:
    return words.get(_language(p)) or words.get("", "")


METHODS = {
    "getMe": get_me,
    "logOut": log_out,
    "close": log_out,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}
