"""Reviews in the chat: a closed ticket of each colleague is read, marked, and its agent told."""

from crm.reviews import draw_for_review
from storage.audit import AuditEvent
from storage.reviews import Review
from storage.tickets import Ticket
from storage.vocabulary import Language
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import PHOTO, Talker
from tests.handlers.chat.staff_side import ticket_of
from tests.team_side import ANNA, BEA, SUE, member, says_on, team_of


async def closed(desk: Desk, user_id: int, customer: int) -> Ticket:
    """Return a ticket that somebody of the staff answered and closed."""
    ticket = await ticket_of(desk, customer)
    await says_on(desk, ticket, user_id, f"Answer of {user_id}")
    await says_on(desk, ticket, user_id, "/close")
    return ticket


async def test_a_story_is_marked_and_remarked_and_the_agent_reads_both(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE)
    await sue.says("/review")
    story, question = await sue.hears()
    assert "Answer of 2001" in story
    assert question == desk.phrase("review-of", number=ticket.number, name="Person2001", closed="Wed 4 Mar, 10:00")
    await sue.presses_label("4")
    assert await sue.is_answered_by("review-marked", mark=4)
    assert await desk.last_said_to(ANNA) == desk.phrase("review-told", by="Person3002", number=ticket.number, mark=4)
    assert await sue.hears_one() == desk.phrase("review-ask-remark", number=ticket.number, mark=4, name="Person2001")
    await sue.says("Kind & quick")
    assert await sue.hears_one() == desk.phrase("review-remarked", name="Person2001")
    told = desk.phrase("review-told-remark", by="Person3002", number=ticket.number, mark=4, remark="Kind & quick")
    assert await desk.last_said_to(ANNA) == told
    (review,) = await desk.rows(Review)
    assert (review.mark, review.remark, review.ticket_id) == (4, "Kind & quick", ticket.id)
    assert [row.after for row in await desk.rows(AuditEvent) if row.act == "ticket.reviewed"] == [{"mark": 4}, {"remarked": True}]
    await sue.says("/review")
    assert await sue.hears_one() == desk.phrase("review-none", days=30)


async def test_a_reader_of_chinese_reads_the_story_in_chinese(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE, Language.CHINESE)
    await sue.says("/review")
    story = (await sue.hears())[0]
    assert story.startswith(sue.words("recap-title", number=ticket.number))
    assert sue.words("recap-staff") in story


async def test_a_second_tap_changes_the_mark_and_the_same_tells_nothing(desk: Desk) -> None:
    desk = await team_of(desk)
    await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE)
    await sue.says("/review")
    for label in ("2", "3", "✓ 3"):
        await sue.presses_label(label) if label != "✓ 3" else await sue.presses_data(f"review:{(await desk.rows(Ticket))[0].id}:3")
    assert [row.mark for row in await desk.rows(Review)] == [3]
    assert len([text for text in await desk.said_to(ANNA) if "has reviewed" in text]) == 2


async def test_who_does_not_want_to_say_why_taps_so_and_pictures_are_no_remark(desk: Desk) -> None:
    desk = await team_of(desk)
    await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE)
    await sue.says("/review")
    await sue.presses_label("5")
    await sue.says(photo=PHOTO)
    assert (await sue.hears())[-1] == desk.phrase("review-needs-words")
    await sue.presses("review-button-skip")
    assert await sue.is_answered_by("review-skipped")
    assert await sue.state() is None
    await sue.presses("review-button-skip")
    assert await sue.is_answered_by("review-skipped")
    assert [row.remark for row in await desk.rows(Review)] == [None]


async def test_a_mark_amid_another_dialogue_asks_nothing(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE)
    await sue.says("/complain The lid is broken")
    await sue.hears()
    before = await sue.state()
    await sue.presses_data(f"review:{ticket.id}:1")
    assert (await sue.state(), await sue.hears()) == (before, [])
    assert [row.mark for row in await desk.rows(Review)] == [1]


