"""Deadlines: what is promised, how the clock runs and stands, and what is told when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business import load_business
from crm.business import Business
from crm.deadlines import (
    Clock,
    DeadlineNear,
    DeadlinesMissed,
    DeadlinesMoved,
    clocks_of,
    look_at_deadlines,
    move_clock,
    pause_clock,
    resume_clock,
)
from crm.rules.sla import Band, ClockState, Policy, Targets, time_left
from crm.rules.working_hours import add_working_time, working_time_between
from crm.ticket_notices import TicketClaimed
from crm.tickets import answer_ticket, claim_ticket, close_ticket, open_ticket, reopen_ticket, write_on_ticket
from jobs.deadlines import watch_deadlines
from storage.audit import AuditEvent
from storage.customers import Customer, get_customer
from storage.database import Database, Session
from storage.deadlines import Deadline
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import DeadlineKind, Priority, Role, Severity, TicketKind
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


@pytest.fixture
def counter(scene: Scene) -> Counter:
    """A desk with nothing on it, once on each database."""
    return Counter(scene)


@pytest.fixture
def quick(sqlite_database: Database, business: Business) -> Iterator[Counter]:
    """The same on SQLite alone, for what does not depend on the engine."""
    yield Counter(Scene(database=sqlite_database, business=business, at=shanghai(5, 10)))


async def test_a_new_ticket_promises_a_first_answer_and_a_solution(counter: Counter) -> None:
    ticket = await counter.open()
    assert [(row.kind, row.target, row.due_at, row.look_at) for row in await counter.scene.rows(Deadline)] == [
        (FIRST, 4 * HOUR, shanghai(5, 14), shanghai(5, 12)),
        (SOLUTION, 15 * HOUR, shanghai(6, 15, 30), shanghai(5, 17, 30)),
    ]
    assert (ticket.due_at, ticket.customer_waits_since, ticket.next_response_target) == (shanghai(5, 14), shanghai(5, 10), 2 * HOUR)


async def test_without_a_policy_the_first_response_of_the_business_holds(quick: Counter) -> None:
    nobody = Policy(Targets(first_response=HOUR), tiers=frozenset({"gold"}))
    await quick.open(nobody, kind=TicketKind.COMPLAINT, severity=Severity.HIGH)
    ticket = await quick.open(nobody)
    assert [row.target for row in await quick.scene.rows(Deadline)] == [HOUR, 4 * HOUR]
    assert ticket.next_response_target is None


async def test_a_tier_decides_what_is_promised(quick: Counter) -> None:
    await quick.open()
    await quick.scene.points((await quick.scene.rows(Customer))[0], 2500)
    await quick.open(Policy(Targets(first_response=HOUR), tiers=frozenset({"gold"})))
    assert (await quick.promise(FIRST)).target == HOUR


async def test_an_answer_in_time_meets_the_promise_and_nothing_is_told(counter: Counter) -> None:
    await counter.open()
    await counter.answers(shanghai(5, 11))
    first = await counter.promise(FIRST)
    assert (first.met_at, first.look_at, first.breached_at) == (shanghai(5, 11), None, None)
    assert await counter.ticks(shanghai(5, 15)) == 0
    assert [notice for notice in counter.scene.told if isinstance(notice, DeadlinesMissed | DeadlinesMoved)] == []


async def test_the_clock_shows_half_warns_at_a_fifth_and_tells_a_miss_once(counter: Counter) -> None:
    await counter.open()
    assert await counter.ticks(shanghai(5, 11, 59)) == 0
    assert await counter.ticks(shanghai(5, 12)) == 1
    assert [notice.ticket.id for notice in counter.scene.told_of(DeadlinesMoved)] == [1]
    assert await counter.ticks(shanghai(5, 12)) == 0
    assert await counter.ticks(shanghai(5, 13, 12)) == 1
    [near] = counter.scene.told_of(DeadlineNear)
    assert (near.deadline.kind, near.deadline.warned_at, near.holder) == (FIRST, shanghai(5, 13, 12), None)
    assert await counter.ticks(shanghai(5, 14)) == 1
    assert await counter.ticks(shanghai(5, 14)) == 0
    [missed] = counter.scene.told_of(DeadlinesMissed)
    assert [(miss.ticket.id, miss.deadline.kind, miss.deadline.breached_at) for miss in missed.misses] == [(1, FIRST, shanghai(5, 14))]
    assert len(counter.scene.told_of(DeadlinesMoved)) == 3
    assert len(counter.scene.told_of(DeadlineNear)) == 1


async def test_who_has_the_ticket_is_warned_unless_they_left(quick: Counter) -> None:
    await quick.open()
    await quick.claims(shanghai(5, 10))
    await quick.ticks(shanghai(5, 13, 30))
    holders = [near.holder.name if near.holder else None for near in quick.scene.told_of(DeadlineNear)]
    async with quick.scene.database.begin() as session:
        (await quick.anna(session)).removed_at = quick.scene.at
    await quick.ticks(shanghai(6, 14))
    assert [*holders, *[near.holder for near in quick.scene.told_of(DeadlineNear)[1:]]] == ["Anna", None]


async def test_after_a_night_off_only_the_miss_is_told(quick: Counter) -> None:
    await quick.open()
    await quick.ticks(shanghai(6, 9))
    assert quick.scene.told_of(DeadlineNear) == []
    assert [len(missed.misses) for missed in quick.scene.told_of(DeadlinesMissed)] == [1]


async def test_many_are_looked_at_in_steps_and_told_of_together(quick: Counter) -> None:
    for _ in range(5):
        await quick.open(Policy(Targets()))
    quick.scene.at = shanghai(5, 16)
    sizes: list[int] = []
    after_id: int | None = 0
    while after_id is not None:
        async with quick.scene.database.begin() as session:
            step = await look_at_deadlines(
                session, after_id=after_id, at=quick.scene.at, business=quick.scene.business, tell=quick.scene.tell, limit=2
            )
        sizes.append(step.done)
        after_id = step.after_id
    assert sizes == [2, 2, 1]
    assert [len(missed.misses) for missed in quick.scene.told_of(DeadlinesMissed)] == [2, 2, 1]


async def test_the_next_answer_is_owed_from_the_oldest_message_that_nobody_answered(counter: Counter) -> None:
    await counter.open()
    await counter.answers(shanghai(5, 11))
    await counter.writes(shanghai(5, 12))
    await counter.writes(shanghai(5, 13))
    owed = await counter.promise(NEXT)
    assert (owed.started_at, owed.due_at, owed.target) == (shanghai(5, 12), shanghai(5, 14), 2 * HOUR)
    await counter.answers(shanghai(5, 13, 30))
    await counter.answers(shanghai(5, 13, 40))
    assert (await counter.promise(NEXT)).met_at == shanghai(5, 13, 30)
    assert len(await counter.scene.rows(Deadline)) == 3
    await counter.writes(shanghai(5, 14))
    assert [row.met_at for row in await counter.scene.rows(Deadline) if row.kind is NEXT] == [shanghai(5, 13, 30), None]


async def test_before_the_first_answer_no_next_one_is_promised(quick: Counter) -> None:
    await quick.open()
    await quick.writes(shanghai(5, 11))
    assert [row.kind for row in await quick.scene.rows(Deadline)] == [FIRST, SOLUTION]


async def test_where_no_next_answer_is_promised_none_is_owed(quick: Counter) -> None:
    await quick.open(Policy(Targets(resolution=HOUR)))
    await quick.answers(shanghai(5, 10, 30))
    await quick.writes(shanghai(5, 10, 40))
    assert [row.kind for row in await quick.scene.rows(Deadline)] == [FIRST, SOLUTION]
    assert (await quick.ticket()).customer_waits_since == shanghai(5, 10, 40)


async def test_a_quick_answer_changes_no_card_and_a_slow_one_does(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 11))
    assert len(quick.scene.told_of(TicketClaimed)) == 1
    await quick.writes(shanghai(5, 11, 5))
    await quick.answers(shanghai(5, 11, 5))
    assert quick.scene.told_of(DeadlinesMoved) == []
    await quick.writes(shanghai(5, 11, 10))
    await quick.ticks(shanghai(5, 11, 11))
    assert len(quick.scene.told_of(DeadlinesMoved)) == 1
    await quick.answers(shanghai(5, 11, 12))
    assert len(quick.scene.told_of(DeadlinesMoved)) == 2


async def test_an_answer_that_comes_late_before_the_clock_looked_is_a_miss_all_the_same(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 14, 1))
    await quick.ticks(shanghai(5, 14, 2))
    await quick.ticks(shanghai(5, 14, 3))
    [missed] = quick.scene.told_of(DeadlinesMissed)
    assert [(miss.deadline.kind, miss.deadline.met_at) for miss in missed.misses] == [(FIRST, shanghai(5, 14, 1))]


async def test_the_clock_stands_while_the_customer_is_waited_for(counter: Counter) -> None:
    await counter.open()
    await counter.answers(shanghai(5, 11))
    await counter.pauses(shanghai(5, 12))
    await counter.pauses(shanghai(5, 13))
    solution = await counter.promise(SOLUTION)
    assert (solution.paused_at, solution.time_left, solution.look_at) == (shanghai(5, 12), 13 * HOUR, None)
    assert await counter.ticks(shanghai(20, 12)) == 0
    clock = await counter.clock(shanghai(20, 12))
    assert clock is not None
    assert (clock.deadline.kind, clock.time, clock.is_paused, clock.band) == (SOLUTION, 13 * HOUR, True, Band.PLENTY)
    await counter.resumes(shanghai(9, 9))
    await counter.resumes(shanghai(9, 10))
    solution = await counter.promise(SOLUTION)
    assert (solution.paused_at, solution.time_left, solution.due_at) == (None, None, shanghai(10, 12, 30))
    assert solution.look_at == shanghai(9, 14, 30)


async def test_a_clock_that_does_the_same_as_before_is_left_alone(quick: Counter) -> None:
    await quick.open()
    await quick.pauses(shanghai(5, 12))
    for state in ClockState:
        async with quick.scene.database.begin() as session:
            ticket = await get_ticket(session, 1)
            await move_clock(session, ticket=ticket, was=state, now=state, at=shanghai(5, 13), hours=HOURS)
    assert {row.paused_at for row in await quick.scene.rows(Deadline)} == {shanghai(5, 12)}


async def test_a_matter_that_is_taken_up_again_may_wait_for_the_customer_at_once(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 11))
    await quick.closes(shanghai(5, 12))
    async with quick.scene.database.begin() as session:
        ticket = await get_ticket(session, 1)
        await move_clock(session, ticket=ticket, was=ClockState.ENDED, now=ClockState.STANDS, at=shanghai(6, 12), hours=HOURS)
    solution = await quick.promise(SOLUTION)
    assert (solution.met_at, solution.paused_at, solution.time_left) == (None, shanghai(5, 12), 13 * HOUR)


async def test_a_first_answer_that_was_paused_is_due_later(quick: Counter) -> None:
    await quick.open()
    await quick.pauses(shanghai(5, 11))
    await quick.resumes(shanghai(6, 9))
    assert (await quick.ticket()).due_at == (await quick.promise(FIRST)).due_at == shanghai(6, 12)


async def test_a_promise_that_was_broken_before_the_pause_is_told_and_stays_broken(quick: Counter) -> None:
    await quick.open(Policy(Targets()))
    await quick.pauses(shanghai(5, 15))
    await quick.ticks(shanghai(5, 15, 1))
    [missed] = quick.scene.told_of(DeadlinesMissed)
    assert [miss.deadline.paused_at for miss in missed.misses] == [shanghai(5, 15)]
    await quick.resumes(shanghai(6, 9))
    first = await quick.promise(FIRST)
    assert (first.due_at, first.breached_at, first.look_at) == (shanghai(5, 14), shanghai(5, 14), None)
    clock = await quick.clock(shanghai(6, 10))
    assert clock is not None
    assert (clock.band, clock.time) == (Band.OVERDUE, 5 * HOUR + timedelta(minutes=30))


async def test_closing_meets_the_solution_and_what_was_owed_and_lets_the_first_answer_stand(counter: Counter) -> None:
    await counter.open()
    await counter.closes(shanghai(5, 12))
    first, solution = await counter.promise(FIRST), await counter.promise(SOLUTION)
    assert (first.met_at, first.time_left) == (None, 2 * HOUR)
    assert (solution.met_at, solution.time_left, solution.look_at) == (shanghai(5, 12), 13 * HOUR, None)
    assert await counter.ticks(shanghai(9, 12)) == 0
    await counter.writes(shanghai(9, 9))
    first, solution = await counter.promise(FIRST), await counter.promise(SOLUTION)
    assert (first.due_at, first.paused_at) == (shanghai(9, 11), None)
    assert (solution.met_at, solution.due_at) == (None, shanghai(10, 12, 30))
    assert (await counter.ticket()).customer_waits_since == shanghai(9, 9)


async def test_closing_is_an_answer_to_what_the_customer_said_last(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 11))
    await quick.writes(shanghai(5, 12))
    await quick.closes(shanghai(5, 13))
    assert (await quick.promise(NEXT)).met_at == shanghai(5, 13)
    await quick.reopens(shanghai(5, 14))
    assert (await quick.ticket()).customer_waits_since is None
    clock = await quick.clock(shanghai(5, 14))
    assert clock is not None
    assert (clock.deadline.kind, clock.time) == (SOLUTION, 12 * HOUR)


async def test_a_ticket_without_a_promised_solution_is_taken_up_again(quick: Counter) -> None:
    await quick.open(Policy(Targets(first_response=4 * HOUR)))
    await quick.answers(shanghai(5, 11))
    await quick.closes(shanghai(5, 12))
    await quick.reopens(shanghai(5, 13))
    assert await quick.clock(shanghai(5, 13)) is None


async def test_a_solution_that_comes_late_is_a_miss(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 11))
    await quick.closes(shanghai(6, 16))
    await quick.ticks(shanghai(6, 16, 1))
    [missed] = quick.scene.told_of(DeadlinesMissed)
    assert [miss.deadline.kind for miss in missed.misses] == [SOLUTION]
    assert quick.scene.told_of(DeadlinesMoved) == []


async def test_what_was_closed_while_the_clock_stood_was_kept_in_time(quick: Counter) -> None:
    await quick.open()
    await quick.answers(shanghai(5, 11))
    await quick.writes(shanghai(5, 12))
    await quick.pauses(shanghai(5, 13))
    await quick.closes(shanghai(9, 16))
    assert await quick.ticks(shanghai(9, 17)) == 0
    assert [row.met_at for row in await quick.scene.rows(Deadline)] == [shanghai(5, 11), shanghai(9, 16), shanghai(9, 16)]


async def test_the_promise_that_is_due_next_is_shown_and_what_stands_only_behind_it(quick: Counter) -> None:
    await quick.open()
    clock = await quick.clock(shanghai(5, 11))
    assert clock is not None
    assert (clock.deadline.kind, clock.band, clock.time, clock.is_paused) == (FIRST, Band.PLENTY, 3 * HOUR, False)
    await quick.answers(shanghai(5, 11))
    clock = await quick.clock(shanghai(5, 11))
    assert clock is not None
    assert (clock.deadline.kind, clock.time) == (SOLUTION, 14 * HOUR)


@given(pieces=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3000)), min_size=1, max_size=4))
def test_the_rows_of_a_clock_that_is_stopped_again_and_again_lose_no_time(pieces: list[tuple[int, int]]) -> None:
    target, hours = timedelta(hours=40), HOURS
    at, deadline = shanghai(5, 10), Deadline(ticket_id=1, kind=SOLUTION, target=target, started_at=shanghai(5, 10), due_at=shanghai(5, 10))
    deadline.due_at = add_working_time(hours, at, target)
    run = timedelta()
    for runs_for, stands_for in pieces:
        paused_at = at + timedelta(minutes=runs_for)
        run += working_time_between(hours, at, paused_at)
        pause_clock(deadline, at=paused_at, hours=hours)
        assert deadline.time_left is not None
        assert run + deadline.time_left == target
        at = paused_at + timedelta(minutes=stands_for)
        resume_clock(deadline, at=at, hours=hours)
        assert time_left(at, due_at=deadline.due_at, hours=hours) + run == target


async def test_a_missed_promise_raises_the_priority_of_its_ticket_by_a_step(counter: Counter) -> None:
    await counter.open()
    await counter.ticks(shanghai(5, 14, 1))
    await counter.ticks(shanghai(5, 14, 2))
    [ticket] = await counter.scene.rows(Ticket)
    assert ticket.priority is Priority.HIGH
    [noted] = [row for row in await counter.scene.rows(AuditEvent) if row.act == "ticket.priority_raised"]
    assert (noted.staff_id, noted.before, noted.after) == (None, {"priority": "normal"}, {"priority": "high"})
