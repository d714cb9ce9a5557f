"""Rounds of visits: one a week for a customer, in order, once more without an answer, and nothing lost without a reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.privacy import set_consent
from crm.rules.visit_plans import BY_REQUEST
from crm.visit_plans import switch_plan
from crm.visit_rounds import VisitAsked, VisitGiven, VisitSkipped, ask_once_more
from crm.visits import plan_visits_after_ticket
from storage.bans import Ban
from storage.customers import Contact, Customer
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.visit_entries import VisitEntry
from storage.vocabulary import ConsentKind, Role, TicketStatus, VisitOutcome, VisitReason, VisitSkip, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import IN_PERSON, IN_STEPS, WEEK, planned, runs, visit_of, with_plans

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene at ten in the morning in Shanghai, the hour of visits; without plans."""
    scene.at, scene.business = TEN, with_plans(scene.business)
    return scene


def asked(scene: Scene) -> list[int]:
    """Return which visits were asked so far, in order."""
    return [notice.visit.id for notice in scene.told_of(VisitAsked)]


async def test_a_customer_sees_one_visit_a_week_and_the_others_come_in_order(scene: Scene) -> None:
    customer = await scene.customer()
    for number, days in ((1, 2), (2, 1), (3, 0)):
        await planned(scene, customer, number, due_at=TEN - days * DAY)
    other = await scene.customer(2)
    await planned(scene, other, 4)
    assert await runs(scene) == 2
    assert asked(scene) == [1, 4]
    assert [(await visit_of(scene, number)).due_at for number in (2, 3)] == [TEN + WEEK] * 2
    for _ in range(21):
        scene.later(days=1)
        await runs(scene)
    assert [number for number in asked(scene) if number != 4][:3] == [1, 1, 2]  # no answer: once more comes before what was planned later


async def test_without_a_cap_all_that_is_due_is_asked_at_once(scene: Scene) -> None:
    scene.business = with_plans(scene.business, gap_days=0)
    customer = await scene.customer()
    for number in (1, 2):
        await planned(scene, customer, number)
    assert await runs(scene) == 2


async def test_who_gives_no_answer_is_asked_once_more_and_then_left(scene: Scene) -> None:
    await planned(scene, await scene.customer(), 1)
    await runs(scene)
    scene.later(days=6, hours=23)
    assert await runs(scene) == 0
    scene.later(hours=1)
    await runs(scene)
    assert asked(scene) == [1, 1]
    scene.later(days=7)
    await runs(scene)
    visit = await visit_of(scene, 1)
    assert (visit.status, visit.outcome, visit.attempts, visit.done_at) == (VisitStatus.LEFT, VisitOutcome.NO_ANSWER, 2, TEN)
    scene.later(days=30)
    assert await runs(scene) == 0
    assert [entry.outcome for entry in await scene.rows(VisitEntry)] == [VisitOutcome.NO_ANSWER] * 2


async def test_a_business_may_ask_only_once(scene: Scene) -> None:
    scene.business = with_plans(scene.business, again_days=0)
    await planned(scene, await scene.customer(), 1)
    await runs(scene)
    scene.later(days=30)
    async with scene.database.begin() as session:
        assert await ask_once_more(session, at=scene.at, business=scene.business) == 0
    assert (await visit_of(scene, 1)).status is VisitStatus.ASKED


async def test_a_visit_in_person_that_is_not_paid_yet_holds_the_others_back(scene: Scene) -> None:
    customer, anna = await scene.customer(), await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    await planned(scene, customer, 1, way=VisitWay.STAFF, staff_id=anna.id)
    await planned(scene, customer, 2)
    await runs(scene)
    scene.later(days=7)
    await runs(scene)
    assert [(each.visit.id, each.to and each.to.name) for each in scene.told_of(VisitGiven)] == [(1, "Anna")]
    assert (asked(scene), (await visit_of(scene, 2)).due_at) == ([], scene.at + DAY)