async def test_one_of_each_colleague_is_drawn_and_never_ones_own(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    mine = [await closed(desk, user_id, customer) for user_id, customer in ((ANNA, 1001), (ANNA, 1002), (BEA, 1003), (SUE, 1004))]
    sue, anna = await member(desk, SUE), await member(desk, ANNA)
    for choose, expected in ((min, mine[0]), (max, mine[1])):
        async with desk.database.begin() as session:
            drawn = await draw_for_review(session, by=sue, member=None, at=desk.at, choose=choose)
            (only,) = await draw_for_review(session, by=sue, member=anna, at=desk.at, choose=choose)
        assert [(each.user_id, ticket.id) for each, ticket in drawn] == [(ANNA, expected.id), (BEA, mine[2].id)]
        assert only[1].id == expected.id
    talker = Talker(desk, SUE)
    await talker.says("/review @person3002")
    assert await talker.hears_one() == desk.phrase("refusal-review-of-own-work")
    await talker.presses_data(f"review:{mine[3].id}:5")
    assert await talker.is_answered_by("refusal-review-of-own-work")
    desk.later(days=31)
    await talker.says("/review")
    assert await talker.hears_one() == desk.phrase("review-none", days=30)


async def test_what_cannot_be_reviewed_is_refused(desk: Desk) -> None:
    desk = await team_of(desk)
    still_open, ticket = await ticket_of(desk, 1001), await closed(desk, ANNA, 1002)
    unheld = await ticket_of(desk, 1003)
    await says_on(desk, unheld, ANNA, "/close")
    sue, olivia, anna = Talker(desk, SUE), Talker(desk, OWNER), Talker(desk, ANNA)
    for number in (still_open.id, unheld.id, 404):
        await sue.presses_data(f"review:{number}:5")
        assert await sue.is_answered_by("refusal-not-reviewable", number=number)
    await olivia.presses_data(f"review:{ticket.id}:5")
    await sue.presses_data(f"review:{ticket.id}:1")
    assert await sue.is_answered_by("refusal-already-reviewed", name=f"Person{OWNER}", number=ticket.number)
    for mark in ("1", "0"):
        await anna.presses_data(f"review:{ticket.id}:{mark}")
        assert await anna.is_answered_by("refusal-not-allowed", role="supervisor")
    assert [row.mark for row in await desk.rows(Review)] == [5]


async def test_averages_are_shown_best_first(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    sue = Talker(desk, SUE, Language.ENGLISH)
    await sue.says("/reviews")
    assert await sue.hears_one() == desk.phrase("review-averages-none", days=90)
    for customer, (user_id, mark) in enumerate(((ANNA, 3), (ANNA, 4), (BEA, 5)), start=1001):
        ticket = await closed(desk, user_id, customer)
        await sue.presses_data(f"review:{ticket.id}:{mark}")
    await sue.hears()
    await sue.says("/reviews")
    assert (await sue.hears_one()).splitlines() == [
        desk.phrase("review-averages", days=90),
        desk.phrase("review-average", name="Person2002", average="5", count=1),
        desk.phrase("review-average", name="Person2001", average="3.5", count=2),
    ]


async def test_a_remark_is_taken_from_who_marked_the_ticket_only(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await closed(desk, ANNA, 1001)
    sue = Talker(desk, SUE)
    await sue.presses_data(f"review:{ticket.id}:2")
    async with desk.database.begin() as session:
        review = await session.get(Review, (await desk.rows(Review))[0].id)
        assert review is not None
        review.reviewer_id = (await member(desk, OWNER)).id
    await sue.says("This was slow")
    assert (await sue.hears())[-1] == desk.phrase("refusal-not-reviewable", number=ticket.id)


async def test_an_agent_who_has_left_is_not_written_to(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await closed(desk, ANNA, 1001)
    await desk.says(OWNER, f"/staff remove {ANNA}")
    await Talker(desk, SUE).presses_data(f"review:{ticket.id}:2")
    assert await desk.said_to(ANNA) == []
    assert [row.mark for row in await desk.rows(Review)] == [2]
