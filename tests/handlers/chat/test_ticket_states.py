"""The states of a ticket: waiting, on hold, put aside, solved; by command and by button, for staff and for the customer."""

from datetime import UTC, datetime

import pytest

from jobs.waiting_tickets import attend_waiting_tickets
from storage.audit import AuditEvent
from storage.staff import StaffMember
from storage.surveys import Survey
from storage.tickets import Ticket
from storage.vocabulary import Language, TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, Talker
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, card_message_of, copies_to, fresh, ticket_of, topic_of

NAME = f"Person{AGENT}"
MORNING = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


async def at_work(desk: Desk) -> Ticket:
    """A ticket of the customer that Anna has claimed, on a morning."""
    desk.at = MORNING
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await commands(desk, ticket, "/claim")
    return ticket


async def commands(desk: Desk, ticket: Ticket, command: str) -> str:
    """Anna sends a command in the topic and everything that follows is said; return what the bot posted last in the group."""
    await desk.says_in_group(AGENT, command, topic=topic_of(ticket))
    await desk.deliver()
    return await last_post(desk)


async def last_post(desk: Desk) -> str:
    """What the bot posted last in the group; a changed card is no post."""
    return str([row.payload["text"] for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.method == "sendMessage"][-1])


async def card(desk: Desk, ticket: Ticket) -> str:
    """What a ticket's card reads now."""
    ticket = await fresh(desk, ticket)
    edits = [row for row in await desk.queued() if row.edits_interaction_id == ticket.card_interaction_id]
    return str(edits[-1].payload["text"])


async def buttons_of_card(desk: Desk, ticket: Ticket) -> list[str]:
    """The labels of a card's buttons now."""
    ticket = await fresh(desk, ticket)
    edits = [row for row in await desk.queued() if row.edits_interaction_id == ticket.card_interaction_id]
    return [button["text"] for line in edits[-1].payload["reply_markup"]["inline_keyboard"] for button in line]


