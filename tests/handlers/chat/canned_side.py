"""What tests of canned replies begin with: a supervisor who makes them."""

from typing import Any

from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.desk import BOT_ID, BOT_USERNAME, OWNER, STAFF_GROUP, Desk, person

BOSS = 2501
VIA_BOT: dict[str, Any] = {"via_bot": {"id": BOT_ID, "is_bot": True, "first_name": "Kefu", "username": BOT_USERNAME}}


async def has_replies(desk: Desk, *commands: str) -> None:
    """Give the desk its staff group, a supervisor, and the replies that these ends of `/replies` make."""
    await desk.has_staff_group()
    boss = StaffMember(
        user_id=BOSS, name="Bea", username="bea", role=Role.SUPERVISOR, language=Language.ENGLISH, added_at=desk.at, added_by=OWNER
    )
    await desk.keep(boss)
    for command in commands:
        await desk.says_in_group(BOSS, f"/replies {command}")
    await desk.deliver()


async def said_on(desk: Desk, chat_id: int = STAFF_GROUP) -> list[str]:
    """The texts said to a chat since everything was delivered last."""
    return [row.payload["text"] for row in await desk.queued() if row.chat_id == chat_id and "text" in row.payload and row.sent_at is None]


async def types_inline(desk: Desk, user_id: int, text: str, *, chat_type: str | None = "supergroup", offset: str = "") -> dict[str, Any]:
    """Somebody types a query behind the bot's name; returns the answer that is queued for it."""
    query = {"id": f"q{len(await desk.queued())}", "from": person(user_id), "query": text, "offset": offset}
    await desk.feed({"inline_query": query | ({"chat_type": chat_type} if chat_type else {})})
    row = (await desk.queued())[-1]
    assert (row.method, row.payload["inline_query_id"]) == ("answerInlineQuery", query["id"])
    payload: dict[str, Any] = row.payload
    return payload
