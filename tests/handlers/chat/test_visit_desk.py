"""Visits at the desk: whom to visit, what came of it by buttons and words, and the list."""

from datetime import UTC, datetime

import pytest

from crm.tickets import close_ticket
from storage.tickets import Ticket
from storage.visit_entries import VisitEntry
from storage.visits import Visit
from storage.vocabulary import Language, TicketKind, VisitOutcome, VisitStatus
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, Talker, tickets
from tests.handlers.chat.staff_side import fresh, sent_to, ticket_of
from tests.team_side import ANNA, BEA, SUE, team_of
from tests.visit_side import IN_PERSON, desk_with, ticks

DUE = datetime(2026, 3, 7, 2, tzinfo=UTC)  # 10:00 in Shanghai, three days after the ticket was closed
BOTH = pytest.mark.parametrize("language", list(Language))


async def cared_for(desk: Desk, *, talks: bool = True, language: Language = Language.ENGLISH) -> tuple[Desk, Talker, Ticket]:
    """Return a desk where Anna, who answered and closed a ticket, has its customer to visit just now; `talks`: the bot may write to her."""
    desk = desk_with(await team_of(desk, BEA), IN_PERSON)
    anna = Talker(desk, ANNA, language)
    if talks:
        await anna.says("/start")
    ticket = await ticket_of(desk)
    await desk.says_in_group(ANNA, "/claim", topic=ticket.topic_id)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    await desk.deliver()
    await anna.hears()
    desk.at = DUE
    assert await ticks(desk) == 1
    return desk, anna, await fresh(desk, ticket)


async def the_visit(desk: Desk) -> Visit:
    """Return the only visit."""
    [visit] = await desk.rows(Visit)
    assert isinstance(visit, Visit)
    return visit


@BOTH
async def test_who_had_the_ticket_is_told_in_private_and_says_what_came_of_the_visit(desk_on_both: Desk, language: Language) -> None:
    desk, anna, ticket = await cared_for(desk_on_both, language=language)
    card = await anna.hears_one()
    assert (f"#{ticket.number}" in card, "Person1001" in card) == (True, True)
    assert await anna.sees() == [anna.words(f"visit-button-{act}") for act in ("done", "later", "note", "again", "hand")]
    await anna.presses("visit-button-done")
    assert await anna.hears_one() == anna.words("visit-ask-outcome", name="Person1001")
    await anna.presses("visit-outcome-fine")
    assert await anna.is_answered_by("visit-outcome-fine")
    assert await anna.hears_one() == anna.words(
        "visit-ask-said", name="Person1001", outcome=anna.words("visit-outcome-fine"), place="private"
    )
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("visit-fine-line")
    await anna.says(photo=PHOTO)
    assert await anna.hears_one() == anna.words("visit-needs-text")
    await anna.says("She loves the kettle")
    assert await anna.hears_one() == anna.words("visit-words-kept")
    visit = await the_visit(desk)
    assert (visit.status, visit.outcome) == (VisitStatus.ANSWERED, VisitOutcome.FINE)
    assert [entry.words for entry in await desk.rows(VisitEntry)] == [None, "She loves the kettle"]
    assert await anna.state() is None
    assert len(await tickets(desk)) == 1


async def test_an_unhappy_customer_gets_a_ticket_and_those_in_charge_are_told(desk_on_both: Desk) -> None:
    desk, anna, looked_back_on = await cared_for(desk_on_both)
    await anna.presses("visit-button-done")
    await anna.presses("visit-outcome-unhappy")
    await anna.says("The lid leaks")
    _, new = await tickets(desk)
    assert (new.kind, (await the_visit(desk)).ticket_id) == (TicketKind.FOLLOW_UP, new.id)
    about = desk.phrase("visit-card-ticket", number=looked_back_on.number, category="My order", day="4 March 2026")
    said = "\n".join(
        [desk.phrase("visit-answer-line-staff", outcome="unhappy", name="Anna"), about, desk.phrase("visit-said", words="The lid leaks")]
    )
    assert (await anna.hears())[-2:] == [
        anna.words("visit-words-kept"),
        anna.words("visit-ticket-is", name="Person1001", number=new.number),
    ]
    assert (await desk.said_to(STAFF_GROUP))[-1].replace("Person2001", "Anna") == said
    for boss in (OWNER, SUE):
        assert await desk.last_said_to(boss) == desk.phrase("visit-unhappy-alert", name="Person1001", number=new.number)


