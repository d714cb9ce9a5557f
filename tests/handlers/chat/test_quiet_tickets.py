"""Quiet tickets: the customer hears nothing of them until staff or the customer say something, and is promised nothing."""

from datetime import timedelta

import pytest

from crm.tickets import open_ticket
from handlers.chat.my_ticket_buttons import CloseOwnPress
from jobs.deadlines import watch_deadlines
from jobs.waiting_tickets import attend_waiting_tickets
from storage.deadlines import Deadline
from storage.reviews import list_reviewable
from storage.surveys import Survey
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import Language, Severity, TicketKind, TicketStatus
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker, tickets
from tests.handlers.chat.staff_side import fresh, ticket_of
from tests.team_side import ANNA, RULES, member, says_on, team_of

ASKED = "Is the kettle still good?"
BOTH = pytest.mark.parametrize("language", list(Language))


async def quiet(desk: Desk, *, language: Language = Language.ENGLISH) -> tuple[Talker, Ticket]:
    """Let staff have a customer to speak to who knows nothing of it."""
    ivy = Talker(desk, language=language)
    await ivy.says("/start")
    await ivy.hears()
    return ivy, await quiet_ticket(desk, ivy)


async def quiet_ticket(desk: Desk, ivy: Talker) -> Ticket:
    """Let staff have a customer to speak to who is here already."""
    async with desk.database.begin() as session:
        ticket = await open_ticket(
            session, customer=await ivy.customer(), kind=TicketKind.FOLLOW_UP, category="other", severity=Severity.LOW, interaction_ids=(),
            at=desk.at, business=desk.business, tell=desk.tell(session), is_quiet=True,
        )  # fmt: skip
    await desk.deliver()
    return await fresh(desk, ticket)


async def all_clocks(desk: Desk) -> None:
    """Let the jobs of promises and of waiting tickets run now."""
    for job in (watch_deadlines, attend_waiting_tickets):
        await job(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()


async def card(desk: Desk, ticket: Ticket) -> str:
    """Return a ticket's card as it stands now."""
    number = ticket.card_interaction_id
    rows = [row for row in await desk.queued() if number in (row.interaction_id, row.edits_interaction_id)]
    return str(rows[-1].payload["text"])


async def test_nothing_is_promised_on_a_quiet_ticket(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, rules=RULES)
    ivy, ticket = await quiet(desk)
    assert (ticket.is_quiet, ticket.customer_waits_since, ticket.silence_due_at) == (True, None, None)
    assert await desk.rows(Deadline) == []
    assert desk.phrase("card-quiet") in await card(desk, ticket)
    desk.later(days=5)
    await all_clocks(desk)
    assert await ivy.hears() == []


@pytest.mark.parametrize(
    "words",
    [
        ("/claim", "/close"),
        ("/close", "/reopen", "/close"),
        ("/solve",),
        ("/pending", "/hold", "/open", "/solve"),
        (ASKED, "/close"),
        (ASKED, "/close", "/reopen", "/close"),
        (ASKED, "/solve"),
        (ASKED, "/pending", "/solve"),
    ],
)
async def test_who_never_wrote_on_a_ticket_hears_nothing_of_its_changes_and_its_end(desk_on_both: Desk, words: tuple[str, ...]) -> None:
    desk = await team_of(desk_on_both)
    ivy, ticket = await quiet(desk)
    for each in words:
        await says_on(desk, ticket, ANNA, each)
    desk.later(days=8)
    await all_clocks(desk)
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    assert await ivy.hears() == []
    assert (await desk.rows(Survey), await desk.rows(Visit)) == ([], [])


@pytest.mark.parametrize("words", [("/pending",), (ASKED, "/pending")])
async def test_who_never_wrote_on_a_ticket_is_not_urged_to(desk: Desk, words: tuple[str, ...]) -> None:
    desk = await team_of(desk)
    ivy, ticket = await quiet(desk)
    for each in words:
        await says_on(desk, ticket, ANNA, each)
    for _ in range(10):
        desk.later(days=1)
        await all_clocks(desk)
    assert (await fresh(desk, ticket)).status is TicketStatus.PENDING
    assert await ivy.hears() == []


@BOTH
async def test_after_words_of_both_it_is_a_ticket_like_any_other(desk_on_both: Desk, language: Language) -> None:
    desk = await team_of(desk_on_both)
    ivy, ticket = await quiet(desk, language=language)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, ANNA, ASKED)
    assert not (await fresh(desk, ticket)).is_quiet
    assert desk.phrase("card-quiet") not in await card(desk, ticket)
    await ivy.says("It is")
    assert await ivy.hears() == []
    await says_on(desk, ticket, ANNA, "/close")
    said = await ivy.hears()
    assert said[0] == ivy.words("ticket-closed", number=ticket.number, days=3)
    assert [row.ticket_id for row in await desk.rows(Survey)] == [ticket.id]
    assert len(await desk.rows(Visit)) == 1


