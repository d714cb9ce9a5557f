"""Delivery: what is said, in which order, and what becomes of what could not be said."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col
from structlog.testing import capture_logs

from bot.delivery.loop import MOST_BULK_IN_FLIGHT
from bot.delivery.pacing import GROUP_MESSAGES, GROUP_SECONDS, SCARCE_BELOW, Pacing
from crm.outcomes import Blocked, NotReached, Refused, TryLater, Unknown
from storage.customers import Contact
from storage.database import Session
from storage.outbox import OutboxMessage, queue_message
from storage.vocabulary import InDoubt, Lane, OutboxState
from tests.bot.listener import Running
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, ticket_of


@pytest.fixture
async def running(desk_on_both: Desk) -> AsyncIterator[Running]:
    running = Running(desk_on_both)
    yield running
    await running.end()


async def test_what_is_queued_arrives_once_and_is_recorded(running: Running) -> None:
    running.start()
    await running.queue("a", "b")
    await running.until(lambda: len(running.listener.heard) == 2)
    await running.end()
    assert running.listener.texts() == ["a", "b"]
    assert await running.states() == {"a": OutboxState.SENT, "b": OutboxState.SENT}


async def test_one_chat_hears_everything_in_order_and_one_thing_at_a_time(running: Running) -> None:
    running.listener.delay = 0.01
    said = [f"line {number}" for number in range(20)]
    await running.queue(*said)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 20)
    assert running.listener.texts() == said
    assert running.listener.together == 1


async def test_many_chats_are_spoken_to_at_the_same_time(running: Running) -> None:
    running.listener.delay = 0.1
    for chat_id in range(1, 21):
        await running.queue("x", chat_id=chat_id)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 20)
    assert running.listener.together > 10


async def test_a_reply_overtakes_what_is_sent_in_bulk(running: Running) -> None:
    await running.queue("bulk", lane=Lane.BULK)
    await running.queue("notice", lane=Lane.NOTICE)
    await running.queue("staff", lane=Lane.STAFF)
    await running.queue("reply", lane=Lane.REPLY)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 4)
    assert running.listener.texts() == ["reply", "staff", "notice", "bulk"]


async def test_a_reply_in_doubt_is_said_once_more(running: Running) -> None:
    running.listener.answers["a"] = [Unknown("no answer")]
    await running.queue("a")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await asyncio.sleep(0.1)
    running.desk.later(minutes=1)
    running.delivery.wake()
    await running.until(lambda: len(running.listener.heard) == 2)
    await running.end()
    (row,) = await running.desk.queued()
    assert (row.state, row.repeated) == (OutboxState.SENT, True)


async def test_a_greeting_in_doubt_is_parked_and_never_repeated(running: Running) -> None:
    running.listener.answers["a"] = [Unknown("no answer")]
    await running.queue("a", in_doubt=InDoubt.PARK)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await asyncio.sleep(0.1)
    running.desk.later(days=1)
    running.delivery.wake()
    await asyncio.sleep(0.2)
    await running.end()
    assert running.listener.texts() == ["a"]
    assert await running.states() == {"a": OutboxState.PARKED}


async def test_after_a_crash_replies_are_repeated_and_greetings_parked(running: Running) -> None:
    await running.queue("reply")
    await running.queue("greeting", in_doubt=InDoubt.PARK, chat_id=8)
    async with running.desk.database.begin() as session:
        for row in await running.desk.queued():
            kept = await session.get(OutboxMessage, row.id)
            assert kept is not None
            kept.state = OutboxState.SENDING
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await running.end()
    assert await running.states() == {"reply": OutboxState.SENT, "greeting": OutboxState.PARKED}


async def test_a_chat_that_must_wait_keeps_its_order(running: Running) -> None:
    running.listener.answers["a"] = [TryLater(timedelta(seconds=0.3))]
    await running.queue("a", "b")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await asyncio.sleep(0.1)
    assert running.listener.texts() == ["a"]
    running.desk.later(seconds=1)
    await running.until(lambda: len(running.listener.heard) == 3)
    assert running.listener.texts() == ["a", "a", "b"]


async def test_a_broken_network_loses_nothing(running: Running) -> None:
    running.listener.answers["a"] = [NotReached("refused")]
    await running.queue("a")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 2)
    await running.end()
    assert await running.states() == {"a": OutboxState.SENT}


async def test_what_telegram_refuses_is_shown_as_failed(running: Running) -> None:
    running.listener.answers["a"] = [Refused("Bad Request: chat is sad")]
    await running.queue("a")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await running.end()
    (row,) = await running.desk.unsettled()
    assert (row.state, row.error) == (OutboxState.FAILED, "Bad Request: chat is sad")


async def test_an_old_press_that_cannot_be_answered_is_no_failure(running: Running) -> None:
    running.listener.answers["a"] = [Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")]
    await running.queue("a")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await running.end()
    assert await running.states() == {"a": OutboxState.DROPPED}


async def test_markup_that_telegram_cannot_read_is_sent_as_plain_text(running: Running) -> None:
    running.listener.answers["<b>a"] = [Refused("Bad Request: can't parse entities: Can't find end tag")]
    async with running.desk.database.begin() as session:
        queue_message(
            session,
            method="sendMessage",
            payload={"chat_id": 7, "text": "<b>a", "parse_mode": "HTML"},
            lane=Lane.REPLY,
            at=running.desk.at,
            chat_id=7,
        )
    running.start()
    await running.until(lambda: len(running.listener.heard) == 2)
    assert "parse_mode" not in running.listener.heard[1]


async def test_a_customer_who_blocked_the_bot_is_marked(running: Running) -> None:
    await running.desk.says(7, "hello")
    running.listener.answers["a"] = [Blocked("Forbidden: bot was blocked by the user")]
    await running.queue("a")
    running.start()
    await running.until(lambda: "a" in running.listener.texts())
    await running.end()
    contact = await running.desk.row(Contact, address="7")
    assert contact.blocked_at == running.desk.at


async def test_what_is_too_late_is_dropped(running: Running) -> None:
    await running.queue("a", expires_at=running.desk.at - timedelta(seconds=1))
    await running.queue("b")
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    await running.end()
    assert await running.states() == {"a": OutboxState.DROPPED, "b": OutboxState.SENT}


async def test_in_a_group_tickets_do_not_wait_for_each_other_and_each_keeps_its_order(running: Running) -> None:
    await running.desk.has_staff_group()
    tickets = [await ticket_of(running.desk, user_id) for user_id in (CUSTOMER, CUSTOMER + 1, CUSTOMER + 2)]
    running.listener.delay = 0.05
    for words in ("first", "second"):
        for ticket in tickets:
            await running.queue(f"{words} of {ticket.number}", chat_id=STAFF_GROUP, lane=Lane.STAFF, ticket_id=ticket.id)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 6)
    said = running.listener.texts()
    assert running.listener.together == 3
    assert [[text for text in said if text.endswith(f" {ticket.number}")] for ticket in tickets] == [
        [f"first of {ticket.number}", f"second of {ticket.number}"] for ticket in tickets
    ]


async def test_stopping_waits_for_what_is_being_said(running: Running) -> None:
    running.listener.delay = 0.3
    await running.queue("a")
    running.start()
    await running.until(lambda: running.listener.together == 1)
    await running.end()
    assert await running.states() == {"a": OutboxState.SENT}


async def test_a_reply_finds_a_free_line_however_slow_bulk_is_taken(running: Running) -> None:
    running.listener.delay = 2.0
    async with running.desk.database.begin() as session:
        for chat_id in range(100, 200):
            queue_message(
                session, method="sendMessage", payload={"text": "bulk"}, lane=Lane.BULK, at=running.desk.at, chat_id=chat_id
            )  # fmt: skip
    running.start()
    await running.until(lambda: running.listener.together == MOST_BULK_IN_FLIGHT)
    await running.queue("a")
    await running.until(lambda: running.listener.together == MOST_BULK_IN_FLIGHT + 1)
    running.listener.delay = 0.0
    await running.until(lambda: len(running.listener.heard) == 101)
    assert running.listener.together == MOST_BULK_IN_FLIGHT + 1


async def test_in_a_group_that_may_hear_little_more_what_waits_is_said_together(running: Running) -> None:
    desk = running.desk
    desk.later(hours=-6)
    await desk.has_staff_group()
    await ticket_of(desk)
    pacing = Pacing(per_second=28)
    for _ in range(GROUP_MESSAGES - SCARCE_BELOW + 1):
        pacing.spoke(STAFF_GROUP, time.monotonic() - GROUP_SECONDS / 2, method="sendMessage")
    for words in "abc":
        await desk.says(CUSTOMER, words)
    running.pace_with(pacing)
    running.start()
    await running.until(lambda: len(running.listener.heard) == 1)
    assert running.listener.texts() == ["• a\n• b\n• c"]


async def test_nothing_overtakes_what_is_in_doubt_not_even_what_is_queued_later(running: Running) -> None:
    running.listener.answers = {"first": [Unknown("no answer")]}
    running.start()
    await running.queue("first")
    await running.until(lambda: running.listener.texts() == ["first"])
    await running.queue("second")
    await running.queue("elsewhere", chat_id=8)
    await running.until(lambda: "elsewhere" in running.listener.texts())
    running.desk.later(seconds=10)
    await running.until(lambda: len(running.listener.heard) == 4)
    assert running.listener.texts() == ["first", "elsewhere", "first", "second"]


async def test_many_calls_that_fail_together_are_one_failure(running: Running) -> None:
    names = [f"m{number}" for number in range(40)]
    running.listener.answers = {name: [NotReached("refused")] for name in names}
    running.listener.delay = 0.02
    for number, name in enumerate(names):
        await running.queue(name, chat_id=100 + number)
    began = asyncio.get_running_loop().time()
    running.start()
    await running.until(lambda: len(running.listener.heard) == 80)
    # Each failure doubling the wait would let the next attempt come half a minute later.
    assert asyncio.get_running_loop().time() - began < 8


async def test_chats_that_are_all_told_to_wait_let_the_others_wait(running: Running) -> None:
    running.listener.answers = {name: [TryLater(timedelta(seconds=1))] for name in ("a", "b", "c")}
    running.start()
    for chat_id, name in enumerate(("a", "b", "c"), start=101):
        await running.queue(name, chat_id=chat_id)
    await running.until(lambda: len(running.listener.heard) == 3)
    await asyncio.sleep(0.2)
    await running.queue("d", chat_id=104)
    await asyncio.sleep(0.3)
    assert sorted(running.listener.texts()) == ["a", "b", "c"]
    running.desk.later(seconds=2)
    await running.until(lambda: len(running.listener.heard) == 7)
    assert set(await running.states()) == {"a", "b", "c", "d"}


async def test_another_transaction_in_the_way_is_no_failure_and_loses_nothing(running: Running) -> None:
    await running.queue("a", chat_id=1)
    await running.queue("b", chat_id=2)
    first, second = await running.desk.queued()
    database = running.desk.database
    with capture_logs() as said:
        async with database.begin() as rival:
            await touch(rival, second)
            running.start()
            if not database.is_sqlite:  # there delivery has not begun yet; here it has taken one row and waits for the other
                await asyncio.sleep(0.3)
                await touch(rival, first)
        await running.until(lambda: len(running.listener.heard) == 2)
        await running.end()
    assert running.listener.texts() == ["a", "b"]
    assert [line["event"] for line in said] == ([] if database.is_sqlite else ["delivery.collided"])


async def touch(session: Session, message: OutboxMessage) -> None:
    """Write a row as it is, and so hold it until the transaction ends."""
    await session.execute(update(OutboxMessage).where(col(OutboxMessage.id) == message.id).values(attempts=message.attempts))
