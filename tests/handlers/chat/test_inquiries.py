"""Asking staff: the dialogue of an inquiry, and the short way to a person."""

import pytest

from storage.interactions import Interaction
from storage.vocabulary import InteractionKind, Language, TicketKind
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, STORY, Talker, copied, tickets

DELIVERY = {Language.ENGLISH: "Delivery", Language.CHINESE: "物流配送"}


@pytest.mark.parametrize("language", list(Language))
async def test_category_question_send_and_the_number_comes_back(desk_on_both: Desk, language: Language) -> None:
    await desk_on_both.has_staff_group()
    ivy = Talker(desk_on_both, language=language)
    await ivy.says("/ask")
    await ivy.presses_label(DELIVERY[language])
    first = await ivy.says("Where is my parcel?")
    second = await ivy.says("Number 17")
    photo = await ivy.says(photo=PHOTO)
    assert await ivy.hears() == [
        ivy.words("inquiry-choose"),
        ivy.words("inquiry-ask-question"),
        ivy.words("inquiry-noted-first"),
        ivy.words("inquiry-noted-more"),
        ivy.words("inquiry-noted-more"),
    ]
    await ivy.presses("inquiry-button-send")
    (ticket,) = await tickets(desk_on_both)
    assert (ticket.kind, ticket.category) == (TicketKind.INQUIRY, "delivery")
    assert "#1" in await ivy.hears_one()
    assert await copied(desk_on_both) == [first, second, photo]
    said = [row for row in await desk_on_both.rows(Interaction) if row.ticket_id == ticket.id and row.author_id]
    assert {row.kind for row in said} == {InteractionKind.INQUIRY}
    assert await ivy.state() is None


async def test_sending_twice_opens_one_ticket(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.says("Where is it?")
    await ivy.presses("inquiry-button-send")
    await ivy.presses("inquiry-button-send")
    assert len(await tickets(desk)) == 1
    assert await ivy.is_answered_by("press-is-old")


async def test_words_after_the_command_are_the_question(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/ask where is <my> parcel")
    assert "<blockquote>where is &lt;my&gt; parcel</blockquote>" in await ivy.hears_one()
    await ivy.presses_label("Delivery")
    await ivy.presses("inquiry-button-send")
    assert await copied(desk) == []
    assert "where is <my> parcel" in await desk.said_to(STAFF_GROUP)


async def test_what_is_written_before_the_category_counts(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/ask")
    asked = await ivy.says("Where is my parcel?")
    assert (await ivy.hears())[-1] == ivy.words("inquiry-noted-choose")
    await ivy.presses_label("Delivery")
    await ivy.presses("inquiry-button-send")
    assert await copied(desk) == [asked]


async def test_nothing_can_be_sent_before_something_is_written(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask where")
    await ivy.presses_label("Delivery")
    await ivy.presses("inquiry-button-anew")
    assert (await ivy.hears())[-1] == ivy.words("inquiry-ask-question")
    await ivy.presses("inquiry-button-send")
    assert await ivy.is_answered_by("inquiry-nothing-yet")
    assert await tickets(desk) == []


async def test_an_album_is_answered_once(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.hears()
    await ivy.sends_album("See", None, None, None)
    assert await ivy.hears_one() == ivy.words("inquiry-noted-first")
    await ivy.presses("inquiry-button-send")
    assert len(await copied(desk)) == 4


async def test_what_cannot_be_shown_to_staff_is_said_so_and_not_counted(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-1] == ivy.words("draft-not-passable", kind_of_message="story")
    await ivy.says("/human")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-1] == ivy.words("draft-not-passable", kind_of_message="story")
    assert await tickets(desk) == []


async def test_a_command_wins_over_the_dialogue(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.says("/tickets")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-none")
    assert await ivy.state() == "Asking:question"


async def test_a_person_is_connected_after_one_question(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human")
    assert await ivy.hears_one() == ivy.words("human-ask-reason")
    reason = await ivy.says("My invoice is wrong")
    (ticket,) = await tickets(desk)
    assert (ticket.kind, ticket.category) == (TicketKind.INQUIRY, "other")
    assert await copied(desk) == [reason]


async def test_a_person_is_connected_without_a_reason_too(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/start")
    await ivy.presses("menu-button-human")
    await ivy.presses("human-button-connect")
    assert len(await tickets(desk)) == 1
    await ivy.presses("human-button-connect")
    assert len(await tickets(desk)) == 1


async def test_a_reason_after_the_command_connects_at_once(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    assert len(await tickets(desk)) == 1


async def test_who_wants_a_person_goes_on_with_what_was_written(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    wanted = await ivy.says("I want to talk to a real person")
    await ivy.presses("menu-button-human")
    assert await copied(desk) == [wanted]


async def test_who_has_an_open_ticket_is_told_to_write_on_it_or_begins_another(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await ivy.says("/human")
    assert (await ivy.hears())[-1] == ivy.words("human-has-ticket", number=1)
    await ivy.presses("human-button-another")
    await ivy.says("My parcel is late")
    assert len(await tickets(desk)) == 2


async def test_a_dialogue_that_was_left_alone_takes_no_message(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    desk.later(hours=4)
    await ivy.says("Do you have green tea?")
    assert (await ivy.hears())[-1].startswith(ivy.words("free-text-read"))
    assert await ivy.state() is None


async def test_an_answer_to_a_ticket_goes_to_it_in_the_middle_of_a_dialogue(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human my invoice is wrong")
    await desk.deliver()
    confirmation = next(row for row in await desk.queued() if row.chat_id == ivy.user_id and "#1" in row.payload.get("text", ""))
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    answer = await ivy.answers(confirmation.sent_message_id or 0, "It is invoice 5")
    assert (await copied(desk))[-1] == answer
    assert await ivy.state() == "Asking:question"
