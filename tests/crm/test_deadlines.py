"""Deadlines: what is promised, how the clock runs and stands, and what is told when."""

from crm.deadlines import (
    DeadlineNear,
    DeadlinesMissed,
    DeadlinesMoved,
    look_at_deadlines,
)
from crm.rules.sla import Policy, Targets
from crm.ticket_notices import TicketClaimed
from storage.customers import Customer
from storage.deadlines import Deadline
from storage.vocabulary import Severity, TicketKind
from tests.crm.counter import FIRST, HOUR, NEXT, SOLUTION, Counter, shanghai


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
