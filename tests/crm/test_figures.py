"""Figures: what a day at the desk amounts to."""

from datetime import UTC, datetime, timedelta

from crm.figures import DeskFigures, days_ago, desk_figures
from storage.surveys import Survey, SurveyResponse
from storage.vocabulary import SurveyKind, TicketKind, TicketStatus
from tests.scene import Scene

TODAY = datetime(2026, 3, 3, 16, tzinfo=UTC)  # midnight in Shanghai


async def figures(scene: Scene, since: datetime = TODAY) -> DeskFigures:
    """Return the figures since a moment."""
    async with scene.database.read() as session:
        return await desk_figures(session, since=since, business=scene.business)


async def score(scene: Scene, number: int, given: int) -> None:
    """Let the customer of a ticket give a score now."""
    survey = Survey(ticket_id=number, customer_id=1, kind=SurveyKind.CSAT, asked_at=scene.at, expires_at=scene.at + timedelta(days=7))
    response = SurveyResponse(survey_id=survey.id, ticket_id=number, customer_id=1, kind=SurveyKind.CSAT, score=given, at=scene.at)
    await scene.keep(survey, response)


async def test_a_desk_without_tickets_has_no_times_and_no_satisfaction(scene: Scene) -> None:
    assert await figures(scene) == DeskFigures(0, 0, 0, None, None, None, None, 0)


async def test_tickets_are_counted_by_kind_since_the_moment(scene: Scene) -> None:
    customer = await scene.customer()
    kinds = [TicketKind.INQUIRY, TicketKind.INQUIRY, TicketKind.COMPLAINT, TicketKind.FOLLOW_UP]
    for number, kind in enumerate(kinds, 1):
        await scene.ticket(customer, number=number, kind=kind, status=TicketStatus.NEW)
    found = await figures(scene)
    assert (found.inquiries, found.complaints, found.follow_ups) == (2, 1, 1)
    assert (await figures(scene, scene.at + timedelta(seconds=1))).inquiries == 0


async def test_the_first_response_counts_working_time_and_only_answers_of_people(scene: Scene) -> None:
    scene.at = datetime(2026, 3, 4, 9, tzinfo=UTC)  # Wednesday 17:00 in Shanghai; the desk closes at 18:30
    customer = await scene.customer()
    for number, answered_at in enumerate([scene.at + timedelta(minutes=30), datetime(2026, 3, 5, 2, tzinfo=UTC), None], 1):
        await scene.ticket(customer, number=number, status=TicketStatus.OPEN, first_response_at=answered_at)
    # 30 minutes, and 90 minutes until closing with 60 minutes of the next morning.
    assert (await figures(scene)).first_response == timedelta(minutes=90)


async def test_the_resolution_time_is_the_median_of_closed_tickets(scene: Scene) -> None:
    customer = await scene.customer()
    closed_at = scene.at
    for number, hours in enumerate([1, 3, 10], 1):
        scene.at = closed_at - timedelta(hours=hours)
        ticket = await scene.ticket(customer, number=number, status=TicketStatus.OPEN)
        ticket.status, ticket.closed_at = TicketStatus.CLOSED, closed_at
        async with scene.database.begin() as session:
            await session.merge(ticket)
    assert (await figures(scene, closed_at)).resolution == timedelta(hours=3)


async def test_few_scores_come_with_the_range_in_which_the_truth_lies(scene: Scene) -> None:
    customer = await scene.customer()
    for number, given in enumerate([5, 4, 3, 1], 1):
        await scene.ticket(customer, number=number)
        await score(scene, number, given)
    found = await figures(scene)
    assert (found.csat, found.answers) == (50.0, 4)
    assert found.csat_range is not None
    assert [round(end) for end in found.csat_range] == [15, 85]


async def test_many_scores_need_no_range(scene: Scene) -> None:
    customer = await scene.customer()
    for number in range(1, 31):
        await scene.ticket(customer, number=number)
        await score(scene, number, 5)
    found = await figures(scene)
    assert (found.csat, found.csat_range, found.answers) == (100.0, None, 30)


def test_days_begin_at_midnight_where_the_business_is(scene: Scene) -> None:
    assert days_ago(0, at=scene.at, business=scene.business) == TODAY
    assert days_ago(6, at=scene.at, business=scene.business) == TODAY - timedelta(days=6)
    assert days_ago(0, at=TODAY - timedelta(seconds=1), business=scene.business) == TODAY - timedelta(days=1)
