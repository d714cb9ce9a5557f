"""Ties between tickets: merged, split, linked; and the customer's story."""

import pytest

from storage.audit import AuditEvent
from storage.deadlines import Deadline
from storage.interactions import Interaction
from storage.ticket_links import TicketLink
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import DeadlineKind, Language, Priority, TicketStatus
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import OTTO, PHOTO, Talker
from tests.handlers.chat.staff_side import CUSTOMER, copies_to, fresh, ticket_of, topic_of
from tests.handlers.chat.test_ticket_states import NAME, at_work, card, commands, last_post


async def two_tickets(desk: Desk) -> tuple[Ticket, Ticket]:
    """Two tickets of one customer, the first of which Anna has."""
    first = await at_work(desk)
    desk.later(minutes=5)
    return first, await ticket_of(desk, words="And my cup is broken", photo=None)


async def in_topic(desk: Desk, ticket: Ticket) -> list[str]:
    """The texts that stand in a ticket's topic, oldest first."""
    rows = [row for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.ticket_id == ticket.id and row.method == "sendMessage"]
    return [row.payload["text"] for row in rows]


async def test_a_merged_ticket_ends_and_all_goes_on_in_the_other(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first, second = await two_tickets(desk)
    await commands(desk, first, f"/merge #{second.number}")
    merged, into = await fresh(desk, first), await fresh(desk, second)
    assert (merged.status, merged.merged_into_id, into.status) == (TicketStatus.CLOSED, second.id, TicketStatus.OPEN)
    assert into.assignee_id == merged.assignee_id
    assert desk.phrase("ticket-merged", number=first.number, into=second.number) in await desk.said_to(CUSTOMER)
    assert desk.phrase("ticket-merged-by", number=first.number, into=second.number, name=NAME) in await in_topic(desk, first)
    told, story = (await in_topic(desk, second))[-2:]
    assert told == desk.phrase("ticket-merged-here", number=first.number, into=second.number, name=NAME)
    assert "My tea is cold" in story
    assert desk.phrase("card-merged", into=second.number) in await card(desk, first)
    assert [row.act for row in await desk.rows(AuditEvent)] == ["ticket.claimed", "ticket.took_in", "ticket.merged", "ticket.merged_into"]
    assert desk.phrase("card-status-open", name=NAME) in await card(desk, second)


async def test_what_the_customer_waits_for_is_owed_on_the_ticket_that_goes_on(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first, second = await two_tickets(desk)
    asked_at = second.opened_at
    await commands(desk, first, "It is on its way")
    await commands(desk, second, "/priority urgent")
    await commands(desk, first, "/pending")
    await commands(desk, first, "/snooze 2d")
    desk.later(hours=1)
    await commands(desk, second, f"/merge {first.number}")
    into, merged = await fresh(desk, first), await fresh(desk, second)
    assert (into.status, into.snoozed_at, into.priority) == (TicketStatus.OPEN, None, Priority.URGENT)
    assert (into.customer_waits_since, merged.customer_waits_since) == (asked_at, None)
    owed = [row for row in await desk.rows(Deadline) if row.ticket_id == into.id and row.met_at is None]
    assert [(row.kind, row.started_at, row.paused_at) for row in owed] == [
        (DeadlineKind.RESOLUTION, into.opened_at, None),
        (DeadlineKind.NEXT_RESPONSE, asked_at, None),
    ]


@pytest.mark.parametrize(("state", "left"), [("/pending", TicketStatus.PENDING), ("/solve", TicketStatus.OPEN)])
async def test_where_nobody_waits_only_what_was_solved_is_taken_up(desk: Desk, state: str, left: TicketStatus) -> None:
    first, second = await two_tickets(desk)
    for ticket in (first, second):
        await commands(desk, ticket, "It is on its way")
    await commands(desk, first, state)
    await commands(desk, second, f"/merge {first.number}")
    into = await fresh(desk, first)
    assert (into.status, into.customer_waits_since) == (left, None)


async def test_tickets_that_nobody_has_stay_new_when_they_become_one(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await commands(desk, first, "/unassign")
    await commands(desk, first, f"/merge {second.number}")
    into = await fresh(desk, second)
    assert (into.status, into.assignee_id) == (TicketStatus.NEW, None)


async def test_who_has_the_other_ticket_keeps_it(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await commands(desk, first, "/close")
    await commands(desk, first, "/reopen")
    await desk.says_in_group(OWNER, "/claim", topic=topic_of(second))
    await commands(desk, first, f"/merge {second.number}")
    into, merged = await fresh(desk, second), await fresh(desk, first)
    assert into.assignee_id not in (None, merged.assignee_id)


async def test_what_the_customer_answers_on_a_merged_ticket_goes_to_the_other(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await desk.says_in_group(AGENT, "Was it the green tea?", topic=topic_of(first))
    await desk.deliver()
    answered = [row.sent_message_id for row in await desk.queued() if row.chat_id == CUSTOMER and row.method == "copyMessage"][-1]
    assert answered is not None
    await commands(desk, first, f"/merge {second.number}")
    await Talker(desk, CUSTOMER).answers(answered, "Yes, the green one")
    said = await desk.row(Interaction, text="Yes, the green one")
    assert said.ticket_id == second.id
    assert (await fresh(desk, first)).status is TicketStatus.CLOSED


async def test_a_merged_ticket_is_not_reopened_closed_or_written_on(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await commands(desk, first, f"/merge {second.number}")
    merged = desk.phrase("refusal-ticket-merged", number=first.number, into=second.number)
    assert await commands(desk, first, "/reopen") == merged
    assert await commands(desk, first, f"/merge {second.number}") == merged
    assert await commands(desk, first, "/close") == desk.phrase("refusal-ticket-already-closed", number=first.number)
    ivy = Talker(desk, CUSTOMER)
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-merged", into=second.number) in (await ivy.hears())[-1]


async def test_the_buttons_of_a_merged_ticket_lead_to_the_one_that_goes_on(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    ivy = Talker(desk, CUSTOMER)
    await ivy.presses_data(f"mt:{first.id}")
    await commands(desk, first, f"/merge {second.number}")
    await ivy.says("Written when it was one already")
    await ivy.presses_data(f"mt:{first.id}")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-write-now", number=second.number)
    await ivy.says("And once more")
    for text in ("Written when it was one already", "And once more"):
        assert (await desk.row(Interaction, text=text)).ticket_id == second.id


async def test_after_both_have_ended_the_customer_takes_up_the_one_that_went_on(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await commands(desk, second, "/close")
    await commands(desk, second, "/reopen")
    await commands(desk, first, f"/merge {second.number}")
    await commands(desk, second, "/close")
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "It is still cold")
    assert (await fresh(desk, second)).status is TicketStatus.OPEN
    assert (await fresh(desk, first)).status is TicketStatus.CLOSED


async def test_pictures_of_a_merged_ticket_are_shown_in_the_other(desk: Desk) -> None:
    desk.later(hours=-6)
    await desk.has_staff_group()
    first = await ticket_of(desk, words="", photo=PHOTO)
    second = await ticket_of(desk, words="And the cup")
    before = len(await copies_to(desk, STAFF_GROUP))
    await commands(desk, first, f"/merge {second.number}")
    assert len(await copies_to(desk, STAFF_GROUP)) == before + 1


@pytest.mark.parametrize(
    ("number", "refusal"), [(99, "no-such-ticket"), (1, "same-ticket"), (2, "ticket-of-another-customer"), (10**14, "no-such-ticket")]
)
async def test_tickets_that_cannot_be_merged(desk: Desk, number: int, refusal: str) -> None:
    ticket = await at_work(desk)
    await ticket_of(desk, OTTO)
    assert await commands(desk, ticket, f"/merge {number}") == desk.phrase(f"refusal-{refusal}", number=number)
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN


async def test_nothing_is_merged_into_a_ticket_that_has_ended(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await commands(desk, second, "/close")
    said = await commands(desk, first, f"/merge {second.number}")
    assert said == desk.phrase("refusal-ticket-already-closed", number=second.number)


@pytest.mark.parametrize("command", ["merge", "link"])
@pytest.mark.parametrize("words", ["", " soon", " 1234567890123456"])
async def test_a_command_without_a_number_is_answered_with_an_example(desk: Desk, command: str, words: str) -> None:
    ticket = await at_work(desk)
    assert await commands(desk, ticket, f"/{command}{words}") == desk.phrase(f"ticket-{command}-usage")


async def test_a_message_becomes_a_ticket_of_its_own(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    await desk.says(CUSTOMER, "By the way, I was charged twice")
    await desk.deliver()
    copy = [row.sent_message_id for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.method == "copyMessage"][-1]
    await desk.says_in_group(AGENT, "/split", topic=topic_of(ticket), reply_to=copy)
    await desk.deliver()
    new = await desk.row(Ticket, number=2)
    assert (new.status, new.customer_id, new.previous_ticket_id) == (TicketStatus.NEW, ticket.customer_id, ticket.id)
    assert (await desk.row(Interaction, text="By the way, I was charged twice")).ticket_id == new.id
    assert desk.phrase("ticket-split-by", number=1, new=2, name=NAME) in await in_topic(desk, ticket)
    copies = [row for row in await desk.queued() if row.method == "copyMessage" and row.chat_id == STAFF_GROUP]
    assert [row.ticket_id for row in copies] == [ticket.id, ticket.id, new.id]
    assert (await desk.rows(AuditEvent))[-1].after == {"new": 2}


async def test_only_a_message_of_the_customer_on_this_ticket_can_be_split_off(desk: Desk) -> None:
    ticket = await at_work(desk)
    own = await desk.says_in_group(AGENT, "My own words", topic=topic_of(ticket))
    nothing = desk.phrase("refusal-nothing-to-split")
    assert await commands(desk, ticket, "/split") == nothing
    await desk.says_in_group(AGENT, "/split", topic=topic_of(ticket), reply_to=own)
    assert await last_post(desk) == nothing
    other = await ticket_of(desk, OTTO, words="Mine")
    copy = [row.sent_message_id for row in await desk.queued() if row.ticket_id == other.id and row.method == "copyMessage"][-1]
    await desk.says_in_group(AGENT, "/split", topic=topic_of(ticket), reply_to=copy)
    assert await last_post(desk) == nothing
    assert len(await desk.rows(Ticket)) == 2


async def test_linked_tickets_name_each_other_on_their_cards(desk: Desk) -> None:
    ticket = await at_work(desk)
    other = await ticket_of(desk, OTTO)
    assert await commands(desk, ticket, f"/link {other.number}") == desk.phrase("ticket-linked", number=1, other=2)
    assert desk.phrase("card-linked", numbers="#2") in await card(desk, ticket)
    assert desk.phrase("card-linked", numbers="#1") in await card(desk, other)
    assert await commands(desk, ticket, "/link 2") == desk.phrase("refusal-already-linked", number=2)
    assert await commands(desk, other, "/link 1") == desk.phrase("refusal-already-linked", number=1)
    assert await commands(desk, other, "/link 2") == desk.phrase("refusal-same-ticket", number=2)
    assert len(await desk.rows(TicketLink, TicketLink.ticket_id)) == 2


async def test_the_story_tells_of_all_tickets_and_what_was_said_last(desk: Desk) -> None:
    first, second = await two_tickets(desk)
    await desk.says_in_group(AGENT, "We send a new cup", topic=topic_of(second))
    await commands(desk, first, "/close")
    story = await commands(desk, second, "/history")
    kind, day = desk.phrase("ticket-kind-inquiry"), desk.phrasebook.speaking(Language.ENGLISH).day(first.opened_at.date())
    for ticket, status in ((first, "closed"), (second, "open")):
        shown = desk.phrase(f"ticket-status-{status}")
        assert desk.phrase("desk-info-ticket", number=ticket.number, kind=kind, opened=day, status=shown) in story
    assert story.index("My tea is cold") < story.index("And my cup is broken") < story.index("We send a new cup")


async def test_a_merged_ticket_is_not_looked_back_on(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first, second = await two_tickets(desk)
    await commands(desk, first, "/solve")
    await commands(desk, first, "/reopen")
    assert [visit.subject_id for visit in await desk.rows(Visit)] == [first.id]
    await commands(desk, first, f"/merge {second.number}")
    await commands(desk, second, "/close")
    assert [visit.subject_id for visit in await desk.rows(Visit)] == [second.id]