async def test_who_never_wrote_on_a_ticket_hears_nothing_when_it_becomes_part_of_another(desk: Desk) -> None:
    desk = await team_of(desk)
    known = await ticket_of(desk)
    ivy = Talker(desk)
    ticket = await quiet_ticket(desk, ivy)
    await says_on(desk, ticket, ANNA, ASKED)
    await ivy.hears()
    await says_on(desk, ticket, ANNA, f"/merge {known.number}")
    assert await ivy.hears() == []


async def test_a_quiet_ticket_stands_in_no_list_of_the_customer_and_takes_no_words_from_a_known_one(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    known = await ticket_of(desk)
    ivy = Talker(desk)
    desk.later(hours=30)
    ticket = await quiet_ticket(desk, ivy)
    await ivy.hears()
    await ivy.says("And the lid is loose")
    assert [each.is_quiet for each in await tickets(desk)] == [False, True]
    await desk.deliver()
    assert [row.ticket_id for row in await desk.queued() if row.method == "copyMessage"][-1] == known.id
    assert await ivy.hears() == []
    await ivy.says("/tickets")
    listed = await ivy.hears_one()
    assert (f"#{known.number}" in listed, f"#{ticket.number}" in listed) == (True, False)


async def test_a_person_is_fetched_although_there_is_a_quiet_ticket(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, ticket = await quiet(desk)
    await ivy.says("/human")
    assert f"#{ticket.number}" not in await ivy.hears_one()


async def test_words_do_not_reopen_what_was_closed_quietly(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ivy, ticket = await quiet(desk)
    await says_on(desk, ticket, ANNA, "/close")
    await ivy.says("Hello, where is my parcel?")
    [said] = await ivy.hears()
    assert ivy.words("free-text-what-next") in said
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED


async def test_a_press_for_a_quiet_ticket_says_nothing_of_it(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, ticket = await quiet(desk)
    await ivy.presses_data(CloseOwnPress(ticket_id=ticket.id).pack())
    assert await ivy.hears() == []


async def test_a_quiet_ticket_ends_in_another_one_without_a_word(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    known = await ticket_of(desk)
    ivy = Talker(desk)
    ticket = await quiet_ticket(desk, ivy)
    await ivy.hears()
    await says_on(desk, ticket, ANNA, f"/merge {known.number}")
    assert await ivy.hears() == []
    assert (await fresh(desk, ticket)).merged_into_id == known.id


@pytest.mark.parametrize("is_answered", [False, True])
async def test_what_the_customer_knows_is_owed_in_a_quiet_ticket_too(desk_on_both: Desk, is_answered: bool) -> None:
    desk = await team_of(desk_on_both)
    known = await ticket_of(desk)
    ivy = Talker(desk)
    ticket = await quiet_ticket(desk, ivy)
    if is_answered:
        await says_on(desk, known, ANNA, "Which colour is it?")
    await ivy.hears()
    desk.later(minutes=5)
    await says_on(desk, known, ANNA, f"/merge {ticket.number}")
    assert await ivy.hears_one() == ivy.words("ticket-merged", number=known.number, into=ticket.number)
    now = await fresh(desk, ticket)
    assert (now.is_quiet, now.is_unasked, now.customer_waits_since is None) == (False, False, is_answered)
    assert (now.asked_at, now.first_response_at) == (known.opened_at, known.opened_at if is_answered else None)
    owed = [each for each in await desk.rows(Deadline) if each.ticket_id == ticket.id]
    assert len(owed) == (0 if is_answered else 2)
    desk.later(days=3)
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-in-work" if is_answered else "my-tickets-late") in await ivy.hears_one()


async def test_two_quiet_tickets_become_one_quiet_ticket(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, ticket = await quiet(desk)
    other = await quiet_ticket(desk, ivy)
    await says_on(desk, ticket, ANNA, f"/merge {other.number}")
    assert (await fresh(desk, other)).is_quiet
    assert await ivy.hears() == []


async def test_who_closed_a_quiet_ticket_is_not_marked_for_it(desk: Desk) -> None:
    desk = await team_of(desk)
    _, ticket = await quiet(desk)
    for words in ("/claim", "/close"):
        await says_on(desk, ticket, ANNA, words)
    anna = await member(desk, ANNA)
    async with desk.database.read() as session:
        assert await list_reviewable(session, staff_ids=[anna.id], since=desk.at - timedelta(days=1), limit=5) == []


async def test_the_topic_says_why_before_anybody_writes(desk: Desk) -> None:
    desk = await team_of(desk)
    await quiet(desk)
    assert desk.phrase("card-quiet") in "\n".join(await desk.said_to(STAFF_GROUP))
