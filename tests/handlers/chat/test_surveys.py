"""Surveys in the chat: five buttons, a score that can be changed, and words that may follow."""

import html
from dataclasses import replace
from typing import Any

import pytest

from crm.tickets import close_ticket
from storage.staff import StaffMember
from storage.surveys import SurveyResponse
from storage.tickets import Ticket
from storage.vocabulary import Author, InteractionKind, Language, Role, TicketStatus
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, Talker
from tests.handlers.chat.staff_side import fresh, ticket_of

SUPERVISOR = 3002
SCORES = ["😞 1", "2", "3", "4", "5 😊"]


async def asked(desk: Desk, *, language: Language = Language.ENGLISH) -> tuple[Talker, Ticket]:
    """Return a customer who was asked how content they are, and the ticket."""
    await desk.has_staff_group()
    ivy = Talker(desk, language=language)
    await desk.keep(
        StaffMember(user_id=SUPERVISOR, name="Sam", role=Role.SUPERVISOR, language=Language.CHINESE, added_at=desk.at, added_by=OWNER)
    )
    ticket = await ticket_of(desk, language=language.value)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    await desk.deliver()
    await ivy.hears()
    return ivy, await fresh(desk, ticket)


async def shown_scores(desk: Desk) -> list[str]:
    """Return the labels of the survey's buttons as they stand now."""
    [row] = [row for row in await desk.queued() if row.dedupe_key is not None and row.dedupe_key.startswith("survey:")]
    edits = [edit for edit in await desk.queued() if edit.method == "editMessageReplyMarkup" and "✓" in str(edit.payload)]
    markup = (edits or [row])[-1].payload["reply_markup"]
    return [button["text"] for line in markup["inline_keyboard"] for button in line]


async def responses(desk: Desk) -> list[SurveyResponse]:
    """Return every answer."""
    return list(await desk.rows(SurveyResponse))


