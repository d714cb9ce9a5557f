"""Complaining: step by step to a summary, and to a ticket."""

import pytest

from storage.vocabulary import Language, Severity, TicketKind
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, STORY, Talker, copied, tickets

WORDS = {
    Language.ENGLISH: ("Quality of a product", "A refund", "Something else"),
    Language.CHINESE: ("商品质量", "退款", "其他"),
}


async def described(ivy: Talker) -> list[int]:
    """Go as far as the severity; returns the messages that were sent."""
    await ivy.says("/complain")
    await ivy.presses_label(WORDS[ivy.language][0])
    sent = [await ivy.says("The cup is broken"), await ivy.says(photo=PHOTO)]
    await ivy.presses("complaint-button-next")
    return sent


@pytest.mark.parametrize("language", list(Language))
async def test_the_whole_complaint_becomes_a_ticket_with_a_promise(desk_on_both: Desk, language: Language) -> None:
    await desk_on_both.has_staff_group()
    ivy = Talker(desk_on_both, language=language)
    sent = await described(ivy)
    await ivy.presses("complaint-severity-high")
    await ivy.presses_label(WORDS[language][1])
    summary = (await ivy.hears())[-1]
    for part in (WORDS[language][0], "The cup is broken", ivy.words("complaint-severity-high"), WORDS[language][1]):
        assert part in summary
    await ivy.presses("complaint-button-send")
    (ticket,) = await tickets(desk_on_both)
    assert (ticket.kind, ticket.category, ticket.severity, ticket.wish) == (TicketKind.COMPLAINT, "quality", Severity.HIGH, "refund")
    phrases = desk_on_both.phrasebook.speaking(language)
    due = phrases.moment(ticket.due_at, "Asia/Shanghai")
    back = {Language.ENGLISH: "tomorrow 09:00", Language.CHINESE: "明天 09:00"}[language]
    said = (ivy.words("ticket-opened-complaint", number=1, due=due), ivy.words("hours-closed-until", back=back))
    assert await ivy.hears_one() == "\n".join(said)
    assert await copied(desk_on_both) == sent


async def test_a_wish_in_own_words_stands_in_the_ticket(desk: Desk) -> None:
    ivy = Talker(desk)
    await described(ivy)
    await ivy.presses("complaint-severity-low")
    await ivy.presses_label("Something else")
    assert (await ivy.hears())[-1] == ivy.words("complaint-ask-own-wish")
    await ivy.says("A <new> cup")
    assert "A &lt;new&gt; cup" in (await ivy.hears())[-1]
    await ivy.presses("complaint-button-send")
    assert [ticket.wish for ticket in await tickets(desk)] == ["A <new> cup"]


async def test_the_wish_may_be_skipped(desk: Desk) -> None:
    ivy = Talker(desk)
    await described(ivy)
    await ivy.presses("complaint-severity-medium")
    await ivy.presses("complaint-button-skip")
    await ivy.presses("complaint-button-send")
    assert [ticket.wish for ticket in await tickets(desk)] == [None]


async def test_a_photo_in_place_of_a_wish_belongs_to_the_description(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    sent = await described(ivy)
    await ivy.presses("complaint-severity-low")
    await ivy.sends_album(None, None)
    assert (await ivy.hears())[-1] == ivy.words("complaint-noted-wish")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-1] == ivy.words("draft-not-passable", kind_of_message="story")
    await ivy.presses("complaint-button-skip")
    await ivy.presses("complaint-button-send")
    assert len(await copied(desk)) == len(sent) + 2