async def test_who_has_no_more_to_say_taps_so_and_the_ticket_is_opened_once(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    await anna.presses("visit-button-done")
    await anna.presses("visit-outcome-question")
    await anna.presses("visit-button-nothing")
    await anna.presses("visit-button-nothing")
    first, new = await tickets(desk)
    assert [first.kind, new.kind] == [TicketKind.INQUIRY, TicketKind.FOLLOW_UP]
    assert (await anna.hears()).count(anna.words("visit-ticket-is", name="Person1001", number=new.number)) == 1
    assert await anna.state() is None


async def test_nobody_answers_comes_once_more_and_is_then_left(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    await anna.presses("visit-button-done")
    await anna.presses("visit-outcome-no-answer")
    assert (await anna.hears())[-1] == anna.words("visit-comes-again", name="Person1001", day="14 March 2026")
    desk.later(days=7)
    assert await ticks(desk) == 1
    assert "No answer" in await anna.hears_one()  # what was tried before
    await anna.presses("visit-button-done")
    await anna.presses("visit-outcome-no-answer")
    assert (await anna.hears())[-1] == anna.words("visit-left", name="Person1001")
    assert (await the_visit(desk)).status is VisitStatus.LEFT


@pytest.mark.parametrize(
    ("button", "key", "outcome"), [("later", "visit-postponed", None), ("again", "visit-called-again", VisitOutcome.CALL_AGAIN)]
)
@pytest.mark.parametrize("by_words", [False, True])
async def test_a_visit_is_put_to_another_day_by_button_or_words(
    desk: Desk, button: str, key: str, outcome: VisitOutcome | None, by_words: bool
) -> None:
    desk, anna, _ = await cared_for(desk)
    await anna.presses(f"visit-button-{button}")
    assert (await anna.hears())[-1] == anna.words(f"visit-ask-{button}", name="Person1001", place="private")
    if by_words:
        await anna.says("soon")
        assert await anna.hears_one() == anna.words("refusal-visit-day-not-understood", words="soon")
        await anna.says("2026-03-10")
    else:
        await anna.presses("visit-day-button", days=3)
    assert await anna.hears_one() == anna.words(key, name="Person1001", day="10 March 2026")
    visit = await the_visit(desk)
    assert (visit.outcome, visit.status, await anna.state()) == (outcome, VisitStatus.PLANNED, None)
    desk.at = visit.due_at
    assert await ticks(desk) == 1


async def test_where_the_bot_may_not_write_the_card_stands_in_the_staff_group_and_words_are_replies(desk_on_both: Desk) -> None:
    desk, _, _ = await cared_for(desk_on_both, talks=False)
    assert (await desk.last_said_to(STAFF_GROUP)).startswith(desk.phrase("visit-for", name="Person2001", user_id="2001"))
    await desk.presses_button(ANNA, "Note")
    await desk.deliver()
    prompt = await sent_to(desk, STAFF_GROUP)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("visit-ask-note", name="Person1001", place="group")
    await desk.says_in_group(ANNA, "Lunch, anybody?")
    assert await desk.rows(VisitEntry) == []
    await desk.says_in_group(ANNA, "Call after six", reply_to=prompt)
    assert [entry.words for entry in await desk.rows(VisitEntry)] == ["Call after six"]
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("visit-words-kept")


async def test_when_nobody_is_here_whoever_has_time_takes_the_visit(desk: Desk) -> None:
    desk = desk_with(await team_of(desk), IN_PERSON)
    for user in (ANNA, SUE):
        await desk.says_in_group(user, "/away")
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    desk.at = DUE
    await ticks(desk)
    assert (await desk.last_said_to(STAFF_GROUP)).startswith(desk.phrase("visit-for-nobody"))
    await desk.says_in_group(ANNA, "/visits")
    assert f" · {desk.phrase('visits-nobody')}\n" in await desk.last_said_to(STAFF_GROUP)
    await desk.presses_button(ANNA, "1 Done")
    await desk.presses_button(ANNA, "Has a question")
    assert (await the_visit(desk)).staff_id is not None


async def test_the_list_shows_what_is_overdue_first_and_a_supervisor_how_much_was_kept(desk_on_both: Desk) -> None:
    desk, anna, _ = await cared_for(desk_on_both)
    await anna.hears()
    desk.later(days=1)
    await anna.says("/visits")
    listed = await anna.hears_one()
    assert anna.words("visits-title", count=1, page=1, pages=1) in listed
    assert anna.words("visit-card-overdue", day="7 March 2026") in listed
    assert await anna.sees() == ["1 Done", "1 Postpone", "1 Note", "Refresh"]
    bea = Talker(desk, BEA)
    await bea.says("/visits")
    assert await bea.hears_one() == bea.words("visits-none")
    sue = Talker(desk, SUE)
    await sue.says("/visits")
    seen, kept = await sue.hears()
    assert "Person2001" in seen
    assert kept.splitlines() == [
        sue.words("visits-kept-title", days=30),
        sue.words("visits-kept", name="All", percent=0, kept=0, due=1),
        sue.words("visits-kept", name="Person2001", percent=0, kept=0, due=1),
    ]
    await bea.presses_data(f"vd:{(await the_visit(desk)).id}:done")
    assert await bea.is_answered_by("refusal-visit-not-yours", name="Person2001")
    await sue.presses_label("1 Done")
    await sue.presses("visit-outcome-fine")
    await anna.presses_label("1 Done")
    assert await anna.is_answered_by("refusal-visit-is-over")


async def test_a_long_list_has_pages(desk: Desk) -> None:
    desk = await team_of(desk)
    sue = Talker(desk, SUE)
    for number in range(7):
        await desk.says(1001 + number, "/start")
        await sue.says(f"/visit @person{1001 + number} today")
    await ticks(desk)
    await sue.hears()
    await sue.says("/visits")
    assert sue.words("visits-title", count=7, page=1, pages=2) in (await sue.hears())[0]
    await sue.presses_label(sue.words("queue-button-on"))
    edited = [row.payload["text"] for row in await desk.queued() if row.method == "editMessageText"][-1]
    assert edited.startswith(sue.words("visits-title", count=7, page=2, pages=2))
    await sue.presses_label("7 Note")
    await sue.says("A note")
    assert len(await desk.rows(VisitEntry)) == 1


async def test_presses_are_taken_where_staff_work_only(desk: Desk) -> None:
    desk, anna, _ = await cared_for(desk)
    number = (await the_visit(desk)).id
    for data in (f"vd:{number}:done", f"vo:{number}:fine", f"vt:{number}:0:1", f"vw:{number}", "vp:0", "plan:care:1"):
        await desk.presses(SUE, data, chat_id=-1009)
        assert await anna.is_answered_by("press-is-old")
    await anna.presses_data(f"vo:{number}:call_again")
    assert (await the_visit(desk)).status is VisitStatus.GIVEN
