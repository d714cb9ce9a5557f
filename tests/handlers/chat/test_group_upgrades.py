"""Groups that become supergroups: the desk goes along, and nothing else does."""

from typing import Any

from crm.outcomes import Migrated
from storage.tickets import Ticket
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    ANONYMOUS,
    CUSTOMER,
    STRANGER,
    bot_member,
    card_message_of,
    copies_to,
    fresh,
    ticket_of,
    topic_of,
)
from tests.handlers.chat.test_setup import BASIC_GROUP, OTHER_GROUP, group, owner_only


def service_message(chat_id: int, kind: str, **fields: Any) -> dict[str, Any]:
    chat = {"id": chat_id, "type": kind, "title": "Desk"}
    return {"message": {"message_id": 1, "date": 1, "chat": chat, "from": ANONYMOUS, "sender_chat": chat} | fields}


async def test_a_staff_group_that_becomes_a_supergroup_stays_the_staff_group(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await owner_only(desk)
    await desk.feed(bot_member("member", by=OWNER, chat_id=BASIC_GROUP, kind="group", is_forum=False))
    await desk.says_in_group(OWNER, "/setup plain", chat_id=BASIC_GROUP, is_forum=False)
    ticket = await ticket_of(desk)
    assert ticket.topic_chat_id == BASIC_GROUP
    await desk.says(CUSTOMER, "And another thing")
    # The order in which Telegram tells it: the new group's membership may come before the message that explains it.
    await desk.feed(bot_member("member", by=STRANGER, is_forum=False))
    await desk.feed(service_message(BASIC_GROUP, "group", migrate_to_chat_id=STAFF_GROUP))
    await desk.feed(service_message(STAFF_GROUP, "supergroup", migrate_from_chat_id=BASIC_GROUP))
    assert "leaveChat" not in await desk.methods()
    kept, former = await group(desk), await group(desk, BASIC_GROUP)
    assert kept.staff_group_since is not None
    assert (former.staff_group_since, former.is_member) == (None, False)
    calls = await desk.deliver()
    assert {payload["chat_id"] for _, payload in calls if payload.get("chat_id", 0) < 0} == {STAFF_GROUP}
    moved: Ticket = await fresh(desk, ticket)
    await desk.says_in_group(AGENT, "We are still here", is_forum=False, reply_to=await card_message_of(desk, moved))
    assert len(await copies_to(desk, CUSTOMER)) == 1


async def test_a_copy_out_of_a_group_that_was_upgraded_meanwhile_takes_nothing_else_along(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Just before", topic=topic_of(ticket))
    await desk.deliver(answers={"copyMessage": Migrated(OTHER_GROUP)})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("reply-refused")
    assert await desk.last_said_to(OWNER) == desk.phrase("delivery-unsettled-alert")
    await desk.says(CUSTOMER, "Hello?")
    assert {row.chat_id for row in await desk.queued()} == {CUSTOMER, STAFF_GROUP, OWNER}


async def test_the_upgrade_of_another_group_moves_only_what_is_known_of_it(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("member", by=OWNER, chat_id=BASIC_GROUP, kind="group", is_forum=False))
    before = len(await desk.queued())
    await desk.feed(
        service_message(BASIC_GROUP, "group", migrate_to_chat_id=OTHER_GROUP),
        service_message(OTHER_GROUP, "supergroup", migrate_from_chat_id=BASIC_GROUP),
        service_message(-100_555, "supergroup", migrate_from_chat_id=-556),
    )
    assert len(await desk.queued()) == before
    assert (await group(desk)).staff_group_since is not None
    assert (await group(desk, OTHER_GROUP)).is_member is True
