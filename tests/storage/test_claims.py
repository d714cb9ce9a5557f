"""Claims: who is served first, and whom a claim leaves alone."""

from storage.database import Database
from storage.deliveries import MOST_EXCLUDED, claim_messages
from storage.outbox import queue_message
from storage.vocabulary import Lane
from tests.conftest import NOON


async def queued(database: Database, *, lane: Lane, chats: range) -> None:
    """Queue one message for each of these chats."""
    async with database.begin() as session:
        for chat_id in chats:
            queue_message(session, method="sendMessage", payload={"text": "x"}, lane=lane, at=NOON, chat_id=chat_id)


async def test_bulk_gets_what_others_leave_of_its_own_room(database: Database) -> None:
    await queued(database, lane=Lane.BULK, chats=range(1, 21))
    await queued(database, lane=Lane.REPLY, chats=range(101, 104))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=[], limit=10, bulk_limit=5)
    assert [message.chat_id for message in claimed] == [101, 102, 103, 1, 2]


async def test_bulk_waits_when_it_has_no_room_and_a_reply_does_not(database: Database) -> None:
    await queued(database, lane=Lane.BULK, chats=range(1, 21))
    await queued(database, lane=Lane.REPLY, chats=range(101, 104))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=[], limit=10, bulk_limit=-1)
    assert [message.chat_id for message in claimed] == [101, 102, 103]


async def test_tens_of_thousands_of_busy_chats_are_all_left_alone(database: Database) -> None:
    await queued(database, lane=Lane.REPLY, chats=range(MOST_EXCLUDED, MOST_EXCLUDED + 4))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=range(1, 40_000), limit=10)
    assert claimed == []
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=[*range(1, MOST_EXCLUDED + 2), *range(50_000, 90_000)], limit=10)
    assert [message.chat_id for message in claimed] == [MOST_EXCLUDED + 2, MOST_EXCLUDED + 3]


async def test_people_to_whom_much_is_said_keep_nobody_waiting(database: Database) -> None:
    for flooder in range(1, 5):
        for _ in range(20):
            await queued(database, lane=Lane.REPLY, chats=range(flooder, flooder + 1))
    await queued(database, lane=Lane.REPLY, chats=range(101, 111))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=[], limit=14)
    assert sorted(message.chat_id or 0 for message in claimed) == [1, 2, 3, 4, *range(101, 111)]


async def test_an_answer_without_a_chat_is_taken_once(database: Database) -> None:
    async with database.begin() as session:
        queue_message(session, method="answerCallbackQuery", payload={}, lane=Lane.REPLY, at=NOON)
    await queued(database, lane=Lane.REPLY, chats=range(1, 2))
    for _ in range(20):
        await queued(database, lane=Lane.REPLY, chats=range(1, 2))
    await queued(database, lane=Lane.REPLY, chats=range(101, 103))
    async with database.begin() as session:
        claimed = await claim_messages(session, at=NOON, busy=[], limit=10)
    assert [message.chat_id for message in claimed] == [None, 1, 101, 102]
