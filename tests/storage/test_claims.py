"""Claims: who is served first, and whom a claim leaves alone."""

from typing import Any

import pytest

from crm.business import Business
from storage.claims import MOST_EXCLUDED, claim_messages
from storage.database import Database
from storage.outbox import queue_message
from storage.vocabulary import Lane, TicketStatus
from tests.conftest import NOON
from tests.scene import Scene


async def queued(database: Database, *, lane: Lane, chats: range) -> None:
    """Queue one message for each of these chats."""
    async with database.begin() as session:
        for chat_id in chats:
            queue_message(session, method="sendMessage", payload={"text": "x"}, lane=lane, at=NOON, chat_id=chat_id)


async def test_bulk_gets_what_others_leave_of_its_own_room(database: Database) -> None:
    await queued(database, lane=Lane.BULK, chats=range(1, 21))
    await queued(database, lane=Lane.REPLY, chats=range(101, 104))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, limit=10, bulk_limit=5)
    assert [message.chat_id for message in claimed] == [101, 102, 103, 1, 2]


async def test_bulk_waits_when_it_has_no_room_and_a_reply_does_not(database: Database) -> None:
    await queued(database, lane=Lane.BULK, chats=range(1, 21))
    await queued(database, lane=Lane.REPLY, chats=range(101, 104))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, limit=10, bulk_limit=-1)
    assert [message.chat_id for message in claimed] == [101, 102, 103]


async def test_tens_of_thousands_of_busy_chats_are_all_left_alone(database: Database) -> None:
    await queued(database, lane=Lane.REPLY, chats=range(MOST_EXCLUDED, MOST_EXCLUDED + 4))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, closed=range(1, 40_000), limit=10)
    assert claimed == []
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, closed=[*range(1, MOST_EXCLUDED + 2), *range(50_000, 90_000)], limit=10)
    assert [message.chat_id for message in claimed] == [MOST_EXCLUDED + 2, MOST_EXCLUDED + 3]


async def test_people_to_whom_much_is_said_keep_nobody_waiting(database: Database) -> None:
    for flooder in range(1, 5):
        for _ in range(20):
            await queued(database, lane=Lane.REPLY, chats=range(flooder, flooder + 1))
    await queued(database, lane=Lane.REPLY, chats=range(101, 111))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, limit=14)
    assert sorted(message.chat_id or 0 for message in claimed) == [1, 2, 3, 4, *range(101, 111)]


async def test_an_answer_without_a_chat_is_taken_once(database: Database) -> None:
    async with database.begin() as session:
        queue_message(session, method="answerCallbackQuery", payload={}, lane=Lane.REPLY, at=NOON)
    await queued(database, lane=Lane.REPLY, chats=range(1, 2))
    for _ in range(20):
        await queued(database, lane=Lane.REPLY, chats=range(1, 2))
    await queued(database, lane=Lane.REPLY, chats=range(101, 103))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, limit=10)
    assert [message.chat_id for message in claimed] == [None, 1, 101, 102]


TICKETS = (1, 2, 3)


@pytest.fixture
async def with_tickets(database: Database, business: Business) -> Database:
    """A database with three tickets."""
    scene = Scene(database=database, business=business, at=NOON)
    customer = await scene.customer()
    for number in TICKETS:
        await scene.ticket(customer, number=number, status=TicketStatus.OPEN)
    return database


async def posts_of_three_tickets(database: Database) -> None:
    """Queue two posts for each of three tickets in a group, and two that are of none."""
    async with database.begin() as session:
        for words in ("first", "second"):
            for ticket_id in (*TICKETS, None):
                queue_message(
                    session, method="sendMessage", payload={"text": words}, lane=Lane.STAFF, at=NOON, chat_id=-100, ticket_id=ticket_id
                )  # fmt: skip


async def claim(database: Database, **held: Any) -> list[tuple[int | None, str]]:
    """Claim and return of which ticket each message is, and its words."""
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, **({"limit": 10} | held))
    return [(message.ticket_id, message.payload["text"]) for message in claimed]


