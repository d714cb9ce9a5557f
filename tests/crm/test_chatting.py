"""Chatting: nobody is told something unasked amid a chat, and of offers and points not while a ticket is open."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from crm.campaign_figures import figure
from handlers.chat.campaign_sheets import sheet
from storage.campaigns import Campaign
from storage.interactions import keep_interaction
from storage.tickets import Ticket
from storage.vocabulary import Author, CampaignState, Direction, InteractionKind, Language, Severity, TicketKind, TicketStatus, Variant
from tests.campaign_side import campaign_of, crowd, messages, sent, states
from tests.campaign_side import run as attend
from tests.desk import Desk
from tests.handlers.chat.customer_side import Talker
from tests.unasked_side import AFTERNOON, asks, greets, has_birthday, has_points, has_visit, is_silent, reminds, wins_back

Act = Callable[[Desk], Awaitable[object]]


async def campaigns(desk: Desk) -> None:
    """Let the campaign begin, or go on."""
    await (attend(desk) if await desk.rows(Campaign) else sent(desk))


async def nothing(desk: Desk) -> None:
    """A campaign needs no reason."""


REMINDER = pytest.param(has_points, reminds, id="reminder")
GREETING = pytest.param(has_birthday, greets, id="greeting")
VISIT = pytest.param(has_visit, asks, id="visit")
CAMPAIGN = pytest.param(nothing, campaigns, id="campaign")


async def chats(desk: Desk, *, kind: InteractionKind = InteractionKind.SYSTEM, **ago: float) -> None:
    """Customer 1 said or pressed something, so long ago."""
    async with desk.database.begin() as session:
        keep_interaction(session, kind=kind, direction=Direction.IN, author=Author.CUSTOMER, at=desk.at - timedelta(**ago), customer_id=1)


async def opens_ticket(desk: Desk, status: TicketStatus) -> None:
    """Customer 1 has a ticket in this state and has been silent since it was opened."""
    async with desk.database.begin() as session:
        session.add(
            Ticket(
                id=1, number=1, customer_id=1, kind=TicketKind.INQUIRY, category="order", severity=Severity.LOW, status=status,
                opened_at=desk.at - timedelta(days=2), due_at=desk.at, last_message_at=desk.at - timedelta(days=2),
            )
        )  # fmt: skip


async def closes_ticket(desk: Desk) -> None:
    """The ticket is closed."""
    async with desk.database.begin() as session:
        await session.execute(update(Ticket).where(col(Ticket.id) == 1).values(status=TicketStatus.CLOSED, closed_at=desk.at))


async def told(desk: Desk) -> int:
    """Return how much was said to customer 1."""
    return len([row for row in await messages(desk) if row.customer_id == 1])


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, GREETING, VISIT, CAMPAIGN])
@pytest.mark.parametrize("kind", [InteractionKind.SYSTEM, InteractionKind.INQUIRY])
async def test_whatever_is_unasked_waits_until_an_hour_after_the_last_word(
    desk_on_both: Desk, kind: InteractionKind, has_reason: Act, speaks: Act
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await chats(desk, kind=kind, minutes=30)
    await has_reason(desk)
    told_after = []
    for minutes in (0, 29, 1):
        desk.at += timedelta(minutes=minutes)
        await speaks(desk)
        told_after.append(await told(desk))
    assert told_after == [0, 0, 1]


async def test_whoever_goes_on_chatting_is_left_alone_for_longer(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_points(desk)
    for _ in range(3):
        await chats(desk)
        await reminds(desk)
        desk.at += timedelta(minutes=45)
    await reminds(desk)
    assert await told(desk) == 0
    desk.at += timedelta(minutes=15)
    await reminds(desk)
    assert await told(desk) == 1


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, GREETING, VISIT, CAMPAIGN])
async def test_a_business_that_does_not_mind_speaks_amid_a_chat(desk: Desk, has_reason: Act, speaks: Act) -> None:
    desk = desk.of(replace(desk.business, unasked=replace(desk.business.unasked, chat_minutes=0)))
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await chats(desk)
    await has_reason(desk)
    await speaks(desk)
    assert await told(desk) == 1


async def test_what_a_clock_that_was_wrong_kept_silences_nobody(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await chats(desk, days=-400)
    await has_points(desk)
    await reminds(desk)
    assert await told(desk) == 1


async def test_a_person_who_presses_start_is_not_reminded_a_second_later(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    ivy = Talker(desk)
    await ivy.says("/start")
    answers = await ivy.hears()
    await has_points(desk)
    desk.at += timedelta(seconds=1)
    await reminds(desk)
    assert await ivy.hears() == []
    desk.at += timedelta(hours=1)
    await reminds(desk)
    assert (len(answers), len(await ivy.hears())) == (1, 1)


async def said_beside(desk: Desk, status: TicketStatus, has_reason: Act, speaks: Act) -> int:
    """How much is said to customer 1 while they have a ticket that stands so."""
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await opens_ticket(desk, status)
    await speaks(desk)
    return await told(desk)


@pytest.mark.parametrize("status", [TicketStatus.NEW, TicketStatus.PENDING, TicketStatus.ON_HOLD])
@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, CAMPAIGN])
async def test_reminders_and_campaigns_wait_until_no_ticket_is_open(
    desk_on_both: Desk, status: TicketStatus, has_reason: Act, speaks: Act
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await opens_ticket(desk, status)
    for _ in range(3):
        await speaks(desk)
        desk.at += timedelta(hours=1)
    assert await told(desk) == 0
    await closes_ticket(desk)
    await speaks(desk)
    assert await told(desk) == 1


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, CAMPAIGN])
async def test_what_is_solved_is_open_no_more(desk: Desk, has_reason: Act, speaks: Act) -> None:
    assert await said_beside(desk, TicketStatus.SOLVED, has_reason, speaks) == 1


@pytest.mark.parametrize(("has_reason", "speaks"), [REMINDER, CAMPAIGN])
async def test_a_business_may_speak_of_other_things_while_a_ticket_is_open(desk: Desk, has_reason: Act, speaks: Act) -> None:
    desk = desk.of(replace(desk.business, unasked=replace(desk.business.unasked, tickets_first=False)))
    assert await said_beside(desk, TicketStatus.OPEN, has_reason, speaks) == 1


@pytest.mark.parametrize(("has_reason", "speaks"), [GREETING, VISIT])
async def test_greetings_and_visits_wait_for_no_ticket(desk: Desk, has_reason: Act, speaks: Act) -> None:
    assert await said_beside(desk, TicketStatus.OPEN, has_reason, speaks) == 1


async def test_a_win_back_waits_for_the_ticket_that_was_opened_since_it_was_found(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await is_silent(desk)
    await opens_ticket(desk, TicketStatus.OPEN)
    await wins_back(desk)
    assert await told(desk) == 0
    await closes_ticket(desk)
    await wins_back(desk)
    assert await told(desk) == 1


@pytest.mark.parametrize(
    ("said", "greeted"),
    [
        (datetime(2026, 3, 5, 10, 58, tzinfo=UTC), []),  # 18:58: it may still be said at 19:58
        (datetime(2026, 3, 5, 11, 0, tzinfo=UTC), [1]),  # 19:00: at 20:00 it is too late for greetings
    ],
)
async def test_a_birthday_greeting_waits_for_the_end_of_a_chat_unless_its_day_would_be_over(
    desk_on_both: Desk, said: datetime, greeted: list[int]
) -> None:
    desk = desk_on_both
    desk.at = said
    await crowd(desk, 1)
    await has_birthday(desk)
    await chats(desk)
    desk.at += timedelta(minutes=1)
    await greets(desk)
    assert [row.customer_id for row in await messages(desk)] == greeted
    desk.at += timedelta(minutes=58)
    await greets(desk)
    await greets(desk)
    assert [row.customer_id for row in await messages(desk)] == greeted
    desk.at += timedelta(seconds=60)
    await greets(desk)
    assert [row.customer_id for row in await messages(desk)] == [1]


@pytest.mark.parametrize(("days", "end"), [(7, "open_ticket"), (10, "planned"), (0, "planned")])
async def test_a_campaign_does_not_wait_for_the_end_of_a_ticket_for_ever(desk_on_both: Desk, days: int, end: str) -> None:
    desk = desk_on_both.of(replace(desk_on_both.business, campaigns=replace(desk_on_both.business.campaigns, ticket_days=days)))
    desk.at = AFTERNOON
    await crowd(desk, 1, 2)
    await opens_ticket(desk, TicketStatus.PENDING)
    number = await sent(desk)
    await desk.deliver()
    for _ in range(7):
        await attend(desk)
        assert await states(desk, number) == {1: "planned", 2: "sent"}
        desk.at += timedelta(days=1)
    await attend(desk)
    assert await states(desk, number) == {1: end, 2: "sent"}
    is_over = end == "open_ticket"
    assert (await campaign_of(desk, number)).state is (CampaignState.DONE if is_over else CampaignState.RUNNING)
    await closes_ticket(desk)
    desk.at += timedelta(hours=1)
    await attend(desk)
    assert await told(desk) == (0 if is_over else 1)


async def test_who_was_left_out_for_an_open_ticket_stands_in_the_figures(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1, 2)
    await opens_ticket(desk, TicketStatus.PENDING)
    number = await sent(desk)
    await desk.deliver()
    desk.at += timedelta(days=7)
    await attend(desk)
    campaign = await campaign_of(desk, number)
    counts = [figure(campaign.figures, Variant.A, name) for name in ("listed", "delivered", "open_ticket", "skipped", "waiting")]
    assert counts == [2, 1, 1, 0, 0]
    words = sheet(campaign, (), business=desk.business, phrases=desk.phrasebook.speaking(Language.ENGLISH), zone="UTC")
    assert "left out 0, left out for an open ticket 1, waiting 0" in words


async def test_who_merely_chats_is_not_left_out_however_long_a_campaign_takes(desk: Desk) -> None:
    desk.at = AFTERNOON
    await crowd(desk, 1, 2)
    await chats(desk)
    number = await sent(desk)
    desk.at += timedelta(days=8)
    await chats(desk)
    await attend(desk)
    assert (await states(desk, number))[1] == "planned"
