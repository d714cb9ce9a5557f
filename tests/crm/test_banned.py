"""Who is banned hears nothing of what the clock would say."""

from dataclasses import replace
from datetime import UTC, datetime

from crm.greetings import BirthdayGreeting, greet_birthdays
from crm.surveys import SurveyAsked, ask_due_surveys, ask_survey
from crm.visit_rounds import VisitAsked, pay_due_visits
from crm.visit_tickets import attend_unworded_visits
from crm.visits import plan_visits_after_ticket
from storage.counters import draw_numbers
from storage.visits import Visit
from storage.vocabulary import VisitOutcome, VisitReason, VisitStatus, VisitWay
from tests.crm.test_bans import HOUR, bans
from tests.scene import Scene


async def test_no_birthday_greeting_goes_to_somebody_who_is_banned(scene: Scene) -> None:
    for number in (1, 2):
        await scene.customer(number, birthday=(3, 5))
    scene.at = datetime(2026, 3, 5, 1, tzinfo=UTC)  # 9:00 in Shanghai
    await bans(scene, await scene.staff(), span=HOUR)
    async with scene.database.begin() as session:
        await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
    assert [notice.customer.id for notice in scene.told_of(BirthdayGreeting)] == [2]
    scene.later(hours=1)
    async with scene.database.begin() as session:
        await greet_birthdays(session, after_id=0, at=scene.at, business=scene.business, tell=scene.tell)
    assert [notice.customer.id for notice in scene.told_of(BirthdayGreeting)].count(1) == 1


async def test_no_survey_goes_to_somebody_who_is_banned(scene: Scene) -> None:
    late = replace(scene.business, survey=replace(scene.business.survey, delay_minutes=30))
    tickets = [await scene.ticket(await scene.customer(number), number=number) for number in (1, 2, 3)]
    olivia = await scene.staff()
    async with scene.database.begin() as session:
        for ticket in tickets[:2]:
            await ask_survey(session, ticket=ticket, at=scene.at, business=late, tell=scene.tell)
    await bans(scene, olivia)
    await bans(scene, olivia, number=3)
    scene.later(minutes=30)
    async with scene.database.begin() as session:
        await ask_due_surveys(session, after_id=0, at=scene.at, tell=scene.tell)
        assert await ask_survey(session, ticket=tickets[2], at=scene.at, business=scene.business, tell=scene.tell) is None
    assert [notice.ticket.id for notice in scene.told_of(SurveyAsked)] == [2]


async def test_no_visit_is_paid_to_somebody_who_is_banned(scene: Scene) -> None:
    tickets = [await scene.ticket(await scene.customer(number), number=number) for number in (1, 2)]
    async with scene.database.begin() as session:
        for ticket in tickets:
            await plan_visits_after_ticket(session, ticket=ticket, at=scene.at, business=scene.business)
    await bans(scene, await scene.staff())
    scene.at = datetime(2026, 3, 7, 2, tzinfo=UTC)
    async with scene.database.begin() as session:
        await pay_due_visits(session, after=None, at=scene.at, business=scene.business, tell=scene.tell)
    assert [notice.customer.id for notice in scene.told_of(VisitAsked)] == [2]
    assert {visit.customer_id: visit.status for visit in await scene.rows(Visit)} == {1: VisitStatus.SKIPPED, 2: VisitStatus.ASKED}


async def test_the_answer_to_a_visit_opens_no_ticket_while_its_customer_is_banned(scene: Scene) -> None:
    for number in (1, 2):
        ticket = await scene.ticket(await scene.customer(number), number=number)
        await scene.keep(
            Visit(
                customer_id=number, reason=VisitReason.TICKET, subject_id=ticket.id, status=VisitStatus.ANSWERED, outcome=VisitOutcome.UNHAPPY,
                due_at=scene.at, asked_at=scene.at, answered_at=scene.at, plan="ticket", days=3, way=VisitWay.BOT, planned_for=scene.at,
                keep_until=scene.at,
            )
        )  # fmt: skip
    async with scene.database.begin() as session:
        await draw_numbers(session, name="ticket", count=2)
    await bans(scene, await scene.staff(), span=2 * HOUR)
    opened = []
    for _ in range(2):
        scene.later(hours=1)
        async with scene.database.begin() as session:
            opened.append(await attend_unworded_visits(session, at=scene.at, business=scene.business, tell=scene.tell))
    assert opened == [1, 1]