async def test_a_visit_on_the_day_that_the_customer_named_does_not_wait(scene: Scene) -> None:
    customer = await scene.customer()
    await planned(scene, customer, 1, status=VisitStatus.ANSWERED, asked_at=TEN - DAY)
    await planned(scene, customer, 2, way=VisitWay.STAFF, outcome=VisitOutcome.CALL_AGAIN)
    await runs(scene)
    assert [each.visit.id for each in scene.told_of(VisitGiven)] == [2]


async def test_what_was_put_off_beyond_its_day_stays_broken_when_it_moves_behind(scene: Scene) -> None:
    customer = await scene.customer()
    await planned(scene, customer, 1, due_at=TEN - DAY, keep_until=TEN - DAY)
    await planned(scene, customer, 2, due_at=TEN - DAY - timedelta(hours=1))
    await runs(scene)
    moved = await visit_of(scene, 1)
    assert (moved.due_at, moved.keep_until) == (TEN + WEEK, TEN - DAY)


@pytest.mark.parametrize("way", list(VisitWay))
@pytest.mark.parametrize("why", [why for why in VisitSkip if why is not VisitSkip.REVERSED])
async def test_what_is_skipped_says_why(scene: Scene, why: VisitSkip, way: VisitWay) -> None:
    plan = IN_PERSON if way is VisitWay.STAFF else IN_STEPS
    scene.business = with_plans(scene.business, plan)
    customer = await scene.customer()
    await scene.ticket(customer)
    key = "gone" if why is VisitSkip.PLAN_GONE else plan.key
    await planned(scene, customer, 1, reason=VisitReason.TICKET, plan=key, days=3, way=way)
    async with scene.database.begin() as session:
        match why:
            case VisitSkip.TOO_LATE:
                scene.later(days=4)
            case VisitSkip.UNREACHABLE:
                contact = await session.get(Contact, 1) or (await scene.rows(Contact))[0]
                await session.merge(Contact(**contact.model_dump() | {"blocked_at": TEN}))
            case VisitSkip.OPTED_OUT:
                await set_consent(session, customer=customer, kind=ConsentKind.REMINDERS, granted=False, at=TEN)
            case VisitSkip.BANNED:
                session.add(Ban(customer_id=1, started_at=TEN))
                (await session.get_one(Customer, 1)).banned_until = TEN + DAY
            case VisitSkip.PLAN_OFF:
                owner = StaffMember(user_id=3001, name="Olivia", role=Role.OWNER, language=customer.language, added_at=TEN)
                session.add(owner)
                await session.flush()
                await switch_plan(session, key=plan.key, is_off=True, by=owner, at=TEN, business=scene.business)
            case VisitSkip.PLAN_GONE:
                pass
    goes_on = way is VisitWay.STAFF and why is VisitSkip.UNREACHABLE  # by telephone
    assert await runs(scene) == int(goes_on)
    visit = await visit_of(scene, 1)
    assert (visit.skipped_why, visit.status is VisitStatus.SKIPPED) == (None if goes_on else why, not goes_on)


async def test_who_asked_for_a_visit_hears_that_it_is_skipped_unless_they_left(scene: Scene) -> None:
    owner = await scene.staff()
    gone = StaffMember(
        user_id=2009, name="Gone", role=Role.SUPERVISOR, language=(await scene.customer()).language, added_at=TEN, removed_at=TEN
    )
    await scene.keep(gone)
    customer = await scene.customer(2, is_blocked=True)
    await planned(scene, customer, 1, planned_by=owner.id)
    await planned(scene, customer, 2, planned_by=gone.id)
    await runs(scene)
    assert [(each.visit.id, each.planned_by.id) for each in scene.told_of(VisitSkipped)] == [(1, owner.id)]


async def test_a_supervisor_may_send_somebody_to_a_customer_who_wants_no_messages(scene: Scene) -> None:
    customer = await scene.customer()
    async with scene.database.begin() as session:
        await set_consent(session, customer=customer, kind=ConsentKind.REMINDERS, granted=False, at=TEN)
    await planned(scene, customer, 1, way=VisitWay.STAFF)
    assert await runs(scene) == 1


