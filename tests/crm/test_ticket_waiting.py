"""Waiting tickets: who sleeps keeps nobody else from being reminded."""

from datetime import UTC, datetime, timedelta

from crm.steps import DuePlace
from crm.ticket_waiting import CustomerNudged, nudge_silent_customers
from storage.tickets import get_ticket
from storage.vocabulary import TicketStatus
from tests.scene import Scene

MORNING = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, 23:00 in São Paulo
SLEEPING, AWAKE = "America/Sao_Paulo", "Asia/Shanghai"


async def pending(scene: Scene, number: int, *, zone: str, since: datetime) -> None:
    await scene.ticket(await scene.customer(number, zone=zone), number=number, status=TicketStatus.PENDING)
    async with scene.database.begin() as session:
        (await get_ticket(session, number)).waiting_since = since


async def test_those_behind_sleepers_are_reminded_in_the_same_run(scene: Scene) -> None:
    scene.at = MORNING
    long_ago = MORNING - timedelta(days=3)
    for number, zone in enumerate((SLEEPING, SLEEPING, AWAKE, SLEEPING, AWAKE), start=1):
        await pending(scene, number, zone=zone, since=long_ago + timedelta(minutes=number // 2))
    after: DuePlace | None = None
    steps = []
    for _ in range(9):
        async with scene.database.begin() as session:
            step = await nudge_silent_customers(session, after=after, at=scene.at, business=scene.business, tell=scene.tell, limit=2)
        steps.append(step.done)
        after = step.after
        if after is None:
            break
    assert steps == [0, 1, 1]
    assert [notice.ticket.number for notice in scene.told_of(CustomerNudged)] == [3, 5]
    scene.later(hours=12)  # the sleepers are awake, and nobody is reminded twice
    async with scene.database.begin() as session:
        step = await nudge_silent_customers(session, after=None, at=scene.at, business=scene.business, tell=scene.tell)
    assert (step.done, step.after) == (3, None)
    assert sorted(notice.ticket.number for notice in scene.told_of(CustomerNudged)) == [1, 2, 3, 4, 5]
