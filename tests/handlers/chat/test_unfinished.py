"""Unfinished dialogues: a command in the middle of one drops nothing of what the customer has chosen."""

from dataclasses import replace

import pytest

from crm.tickets import close_ticket
from storage.interactions import Interaction
from storage.vocabulary import Language, Severity, TicketKind
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, Talker, copied, tickets
from tests.handlers.chat.test_inquiries import DELIVERY
from tests.handlers.chat.test_visits import asked


async def complaining(ivy: Talker) -> None:
    """Begin a complaint about a delivery."""
    await ivy.says("/start")
    await ivy.presses("menu-button-complain")
    await ivy.presses_label(DELIVERY[ivy.language])
    await ivy.hears()


def with_category(ivy: Talker, first: str, last: str) -> str:
    """The words that say where a complaint about a delivery stands."""
    return "\n".join((ivy.words(first), ivy.words("complaint-summary-category", category=DELIVERY[ivy.language]), ivy.words(last)))


@pytest.mark.parametrize("language", list(Language))
async def test_words_behind_human_belong_to_the_complaint_in_hand(desk_on_both: Desk, language: Language) -> None:
    await desk_on_both.has_staff_group()
    ivy = Talker(desk_on_both, language=language)
    await complaining(ivy)
    await ivy.says("/human my parcel is broken")
    assert await ivy.hears_one() == with_category(ivy, "complaint-before-person", "complaint-noted-first")
    assert await tickets(desk_on_both) == []
    await ivy.presses("complaint-button-next")
    await ivy.presses("complaint-severity-high")
    await ivy.presses("complaint-button-skip")
    assert "my parcel is broken" in (await ivy.hears())[-1]
    await ivy.presses("complaint-button-send")
    (ticket,) = await tickets(desk_on_both)
    assert (ticket.kind, ticket.category, ticket.severity) == (TicketKind.COMPLAINT, "delivery", Severity.HIGH)
    said = [row.text for row in await desk_on_both.rows(Interaction) if row.ticket_id == ticket.id and row.author_id]
    assert said == ["my parcel is broken"]
    await desk_on_both.deliver()
    assert "my parcel is broken" in await desk_on_both.said_to(STAFF_GROUP)


async def test_human_without_words_says_where_the_complaint_stands(desk: Desk) -> None:
    ivy = Talker(desk)
    await complaining(ivy)
    await ivy.says("/human")
    assert await ivy.hears_one() == with_category(ivy, "complaint-before-person", "complaint-describe")
    assert ivy.words("complaint-button-at-once") in await ivy.sees()
    await ivy.says("My parcel is broken")
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == with_category(ivy, "complaint-before-person", "complaint-add-or-next")
    await ivy.presses("complaint-button-next")
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == with_category(ivy, "complaint-before-person", "complaint-ask-severity")
    await ivy.presses("complaint-severity-low")
    await ivy.presses("menu-button-human")
    assert (await ivy.hears())[-1] == with_category(ivy, "complaint-before-person", "complaint-ask-wish")
    await ivy.presses_label("Something else")
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == with_category(ivy, "complaint-before-person", "complaint-ask-own-wish")
    await ivy.says("/human and it smells")
    assert (await ivy.hears())[-1] == with_category(ivy, "complaint-before-person", "complaint-noted-wish")
    await ivy.presses("complaint-button-skip")
    await ivy.says("/human")
    summary = (await ivy.hears())[-1]
    assert "My parcel is broken\nand it smells" in summary
    assert ivy.words("complaint-severity-low") in summary
    assert await tickets(desk) == []


async def test_who_wants_a_person_need_not_take_the_steps_that_are_left(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await complaining(ivy)
    await ivy.says("/human my parcel is broken")
    await ivy.presses("complaint-button-at-once")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category, ticket.severity, ticket.wish) == (TicketKind.COMPLAINT, "delivery", Severity.MEDIUM, None)
    await ivy.presses("complaint-button-at-once")
    assert await ivy.is_answered_by("press-is-old")
    assert len(await tickets(desk)) == 1


async def test_a_complaint_without_a_category_that_is_sent_as_it_is_is_about_something_else(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/complain")
    await ivy.says("/human they were rude")
    assert (await ivy.hears())[-1] == "\n".join((ivy.words("complaint-before-person"), ivy.words("complaint-noted-choose")))
    await ivy.presses("complaint-button-at-once")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category) == (TicketKind.COMPLAINT, "other")


async def test_a_second_complain_with_words_adds_them_and_without_words_begins_anew(desk: Desk) -> None:
    ivy = Talker(desk)
    await complaining(ivy)
    await ivy.says("/complain my parcel is broken")
    assert await ivy.hears_one() == ivy.words("complaint-noted-first")
    await ivy.says(photo=PHOTO, caption="/complain see here")
    assert await ivy.hears_one() == ivy.words("complaint-noted-more")
    await ivy.says("/complain")
    assert (await ivy.hears_one()).endswith(ivy.words("complaint-choose"))


async def test_a_complaint_left_alone_for_hours_takes_no_human_along(desk: Desk) -> None:
    ivy = Talker(desk)
    await complaining(ivy)
    desk.later(hours=4)
    await ivy.says("/human my invoice is wrong")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category) == (TicketKind.INQUIRY, "other")


async def test_a_choice_of_a_complaint_left_alone_is_none_of_a_new_matter(desk: Desk) -> None:
    ivy = Talker(desk)
    await complaining(ivy)
    await ivy.says("My parcel is broken")
    desk.later(hours=4)
    await ivy.says("/human")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category) == (TicketKind.INQUIRY, "other")