async def clock_works(desk: Desk, **later: float) -> int:
    """Let time pass and the job run; return on how many tickets something was done."""
    desk.later(**later)
    done = await attend_waiting_tickets(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    return done


@pytest.mark.parametrize(
    ("command", "status", "answer"),
    [
        ("/pending", TicketStatus.PENDING, "ticket-is-pending"),
        ("/hold", TicketStatus.ON_HOLD, "ticket-is-on-hold"),
    ],
)
async def test_a_ticket_waits_until_the_customer_writes(desk_on_both: Desk, command: str, status: TicketStatus, answer: str) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    assert await commands(desk, ticket, command) == desk.phrase(answer, number=ticket.number, name=NAME)
    assert (await fresh(desk, ticket)).status is status
    assert desk.phrase(f"card-status-{status.value}", name=NAME) in await card(desk, ticket)
    await desk.says(CUSTOMER, "Here is the photo you asked for")
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert desk.phrase("card-status-open", name=NAME) in await card(desk, ticket)
    assert [row.act for row in await desk.rows(AuditEvent)] == ["ticket.claimed", f"ticket.{status.value}", "ticket.woken"]


async def test_staff_go_on_with_a_ticket_that_waits_and_an_answer_leaves_it_waiting(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    await desk.says_in_group(AGENT, "One more question", topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).status is TicketStatus.PENDING
    assert await commands(desk, ticket, "/open") == desk.phrase("ticket-is-open", number=ticket.number, name=NAME)
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert (await fresh(desk, ticket)).waiting_since is None


@pytest.mark.parametrize("command", ["/pending", "/solve"])
async def test_who_lets_a_ticket_of_nobody_wait_or_solves_it_has_it(desk: Desk, command: str) -> None:
    desk.at = MORNING
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await commands(desk, ticket, command)
    anna = await desk.row(StaffMember, user_id=AGENT)
    assert ((await fresh(desk, ticket)).assignee_id, (await fresh(desk, ticket)).assigned_at) == (anna.id, desk.at)


async def test_what_stands_so_already_is_refused(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    refused = await commands(desk, ticket, "/pending")
    assert refused == desk.phrase("refusal-ticket-cannot-become", number=ticket.number, status="pending", wanted="pending")
    await commands(desk, ticket, "/close")
    for command, wanted in (("/hold", "on_hold"), ("/open", "open"), ("/solve", "solved"), ("/snooze 2h", "on_hold")):
        refused = await commands(desk, ticket, command)
        assert refused == desk.phrase("refusal-ticket-cannot-become", number=ticket.number, status="closed", wanted=wanted)
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED


@pytest.mark.parametrize(
    "command", ["/pending", "/hold", "/open", "/solve", "/snooze 2h", "/priority high", "/tag refund", "/untag refund"]
)
async def test_strangers_change_nothing_and_a_command_elsewhere_says_where(desk: Desk, command: str) -> None:
    ticket = await at_work(desk)
    before = await fresh(desk, ticket)
    await desk.says_in_group(STRANGER, command, topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).revision == before.revision
    await desk.says_in_group(AGENT, command)
    assert await last_post(desk) == desk.phrase("desk-no-ticket")


async def test_a_solved_ticket_is_told_asked_about_and_closed_when_nobody_objects(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    assert await commands(desk, ticket, "/solve") == desk.phrase("ticket-solved-by", number=ticket.number, name=NAME, days=3)
    assert desk.phrase("ticket-solved", number=ticket.number) in await desk.said_to(CUSTOMER)
    solved = await fresh(desk, ticket)
    assert (solved.status, solved.closed_at, solved.closed_by) == (TicketStatus.SOLVED, desk.at, solved.assignee_id)
    assert len(await desk.rows(Survey)) == 1
    assert await clock_works(desk, days=2, hours=23) == 0
    said = len(await desk.said_to(CUSTOMER))
    assert await clock_works(desk, hours=1) == 1
    closed = await fresh(desk, ticket)
    assert (closed.status, closed.closed_at) == (TicketStatus.CLOSED, solved.closed_at)
    assert len(await desk.said_to(CUSTOMER)) == said
    assert await last_post(desk) == desk.phrase("ticket-settled", number=ticket.number)
    assert (await desk.methods())[-1] == "closeForumTopic"
    assert len(await desk.rows(Survey)) == 1


async def test_a_customer_who_objects_has_the_ticket_worked_on_again(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/solve")
    ivy = Talker(desk, CUSTOMER)
    await ivy.presses("ticket-not-solved")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-reopen-now", number=ticket.number)
    await ivy.says("It is cold again")
    again = await fresh(desk, ticket)
    assert (again.status, again.closed_at, again.closed_by) == (TicketStatus.OPEN, None, None)
    assert await clock_works(desk, days=5) == 0


async def test_staff_who_write_on_a_solved_ticket_go_on_with_it_and_the_customer_gets_it(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/solve")
    await desk.says_in_group(AGENT, "One more thing", topic=topic_of(ticket))
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    assert len(await copies_to(desk, CUSTOMER)) == 1


async def test_a_solved_ticket_can_be_claimed_and_closed(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/solve")
    await commands(desk, ticket, "/claim")
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN
    await commands(desk, ticket, "/solve")
    assert desk.phrase("ticket-closed-by", number=ticket.number, name=NAME) in await said_after(desk, ticket, "/close")
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED


async def said_after(desk: Desk, ticket: Ticket, command: str) -> list[str]:
    """What the bot said in the group because of a command."""
    before = len(await desk.said_to(STAFF_GROUP))
    await commands(desk, ticket, command)
    return (await desk.said_to(STAFF_GROUP))[before:]


async def test_the_buttons_of_a_card_fit_its_status(desk: Desk) -> None:
    ticket = await at_work(desk)
    label = desk.phrasebook.speaking(Language.ENGLISH).plain
    held = label("card-held", name=NAME)
    assert await buttons_of_card(desk, ticket) == [held, label("card-pending"), label("card-solve"), label("card-close")]
    message = await card_message_of(desk, ticket)
    for act, status, buttons in (
        ("pending", TicketStatus.PENDING, ["card-open", "card-solve", "card-close"]),
        ("open", TicketStatus.OPEN, ["card-pending", "card-solve", "card-close"]),
        ("solve", TicketStatus.SOLVED, ["card-reopen", "card-close"]),
        ("close", TicketStatus.CLOSED, ["card-reopen"]),
    ):
        await desk.presses(AGENT, f"t:{act}:{ticket.id}", chat_id=STAFF_GROUP, message_id=message, topic=topic_of(ticket))
        assert (await fresh(desk, ticket)).status is status
        is_held = status in (TicketStatus.PENDING, TicketStatus.OPEN)
        assert await buttons_of_card(desk, ticket) == [held] * is_held + [label(key) for key in buttons]


async def test_what_is_put_aside_goes_on_by_command_or_by_the_button_of_its_card(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    label = desk.phrasebook.speaking(Language.ENGLISH).plain
    await commands(desk, ticket, "/snooze 2h")
    assert await buttons_of_card(desk, ticket) == [label("card-held", name=NAME), *map(label, ("card-open", "card-solve", "card-close"))]
    assert await commands(desk, ticket, "/open") == desk.phrase("ticket-is-open", number=ticket.number, name=NAME)
    assert (await fresh(desk, ticket)).snoozed_at is None
    await commands(desk, ticket, "/snooze until they write")
    message = await card_message_of(desk, ticket)
    await desk.presses(AGENT, f"t:open:{ticket.id}", chat_id=STAFF_GROUP, message_id=message, topic=topic_of(ticket))
    assert ((await fresh(desk, ticket)).status, (await fresh(desk, ticket)).snoozed_at) == (TicketStatus.OPEN, None)
    assert await commands(desk, ticket, "/open") == desk.phrase(
        "refusal-ticket-cannot-become", number=ticket.number, status="open", wanted="open"
    )


async def test_the_card_shows_who_has_the_ticket_and_a_press_on_the_name_says_so(desk: Desk) -> None:
    ticket = await at_work(desk)
    message = await card_message_of(desk, ticket)
    await desk.presses(OWNER, f"t:claim:{ticket.id}", chat_id=STAFF_GROUP, message_id=message, topic=topic_of(ticket))
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-ticket-already-claimed", number=ticket.number, name=NAME)
    await commands(desk, ticket, "/pending")
    await commands(desk, ticket, "/unassign")
    assert (await buttons_of_card(desk, ticket))[0] == desk.phrase("card-claim")  # it waits, and nobody has it


async def test_a_customer_closes_a_ticket_of_their_own(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human where is my parcel")
    await desk.deliver()
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    await ivy.presses("my-tickets-button-done")
    ticket = await desk.row(Ticket, number=1)
    assert (ticket.status, ticket.closed_by) == (TicketStatus.CLOSED, None)
    assert ivy.words("ticket-closed", number=1, days=3) in await ivy.hears()
    assert desk.phrase("ticket-closed-by", number=1, name=f"Person{IVY}") in await desk.said_to(STAFF_GROUP)
    assert (await desk.rows(AuditEvent))[-1].act == "ticket.closed_by_customer"
    assert await ivy.state() is None
    await ivy.presses("my-tickets-button-done")
    assert await ivy.is_answered_by("press-is-old")


async def test_nobody_closes_a_ticket_of_somebody_else_or_none_at_all(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy, otto = Talker(desk), Talker(desk, OTTO)
    await ivy.says("/human where is my parcel")
    await otto.says("/start")
    for number in (1, 99):
        await otto.presses_data(f"mtc:{number}")
        assert await otto.is_answered_by("press-is-old")
    assert (await desk.row(Ticket, number=1)).status is TicketStatus.NEW


async def test_a_customer_sees_that_it_is_their_turn(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    ivy = Talker(desk, CUSTOMER)
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-your-turn") in (await ivy.hears())[-1]


async def test_a_ticket_that_was_solved_without_a_staff_group_to_show_it_in_is_settled_all_the_same(desk: Desk) -> None:
    desk.at = MORNING
    ivy = Talker(desk)
    await ivy.says("/human where is my parcel")
    ticket = await desk.row(Ticket, number=1)
    async with desk.database.begin() as session:
        row = await session.get(Ticket, ticket.id)
        assert row is not None
        row.status, row.closed_at = TicketStatus.SOLVED, desk.at
    assert await clock_works(desk, days=3) == 1
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    assert OWNER not in {row.chat_id for row in await desk.queued() if row.method == "closeForumTopic"}
