"""Overlooked tickets: a silent assignee is reminded once, then somebody else gets the ticket."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage.tickets import Ticket
from storage.vocabulary import TicketStatus
from tests.crm.test_handovers import remove
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import fresh, ticket_of
from tests.team_side import ANNA, BEA, RULES, SUE, acts, clock_ticks, holder, mention, says_on, team_of


async def silent(desk: Desk, *others: int) -> tuple[Desk, Ticket]:
    """Return a desk with a ticket of Anna's, and these further colleagues present."""
    desk = await team_of(desk, BEA, rules=RULES)
    for user_id in (SUE, BEA):
        await desk.says(user_id, "/away")
    ticket = await ticket_of(desk)
    for user_id in others:
        await desk.says(user_id, "/here")
    assert await holder(desk, ticket) == ANNA
    return desk, ticket


async def test_a_silent_assignee_is_reminded_once_and_then_replaced(desk_on_both: Desk) -> None:
    desk, ticket = await silent(desk_on_both, BEA)
    desk.later(minutes=29)
    assert await clock_ticks(desk) == 0
    desk.later(minutes=1)
    assert (await clock_ticks(desk), await clock_ticks(desk)) == (1, 0)
    facts: dict[str, Any] = {"number": ticket.number, "name": "Anna", "user_id": str(ANNA), "silence": "30 min"}
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("assigned-silent", **facts)
    desk.later(minutes=30)
    assert (await clock_ticks(desk), await clock_ticks(desk)) == (1, 0)
    assert await holder(desk, ticket) == BEA
    told = await desk.last_said_to(STAFF_GROUP)
    assert (mention(ANNA) in told, mention(BEA) in told) == (True, True)
    assert (await acts(desk))[-1] == "ticket.taken_over"
    desk.later(minutes=30)
    assert await clock_ticks(desk) == 1  # now it is Bea who is reminded
    assert mention(BEA) in await desk.last_said_to(STAFF_GROUP)