async def test_a_summary_that_is_forgotten_is_not_sent(desk: Desk) -> None:
    ivy = Talker(desk)
    await complaining(ivy)
    await ivy.says("My parcel is broken")
    await ivy.presses("complaint-button-next")
    await ivy.presses("complaint-severity-low")
    await ivy.presses("complaint-button-skip")
    desk.later(hours=25)
    await ivy.presses("complaint-button-send")
    assert await ivy.is_answered_by("press-is-old")
    assert await tickets(desk) == []


@pytest.mark.parametrize("language", list(Language))
async def test_human_sends_the_question_in_hand_with_what_it_is_about(desk: Desk, language: Language) -> None:
    ivy = Talker(desk, language=language)
    await ivy.says("/ask")
    await ivy.presses_label(DELIVERY[language])
    await ivy.says("/ask where is my parcel")
    await ivy.says("/ask is it lost")
    assert (await ivy.hears())[-2:] == [ivy.words("inquiry-noted-first"), ivy.words("inquiry-noted-more")]
    await ivy.says("/human I am waiting")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category) == (TicketKind.INQUIRY, "delivery")
    said = [row.text for row in await desk.rows(Interaction) if row.ticket_id == ticket.id and row.author_id]
    assert said == ["where is my parcel", "is it lost", "I am waiting"]


async def test_human_without_a_question_asks_for_one_and_knows_what_it_is_about(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await ivy.says("/start")
    await ivy.presses("menu-button-ask")
    await ivy.presses_label("Delivery")
    await ivy.presses("menu-button-human")
    assert (await ivy.hears())[-1] == ivy.words("human-ask-reason")
    await ivy.says("Where is my parcel?")
    assert [ticket.category for ticket in await tickets(desk)] == ["other", "delivery"]


async def test_who_is_told_to_write_on_a_ticket_writes_nowhere_else(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await ivy.says("/profile")
    await ivy.presses("profile-button-name")
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == ivy.words("human-has-ticket", number=1)
    said = await ivy.says("It is invoice 5")
    assert await copied(desk) == [said]
    assert (await ivy.customer()).name == f"Person{ivy.user_id}"


async def test_human_while_a_ticket_is_chosen_goes_to_that_ticket(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/human second matter")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-write-now", number=1)
    await ivy.says("/human more of the first")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-passed-on", number=1)
    assert [row.ticket_id for row in await desk.rows(Interaction) if row.text == "more of the first"] == [1]
    await desk.deliver()
    assert "more of the first" in await desk.said_to(STAFF_GROUP)
    assert len(await tickets(desk)) == 2


async def test_human_after_an_unhappy_answer_is_about_the_visit(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    await ivy.says("/human the cup broke")
    assert [ticket.kind for ticket in await tickets(desk)] == [TicketKind.INQUIRY, TicketKind.FOLLOW_UP]
    await desk.deliver()
    assert "the cup broke" in await desk.said_to(STAFF_GROUP)


@pytest.mark.parametrize(("words", "said"), [("/human my parcel is broken", "ticket-opened"), ("/human", "human-ask-reason")])
async def test_human_when_the_chosen_ticket_takes_no_words_any_more_fetches_a_person(desk: Desk, words: str, said: str) -> None:
    await desk.has_staff_group()
    desk = desk.of(replace(desk.business, reopen_days=0))
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=1, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    desk.later(minutes=1)
    await ivy.hears()
    await ivy.says(words)
    heard = await ivy.hears_one()
    due = desk.phrasebook.speaking(Language.ENGLISH).moment((await tickets(desk))[-1].due_at, "Asia/Shanghai")
    assert heard.startswith(ivy.words(said, number=2, due=due))


@pytest.mark.parametrize("language", list(Language))
async def test_start_in_the_middle_shows_the_menu_and_the_dialogue_goes_on(desk: Desk, language: Language) -> None:
    ivy = Talker(desk, language=language)
    await complaining(ivy)
    desk.later(minutes=1)
    await ivy.says("/start")
    greeting, step = await ivy.hears()
    assert greeting.endswith(ivy.words("menu-hint"))
    assert step == with_category(ivy, "complaint-goes-on", "complaint-describe")
    await ivy.says("/cancel")
    await ivy.says("/ask")
    await ivy.presses_label(DELIVERY[language])
    await ivy.says("/start")
    assert (await ivy.hears())[-1] == "\n".join((ivy.words("inquiry-goes-on"), ivy.words("inquiry-ask-question")))
    await ivy.says("Where is it?")
    await ivy.says("/start")
    assert (await ivy.hears())[-1].startswith(f"{ivy.words('inquiry-goes-on')}\n{ivy.words('inquiry-have-question')}")
    await ivy.says("/human")
    assert [ticket.category for ticket in await tickets(desk)] == ["delivery"]


async def test_start_ends_a_dialogue_in_which_nothing_was_chosen(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/complain")
    await ivy.says("/start")
    assert await ivy.state() is None
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.presses("menu-button-human")
    await ivy.says("/start")
    assert await ivy.state() is None


async def test_nothing_else_is_begun_by_a_button_in_the_middle(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await complaining(ivy)
    await ivy.says("/profile")
    await ivy.presses("profile-button-name")
    assert await ivy.is_answered_by("draft-finish-first")
    await ivy.presses_data("z:tokyo")
    assert await ivy.is_answered_by("draft-finish-first")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    assert await ivy.is_answered_by("draft-finish-first")
    assert await ivy.state() == "Complaining:description"


async def test_closing_a_ticket_of_ones_own_leaves_the_complaint_in_hand(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    await complaining(ivy)
    await ivy.presses("my-tickets-button-done")
    assert await ivy.state() == "Complaining:description"
