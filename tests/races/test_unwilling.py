"""Races on unasked messages: who is banned, or wants no more, at the moment at which it is decided to write to them is not written to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from crm.campaigns import schedule_campaign
from crm.deliveries import MakeTell
from crm.notices import Notice, Tell
from crm.privacy import set_consent
from jobs.campaigns import attend_campaigns
from storage.customers import Customer
from storage.database import Session
from storage.interactions import Interaction
from storage.outbox import BANNED, OPTED_OUT
from storage.vocabulary import ConsentKind, Direction, OutboxState
from tests.campaign_side import composed, crowd, messages, owner_of, run, states
from tests.desk import Desk
from tests.races.rivals import PATIENCE
from tests.unasked_side import AFTERNOON, asks, bans, greets, has_birthday, has_points, has_visit, is_silent, reminds, wins_back

Reason = Callable[[Desk], Awaitable[None]]
Job = Callable[[Desk, MakeTell], Awaitable[None]]
Change = Callable[[Desk], Awaitable[None]]


def refuses(kind: ConsentKind) -> Change:
    """Customer 1 switches a kind of message off."""

    async def switch_off(desk: Desk) -> None:
        async with desk.database.begin() as session:
            await set_consent(session, customer=await session.get_one(Customer, 1), kind=kind, granted=False, at=desk.at)

    return switch_off


class Meanwhile:
    """Something that happens between a decision and its commit. On SQLite it waits for that: there is one writer at a time."""

    def __init__(self, desk: Desk, change: Change) -> None:
        self._desk = desk
        self._change = change
        self.happens: asyncio.Task[None] | None = None

    def make_tell(self, session: Session, _at: datetime) -> Tell:
        """Return the function that tells facts, the first of them after that has happened."""
        tell = self._desk.tell(session)

        async def tell_then(notice: Notice) -> None:
            if self.happens is None:
                self.happens = asyncio.ensure_future(self._change(self._desk))
                if not self._desk.database.is_sqlite:
                    async with asyncio.timeout(PATIENCE):
                        await asyncio.shield(self.happens)
            await tell(notice)

        return tell_then


async def attends(desk: Desk, make_tell: MakeTell) -> None:
    """Let the job of campaigns run."""
    await attend_campaigns(desk.database, desk.business, lambda: desk.at, make_tell)


UNASKED = [
    pytest.param(has_points, reminds, bans, BANNED, id="reminder-ban"),
    pytest.param(has_points, reminds, refuses(ConsentKind.REMINDERS), OPTED_OUT, id="reminder-tap"),
    pytest.param(is_silent, wins_back, bans, BANNED, id="win-back-ban"),
    pytest.param(has_birthday, greets, bans, BANNED, id="greeting-ban"),
    pytest.param(has_birthday, greets, refuses(ConsentKind.GREETINGS), OPTED_OUT, id="greeting-tap"),
    pytest.param(has_visit, asks, bans, BANNED, id="visit-ban"),
    pytest.param(has_visit, asks, refuses(ConsentKind.REMINDERS), OPTED_OUT, id="visit-tap"),
]


async def meets(desk: Desk, job: Job, change: Change, error: str) -> None:
    """Let something happen while a job decides; customer 1 hears nothing, and nothing was said to them."""
    meanwhile = Meanwhile(desk, change)
    await job(desk, meanwhile.make_tell)
    assert meanwhile.happens is not None
    await meanwhile.happens
    await desk.deliver()
    assert [(row.state, row.error) for row in await messages(desk) if row.customer_id == 1] == [(OutboxState.DROPPED, error)]
    said = [row for row in await desk.rows(Interaction) if row.customer_id == 1 and row.direction is Direction.OUT]
    assert said == []


@pytest.mark.parametrize(("has_reason", "job", "change", "error"), UNASKED)
async def test_what_is_decided_at_the_moment_of_a_ban_or_a_tap_does_not_leave(
    desk_on_both: Desk, has_reason: Reason, job: Job, change: Change, error: str
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1)
    await has_reason(desk)
    await meets(desk, job, change, error)


@pytest.mark.parametrize(("change", "error"), [(bans, BANNED), (refuses(ConsentKind.CAMPAIGNS), OPTED_OUT)], ids=["ban", "tap"])
async def test_a_campaign_that_is_being_sent_passes_them_over_and_reaches_the_others(
    desk_on_both: Desk, change: Change, error: str
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1, 2)
    number = await composed(desk)
    async with desk.database.begin() as session:
        await schedule_campaign(session, campaign_id=number, starts_at=desk.at, by=await owner_of(desk), at=desk.at)
    await meets(desk, attends, change, error)
    await run(desk)
    assert await states(desk, number) == {1: "skipped", 2: "sent"}
