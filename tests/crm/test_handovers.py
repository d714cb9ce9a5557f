"""Handovers: who may give which ticket to whom, one by one and all at once, and two at the same time."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col

from bot.intake import Intake
from crm.business import Business
from crm.handovers import assign_ticket, begin_handover
from crm.notices import Notice
from crm.staff import NotOnStaff
from crm.tickets import claim_ticket
from storage.database import Database
from storage.staff import StaffMember
from storage.vocabulary import TicketStatus
from tests.conftest import NOON, new_postgres_database
from tests.desk import BOT_ID, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import fresh, ticket_of, topic_of
from tests.team_side import ANNA, BEA, SUE, acts, holder, member, mention, says_on, team_of, tickets_of


async def remove(desk: Desk, user_id: int) -> None:
    """Somebody is not on the staff any more."""
    async with desk.database.begin() as session:
        await session.execute(update(StaffMember).where(col(StaffMember.user_id) == user_id).values(removed_at=desk.at))


@pytest.mark.parametrize("who", ["@person2002", "3", "2002"])
async def test_an_agent_hands_an_unclaimed_ticket_on_and_only_the_new_one_is_called(desk_on_both: Desk, who: str) -> None:
    desk = await team_of(desk_on_both, BEA)
    if who == "3":
        who = str([each.user_id for each in sorted(await desk.rows(StaffMember), key=lambda row: row.added_at)].index(BEA) + 1)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, f"/assign {who}")
    assert await holder(desk, ticket) == BEA
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    told = await desk.last_said_to(STAFF_GROUP)
    assert told == desk.phrase("assigned-by", number=ticket.number, by="Person2001", name="Person2002", user_id=str(BEA))
    assert (mention(BEA) in told, mention(ANNA) in told) == (True, False)
    assert "Person2002 has it" in (await desk.queued())[-2].payload["text"]  # the card
    assert await acts(desk) == ["ticket.assigned"]


async def test_an_answer_to_a_colleague_names_them(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    chat = {"id": STAFF_GROUP, "type": "supergroup", "title": "Desk", "is_forum": True}
    bea = {"id": BEA, "is_bot": False, "first_name": "Bea"}
    await says_on(desk, ticket, ANNA, "/assign", reply_to_message={"message_id": 9, "date": 1, "chat": chat, "from": bea, "text": "Hi"})
    assert await holder(desk, ticket) == BEA


async def test_agents_give_away_their_own_only_and_supervisors_any(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, BEA, "/claim")
    await says_on(desk, ticket, ANNA, "/assign @person2001")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name="Person2002")
    theirs = desk.phrase("refusal-ticket-of-colleague", number=ticket.number, name="Person2002")
    for command in ("/unassign", "/assign @person3002"):
        await says_on(desk, ticket, ANNA, command)
        assert await desk.last_said_to(STAFF_GROUP) == theirs
    assert await holder(desk, ticket) == BEA
    await says_on(desk, ticket, SUE, "/assign @person2001")
    assert await holder(desk, ticket) == ANNA
    await says_on(desk, ticket, ANNA, "/assign @person2002")
    assert await holder(desk, ticket) == BEA


async def test_taking_a_ticket_oneself_calls_nobody(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/assign @person2001")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-claimed", number=ticket.number, name="Person2001")
    await says_on(desk, ticket, ANNA, "/assign @person2001")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name="Person2001")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("/assign @stranger", {"key": "refusal-not-on-staff", "word": "@stranger"}),
        ("/assign", {"key": "refusal-nobody-named"}),
        ("/unassign", {"key": "refusal-ticket-not-assigned", "number": 1}),
    ],
)
async def test_strangers_nobody_and_nothing_are_refused(desk: Desk, words: str, refusal: dict[str, Any]) -> None:
    desk = await team_of(desk)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, words)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase(**refusal)
    assert (await holder(desk, ticket), await acts(desk)) == (None, [])


async def test_a_closed_ticket_is_neither_given_nor_let_go(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/close")
    for words in ("/assign @person2002", "/unassign"):
        await says_on(desk, ticket, ANNA, words)
        assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ticket-already-closed", number=ticket.number)


async def test_somebody_who_is_not_on_the_staff_gives_nothing_away(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, 4001, "/assign @anna")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name="Person4001")
    await desk.says_in_group(ANNA, "/assign @anna")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-ticket")
    assert await holder(desk, ticket) is None


async def test_what_somebody_had_who_left_goes_to_whoever_is_named(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, BEA, "/claim")
    await remove(desk, BEA)
    await says_on(desk, ticket, ANNA, "/assign @person2001")
    assert await holder(desk, ticket) == ANNA


async def test_a_ticket_let_go_is_new_again(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, ANNA, "/unassign")
    kept = await fresh(desk, ticket)
    assert (kept.status, kept.assignee_id) == (TicketStatus.NEW, None)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("assigned-nobody", number=ticket.number, name="Person2001")
    assert await acts(desk) == ["ticket.claimed", "ticket.unassigned"]


async def test_who_has_left_is_given_nothing(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await remove(desk, BEA)
    gone, sue = await member(desk, BEA), await member(desk, SUE)
    async with desk.database.begin() as session:
        with pytest.raises(NotOnStaff):
            await begin_handover(session, giver=sue, taker=gone, by=sue, at=desk.at, tell=desk.tell(session))
        with pytest.raises(NotOnStaff):
            await assign_ticket(session, ticket=ticket, to=gone, by=sue, at=desk.at, business=desk.business, tell=desk.tell(session))
    await says_on(desk, ticket, ANNA, "/assign @person2002")
    assert await holder(desk, ticket) is None


async def test_of_two_programs_that_give_a_ticket_away_at_the_same_time_one_is_refused(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    tickets = await tickets_of(desk, 8)
    programs = [Intake(database=desk.database, dispatching=desk.dispatching, bot_id=BOT_ID, now=lambda: desk.at) for _ in range(2)]
    for ticket in tickets:
        claims = desk.group_message(ANNA, "/claim", topic=topic_of(ticket)) | {"update_id": 10_000 + 2 * ticket.number}
        gives = desk.group_message(BEA, "/assign @person2002", topic=topic_of(ticket)) | {"update_id": 10_001 + 2 * ticket.number}
        await asyncio.gather(programs[0].take([claims]), programs[1].take([gives]))
    holders = [await holder(desk, ticket) for ticket in tickets]
    assert set(holders) <= {ANNA, BEA}
    said = await desk.said_to(STAFF_GROUP)
    for ticket, winner in zip(tickets, holders, strict=True):
        assert said.count(desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=f"Person{winner}")) == 1
    assert len(await acts(desk)) == len(tickets)
    assert {program.figures.failed for program in programs} == {0}


async def test_two_that_have_both_read_the_ticket_do_not_both_get_it(postgres_url: str, postgres_template: str, business: Business) -> None:
    # On PostgreSQL only: SQLite lets one transaction write at a time, so the second reads what the first has written.
    database = Database(await new_postgres_database(postgres_url, template=postgres_template))
    desk = await team_of(Desk(database=database, business=business, at=NOON), BEA)
    ticket, both = await ticket_of(desk), asyncio.Barrier(2)

    async def claim_when_both_have_read(user_id: int) -> None:
        async def wait(notice: Notice) -> None:
            await both.wait()

        async with desk.database.begin() as session:
            await claim_ticket(session, ticket_id=ticket.id, by=await member(desk, user_id), at=desk.at, business=desk.business, tell=wait)

    outcomes = await asyncio.gather(claim_when_both_have_read(ANNA), claim_when_both_have_read(BEA), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [StaleDataError]
    assert await holder(desk, ticket) in (ANNA, BEA)
    assert (await fresh(desk, ticket)).revision == ticket.revision + 1
    await database.close()