async def test_what_is_written_at_any_step_is_taken_along(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/complain it broke")
    await ivy.says("before the category")
    assert (await ivy.hears())[-1] == ivy.words("complaint-noted-choose")
    await ivy.presses_label("Service")
    assert (await ivy.hears())[-1] == ivy.words("complaint-add-or-next")
    await ivy.says("after it")
    assert (await ivy.hears())[-1] == ivy.words("complaint-noted-more")
    await ivy.presses("complaint-button-next")
    await ivy.says("at the severity")
    assert (await ivy.hears())[-1] == ivy.words("complaint-noted-severity")
    await ivy.presses("complaint-severity-low")
    await ivy.presses("complaint-button-skip")
    await ivy.says("at the summary")
    summary = (await ivy.hears())[-1]
    assert "it broke\nbefore the category\nafter it\nat the severity\nat the summary" in summary
    await ivy.presses("complaint-button-send")
    assert len(await copied(desk)) == 4
    assert "it broke" in await desk.said_to(STAFF_GROUP)


async def test_next_needs_a_description(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/complain")
    await ivy.presses_label("Service")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-2:] == [ivy.words("draft-not-passable", kind_of_message="story"), ivy.words("complaint-describe")]
    await ivy.presses_data("cpl:next:")
    assert await ivy.is_answered_by("complaint-nothing-yet")
    await ivy.says("They were rude")
    assert (await ivy.hears())[-1] == ivy.words("complaint-noted-first")


@pytest.mark.parametrize("language", list(Language))
async def test_what_cannot_be_passed_on_is_not_noted_at_any_step(desk: Desk, language: Language) -> None:
    ivy = Talker(desk, language=language)
    refused = ivy.words("draft-not-passable", kind_of_message=desk.phrasebook.speaking(language).plain("media-kind", kind="story"))
    await ivy.says("/complain")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-2:] == [refused, ivy.words("complaint-choose")]
    await ivy.presses_label(WORDS[language][0])
    await ivy.says("The cup is broken")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-2:] == [refused, ivy.words("complaint-add-or-next")]
    await ivy.presses("complaint-button-next")
    await ivy.says(story=STORY)
    assert (await ivy.hears())[-2:] == [refused, ivy.words("complaint-ask-severity")]


async def test_an_album_is_answered_once(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/complain")
    await ivy.presses_label("Service")
    await ivy.hears()
    await ivy.sends_album("Look", None, None)
    assert await ivy.hears_one() == ivy.words("complaint-noted-first")


async def test_start_again_forgets_what_was_written(desk: Desk) -> None:
    ivy = Talker(desk)
    await described(ivy)
    await ivy.presses("complaint-severity-low")
    await ivy.presses("complaint-button-skip")
    await ivy.presses("complaint-button-anew")
    assert (await ivy.hears())[-1] == f"{ivy.words('complaint-sorry')}\n{ivy.words('complaint-choose')}"
    await ivy.presses_label("Service")
    await ivy.presses("complaint-button-next")
    assert await ivy.is_answered_by("complaint-nothing-yet")


async def test_buttons_of_an_earlier_step_have_done_their_work(desk: Desk) -> None:
    ivy = Talker(desk)
    await described(ivy)
    await ivy.presses_label("Service")
    assert await ivy.is_answered_by("press-is-old")
    await ivy.presses_data("cpl:severity:deadly")
    assert await ivy.is_answered_by("press-is-old")
    assert await ivy.state() == "Complaining:severity"


async def test_sending_twice_opens_one_ticket(desk: Desk) -> None:
    ivy = Talker(desk)
    await described(ivy)
    await ivy.presses("complaint-severity-low")
    await ivy.presses("complaint-button-skip")
    await ivy.presses("complaint-button-send")
    await ivy.presses("complaint-button-send")
    assert len(await tickets(desk)) == 1


async def test_a_complaint_in_free_words_is_offered_as_one_and_taken_along(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    said = await ivy.says("This is unacceptable, I want my money back")
    assert await ivy.hears_one() == ivy.words("free-text-complaint")
    more = await ivy.says("Order 17")
    await ivy.presses("menu-button-complain")
    assert "unacceptable" in (await ivy.hears())[-1]
    await ivy.presses_label("Service")
    await ivy.presses("complaint-button-next")
    await ivy.presses("complaint-severity-high")
    await ivy.presses("complaint-button-skip")
    await ivy.presses("complaint-button-send")
    assert await copied(desk) == [said, more]
