"""Assignment: new tickets go to those present, by the rules of the business; the rest waits until somebody comes."""

from dataclasses import replace

from crm.assignment import assign_waiting_tickets
from crm.rules.assignment import AssignmentMode
from storage.staff import StaffMember
from storage.vocabulary import TicketStatus
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import fresh, ticket_of
from tests.team_side import ANNA, BEA, CHEN, RULES, SUE, acts, clock_ticks, holder, mention, says_on, team_of, tickets_of

LEAST = replace(RULES, mode=AssignmentMode.LEAST_LOADED)


async def away(desk: Desk, *user_ids: int) -> None:
    """These people say in private that they are away."""
    for user_id in user_ids:
        await desk.says(user_id, "/away")


async def test_without_rules_nobody_is_given_anything(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    assert (await holder(desk, ticket), await clock_ticks(desk)) == (None, 0)
    assert (await fresh(desk, ticket)).status is TicketStatus.NEW


async def test_new_tickets_go_round_and_the_topic_calls_who_has_it(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA, rules=RULES)
    tickets = await tickets_of(desk, 4)
    assert {await holder(desk, ticket) for ticket in tickets[:3]} == {ANNA, BEA, SUE}
    assert await holder(desk, tickets[3]) == await holder(desk, tickets[0])
    first = await fresh(desk, tickets[0])
    assert (first.status, first.assigned_at) == (TicketStatus.OPEN, desk.at)
    card, line = [text for text in await desk.said_to(STAFF_GROUP) if f"#{tickets[0].number}" in text]
    assert "has it" in card
    assert mention(await holder(desk, tickets[0]) or 0) in line
    assert await acts(desk) == ["ticket.given"] * 4


async def test_tickets_that_are_opened_together_are_counted_together(desk: Desk) -> None:
    desk = await team_of(desk, rules=replace(LEAST, most_open=1))
    await away(desk, SUE)
    for user_id in (1001, 1002, 1003):
        await desk.says(user_id, "/human")
    await desk.feed(*(desk.private_message(user_id, "Help") for user_id in (1001, 1002, 1003)))
    assert (await acts(desk)).count("ticket.given") == 1


async def test_the_one_with_the_fewest_gets_it(desk: Desk) -> None:
    desk = await team_of(desk, rules=LEAST)
    await away(desk, SUE)
    first, second = await tickets_of(desk, 2)
    assert (await holder(desk, first), await holder(desk, second)) == (ANNA, ANNA)
    await desk.says(SUE, "/here")
    third = await ticket_of(desk, 1009)
    assert await holder(desk, third) == SUE


async def test_who_helped_the_customer_last_comes_first(desk: Desk) -> None:
    desk = await team_of(desk, BEA, rules=RULES)
    first = await ticket_of(desk, 1001)
    helper = await holder(desk, first)
    assert helper is not None
    await says_on(desk, first, helper, "/close")
    desk.later(days=5)
    again = await ticket_of(desk, 1001)
    assert await holder(desk, again) == helper
    also = await ticket_of(desk, 1001)  # who has another matter of the customer in hand has this one too
    assert await holder(desk, also) == helper
    await away(desk, helper)
    assert await holder(desk, await ticket_of(desk, 1001)) != helper


async def test_the_same_person_comes_first_only_where_the_business_wants_that(desk: Desk) -> None:
    desk = await team_of(desk, BEA, rules=replace(RULES, same_person_first=False))
    holders = [await holder(desk, await ticket_of(desk, 1001)) for _ in range(3)]
    assert len(set(holders)) == 3


async def test_only_who_speaks_the_customers_language_is_chosen(desk: Desk) -> None:
    desk = await team_of(desk, BEA, CHEN, rules=RULES)
    await away(desk, SUE)
    await desk.says_in_group(ANNA, "/languages en")
    await desk.says_in_group(BEA, "/languages en")
    await desk.says_in_group(CHEN, "/languages zh en")
    assert {await holder(desk, await ticket_of(desk, user_id, language="zh-hans")) for user_id in (1001, 1002)} == {CHEN}
    await away(desk, CHEN)
    assert await holder(desk, await ticket_of(desk, 1003, language="zh-hans")) is None


async def test_when_nobody_is_present_it_waits_for_whoever_comes(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, rules=RULES)
    await away(desk, ANNA, SUE)
    waiting = await tickets_of(desk, 2)
    assert [(await fresh(desk, ticket)).status for ticket in waiting] == [TicketStatus.NEW, TicketStatus.NEW]
    assert await clock_ticks(desk) == 0
    await desk.says_in_group(ANNA, "/here")
    assert [await holder(desk, ticket) for ticket in waiting] == [ANNA, ANNA]
    assert [mention(ANNA) in text for text in (await desk.said_to(STAFF_GROUP))[-3:]].count(True) >= 1


async def test_what_waits_is_given_out_by_the_clock_when_an_absence_ends(desk: Desk) -> None:
    desk = await team_of(desk, rules=RULES)
    await desk.says(SUE, "/away")
    await desk.says(ANNA, "/away 1h")
    ticket = await ticket_of(desk)
    assert await clock_ticks(desk) == 0
    desk.later(hours=1)
    assert (await clock_ticks(desk), await clock_ticks(desk)) == (1, 0)
    assert await holder(desk, ticket) == ANNA


async def test_nobody_gets_more_than_the_business_allows_and_steps_leave_nothing_out(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, rules=replace(RULES, most_open=2))
    await away(desk, ANNA, SUE)
    tickets = await tickets_of(desk, 5)
    async with desk.database.begin() as session:
        for user_id in (ANNA, SUE):
            member = await session.get(StaffMember, (await desk.row(StaffMember, user_id=user_id)).id)
            assert member is not None
            member.away_at = None
    after: int | None = 0
    steps = []
    while after is not None:
        async with desk.database.begin() as session:
            step = await assign_waiting_tickets(
                session, after_id=after, at=desk.at, business=desk.business, tell=desk.tell(session), limit=2
            )
        after = step.after_id
        steps.append(step.done)
    assert steps == [2, 2, 0]
    assert [await holder(desk, ticket) is None for ticket in tickets] == [False, False, False, False, True]


async def test_what_somebody_has_let_go_of_is_left_to_people(desk: Desk) -> None:
    desk = await team_of(desk, rules=RULES)
    await away(desk, SUE)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/unassign")
    assert (await clock_ticks(desk), await holder(desk, ticket)) == (0, None)
    await desk.says_in_group(ANNA, "/here")
    assert await holder(desk, ticket) is None


async def test_owners_are_given_tickets_by_hand_only(desk: Desk) -> None:
    desk = await team_of(desk, rules=RULES)
    await away(desk, ANNA, SUE)
    assert await holder(desk, await ticket_of(desk)) is None
