"""Winning back: who is silent for longer than usual is spoken to once; the most valuable are given to staff."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm.business import Business
from crm.rules.rfm import RfmSegment
from crm.ticket_notices import TicketOpened
from crm.win_back import Lapsed, Tone, ValuableCustomerSilent, WinBackMessage, find_lapsed, win_back
from jobs.win_back import win_customers_back
from storage.customers import Customer
from storage.tickets import Ticket
from storage.vocabulary import Severity, TicketKind, TicketStatus
from storage.win_backs import WinBack
from tests.scene import Scene

AFTERNOON = datetime(2026, 3, 5, 7, tzinfo=UTC)  # 15:00 in Shanghai


async def bought(scene: Scene, number: int, *days_ago: float, amount_minor: int = 1000, zone: str = "Asia/Shanghai") -> None:
    """A customer bought so many days ago each."""
    customer = await scene.customer(number, zone=zone)
    for days in days_ago:
        scene.at = AFTERNOON - timedelta(days=days)
        await scene.purchase(customer, f"{number}-{days}", amount_minor=amount_minor)
    scene.at = AFTERNOON


async def poor(scene: Scene, first: int = 900) -> None:
    """Store others who spent more, so that nobody else is in the top fifth; they have no rhythm."""
    for number in range(first, first + 3):
        await bought(scene, number, 1, amount_minor=10**6)


async def run(scene: Scene, **rules: object) -> list[int]:
    """Run the job and return the customers who were written to since the last run."""
    before = len(scene.told_of(WinBackMessage))
    business = replace(scene.business, win_back=replace(scene.business.win_back, **rules))  # type: ignore[arg-type]  # rules by name
    await win_customers_back(scene.database, business, scene.now, scene.make_tell)
    return [notice.lapsed.customer.id for notice in scene.told_of(WinBackMessage)[before:]]


@pytest.mark.parametrize(
    ("days_ago", "spoken_to"),
    [
        ((61, 81, 101, 121), False),  # two and a half weeks too late: 40 days of silence were over 21 days ago
        ((41, 61, 81, 101), True),
        ((39, 59, 79, 99), False),
        ((61, 91, 121), True),
        ((61, 91), False),
        ((29, 30, 31), True),
        ((27, 28, 29), False),
        ((361, 661, 961), True),
    ],
)
async def test_each_is_silent_by_their_own_rhythm(scene: Scene, days_ago: tuple[int, ...], *, spoken_to: bool) -> None:
    await poor(scene)
    await bought(scene, 1, *days_ago)
    assert await run(scene) == ([1] if spoken_to else [])


async def test_a_silence_is_broken_once_and_the_next_one_again(scene: Scene) -> None:
    await poor(scene)
    await bought(scene, 1, 41, 61, 81)
    assert await run(scene) == [1]
    scene.later(days=1)
    assert await run(scene) == []
    assert [(row.customer_id, row.ticket_id) for row in await scene.rows(WinBack)] == [(1, None)]
    (notice,) = scene.told_of(WinBackMessage)
    assert notice.key == f"win_back:1:{int((AFTERNOON - timedelta(days=41)).timestamp())}"
    assert notice.expires_at == datetime(2026, 3, 5, 13, 30, tzinfo=UTC)


async def test_a_message_breaks_a_silence_like_a_purchase(scene: Scene) -> None:
    await poor(scene)
    await bought(scene, 1, 41, 61, 81)
    scene.at = AFTERNOON - timedelta(days=30)
    await scene.hears((await scene.rows(Customer))[0])
    scene.at = AFTERNOON
    assert await run(scene) == []


async def test_who_waits_for_us_sleeps_or_was_told_enough_is_not_spoken_to(scene: Scene) -> None:
    await poor(scene)
    for number, zone in ((1, "Asia/Shanghai"), (2, "America/New_York")):
        await bought(scene, number, 41, 61, 81, zone=zone)
    await scene.keep(
        Ticket(
            id=1, number=1, customer_id=1, kind=TicketKind.INQUIRY, category="order", severity=Severity.LOW, status=TicketStatus.OPEN, opened_at=scene.at,
            due_at=scene.at, last_message_at=scene.at,
        )
    )  # fmt: skip
    assert await run(scene) == []
    scene.at = datetime(2026, 3, 5, 16, tzinfo=UTC)  # 11:00 in New York
    assert await run(scene) == [2]


async def test_the_most_valuable_are_given_to_staff_and_told_nothing(scene: Scene) -> None:
    await bought(scene, 1, 41, 61, 81, amount_minor=10**6)
    for number in range(2, 7):
        await bought(scene, number, 1)
    assert await run(scene) == []
    (notice,) = scene.told_of(ValuableCustomerSilent)
    (opened,) = scene.told_of(TicketOpened)
    assert opened.ticket.is_quiet
    assert (notice.ticket.kind, notice.ticket.customer_id) == (TicketKind.FOLLOW_UP, 1)
    assert (notice.lapsed.orders, notice.lapsed.interval) == (3, timedelta(days=20))
    assert [(row.customer_id, row.ticket_id) for row in await scene.rows(WinBack)] == [(1, notice.ticket.id)]
    scene.later(days=1)
    await run(scene)
    assert len(await scene.rows(Ticket)) == 1


async def test_staff_get_no_more_than_they_can_bear_in_a_day(scene: Scene) -> None:
    for number in (1, 2, 3):
        await bought(scene, number, 41, 61, 81, amount_minor=10**6 + number)
    for number in range(4, 17):
        await bought(scene, number, 1)
    await run(scene, most_tickets_a_day=1)
    await run(scene, most_tickets_a_day=1)
    assert [row.customer_id for row in await scene.rows(WinBack)] == [1]
    scene.later(days=1)
    await run(scene, most_tickets_a_day=1)
    assert [row.customer_id for row in await scene.rows(WinBack)] == [1, 2]


async def test_a_business_may_win_nobody_back(scene: Scene) -> None:
    await bought(scene, 1, 41, 61, 81)
    assert await run(scene, factor=Decimal(0)) == []
    assert await scene.rows(WinBack) == []


async def test_the_search_goes_in_steps(scene: Scene, business: Business) -> None:
    await poor(scene)
    for number in (1, 2, 3):
        await bought(scene, number, 41, 61, 81)
    after_id: int | None = 0
    steps = []
    async with scene.database.read() as session:
        while after_id is not None:
            found = await find_lapsed(session, cuts=None, after_id=after_id, at=scene.at, business=business, limit=2)
            steps.append([each.customer.id for each in found.lapsed])
            after_id = found.after_id
    assert steps == [[1, 2], [3]]


@pytest.mark.parametrize(
    ("segment", "tone"),
    [
        (RfmSegment.CHAMPIONS, Tone.LOYAL),
        (RfmSegment.AT_RISK, Tone.SLIPPING),
        (RfmSegment.LOST, Tone.OCCASIONAL),
        (RfmSegment.OTHERS, Tone.OCCASIONAL),
    ],
)
async def test_each_is_spoken_to_by_how_they_bought(scene: Scene, segment: RfmSegment, tone: Tone) -> None:
    customer = await scene.customer(1)
    lapsed = Lapsed(customer, scene.at, timedelta(days=20), 3, segment, is_valuable=False)
    assert lapsed.tone is tone


async def test_who_cannot_be_reached_is_no_work_for_staff(scene: Scene) -> None:
    customer = await scene.customer(1, is_blocked=True)
    lapsed = Lapsed(customer, scene.at, timedelta(days=20), 3, RfmSegment.CHAMPIONS, is_valuable=True)
    async with scene.database.begin() as session:
        assert await win_back(session, lapsed=[lapsed], at=scene.at, business=scene.business, tell=scene.tell) == 0
    assert await scene.rows(Ticket) == []


async def test_who_opens_a_ticket_between_the_search_and_the_message_is_not_written_to(scene: Scene) -> None:
    await poor(scene)
    await bought(scene, 1, 41, 61, 81)
    await bought(scene, 2, 41, 61, 81)
    async with scene.database.read() as session:
        found = await find_lapsed(session, cuts=None, after_id=0, at=scene.at, business=scene.business)
    assert [each.customer.id for each in found.lapsed] == [1, 2]
    await scene.ticket(found.lapsed[0].customer, status=TicketStatus.NEW)
    async with scene.database.begin() as session:
        done = await win_back(session, lapsed=found.lapsed, at=scene.at, business=scene.business, tell=scene.tell)
    assert done == 1
    assert [notice.lapsed.customer.id for notice in scene.told_of(WinBackMessage)] == [2]
