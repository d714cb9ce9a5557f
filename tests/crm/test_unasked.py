"""Unasked messages that are dropped before they leave: nobody was told anything by them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from crm.privacy import set_consent
from crm.reach import find_next_turns
from crm.repairs import send_again
from storage.customers import Customer
from storage.interactions import Interaction, keep_interaction
from storage.outbox import BANNED, OPTED_OUT, TOO_LATE, OutboxMessage, queue_message
from storage.visits import Visit
from storage.vocabulary import (
    Author,
    ConsentKind,
    Direction,
    InDoubt,
    InteractionKind,
    Lane,
    Language,
    OutboxState,
    VisitStatus,
)
from storage.win_backs import WinBack
from tests.campaign_side import crowd, messages, owner_of, sent, states
from tests.campaign_side import run as attend
from tests.desk import Desk
from tests.unasked_side import (
    AFTERNOON,
    asks,
    bans,
    greets,
    has_birthday,
    has_friend_who_bought,
    has_points,
    has_visit,
    is_silent,
    reminds,
    wins_back,
)

NIGHT = datetime(2026, 3, 5, 14, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 6, 4, tzinfo=UTC)
Run = Callable[[Desk], Awaitable[None]]


KINDS = [
    pytest.param(has_points, reminds, ConsentKind.REMINDERS, id="reminder"),
    pytest.param(has_friend_who_bought, reminds, ConsentKind.REMINDERS, id="friend"),
    pytest.param(is_silent, wins_back, ConsentKind.REMINDERS, id="win-back"),
    pytest.param(has_birthday, greets, ConsentKind.GREETINGS, id="greeting"),
    pytest.param(has_visit, asks, ConsentKind.REMINDERS, id="visit"),
]


async def told(desk: Desk) -> list[InteractionKind]:
    """Return what stands in the story of customer 1 as said by the desk."""
    return [row.kind for row in await desk.rows(Interaction) if row.customer_id == 1 and row.direction is Direction.OUT]


async def next_turn_of_1(desk: Desk) -> datetime:
    """Return when customer 1 may be spoken to unasked."""
    async with desk.database.read() as session:
        return (await find_next_turns(session, customer_ids=[1], at=desk.at, cap=desk.business.unasked, waits_for_tickets=False))[1]


async def fates(desk: Desk) -> list[tuple[OutboxState, str | None]]:
    """Return what became of the messages to customer 1."""
    return [(row.state, row.error) for row in await messages(desk) if row.customer_id == 1]


@pytest.mark.parametrize(("has_reason", "speaks", "_kind"), KINDS)
async def test_what_came_too_late_was_not_said_and_is_said_the_next_day(
    desk_on_both: Desk, has_reason: Run, speaks: Run, _kind: ConsentKind
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await speaks(desk)
    assert await fates(desk) == [(OutboxState.QUEUED, None)]
    assert await next_turn_of_1(desk) == AFTERNOON + timedelta(days=1)
    desk.at = NIGHT
    await desk.deliver()
    assert await fates(desk) == [(OutboxState.DROPPED, TOO_LATE)]
    assert await told(desk) == []
    assert await next_turn_of_1(desk) == NIGHT
    desk.at = NEXT_DAY
    await speaks(desk)
    await desk.deliver()
    assert await fates(desk) == [(OutboxState.DROPPED, TOO_LATE), (OutboxState.SENT, None)]
    assert len(await told(desk)) == 1
    assert await next_turn_of_1(desk) == NEXT_DAY + timedelta(days=1)
    await speaks(desk)
    assert len(await fates(desk)) == 2


async def test_a_visit_that_came_too_late_is_promised_as_before_and_asked_as_for_the_first_time(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_visit(desk)
    await asks(desk)
    desk.at = NIGHT
    await desk.deliver()
    late = await desk.row(Visit, id=7)
    assert (late.status, late.asked_at, late.attempts, late.done_at) == (VisitStatus.PLANNED, None, 0, None)
    desk.at = NEXT_DAY
    await asks(desk)
    asked = await desk.row(Visit, id=7)
    assert (asked.status, asked.asked_at, asked.attempts, asked.done_at) == (VisitStatus.ASKED, NEXT_DAY, 1, NEXT_DAY)


async def test_what_was_done_by_the_first_question_stays_done_when_the_second_is_too_late(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_visit(desk)
    async with desk.database.begin() as session:
        visit = await session.get_one(Visit, 7)
        visit.attempts, visit.done_at = 1, AFTERNOON - timedelta(days=7)
    await asks(desk)
    desk.at = NIGHT
    await desk.deliver()
    late = await desk.row(Visit, id=7)
    assert (late.status, late.attempts, late.done_at) == (VisitStatus.PLANNED, 1, AFTERNOON - timedelta(days=7))


async def test_a_silence_that_staff_see_to_stays_theirs(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_points(desk)
    await reminds(desk)
    await desk.keep(WinBack(customer_id=1, silent_since=AFTERNOON - timedelta(days=41), at=AFTERNOON, segment="lost", ticket_id=None))
    await desk.keep(WinBack(customer_id=1, silent_since=AFTERNOON - timedelta(days=99), at=AFTERNOON - timedelta(days=9), segment="lost"))
    desk.at = NIGHT
    await desk.deliver()
    assert [row.silent_since for row in await desk.rows(WinBack, WinBack.at)] == [AFTERNOON - timedelta(days=99)]


@pytest.mark.parametrize(("has_reason", "speaks", "_kind"), KINDS)
async def test_a_ban_drops_what_waits_for_the_customer(desk_on_both: Desk, has_reason: Run, speaks: Run, _kind: ConsentKind) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await speaks(desk)
    await bans(desk)
    await desk.deliver()
    assert await fates(desk) == [(OutboxState.DROPPED, BANNED)]
    assert await told(desk) == []
    assert await next_turn_of_1(desk) == AFTERNOON


@pytest.mark.parametrize(("has_reason", "speaks", "kind"), KINDS)
async def test_one_tap_drops_what_waits_of_its_kind_and_nothing_else(
    desk_on_both: Desk, has_reason: Run, speaks: Run, kind: ConsentKind
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await speaks(desk)
    other = ConsentKind.GREETINGS if kind is ConsentKind.REMINDERS else ConsentKind.REMINDERS
    for switched_off, fate in ((other, (OutboxState.QUEUED, None)), (kind, (OutboxState.DROPPED, OPTED_OUT))):
        async with desk.database.begin() as session:
            await set_consent(session, customer=await session.get_one(Customer, 1), kind=switched_off, granted=False, at=desk.at)
        assert await fates(desk) == [fate]
    desk.at = NEXT_DAY
    await speaks(desk)
    assert len(await fates(desk)) == 1


async def test_a_campaign_passes_over_who_is_banned_or_switches_it_off_while_it_waits(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1, 2, 3)
    number = await sent(desk)
    await bans(desk)
    async with desk.database.begin() as session:
        await set_consent(session, customer=await session.get_one(Customer, 2), kind=ConsentKind.CAMPAIGNS, granted=False, at=desk.at)
    await desk.deliver()
    await attend(desk)
    assert await states(desk, number) == {1: "skipped", 2: "skipped", 3: "sent"}
    assert await told(desk) == []


async def test_answers_are_not_dropped_though_they_are_of_the_kind_of_visits(desk: Desk) -> None:
    await crowd(desk, 1)
    async with desk.database.begin() as session:
        row = keep_interaction(
            session,
            kind=InteractionKind.FOLLOW_UP,
            direction=Direction.OUT,
            author=Author.BOT,
            at=desk.at,
            customer_id=1,
            text="Your ticket",
        )
        queue_message(
            session, method="sendMessage", payload={"chat_id": 70_001, "text": "Your ticket"}, lane=Lane.NOTICE, at=desk.at, chat_id=70_001,
            customer_id=1, interaction_id=row["id"],
        )  # fmt: skip
    await bans(desk)
    assert await fates(desk) == [(OutboxState.QUEUED, None)]


async def test_what_staff_have_sent_again_is_dropped_but_may_have_arrived(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_points(desk)
    await reminds(desk)
    owner, [row] = await owner_of(desk), await messages(desk)
    async with desk.database.begin() as session:
        message = await session.get_one(OutboxMessage, row.id)
        message.state, message.in_doubt = OutboxState.PARKED, InDoubt.PARK
        await session.flush()
        await send_again(session, message_id=row.id, by=owner, at=desk.at)
    await bans(desk)
    assert await fates(desk) == [(OutboxState.DROPPED, BANNED)]
    assert await told(desk) == [InteractionKind.REMINDER]


async def test_who_cannot_be_written_to_has_nothing_waiting(desk: Desk) -> None:
    await desk.keep(Customer(id=1, name="Lin", language=Language.ENGLISH, time_zone="Asia/Shanghai", created_at=desk.at))
    await bans(desk)
    async with desk.database.begin() as session:
        assert await set_consent(
            session, customer=await session.get_one(Customer, 1), kind=ConsentKind.CAMPAIGNS, granted=False, at=desk.at
        )
    assert await fates(desk) == []


async def test_posts_that_come_too_late_are_no_unasked_messages(desk: Desk) -> None:
    async with desk.database.begin() as session:
        queue_message(session, method="answerInlineQuery", payload={}, lane=Lane.REPLY, at=desk.at, expires_at=desk.at)
    await desk.deliver()
    assert [row.error for row in await desk.queued()] == [TOO_LATE]
