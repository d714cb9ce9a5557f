"""A desk with one ticket on whose deadlines time passes, for tests of what is promised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.business import load_business
from crm.deadlines import (
    Clock,
    clocks_of,
    move_clock,
)
from crm.rules.sla import ClockState, Policy, Targets
from crm.tickets import answer_ticket, claim_ticket, close_ticket, open_ticket, reopen_ticket, write_on_ticket
from jobs.deadlines import watch_deadlines
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.deadlines import Deadline
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import DeadlineKind, Role, Severity, TicketKind
from tests.scene import Scene

FIRST, NEXT, SOLUTION = DeadlineKind.FIRST_RESPONSE, DeadlineKind.NEXT_RESPONSE, DeadlineKind.RESOLUTION
HOUR = timedelta(hours=1)
HOURS = load_business(None).hours
POLICY = Policy(Targets(first_response=4 * HOUR, next_response=2 * HOUR, resolution=15 * HOUR))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, in which the 5th is a Thursday; the desk opens at 9:00 and closes at 18:30."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


class Counter:
    """A desk with a ticket that was opened on Thursday at 10:00, and a member of the staff."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.staff_id = 0
        self._messages = 0

    async def open(self, *policies: Policy, kind: TicketKind = TicketKind.INQUIRY, severity: Severity = Severity.MEDIUM) -> Ticket:
        """A customer opens a ticket."""
        scene = self.scene
        scene.business = replace(scene.business, sla=policies or (POLICY,))
        scene.at = shanghai(5, 10)
        if not await scene.rows(Customer):
            self.staff_id = (await scene.staff(Role.AGENT, user_id=2001, name="Anna")).id
            await scene.customer()
        async with scene.database.begin() as session:
            return await open_ticket(
                session, customer=await get_customer(session, 1), kind=kind, category="order", severity=severity, interaction_ids=(),
                at=scene.at, business=scene.business, tell=scene.tell,
            )  # fmt: skip

    async def writes(self, at: datetime, number: int = 1) -> None:
        """The customer writes."""
        self.scene.at, self._messages = at, self._messages + 1
        async with self.scene.database.begin() as session:
            await write_on_ticket(
                session, ticket=await get_ticket(session, number), interaction_id=self._messages, chat_id=1001, message_id=self._messages,
                media_kind="text", reply_to_id=None, at=at, business=self.scene.business, tell=self.scene.tell,
            )  # fmt: skip

    async def answers(self, at: datetime, number: int = 1) -> None:
        """Anna answers."""
        self.scene.at, self._messages = at, self._messages + 1
        async with self.scene.database.begin() as session:
            await answer_ticket(
                session, ticket=await get_ticket(session, number), by=await self.anna(session), interaction_id=self._messages, chat_id=-1,
                message_id=self._messages, media_kind="text", reply_to_id=None, at=at, business=self.scene.business, tell=self.scene.tell,
            )  # fmt: skip

    async def claims(self, at: datetime) -> None:
        """Anna takes the ticket."""
        async with self.scene.database.begin() as session:
            await claim_ticket(session, ticket_id=1, by=await self.anna(session), at=at, business=self.scene.business, tell=self.scene.tell)

    async def closes(self, at: datetime) -> None:
        """The ticket is closed."""
        async with self.scene.database.begin() as session:
            await close_ticket(session, ticket_id=1, by=None, at=at, business=self.scene.business, tell=self.scene.tell)

    async def reopens(self, at: datetime) -> None:
        """The ticket is taken up again by hand."""
        async with self.scene.database.begin() as session:
            await reopen_ticket(
                session, ticket_id=1, by=await self.anna(session), at=at, business=self.scene.business, tell=self.scene.tell
            )

    async def pauses(self, at: datetime) -> None:
        """It is the customer's turn."""
        await self._move(ClockState.RUNS, ClockState.STANDS, at)

    async def resumes(self, at: datetime) -> None:
        """It is the desk's turn."""
        await self._move(ClockState.STANDS, ClockState.RUNS, at)

    async def _move(self, was: ClockState, now: ClockState, at: datetime) -> None:
        async with self.scene.database.begin() as session:
            ticket = await get_ticket(session, 1)
            await move_clock(session, ticket=ticket, was=was, now=now, at=at, hours=self.scene.business.hours)

    async def ticks(self, at: datetime) -> int:
        """The clock looks at the deadlines."""
        self.scene.at = at
        return await watch_deadlines(self.scene.database, self.scene.business, self.scene.now, self.scene.make_tell)

    async def clock(self, at: datetime) -> Clock | None:
        """How the next promise on the ticket stands."""
        async with self.scene.database.read() as session:
            ticket = await get_ticket(session, 1)
            return (await clocks_of(session, tickets=[ticket], at=at, hours=self.scene.business.hours)).get(1)

    async def ticket(self) -> Ticket:
        """The ticket as it is kept."""
        async with self.scene.database.read() as session:
            return await get_ticket(session, 1)

    async def promise(self, kind: DeadlineKind) -> Deadline:
        """The newest promise of a kind."""
        newest: Deadline = [row for row in await self.scene.rows(Deadline) if row.kind is kind][-1]
        return newest

    async def anna(self, session: Session) -> StaffMember:
        """The member of the staff, as a session knows her."""
        member = await find_staff_by_id(session, self.staff_id)
        assert member is not None
        return member
