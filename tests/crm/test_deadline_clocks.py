"""The clock of promises: how it stands while the customer is waited for, ends with the matter and goes on with what was left."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.deadlines import (
    DeadlinesMissed,
    DeadlinesMoved,
    move_clock,
    pause_clock,
    resume_clock,
)
from crm.rules.sla import Band, ClockState, Policy, Targets, time_left
from crm.rules.working_hours import add_working_time, working_time_between
from storage.audit import AuditEvent
from storage.deadlines import Deadline
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Priority
from tests.crm.counter import FIRST, HOUR, HOURS, NEXT, SOLUTION, Counter, shanghai


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