async def test_where_staff_claim_tickets_themselves_the_silent_one_is_reminded_and_keeps_it(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    desk.later(minutes=45)
    assert await clock_ticks(desk) == 0  # nobody has it yet
    await says_on(desk, ticket, ANNA, "/claim")
    desk.later(minutes=29)
    assert await clock_ticks(desk) == 0
    desk.later(minutes=31)
    assert (await clock_ticks(desk), await clock_ticks(desk)) == (1, 0)
    assert mention(ANNA) in await desk.last_said_to(STAFF_GROUP)
    for _ in range(3):
        desk.later(minutes=60)
        assert await clock_ticks(desk) == 0
    await desk.says(1001, "Hello?")
    desk.later(minutes=60)
    assert await clock_ticks(desk) == 0  # once is enough until there is an answer
    assert await holder(desk, ticket) == ANNA
    await says_on(desk, ticket, ANNA, "Here I am")
    await desk.says(1001, "At last. And the cup?")
    desk.later(minutes=30)
    assert await clock_ticks(desk) == 1


async def test_a_ticket_goes_to_nobody_twice_while_its_customer_waits(desk_on_both: Desk) -> None:
    desk, ticket = await silent(desk_on_both, BEA)
    for expected in (ANNA, BEA, BEA, BEA, BEA):
        desk.later(minutes=30)
        await clock_ticks(desk)
        assert await holder(desk, ticket) == expected
    assert (await acts(desk)).count("ticket.taken_over") == 1
    await says_on(desk, ticket, BEA, "Good morning")
    await desk.says(1001, "And now?")
    for expected in (BEA, ANNA):  # whoever was silent before may be the one who helps now
        desk.later(minutes=30)
        await clock_ticks(desk)
        assert await holder(desk, ticket) == expected


async def test_an_answer_ends_the_silence_and_the_customers_next_words_begin_it_again(desk: Desk) -> None:
    desk, ticket = await silent(desk)
    await says_on(desk, ticket, BEA, "Good morning")  # whoever answers: the customer has an answer
    assert (await fresh(desk, ticket)).silence_due_at is None
    desk.later(hours=1)
    assert await clock_ticks(desk) == 0
    await desk.says(1001, "And now?")
    due = (await fresh(desk, ticket)).silence_due_at
    await desk.says(1001, "Hello?")
    assert due == (await fresh(desk, ticket)).silence_due_at == desk.at + timedelta(minutes=30)
    desk.later(minutes=30)
    assert await clock_ticks(desk) == 1


async def test_the_night_does_not_count(desk: Desk) -> None:
    desk, ticket = await silent(desk)
    await says_on(desk, ticket, ANNA, "Good morning")
    desk.later(hours=8, minutes=20)  # 18:20 in Shanghai, ten minutes before the desk closes
    await desk.says(1001, "One more thing")
    desk.later(hours=14, minutes=59)
    assert await clock_ticks(desk) == 0
    desk.later(minutes=1)
    assert await clock_ticks(desk) == 1


async def test_who_has_just_taken_a_ticket_that_waited_long_is_given_time(desk: Desk) -> None:
    desk = await team_of(desk, BEA, rules=RULES)
    for user_id in (ANNA, BEA, SUE):
        await desk.says(user_id, "/away")
    ticket = await ticket_of(desk)
    desk.later(minutes=45)
    assert await clock_ticks(desk) == 0  # nobody has it
    desk.later(minutes=15)
    await says_on(desk, ticket, BEA, "/claim")
    assert await holder(desk, ticket) == BEA
    desk.later(minutes=16)
    assert await clock_ticks(desk) == 0
    desk.later(minutes=14)
    assert await clock_ticks(desk) == 1


async def test_when_nobody_else_can_take_it_the_ticket_stays(desk: Desk) -> None:
    desk, ticket = await silent(desk)
    desk.later(minutes=30)
    await clock_ticks(desk)
    desk.later(minutes=30)
    assert (await clock_ticks(desk), await holder(desk, ticket)) == (0, ANNA)
    await desk.says(BEA, "/here")
    desk.later(minutes=30)
    assert (await clock_ticks(desk), await holder(desk, ticket)) == (1, BEA)


async def test_who_has_left_is_not_reminded_but_replaced(desk: Desk) -> None:
    desk, ticket = await silent(desk, BEA)
    await remove(desk, ANNA)
    desk.later(minutes=30)
    assert (await clock_ticks(desk), await holder(desk, ticket)) == (1, BEA)


async def test_what_is_closed_or_waits_for_nobody_is_forgotten(desk: Desk) -> None:
    desk, ticket = await silent(desk)
    await says_on(desk, ticket, ANNA, "/close")
    assert (await fresh(desk, ticket)).silence_due_at is None
    async with desk.database.begin() as session:
        kept = await session.get(Ticket, ticket.id)
        assert kept is not None
        kept.silence_due_at = desk.at
    assert await clock_ticks(desk) == 0
    kept = await fresh(desk, ticket)
    assert (kept.status, kept.silence_due_at) == (TicketStatus.CLOSED, None)


async def test_a_ticket_given_by_hand_is_watched_when_its_customer_waits(desk: Desk) -> None:
    desk, ticket = await silent(desk)
    desk.later(minutes=20)
    await says_on(desk, ticket, ANNA, "/assign @person2002")
    assert (await fresh(desk, ticket)).silence_due_at == desk.at + timedelta(minutes=30)
    await says_on(desk, ticket, BEA, "Good morning")
    await says_on(desk, ticket, BEA, "/assign @person2001")
    assert (await fresh(desk, ticket)).silence_due_at is None


async def test_no_silence_is_watched_where_the_business_does_not_want_it(desk: Desk) -> None:
    desk = await team_of(desk, rules=replace(RULES, silence=timedelta()))
    ticket = await ticket_of(desk)
    assert (await fresh(desk, ticket)).silence_due_at is None
    desk.later(days=1)
    assert await clock_ticks(desk) == 0


async def test_many_are_reminded_in_steps(desk: Desk) -> None:
    desk, _ = await silent(desk)
    for number in range(6):
        await ticket_of(desk, 1100 + number)
    desk.later(minutes=30)
    assert await clock_ticks(desk) == 7
