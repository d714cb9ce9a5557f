"""The first words of a customer on a ticket that staff began: they get a number, a promise, and are counted from then on."""

import itertools
from datetime import datetime

from storage.deadlines import Deadline
from storage.figures import list_first_responses
from storage.figures_by_assignee import list_first_responses_of_each
from storage.group_figures import list_first_responses_in
from storage.vocabulary import DeadlineKind, Language, TicketStatus
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import tickets
from tests.handlers.chat.staff_side import fresh
from tests.handlers.chat.test_quiet_tickets import ASKED, BOTH, card, quiet
from tests.team_side import ANNA, RULES, says_on, team_of


@BOTH
async def test_an_answer_after_the_end_is_a_first_word_that_gets_a_promise(desk_on_both: Desk, language: Language) -> None:
    desk = await team_of(desk_on_both, rules=RULES)
    ivy, ticket = await quiet(desk, language=language)
    await says_on(desk, ticket, ANNA, ASKED)
    await says_on(desk, ticket, ANNA, "/close")
    desk.later(hours=1)
    await ivy.says("No, it leaks")
    now = await fresh(desk, ticket)
    assert (now.status, now.is_unasked, now.asked_at) == (TicketStatus.OPEN, False, desk.at)
    due = desk.phrasebook.speaking(language).moment(now.due_at, "Asia/Shanghai")
    assert await ivy.hears() == [ivy.words("ticket-opened-follow-up", number=ticket.number, due=due)]


@BOTH
async def test_the_first_response_begins_when_the_customer_first_waits(desk_on_both: Desk, language: Language) -> None:
    desk = await team_of(desk_on_both, rules=RULES)
    began = desk.at
    ivy, ticket = await quiet(desk, language=language)
    desk.later(minutes=30)
    await says_on(desk, ticket, ANNA, ASKED)
    assert (await fresh(desk, ticket)).first_response_at is None
    assert await first_responses(desk, began) == []
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-in-work") in await ivy.hears_one()
    desk.later(minutes=30)
    await ivy.says("No, it leaks")
    first, solution = await desk.rows(Deadline)
    assert (first.kind, first.started_at, first.met_at) == (DeadlineKind.FIRST_RESPONSE, desk.at, None)
    assert (solution.kind, solution.started_at) == (DeadlineKind.RESOLUTION, desk.at)
    desk.later(minutes=7)
    await says_on(desk, ticket, ANNA, "We send you a new one")
    assert (await desk.rows(Deadline))[0].met_at == desk.at
    assert await first_responses(desk, began) == [7 * 60.0] * 3


async def first_responses(desk: Desk, since: datetime) -> list[float]:
    """Return how many seconds first responses took, by the figures of the desk, of its groups and of its people."""
    async with desk.database.read() as session:
        whole = list(await list_first_responses(session, since=since))
        of_groups = await list_first_responses_in(session, chat_ids=[STAFF_GROUP], since=since)
        of_each = await list_first_responses_of_each(session, since=since)
    return [answered - asked for asked, answered in itertools.chain(whole, *of_groups.values(), *of_each.values())]


@BOTH
async def test_a_customer_who_writes_first_gets_a_number_and_a_promise_from_then_on(desk_on_both: Desk, language: Language) -> None:
    desk = await team_of(desk_on_both)
    ivy, ticket = await quiet(desk, language=language)
    await says_on(desk, ticket, ANNA, "/pending")
    desk.later(hours=1)
    await ivy.says("Do you still have the green one?")
    now = await fresh(desk, ticket)
    assert (now.is_quiet, now.customer_waits_since, now.status) == (False, desk.at, TicketStatus.OPEN)
    due = desk.phrasebook.speaking(language).moment(now.due_at, "Asia/Shanghai")
    assert await ivy.hears_one() == ivy.words("ticket-opened-follow-up", number=ticket.number, due=due)
    first, solution = await desk.rows(Deadline)
    assert (first.kind, first.started_at, first.due_at) == (DeadlineKind.FIRST_RESPONSE, desk.at, now.due_at)
    assert (solution.kind, solution.started_at) == (DeadlineKind.RESOLUTION, desk.at)
    await desk.deliver()
    shown = await card(desk, ticket)
    assert desk.phrase("card-quiet") not in shown
    assert desk.phrasebook.speaking(Language.ENGLISH).moment(now.due_at, "Asia/Shanghai") in shown
    await ivy.says("And the lid")
    assert await ivy.hears() == []
    await ivy.says("/tickets")
    line = (await ivy.hears_one()).splitlines()[1]
    assert line.count(ivy.words("ticket-kind-follow-up")) == 1
    assert len(await tickets(desk)) == 1


async def test_who_writes_at_night_hears_once_when_the_desk_is_back(desk: Desk) -> None:
    desk = await team_of(desk)
    ivy, ticket = await quiet(desk)
    desk.later(hours=14)  # midnight
    await ivy.says("Do you still have the green one?")
    [said] = await ivy.hears()
    assert f"#{ticket.number}" in said
    assert desk.phrase("hours-closed-until", back="x").split("<b>")[0] in said
