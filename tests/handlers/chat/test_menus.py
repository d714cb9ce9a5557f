"""Menus: Telegram is told which commands there are, once."""

from typing import Any

import pytest

from crm.outcomes import Refused
from handlers.chat.menus import (
    AGENT_COMMANDS,
    CUSTOMER_COMMANDS,
    GROUP_COMMANDS,
    GROUP_COMMANDS_OF_OWNERS,
    GROUP_COMMANDS_OF_SUPERVISORS,
    OWNER_COMMANDS,
    SUPERVISOR_COMMANDS,
    queue_command_menus,
)
from storage.vocabulary import Lane
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk, person
from tests.handlers.chat.staff_side import CUSTOMER, bot_member, member_changed

OTHER_GROUP = -1001000000002


async def queue(desk: Desk) -> None:
    async with desk.database.begin() as session:
        await queue_command_menus(desk.dispatching.voice(session, desk.at))


async def menus(desk: Desk) -> list[tuple[dict[str, Any], str, list[str]]]:
    """The menus queued so far: scope, language, commands."""
    rows = [row for row in await desk.queued() if row.method == "setMyCommands"]
    assert {row.lane for row in rows} <= {Lane.NOTICE}
    return [
        (row.payload["scope"], row.payload.get("language_code", ""), [each["command"] for each in row.payload["commands"]]) for row in rows
    ]


async def test_every_role_gets_its_menu_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    for _ in range(2):
        await queue(desk)
    everybody = {"type": "all_private_chats"}
    assert await menus(desk) == [
        (everybody, "", [*CUSTOMER_COMMANDS]),
        (everybody, "zh", [*CUSTOMER_COMMANDS]),
        ({"type": "chat", "chat_id": STAFF_GROUP}, "", [*GROUP_COMMANDS]),
        (in_group(OWNER), "", [*GROUP_COMMANDS_OF_OWNERS]),
    ]


def in_group(user_id: int) -> dict[str, Any]:
    """The scope of one person in the staff group."""
    return {"type": "chat_member", "chat_id": STAFF_GROUP, "user_id": user_id}


async def test_a_menu_follows_the_role(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await desk.says(AGENT, "Hello")
    private = {"type": "chat", "chat_id": AGENT}
    assert (await menus(desk))[-1] == (private, "", [*CUSTOMER_COMMANDS, *AGENT_COMMANDS])
    for _ in range(2):
        before = len(await menus(desk))
        await desk.says(OWNER, f"/staff supervisor {AGENT}")
        assert (await menus(desk))[before:][-2:] == [
            (private, "", [*CUSTOMER_COMMANDS, *SUPERVISOR_COMMANDS]),
            (in_group(AGENT), "", [*GROUP_COMMANDS_OF_SUPERVISORS]),
        ]
        await desk.says(OWNER, f"/staff agent {AGENT}")
        assert (await menus(desk))[-1] == (private, "", [*CUSTOMER_COMMANDS, *AGENT_COMMANDS])
        assert (await desk.queued())[-2].payload["scope"] == in_group(AGENT)
    await desk.says(OWNER, f"/staff remove {AGENT}")
    taken = [row.payload["scope"] for row in await desk.queued() if row.method == "deleteMyCommands"]
    assert taken == [in_group(AGENT), in_group(AGENT), private, in_group(AGENT)]


async def test_a_menu_that_telegram_refuses_alarms_nobody(desk: Desk) -> None:
    await desk.has_staff_group()
    await queue(desk)
    await desk.deliver(answers={"setMyCommands": Refused("Bad Request: participant not found")})
    assert await desk.unsettled() == []
    assert await desk.said_to(OWNER) == []


async def test_descriptions_speak_the_language_of_the_menu(desk: Desk) -> None:
    await queue(desk)
    english, chinese = [row.payload["commands"] for row in await desk.queued()]
    assert english[1] == {"command": "help", "description": "What I can do"}
    assert chinese[1] == {"command": "help", "description": "我能做什么"}


async def test_an_owner_gets_more_commands_with_the_first_message(desk: Desk) -> None:
    await desk.has_staff_group()
    await queue(desk)
    before = len(await menus(desk))
    await desk.says(CUSTOMER, "Hello")
    assert len(await menus(desk)) == before
    await desk.says(OWNER, "Hello")
    await desk.says(OWNER, "Hello again")
    assert (await menus(desk))[before:] == [({"type": "chat", "chat_id": OWNER}, "", [*CUSTOMER_COMMANDS, *OWNER_COMMANDS])]
    assert await desk.said_to(OWNER) != []


async def test_a_new_staff_group_gets_the_menu_and_the_former_one_loses_it(desk: Desk) -> None:
    await desk.has_staff_group()
    for chat_id in (OTHER_GROUP, STAFF_GROUP, OTHER_GROUP):
        desk.later(minutes=1)
        await desk.feed(bot_member("administrator", by=OWNER, chat_id=chat_id, may_manage_topics=True))
        await desk.says_in_group(OWNER, "/setup", chat_id=chat_id)
    chosen = [scope["chat_id"] for scope, _, _ in await menus(desk) if scope["type"] == "chat"]
    assert chosen == [OTHER_GROUP, STAFF_GROUP, OTHER_GROUP]
    taken = [row.payload["scope"]["chat_id"] for row in await desk.queued() if row.method == "deleteMyCommands"]
    assert taken == [STAFF_GROUP, OTHER_GROUP, STAFF_GROUP]


@pytest.mark.parametrize("by_message", [True, False])
async def test_who_comes_into_the_group_later_gets_the_menu_of_the_role_there(desk_on_both: Desk, by_message: bool) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await desk.says(OWNER, f"/staff supervisor {AGENT}")
    before = len(await menus(desk))

    async def comes(user_id: int, *, was: str = "left", status: str = "member") -> None:
        if by_message:
            await desk.says_in_group(user_id, new_chat_members=[person(user_id)])
        else:
            await desk.feed(member_changed(user_id, status, by=OWNER, was=was))

    await comes(CUSTOMER)
    assert (await menus(desk))[before:] == []
    await comes(AGENT)
    assert (await menus(desk))[before:] == [(in_group(AGENT), "", [*GROUP_COMMANDS_OF_SUPERVISORS])]
    if not by_message:
        await comes(AGENT, was="member", status="administrator")
        assert len(await menus(desk)) == before + 1
    await desk.says(OWNER, f"/staff agent {AGENT}")
    before = len(await menus(desk))
    await comes(AGENT)
    assert len(await menus(desk)) == before


async def test_who_is_off_the_staff_comes_into_the_group_without_a_menu(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says(OWNER, f"/staff supervisor {AGENT}")
    await desk.says(OWNER, f"/staff remove {AGENT}")
    before = len(await menus(desk))
    await desk.feed(member_changed(AGENT, "member", by=OWNER, was="left"))
    assert len(await menus(desk)) == before