async def test_five_buttons_say_that_five_is_best(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    assert await shown_scores(desk) == SCORES
    [row] = [row for row in await desk.queued() if row.dedupe_key is not None]
    assert row.payload["text"] == ivy.words("survey-question", number=ticket.number)
    assert "<b>5</b> is excellent" in row.payload["text"]


async def test_one_tap_gives_a_score_and_marks_it_and_the_buttons_stay(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("4")
    assert await ivy.is_answered_by("survey-noted", score=4)
    assert await ivy.hears_one() == ivy.words("survey-ask-more")
    assert await shown_scores(desk) == ["😞 1", "2", "3", "✓ 4", "5 😊"]
    assert [(each.score, each.ticket_id) for each in await responses(desk)] == [(4, ticket.id)]


async def test_a_second_tap_changes_the_score_and_asks_for_no_more_words(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("4")
    await ivy.hears()
    await ivy.presses_label("5 😊")
    assert await ivy.is_answered_by("survey-changed", score=5)
    assert await ivy.hears() == []
    assert await shown_scores(desk) == ["😞 1", "2", "3", "4", "✓ 5"]
    await ivy.presses_label("5 😊")
    assert await ivy.is_answered_by("survey-unchanged", score=5)
    assert [each.score for each in await responses(desk)] == [5]


async def test_a_middling_score_asks_what_could_be_better(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("3")
    assert await ivy.hears_one() == ivy.words("survey-ask-better")


async def test_a_low_score_asks_why_and_tells_those_in_charge_and_the_topic(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("2")
    assert await ivy.hears_one() == ivy.words("survey-ask-why")
    facts: dict[str, Any] = {"score": 2, "number": ticket.number, "name": (await ivy.customer()).name}
    assert await desk.last_said_to(OWNER) == desk.phrase("survey-low-alert", **facts)
    assert await desk.last_said_to(SUPERVISOR) == desk.phrase("survey-low-alert", Language.CHINESE, **facts)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("survey-low-line", score=2)
    await ivy.says("It took two weeks")
    assert await ivy.hears_one() == ivy.words("survey-comment-kept")
    assert await desk.last_said_to(OWNER) == desk.phrase("survey-comment-alert", **facts, comment="It took two weeks")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("survey-comment-line", score=2, comment="It took two weeks")
    assert [each.comment for each in await responses(desk)] == ["It took two weeks"]


async def test_a_score_that_falls_asks_why(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("5 😊")
    await ivy.presses("survey-button-skip")
    await ivy.hears()
    await ivy.presses_label("😞 1")
    assert await ivy.hears_one() == ivy.words("survey-ask-why")


async def test_words_about_a_good_score_go_to_the_topic_only_and_do_not_reopen_the_ticket(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("5 😊")
    before = len(await desk.said_to(OWNER))
    await ivy.says("Anna was <great>")
    assert len(await desk.said_to(OWNER)) == before
    assert "Anna was &lt;great&gt;" in await desk.last_said_to(STAFF_GROUP)
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    assert await ivy.state() is None


@pytest.mark.parametrize("letter", ["x", "<", "茶"])
async def test_a_very_long_comment_is_kept_whole_and_shown_as_far_as_it_fits(desk: Desk, letter: str) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.says(letter * 4096)
    for reader in (STAFF_GROUP, OWNER):
        text = await desk.last_said_to(reader)
        assert html.escape(letter * 400) in text
        assert len(text) < 4096
    assert [each.comment for each in await responses(desk)] == [letter * 4096]


async def test_skip_ends_the_question_and_what_is_written_then_is_something_new(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("5 😊")
    await ivy.presses("survey-button-skip")
    assert await ivy.is_answered_by("survey-skipped")
    assert await ivy.state() is None
    await ivy.says("One more thing")
    assert [each.comment for each in await responses(desk)] == [None]
    assert (await fresh(desk, ticket)).status is not TicketStatus.CLOSED


async def test_a_late_skip_says_that_the_words_are_there(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("5 😊")
    await ivy.says("Fine")
    await ivy.presses("survey-button-skip")
    assert await ivy.is_answered_by("survey-comment-known")


async def test_what_is_written_long_after_the_question_is_no_comment(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("5 😊")
    desk.later(hours=2)
    await ivy.says("My parcel is late again")
    assert [each.comment for each in await responses(desk)] == [None]
    assert (await fresh(desk, ticket)).status is not TicketStatus.CLOSED
    assert await ivy.state() is None


async def test_a_command_is_no_comment(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("5 😊")
    await ivy.says("/help")
    assert [each.comment for each in await responses(desk)] == [None]


async def test_pictures_are_shown_to_staff_and_words_may_follow(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.hears()
    photo = await ivy.says(photo=PHOTO)
    assert await ivy.hears_one() == ivy.words("survey-words-too")
    [copy] = [row for row in await desk.queued() if row.method == "copyMessage" and row.payload["message_id"] == photo]
    assert (copy.chat_id, copy.ticket_id, copy.in_topic) == (STAFF_GROUP, ticket.id, True)
    await ivy.says("The cup is broken")
    assert [each.comment for each in await responses(desk)] == ["The cup is broken"]


async def test_an_album_with_words_is_one_comment(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.hears()
    await ivy.sends_album("Broken, see here", None, None)
    assert await ivy.hears_one() == ivy.words("survey-comment-kept")
    await ivy.says("Where is my new order?")
    assert [each.comment for each in await responses(desk)] == ["Broken, see here"]
    assert (await fresh(desk, ticket)).status is not TicketStatus.CLOSED


async def test_an_album_without_words_is_asked_for_words_once(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.hears()
    await ivy.sends_album(None, None)
    assert await ivy.hears_one() == ivy.words("survey-words-too")


async def test_what_cannot_be_copied_is_asked_for_in_words(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.hears()
    await ivy.says(story={"chat": {"id": 5, "type": "private", "first_name": "X"}, "id": 3})
    assert await ivy.hears_one() == ivy.words("survey-words-too")


async def test_a_tap_in_the_middle_of_another_dialogue_does_not_end_it(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.says("/complain")
    before = await ivy.state()
    assert before is not None
    await ivy.hears()
    await ivy.presses_label("😞 1")
    assert await ivy.hears_one() == ivy.words("survey-thanks-meanwhile")
    assert await ivy.state() == before
    await ivy.presses("survey-button-comment")
    assert await ivy.is_answered_by("draft-finish-first")
    await ivy.says("/cancel")
    await ivy.hears()
    await ivy.presses("survey-button-comment")
    assert await ivy.hears_one() == ivy.words("survey-ask-words")
    await ivy.says("Too slow")
    assert [each.comment for each in await responses(desk)] == ["Too slow"]


async def test_an_expired_survey_says_so(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    desk.later(days=7)
    await ivy.presses_label("5 😊")
    assert await ivy.is_answered_by("refusal-survey-expired", number=ticket.number, days=7)
    assert await responses(desk) == []


async def test_forged_presses_are_refused(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    otto = Talker(desk, 1002)
    await otto.says("Hello")
    [row] = [row for row in await desk.queued() if row.dedupe_key is not None]
    data = row.payload["reply_markup"]["inline_keyboard"][0][4]["callback_data"]
    survey_id = data.split(":")[1]
    for forged in (data, "score:1:5", f"say:{survey_id}:1", f"say:{survey_id}:0"):
        await otto.presses_data(forged)
        assert await otto.is_answered_by("refusal-no-such-survey")
    await ivy.presses_data(f"score:{survey_id}:9")
    assert await ivy.is_answered_by("refusal-score-out-of-range", lowest=1, highest=5, score=9)
    assert await responses(desk) == []


async def test_the_story_shows_the_score_and_the_words(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("4")
    await ivy.says("Well done")
    story = [each for each in await desk.story((await ivy.customer()).id) if each.kind is InteractionKind.SURVEY]
    assert all(each.ticket_id == ticket.id for each in story)
    words = [each.text for each in story if each.author is Author.CUSTOMER]
    assert words == [ivy.words("survey-score-given", score=4), "Well done"]


async def test_a_survey_speaks_chinese(desk: Desk) -> None:
    ivy, _ = await asked(desk, language=Language.CHINESE)
    await ivy.presses_label("😞 1")
    assert "跳过" in await ivy.hears_one()


async def test_without_a_staff_group_a_low_score_reaches_those_in_charge(desk: Desk) -> None:
    await desk.keep(StaffMember(user_id=OWNER, name="Olivia", role=Role.OWNER, language=Language.ENGLISH, added_at=desk.at))
    ivy = Talker(desk)
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    await ivy.presses_label("😞 1")
    await ivy.says(photo=PHOTO, caption="Broken")
    assert "Broken" in await desk.last_said_to(OWNER)
    assert await desk.said_to(STAFF_GROUP) == []


@pytest.mark.parametrize("language", Language)
async def test_a_business_that_thanks_with_points_says_so_once(desk: Desk, language: Language) -> None:
    bonuses = replace(desk.business.loyalty.bonuses, survey=5)
    giving = desk.of(replace(desk.business, loyalty=replace(desk.business.loyalty, bonuses=bonuses)))
    ivy, _ = await asked(giving, language=language)
    await ivy.presses_label("4")
    assert (await ivy.hears())[0] == ivy.words("bonus-survey", points="5")
    await ivy.presses_label("5 😊")
    assert await ivy.hears() == []


async def test_a_score_that_is_tapped_twice_stands_in_the_story_once_and_a_changed_one_beside_it(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    for label in ("4", "4", "5 😊", "5 😊"):
        await ivy.presses_label(label)
    story = [each.text for each in await desk.story(ticket.customer_id) if each.ticket_id == ticket.id and each.author is Author.CUSTOMER]
    given = [desk.phrasebook.speaking(Language.ENGLISH).plain("survey-score-given", score=score) for score in (4, 5)]
    assert story == ["My tea is cold", *given]


async def test_who_asks_for_a_human_instead_of_saying_why_gets_one_and_the_score_stays(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.hears()
    await ivy.says("/human Nobody read what I wrote")
    await desk.deliver()
    first, second = await desk.rows(Ticket)
    assert (first.id, first.status, second.status, second.previous_ticket_id) == (
        ticket.id,
        TicketStatus.CLOSED,
        TicketStatus.NEW,
        ticket.id,
    )
    assert [(each.score, each.comment) for each in await responses(desk)] == [(1, None)]
    said = [each for each in await desk.story(ticket.customer_id) if each.ticket_id == second.id and each.author is Author.CUSTOMER]
    assert said[-1].text == "Nobody read what I wrote"
    assert await ivy.state() is None


async def test_who_asks_for_a_human_without_a_word_is_asked_why_and_the_answer_is_the_new_ticket(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses_label("😞 1")
    await ivy.says("/human")
    await ivy.hears()
    await ivy.says("Nobody read what I wrote")
    await desk.deliver()
    _, second = await desk.rows(Ticket)
    assert second.previous_ticket_id == ticket.id
    assert "Nobody read what I wrote" in [each.text for each in await desk.story(ticket.customer_id) if each.ticket_id == second.id]
    assert [(each.score, each.comment) for each in await responses(desk)] == [(1, None)]