async def test_tickets_do_not_wait_for_each_other_in_a_group_and_each_keeps_its_order(with_tickets: Database) -> None:
    await posts_of_three_tickets(with_tickets)
    assert await claim(with_tickets, room_in=lambda _: 10) == [(1, "first"), (2, "first"), (3, "first"), (None, "first")]
    held = {(None, 1), (None, 3), (-100, None)}
    assert await claim(with_tickets, busy=held, room_in=lambda _: 10) == [(2, "second")]


async def test_a_group_takes_no_more_than_there_is_room(with_tickets: Database) -> None:
    await posts_of_three_tickets(with_tickets)
    assert await claim(with_tickets, room_in=lambda group: {-100: 2}[group]) == [(1, "first"), (2, "first")]
    assert await claim(with_tickets, room_in=lambda _: 0) == []
    assert await claim(with_tickets) == [(3, "first")]


async def test_a_ticket_that_is_busy_in_the_group_is_not_busy_in_private(with_tickets: Database) -> None:
    async with with_tickets.begin() as session:
        queue_message(session, method="sendMessage", payload={"text": "reply"}, lane=Lane.REPLY, at=NOON, chat_id=7, ticket_id=1)
        queue_message(session, method="setMyCommands", payload={"text": "menu"}, lane=Lane.NOTICE, at=NOON, ticket_id=1)
    assert await claim(with_tickets, busy={(None, 1)}) == [(1, "reply"), (1, "menu")]


async def test_a_ticket_whose_posts_fill_the_window_keeps_no_other_waiting(with_tickets: Database) -> None:
    async with with_tickets.begin() as session:
        for ticket_id in [1] * 200 + [2]:
            queue_message(
                session, method="sendMessage", payload={"text": "x"}, lane=Lane.STAFF, at=NOON, chat_id=-100, ticket_id=ticket_id
            )  # fmt: skip
    assert await claim(with_tickets, room_in=lambda _: 10) == [(1, "x"), (2, "x")]


async def in_group(database: Database, words: str, *, lane: Lane = Lane.STAFF, ticket_id: int | None = None, chat_id: int = -100) -> None:
    """Queue one post for a group."""
    async with database.begin() as session:
        queue_message(
            session, method="sendMessage", payload={"text": words}, lane=lane, at=NOON, chat_id=chat_id, ticket_id=ticket_id
        )  # fmt: skip


async def test_an_answer_to_staff_goes_before_the_posts_of_other_tickets(with_tickets: Database) -> None:
    await posts_of_three_tickets(with_tickets)
    await in_group(with_tickets, "elsewhere", chat_id=-200)
    await in_group(with_tickets, "your queue", lane=Lane.REPLY, chat_id=-300)
    assert await claim(with_tickets, limit=1) == [(None, "your queue")]


async def test_an_answer_takes_what_waits_in_its_own_topic_along_in_order(with_tickets: Database) -> None:
    await posts_of_three_tickets(with_tickets)
    await in_group(with_tickets, "claimed", lane=Lane.REPLY, ticket_id=3)
    await in_group(with_tickets, "said after it", ticket_id=3)
    said = [await claim(with_tickets) for _ in range(4)]
    assert said == [[(3, "first")], [(3, "second")], [(3, "claimed")], [(1, "first")]]


async def test_an_answer_outside_of_every_ticket_keeps_its_order_too(with_tickets: Database) -> None:
    await posts_of_three_tickets(with_tickets)
    await in_group(with_tickets, "your queue", lane=Lane.REPLY)
    await in_group(with_tickets, "another group", lane=Lane.REPLY, chat_id=-200, ticket_id=None)
    said = [await claim(with_tickets) for _ in range(4)]
    assert said == [[(None, "first"), (None, "another group")], [(None, "second")], [(None, "your queue")], [(1, "first")]]


async def test_what_is_said_after_an_answer_does_not_overtake_it(with_tickets: Database) -> None:
    await in_group(with_tickets, "claimed", lane=Lane.REPLY, ticket_id=1)
    await in_group(with_tickets, "said after it", ticket_id=1)
    assert [await claim(with_tickets) for _ in range(2)] == [[(1, "claimed")], [(1, "said after it")]]