async def test_the_steps_of_a_plan_ask_their_own_questions_in_the_customers_language(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_STEPS, again_days=0)
    ticket = await scene.ticket(await scene.customer())
    async with scene.database.begin() as session:
        visits = await plan_visits_after_ticket(session, ticket=ticket, at=TEN, business=scene.business)
    assert [(visit.days, visit.due_at) for visit in visits] == [(days, TEN + days * DAY) for days in (3, 30, 90)]
    for days in (3, 30, 90):
        scene.at = TEN + days * DAY
        await runs(scene)
    assert [notice.words for notice in scene.told_of(VisitAsked)] == [None, "How do you use it?", "Anything new?"]
    assert {visit.plan for visit in visits} != {BY_REQUEST}


async def test_a_visit_waits_while_its_ticket_is_open_and_lets_others_pass(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_STEPS)
    customer = await scene.customer()
    ticket = await scene.ticket(customer, status=TicketStatus.OPEN)
    await planned(scene, customer, 1, reason=VisitReason.TICKET, subject_id=ticket.id, plan="steps", days=3)
    await planned(scene, customer, 2)
    await runs(scene)
    assert (asked(scene), (await visit_of(scene, 1)).due_at) == ([2], TEN + DAY)


async def given(scene: Scene, customer: Customer, number: int, **fields: Any) -> str | None:
    """Let a visit be given now, and return to whom."""
    await planned(scene, customer, number, way=VisitWay.STAFF, **fields)
    await runs(scene)
    to = next(each.to for each in scene.told_of(VisitGiven) if each.visit.id == number)
    return to.name if to else None


async def test_a_visit_goes_to_who_is_named_then_to_who_had_the_ticket_then_to_who_has_the_least_to_do(scene: Scene) -> None:
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    bea = await scene.staff(Role.AGENT, user_id=2002, name="Bea")
    cem = await scene.staff(Role.AGENT, user_id=2003, name="Cem")
    one, two, three = [await scene.customer(number) for number in (1, 2, 3)]
    ticket = await scene.ticket(one)
    await scene.ticket(two, number=2, status=TicketStatus.OPEN)
    async with scene.database.begin() as session:
        (await session.get_one(Ticket, ticket.id)).assignee_id = bea.id
        (await session.get_one(Ticket, 2)).assignee_id = cem.id
        for number in (anna.id, cem.id):
            (await session.get_one(StaffMember, number)).here_at = TEN
    assert await given(scene, one, 11, staff_id=cem.id) == "Cem"
    assert await given(scene, two, 12) == "Anna"  # present, without tickets or visits
    await planned(scene, three, 13, way=VisitWay.STAFF, status=VisitStatus.GIVEN, staff_id=anna.id)
    four = await scene.customer(4)
    assert await given(scene, four, 14, reason=VisitReason.REQUEST) == "Bea"  # the others have two matters each
    five = await scene.customer(5)
    async with scene.database.begin() as session:
        moved = await session.get_one(Ticket, ticket.id)
        moved.customer_id, moved.assignee_id = five.id, cem.id
    assert await given(scene, five, 15) == "Cem"
    six = await scene.customer(6)
    async with scene.database.begin() as session:
        (await session.get_one(Ticket, ticket.id)).customer_id = six.id
        for number in (anna.id, bea.id, cem.id):
            (await session.get_one(StaffMember, number)).removed_at = TEN
    assert await given(scene, six, 16, staff_id=anna.id) is None


async def test_a_ticket_looked_back_on_in_person_goes_to_who_had_it(scene: Scene) -> None:
    scene.business = with_plans(scene.business, IN_PERSON)
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    customer = await scene.customer()
    ticket = await scene.ticket(customer)
    async with scene.database.begin() as session:
        (await session.get_one(Ticket, ticket.id)).assignee_id = anna.id
    assert await given(scene, customer, 1, reason=VisitReason.TICKET, subject_id=ticket.id, plan="care", days=3) == "Anna"
    scene.later(days=1)
    assert (await runs(scene), (await visit_of(scene, 1)).status) == (0, VisitStatus.GIVEN)
