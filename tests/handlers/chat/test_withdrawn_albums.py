"""Albums that staff take back: one deletion, and one line of what became of it."""

from typing import Any

from crm.calls import prepare_calls
from crm.deliveries import record_sent, settle_unsent
from crm.outcomes import Refused, Sent
from storage.interactions import Interaction
from storage.tickets import Ticket
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import topic_of
from tests.handlers.chat.test_withdrawals import answered, deleted


async def album(desk: Desk, ticket: Ticket) -> list[int]:
    """An album of three that staff send and the customer gets; the ids of its parts in the group."""
    photo: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "9"}
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), **photo) for _ in range(3)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    await desk.deliver()
    return [part["message"]["message_id"] for part in parts]


async def test_an_album_is_deleted_whole(desk: Desk) -> None:
    ticket, _ = await answered(desk)
    photo: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "9"}
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), **photo) for _ in range(3)]
    await desk.feed(*parts, desk.group_message(AGENT, topic=topic_of(ticket), **(photo | {"media_group_id": "10"})))
    desk.later(seconds=1)
    await desk.deliver()
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=parts[1]["message"]["message_id"])
    first = next(row.sent_message_id for row in await desk.queued() if row.method == "copyMessages" and row.sent_message_id is not None)
    assert [payload["message_id"] for payload in await deleted(desk)] == [first, first + 1, first + 2]
    assert [each.withdrawn_at is not None for each in await desk.rows(Interaction) if (each.media or {}).get("album")] == [True] * 3 + [
        False
    ]


async def test_of_an_album_every_part_goes_in_the_topic_too(desk: Desk) -> None:
    ticket, _ = await answered(desk)
    numbers = await album(desk, ticket)
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=numbers[1])
    assert [payload["message_id"] for payload in await deleted(desk, in_group=True)] == numbers


async def deletes_at_the_customer_only(desk: Desk) -> int:
    """Telegram deletes at the customer and refuses in the group; how often it refused."""
    refused = 0
    while claimed := await desk.claim():
        async with desk.database.begin() as session:
            tell = desk.tell(session)
            for message, _ in await prepare_calls(session, claimed, at=desk.at, cap=desk.business.unasked, tell=tell):
                if message.method == "deleteMessage" and (message.chat_id or 0) < 0:
                    outcome = Refused("Bad Request: message can't be deleted")
                    await settle_unsent(session, message=message, outcome=outcome, at=desk.at, tell=tell)
                    refused += 1
                else:
                    await record_sent(session, [(message, Sent(message_id=None, result=True))], at=desk.at, tell=tell)
    return refused


async def test_an_album_that_may_not_be_deleted_in_the_topic_gives_one_hint(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket, _ = await answered(desk)
    first = (await album(desk, ticket))[0]
    await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=first)
    assert await deletes_at_the_customer_only(desk) == 3
    await desk.deliver()
    assert (await desk.said_to(STAFF_GROUP)).count(desk.phrase("relay-stands-here")) == 1
    assert [each.withdrawn_at for each in await desk.rows(Interaction) if (each.media or {}).get("album")] == [desk.at] * 3


async def test_an_album_that_still_stands_at_the_customer_gives_one_hint_each_time(desk: Desk) -> None:
    ticket, _ = await answered(desk)
    first = (await album(desk, ticket))[0]
    for times in (1, 2):
        await desk.says_in_group(AGENT, "/delete", topic=topic_of(ticket), reply_to=first)
        await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message can't be deleted for everyone")})
        assert (await desk.said_to(STAFF_GROUP)).count(desk.phrase("relay-not-withdrawn")) == times
        desk.later(seconds=1)
