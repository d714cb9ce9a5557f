"""The bot's own profile: commands in their scopes and languages, its name and descriptions."""

from typing import Any

import pytest

from tests.playground.stage import Stage

START = [{"command": "start", "description": "Begin"}]
BEGINN = [{"command": "start", "description": "开始"}]


async def test_commands_are_kept_by_scope_and_language(stage: Stage) -> None:
    desk = {"type": "chat", "chat_id": stage.cast.desk}
    await stage.bot("setMyCommands", commands=START)
    await stage.bot("setMyCommands", commands=BEGINN, language_code="zh")
    await stage.bot("setMyCommands", commands=[{"command": "/close", "description": "Close"}], scope=desk)
    assert await stage.bot("getMyCommands") == START
    assert await stage.bot("getMyCommands", language_code="zh") == BEGINN
    assert await stage.bot("getMyCommands", scope=desk) == [{"command": "close", "description": "Close"}]
    assert await stage.bot("getMyCommands", scope={"type": "all_private_chats"}) == []
    shown = (await stage.page("state", "GET"))["commands"]
    assert [(entry["scope"]["type"], entry["language_code"]) for entry in shown] == [("default", ""), ("default", "zh"), ("chat", "")]
    await stage.bot("deleteMyCommands", scope=desk)
    assert await stage.bot("getMyCommands", scope=desk) == []


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": [{"command": "Start!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "start", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "start", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": START * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": "start"}, "can't parse commands JSON object"),
        ({"commands": START, "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": START, "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": START, "scope": {"type": "chat", "chat_id": 77}}, "chat not found"),
    ],
)
async def test_commands_that_cannot_be_set(stage: Stage, parameters: dict[str, Any], description: str) -> None:
    assert await stage.refusal("setMyCommands", **parameters) == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("words", "field", "empty", "limit"),
    [("Name", "name", "Kefu", 64), ("Description", "description", "", 512), ("ShortDescription", "short_description", "", 120)],
)
async def test_words_of_the_profile_fall_back_to_the_default_language(stage: Stage, words: str, field: str, empty: str, limit: int) -> None:
    assert await stage.bot(f"getMy{words}") == {field: empty}
    await stage.bot(f"setMy{words}", **{field: "Desk"})
    await stage.bot(f"setMy{words}", **{field: "客服"}, language_code="zh")
    assert await stage.bot(f"getMy{words}", language_code="zh") == {field: "客服"}
    assert await stage.bot(f"getMy{words}", language_code="de") == {field: "Desk"}
    shown = (await stage.page("state", "GET"))["bot"]["descriptions"]
    assert shown == ({"": "Desk", "zh": "客服"} if words == "Description" else {})
    assert (await stage.refusal(f"setMy{words}", **{field: "x" * (limit + 1)}))[0] == 400
    await stage.bot(f"setMy{words}", **{field: ""})
    assert await stage.bot(f"getMy{words}") == {field: empty}
