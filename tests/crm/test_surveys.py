"""Surveys: one score a ticket, changeable, with words when the customer has some."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.rules.surveys import ScoreOutOfRange
from crm.surveys import (
    LowScore,
    NoSuchSurvey,
    Rating,
    SurveyAsked,
    SurveyCommented,
    SurveyExpired,
    ask_due_surveys,
    ask_survey,
    comment_survey,
    rate_ticket,
)
from storage.customers import Customer
from storage.interactions import keep_interaction
from storage.points import PointsEntry
from storage.surveys import Survey, SurveyResponse
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Author, Direction, InteractionKind, TicketStatus
from tests.scene import Scene


async def asked(scene: Scene, ticket: Ticket) -> Survey | None:
    """Ask the survey of a ticket."""
    async with scene.database.begin() as session:
        return await ask_survey(session, ticket=ticket, at=scene.at, business=scene.business, tell=scene.tell)


async def asked_about(scene: Scene) -> tuple[Customer, Survey]:
    """Return a customer and the survey that they were asked."""
    customer = await scene.customer()
    survey = await asked(scene, await scene.ticket(customer))
    assert survey is not None
    return customer, survey


async def rated(scene: Scene, survey_id: int, customer: Customer, score: int) -> Rating:
    """Let a customer tap a score."""
    async with scene.database.begin() as session:
        return await rate_ticket(
            session, survey_id=survey_id, customer=customer, score=score, at=scene.at, business=scene.business, tell=scene.tell
        )


async def commented(scene: Scene, survey_id: int, customer: Customer, comment: str) -> None:
    """Let a customer say something about their score."""
    async with scene.database.begin() as session:
        await comment_survey(
            session, survey_id=survey_id, customer=customer, comment=comment, at=scene.at, business=scene.business, tell=scene.tell
        )


async def test_a_survey_is_asked_after_closing_and_expires_after_seven_days(scene: Scene) -> None:
    _, survey = await asked_about(scene)
    assert survey.expires_at - survey.asked_at == timedelta(days=7)
    assert [notice.survey.id for notice in scene.told_of(SurveyAsked)] == [survey.id]


@pytest.mark.parametrize(("has_contact", "is_blocked"), [(False, False), (True, True)])
async def test_who_cannot_be_reached_is_not_asked(scene: Scene, has_contact: bool, is_blocked: bool) -> None:
    customer = await scene.customer(has_contact=has_contact, is_blocked=is_blocked)
    assert await asked(scene, await scene.ticket(customer)) is None
    assert (await scene.rows(Survey), scene.told) == ([], [])


async def test_a_ticket_that_is_closed_again_is_asked_about_anew_by_the_same_survey(scene: Scene) -> None:
    customer, first = await asked_about(scene)
    await rated(scene, first.id, customer, 4)
    scene.later(days=10)
    async with scene.database.read() as session:
        ticket = await get_ticket(session, 1)
    second = await asked(scene, ticket)
    assert second is not None
    assert (second.id, second.expires_at) == (first.id, scene.at + timedelta(days=7))
    assert len({notice.key for notice in scene.told_of(SurveyAsked)}) == 2
    assert (await rated(scene, first.id, customer, 5)).previous_score == 4


async def closed_again(scene: Scene, *, is_said: bool = True, answered: bool = False) -> int:
    """Ask a survey, let it be said, and close the ticket again after an hour; return how often it was asked."""
    customer, _ = await asked_about(scene)
    async with scene.database.begin() as session:
        ticket = await get_ticket(session, 1)
        if is_said:
            scene.queue(session, scene.told_of(SurveyAsked)[-1].key)
        scene.later(minutes=30)
        for author, direction, root_id in (
            (Author.CUSTOMER, Direction.IN, None),
            (Author.STAFF, Direction.INTERNAL, None),
            (Author.STAFF, Direction.OUT, None if answered else 7),
        ):
            keep_interaction(
                session, kind=InteractionKind.INQUIRY, direction=direction, author=author, at=scene.at, customer_id=customer.id, ticket_id=1,
                root_id=root_id,
            )  # fmt: skip
    scene.later(minutes=30)
    await asked(scene, ticket)
    return len(scene.told_of(SurveyAsked))


async def test_a_ticket_on_which_nobody_answered_again_is_asked_about_once(scene: Scene) -> None:
    assert await closed_again(scene) == 1
    [survey] = await scene.rows(Survey)
    assert survey.asked_at < scene.at


async def test_a_ticket_on_which_staff_answered_again_is_asked_about_anew(scene: Scene) -> None:
    assert await closed_again(scene, answered=True) == 2


async def test_a_survey_that_was_never_said_is_asked_when_the_ticket_is_closed_again(scene: Scene) -> None:
    assert await closed_again(scene, is_said=False) == 2


async def test_closing_twice_within_a_second_asks_once(scene: Scene) -> None:
    customer = await scene.customer()
    ticket = await scene.ticket(customer)
    await asked(scene, ticket)
    await asked(scene, ticket)
    assert len(scene.told) == 1


async def test_a_survey_with_a_delay_waits_for_the_clock_and_is_asked_once(scene: Scene) -> None:
    scene.business = replace(scene.business, survey=replace(scene.business.survey, delay_minutes=30))
    await asked_about(scene)
    assert scene.told == []
    await run_due(scene)
    assert scene.told == []
    scene.later(minutes=30)
    assert await run_due(scene) == 1
    assert len(scene.told_of(SurveyAsked)) == 1


async def test_a_delayed_survey_is_not_asked_when_the_ticket_was_reopened_or_the_bot_was_off_for_a_day(scene: Scene) -> None:
    scene.business = replace(scene.business, survey=replace(scene.business.survey, delay_minutes=30))
    await asked_about(scene)
    async with scene.database.begin() as session:
        ticket = await get_ticket(session, 1)
        ticket.status, ticket.closed_at = TicketStatus.OPEN, None
    scene.later(minutes=31)
    assert await run_due(scene) == 0
    scene.later(days=1)
    assert await run_due(scene) == 0


async def test_a_survey_that_was_said_is_not_said_again(scene: Scene) -> None:
    await asked_about(scene)
    key = scene.told_of(SurveyAsked)[0].key
    async with scene.database.begin() as session:
        scene.queue(session, key)
    assert await run_due(scene) == 0


async def test_due_surveys_are_asked_in_steps(scene: Scene) -> None:
    scene.business = replace(scene.business, survey=replace(scene.business.survey, delay_minutes=5))
    for number in (1, 2, 3):
        customer = await scene.customer(number)
        await asked(scene, await scene.ticket(customer, number=number))
    scene.later(minutes=5)
    async with scene.database.begin() as session:
        first = await ask_due_surveys(session, after_id=0, at=scene.at, tell=scene.tell, limit=2)
        second = await ask_due_surveys(session, after_id=first.after_id or 0, at=scene.at, tell=scene.tell, limit=2)
    assert (first.done, second.done, second.after_id) == (2, 1, None)


async def run_due(scene: Scene) -> int:
    """Ask what is due."""
    async with scene.database.begin() as session:
        return (await ask_due_surveys(session, after_id=0, at=scene.at, tell=scene.tell)).done


async def test_a_second_tap_changes_the_score_and_adds_none(scene: Scene) -> None:
    customer, survey = await asked_about(scene)
    first = await rated(scene, survey.id, customer, 5)
    scene.later(hours=1)
    second = await rated(scene, survey.id, customer, 4)
    same = await rated(scene, survey.id, customer, 4)
    [response] = await scene.rows(SurveyResponse)
    assert (first.previous_score, second.previous_score, same.previous_score) == (None, 5, 4)
    assert (response.score, response.at, response.ticket_id, response.customer_id) == (4, scene.at, 1, customer.id)


async def test_a_low_score_is_told_when_it_becomes_low(scene: Scene) -> None:
    customer, survey = await asked_about(scene)
    ratings = [await rated(scene, survey.id, customer, score) for score in (5, 2, 1, 3, 2)]
    assert [rating.is_low for rating in ratings] == [False, True, True, False, True]
    assert [rating.became_low for rating in ratings] == [False, True, False, False, True]
    assert len(scene.told_of(LowScore)) == 2


async def test_nobody_rates_for_somebody_else_nor_a_survey_that_is_not_there(scene: Scene) -> None:
    _, survey = await asked_about(scene)
    stranger = await scene.customer(2)
    for number in (survey.id, survey.id + 1, 0):
        with pytest.raises(NoSuchSurvey):
            await rated(scene, number, stranger, 5)
    assert await scene.rows(SurveyResponse) == []


async def test_a_survey_that_expired_says_so(scene: Scene) -> None:
    customer, survey = await asked_about(scene)
    scene.later(days=7, seconds=-1)
    await rated(scene, survey.id, customer, 3)
    scene.later(seconds=1)
    with pytest.raises(SurveyExpired) as refused:
        await rated(scene, survey.id, customer, 5)
    assert refused.value.facts == {"number": 1, "days": 7}


@pytest.mark.parametrize("score", [0, 6, -1])
async def test_a_forged_score_is_refused(scene: Scene, score: int) -> None:
    customer, survey = await asked_about(scene)
    with pytest.raises(ScoreOutOfRange):
        await rated(scene, survey.id, customer, score)
    assert await scene.rows(SurveyResponse) == []


@pytest.mark.parametrize(("score", "is_low"), [(1, True), (4, False)])
async def test_words_about_a_score_are_kept_and_told(scene: Scene, score: int, is_low: bool) -> None:
    customer, survey = await asked_about(scene)
    await rated(scene, survey.id, customer, score)
    for comment in ("Slow", "Slow, and late"):
        await commented(scene, survey.id, customer, comment)
    [response] = await scene.rows(SurveyResponse)
    assert response.comment == "Slow, and late"
    assert [notice.is_low for notice in scene.told_of(SurveyCommented)] == [is_low, is_low]


async def test_words_without_a_score_or_about_somebody_elses_are_refused(scene: Scene) -> None:
    customer, survey = await asked_about(scene)
    stranger = await scene.customer(2)
    with pytest.raises(NoSuchSurvey):
        await commented(scene, survey.id, customer, "Too early")
    await rated(scene, survey.id, customer, 5)
    with pytest.raises(NoSuchSurvey):
        await commented(scene, survey.id, stranger, "Not mine")
    assert scene.told_of(SurveyCommented) == []


async def test_the_first_tap_gives_points_and_a_change_of_it_none(scene: Scene) -> None:
    bonuses = replace(scene.business.loyalty.bonuses, survey=5)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, bonuses=bonuses))
    customer, survey = await asked_about(scene)
    assert [(await rated(scene, survey.id, customer, score)).bonus for score in (4, 5)] == [5, 0]
    assert [(entry.points, entry.customer_id) for entry in await scene.rows(PointsEntry)] == [(5, customer.id)]
