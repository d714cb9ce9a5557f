"""Tickets: which one a text belongs to, who has it, and what can be done with it when."""

import pytest

from crm.tickets import (
    TicketAlreadyClaimed,
    TicketAlreadyClosed,
    TicketNotClosed,
    claim_ticket,
    close_ticket,
    find_ticket_to_speak_on,
    reopen_ticket,
)
from storage.customers import Customer, get_customer
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Language, Role, TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk

CUSTOMER = 7


async def ticket_of(desk: Desk, user_id: int = CUSTOMER) -> Ticket:
    """Return the newest ticket of a person who asked for help."""
    await desk.says(user_id, "/human")
    await desk.says(user_id, f"Help {user_id}")
    await desk.deliver()
    ticket: Ticket = (await desk.rows(Ticket))[-1]
    return ticket


async def staff(desk: Desk, user_id: int) -> StaffMember:
    """Return a staff member."""
    member: StaffMember = await desk.row(StaffMember, user_id=user_id)
    return member


async def spoken_on(desk: Desk, customer_id: int, reply_to_id: int | None) -> int | None:
    """Return the number of the ticket that a text of a customer belongs to."""
    async with desk.database.begin() as session:
        customer = await get_customer(session, customer_id)
        ticket = await find_ticket_to_speak_on(session, customer=customer, reply_to_id=reply_to_id, at=desk.at, business=desk.business)
        return ticket.number if ticket else None


async def close(desk: Desk, ticket: Ticket, by: StaffMember | None = None) -> None:
    """Close a ticket."""
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=by, at=desk.at, business=desk.business, tell=desk.tell(session))
    await desk.deliver()


async def test_a_text_goes_to_the_open_ticket(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    assert await spoken_on(desk, ticket.customer_id, None) == ticket.number


async def test_an_answer_to_an_old_ticket_goes_there_while_it_may_be_reopened(desk: Desk) -> None:
    await desk.has_staff_group()
    old = await ticket_of(desk)
    await close(desk, old)
    (heard, *_) = [row.id for row in await desk.story(old.customer_id) if row.ticket_id == old.id]
    assert await spoken_on(desk, old.customer_id, heard) == old.number
    desk.later(days=desk.business.reopen_days + 1)
    assert await spoken_on(desk, old.customer_id, heard) is None


async def test_an_answer_to_something_without_a_ticket_or_of_somebody_else_decides_nothing(desk: Desk) -> None:
    await desk.has_staff_group()
    mine, other = await ticket_of(desk), await ticket_of(desk, 8)
    (theirs, *_) = [row.id for row in await desk.story(other.customer_id) if row.ticket_id == other.id]
    (without, *_) = [row.id for row in await desk.story(mine.customer_id) if row.ticket_id is None]
    for reply_to_id in (theirs, without, 404):
        assert await spoken_on(desk, mine.customer_id, reply_to_id) == mine.number


async def test_a_ticket_that_somebody_has_is_not_taken_away(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    anna, olivia = await staff(desk, AGENT), await staff(desk, OWNER)
    async with desk.database.begin() as session:
        await claim_ticket(session, ticket_id=ticket.id, by=anna, at=desk.at, business=desk.business, tell=desk.tell(session))
        await claim_ticket(session, ticket_id=ticket.id, by=anna, at=desk.at, business=desk.business, tell=desk.tell(session))
    with pytest.raises(TicketAlreadyClaimed) as refused:
        async with desk.database.begin() as session:
            await claim_ticket(session, ticket_id=ticket.id, by=olivia, at=desk.at, business=desk.business, tell=desk.tell(session))
    assert refused.value.facts == {"number": ticket.number, "name": anna.name}


async def test_a_ticket_of_somebody_who_left_may_be_taken_over(desk: Desk) -> None:
    await desk.has_staff_group()
    gone = StaffMember(user_id=9, name="Gone", role=Role.AGENT, language=Language.ENGLISH, added_at=desk.at, removed_at=desk.at)
    await desk.keep(gone)
    ticket = await ticket_of(desk)
    anna = await staff(desk, AGENT)
    async with desk.database.begin() as session:
        await claim_ticket(session, ticket_id=ticket.id, by=gone, at=desk.at, business=desk.business, tell=desk.tell(session))
    async with desk.database.begin() as session:
        taken = await claim_ticket(session, ticket_id=ticket.id, by=anna, at=desk.at, business=desk.business, tell=desk.tell(session))
    assert taken.assignee_id == anna.id


async def test_what_is_closed_is_not_closed_again_and_what_is_open_is_not_reopened(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    with pytest.raises(TicketNotClosed):
        async with desk.database.begin() as session:
            await reopen_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    await close(desk, ticket)
    with pytest.raises(TicketAlreadyClosed):
        await close(desk, ticket)
    assert desk.phrase("ticket-closed-silent", number=ticket.number) in await desk.said_to(STAFF_GROUP)


async def test_a_reopened_ticket_is_new_unless_somebody_had_it(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await close(desk, ticket, await staff(desk, AGENT))
    async with desk.database.begin() as session:
        again = await reopen_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    assert (again.status, again.closed_at, again.closed_by) == (TicketStatus.NEW, None, None)


async def test_numbers_go_on_without_a_gap(desk_on_both: Desk) -> None:
    numbers = [(await ticket_of(desk_on_both, user_id)).number for user_id in (7, 8, 9)]
    assert numbers == [1, 2, 3]
    assert len(await desk_on_both.rows(Customer)) == 3
