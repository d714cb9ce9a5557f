"""Outcomes of visits: who reports what, what comes again, and how much of the plan is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm.permissions import NotAllowed
from crm.visit_lists import Kept, is_overdue, plan_kept, visits_to_pay
from crm.visit_outcomes import (
    AllIsWell,
    NoSuchVisit,
    VisitIsOver,
    VisitNotYours,
    answer_visit,
    call_again,
    note_visit,
    personal_visit,
    postpone_visit,
    report_visit,
)
from crm.visit_tickets import VisitTicketOpened, attend_unworded_visits
from storage.audit import AuditEvent
from storage.counters import draw_numbers
from storage.staff import StaffMember
from storage.visit_entries import VisitEntry
from storage.visits import Visit
from storage.vocabulary import Role, VisitOutcome, VisitReason, VisitSkip, VisitStatus, VisitWay
from tests.scene import Scene
from tests.visit_side import WEEK, planned, runs, visit_of, with_plans

TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)  # in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The scene at ten in the morning in Shanghai, the hour of visits; without plans."""
    scene.at, scene.business = TEN, with_plans(scene.business)
    return scene


async def at_hand(scene: Scene, number: int = 1, **fields: Any) -> StaffMember:
    """Let Anna have a visit to pay, and return her."""
    anna = next((each for each in await scene.rows(StaffMember) if each.user_id == 2001), None)
    anna = anna or await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    values: dict[str, Any] = {"status": VisitStatus.GIVEN, "way": VisitWay.STAFF, "staff_id": anna.id} | fields
    await planned(scene, await scene.customer(number), number, **values)
    return anna


async def reports(scene: Scene, by: StaffMember | None, outcome: VisitOutcome, number: int = 1) -> Visit:
    """Let somebody say what came of a visit."""
    async with scene.database.begin() as session:
        return await report_visit(session, visit_id=number, outcome=outcome, by=by, at=scene.at, business=scene.business, tell=scene.tell)


@pytest.mark.parametrize("outcome", [VisitOutcome.FINE, VisitOutcome.QUESTION, VisitOutcome.UNHAPPY])
async def test_what_came_of_a_visit_is_kept_once(scene: Scene, outcome: VisitOutcome) -> None:
    anna = await at_hand(scene)
    visit = await reports(scene, anna, outcome)
    assert (visit.status, visit.outcome, visit.answered_at, visit.done_at) == (VisitStatus.ANSWERED, outcome, TEN, TEN)
    [entry] = await scene.rows(VisitEntry)
    assert (entry.outcome, entry.staff_id) == (outcome, anna.id)
    assert [row.act for row in await scene.rows(AuditEvent)] == ["visit.reported"]
    with pytest.raises(VisitIsOver):
        await reports(scene, anna, VisitOutcome.FINE)


async def test_nobody_answers_and_it_comes_again_once(scene: Scene) -> None:
    anna = await at_hand(scene)
    again = await reports(scene, anna, VisitOutcome.NO_ANSWER)
    assert (again.status, again.due_at, again.done_at) == (VisitStatus.PLANNED, TEN + WEEK, None)
    scene.at = TEN + WEEK
    assert await runs(scene) == 1
    left = await reports(scene, anna, VisitOutcome.NO_ANSWER)
    assert (left.status, left.outcome, left.attempts) == (VisitStatus.LEFT, VisitOutcome.NO_ANSWER, 2)


async def test_no_answer_said_twice_is_one_attempt(scene: Scene) -> None:
    anna = await at_hand(scene)
    await reports(scene, anna, VisitOutcome.NO_ANSWER)
    with pytest.raises(VisitIsOver):
        await reports(scene, anna, VisitOutcome.NO_ANSWER)
    assert ((await visit_of(scene, 1)).attempts, len(await scene.rows(VisitEntry))) == (1, 1)
    scene.later(days=1)
    assert (await reports(scene, anna, VisitOutcome.FINE)).status is VisitStatus.ANSWERED  # they called back


async def test_the_same_day_said_twice_is_one_act(scene: Scene) -> None:
    anna = await at_hand(scene)
    for put in (postpone_visit, postpone_visit, call_again, call_again):
        async with scene.database.begin() as session:
            await put(session, visit_id=1, on=date(2026, 3, 6), by=anna, at=TEN, business=scene.business)
    assert [(entry.outcome, entry.until) for entry in await scene.rows(VisitEntry)] == [
        (None, TEN + 2 * DAY),
        (VisitOutcome.CALL_AGAIN, TEN + 2 * DAY),
    ]
    assert [row.act for row in await scene.rows(AuditEvent)] == ["visit.postponed", "visit.reported"]


async def test_a_business_that_asks_once_leaves_who_gives_no_answer(scene: Scene) -> None:
    scene.business = with_plans(scene.business, again_days=0)
    anna = await at_hand(scene)
    assert (await reports(scene, anna, VisitOutcome.NO_ANSWER)).status is VisitStatus.LEFT


async def test_all_is_well_is_told_on_the_ticket_that_was_looked_back_on(scene: Scene) -> None:
    anna = await at_hand(scene, reason=VisitReason.TICKET, plan="care", days=3)
    await scene.ticket((await scene.rows(type(await scene.customer(9))))[0], number=1)
    await reports(scene, anna, VisitOutcome.FINE)
    assert [notice.ticket.id for notice in scene.told_of(AllIsWell)] == [1]


async def test_the_customer_names_a_day_and_the_visit_is_promised_for_it(scene: Scene) -> None:
    anna = await at_hand(scene)
    async with scene.database.begin() as session:
        await call_again(session, visit_id=1, on=date(2026, 3, 6), by=anna, at=TEN, business=scene.business)
    visit = await visit_of(scene, 1)
    assert (visit.status, visit.outcome, visit.due_at) == (VisitStatus.PLANNED, VisitOutcome.CALL_AGAIN, TEN + 2 * DAY)
    assert visit.keep_until == datetime(2026, 3, 6, 16, tzinfo=UTC)
    [entry] = await scene.rows(VisitEntry)
    assert (entry.outcome, entry.until) == (VisitOutcome.CALL_AGAIN, visit.due_at)
    scene.at = visit.due_at  # although they were spoken to two days ago
    assert await runs(scene) == 1


async def test_who_puts_a_visit_off_does_not_move_what_was_promised(scene: Scene) -> None:
    anna = await at_hand(scene)
    was = (await visit_of(scene, 1)).keep_until
    async with scene.database.begin() as session:
        await postpone_visit(session, visit_id=1, on=date(2026, 3, 6), by=anna, at=TEN, business=scene.business)
    visit = await visit_of(scene, 1)
    assert (visit.status, visit.due_at, visit.keep_until, visit.outcome) == (VisitStatus.PLANNED, TEN + 2 * DAY, was, None)


async def test_a_visit_is_acted_on_by_who_has_it_a_supervisor_or_anybody_when_nobody_has_it(scene: Scene) -> None:
    anna = await at_hand(scene)
    bea, sue = await scene.staff(Role.AGENT, user_id=2002, name="Bea"), await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    for stranger, refusal in ((None, NotAllowed), (bea, VisitNotYours)):
        with pytest.raises(refusal):
            await reports(scene, stranger, VisitOutcome.FINE)
    assert (await reports(scene, sue, VisitOutcome.FINE)).staff_id == sue.id
    await at_hand(scene, 2, staff_id=None)
    assert (await reports(scene, bea, VisitOutcome.FINE, 2)).staff_id == bea.id
    await at_hand(scene, 3)
    async with scene.database.begin() as session:
        (await session.get_one(StaffMember, anna.id)).removed_at = TEN
    assert (await reports(scene, bea, VisitOutcome.FINE, 3)).staff_id == bea.id


async def test_there_is_nothing_to_act_on_but_visits_in_person(scene: Scene) -> None:
    anna = await at_hand(scene, way=VisitWay.BOT)
    async with scene.database.begin() as session:
        for number in (1, 2):
            with pytest.raises(VisitIsOver):
                await personal_visit(session, visit_id=number, by=anna)


async def test_customers_answer_the_bot_only_and_only_what_customers_say(scene: Scene) -> None:
    await at_hand(scene, asked_at=TEN)
    customer = await scene.customer(2)
    await planned(scene, customer, 2, asked_at=TEN, status=VisitStatus.LEFT, outcome=VisitOutcome.NO_ANSWER)
    async with scene.database.begin() as session:
        for number, outcome in ((1, VisitOutcome.FINE), (2, VisitOutcome.CALL_AGAIN)):
            with pytest.raises(NoSuchVisit):
                await answer_visit(session, visit_id=number, customer=customer, outcome=outcome, at=TEN, tell=scene.tell)
        late = await answer_visit(session, visit_id=2, customer=customer, outcome=VisitOutcome.FINE, at=TEN, tell=scene.tell)
    assert (late.status, late.outcome) == (VisitStatus.ANSWERED, VisitOutcome.FINE)


async def test_an_unhappy_customer_gets_a_ticket_with_what_was_said(scene: Scene) -> None:
    anna = await at_hand(scene)
    await draw_numbers_past(scene)
    await reports(scene, anna, VisitOutcome.UNHAPPY)
    async with scene.database.begin() as session:
        await note_visit(session, visit_id=1, words="The lid leaks", by=anna, at=TEN)
    scene.later(minutes=31)
    async with scene.database.begin() as session:
        assert await attend_unworded_visits(session, at=scene.at, business=scene.business, tell=scene.tell) == 1
    [notice] = scene.told_of(VisitTicketOpened)
    assert (notice.by and notice.by.id, notice.said, notice.looked_back_on) == (anna.id, "The lid leaks", None)


async def draw_numbers_past(scene: Scene) -> None:
    """Let the next ticket have a higher number than those of the scene."""
    async with scene.database.begin() as session:
        await draw_numbers(session, name="ticket", count=9)


async def test_staff_see_their_own_visits_and_supervisors_everybodys_the_longest_overdue_first(scene: Scene) -> None:
    anna = await at_hand(scene, 1, due_at=TEN - DAY)
    await at_hand(scene, 2, staff_id=None)
    sue = await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    await at_hand(scene, 3, due_at=TEN - 3 * DAY, staff_id=sue.id)
    await at_hand(scene, 4, due_at=TEN + DAY, status=VisitStatus.PLANNED)
    await at_hand(scene, 5, way=VisitWay.BOT, status=VisitStatus.ASKED)

    async def shown(by: StaffMember, *, everybodys: bool, page: int = 0) -> tuple[list[int], int, int]:
        async with scene.database.read() as session:
            found = await visits_to_pay(session, by=by, everybodys=everybodys, page=page, at=TEN, business=scene.business, size=2)
        return [visit.id for visit in found.visits], found.count, found.pages

    assert await shown(anna, everybodys=False) == ([1, 2], 2, 1)
    assert await shown(sue, everybodys=True) == ([3, 1], 3, 2)
    assert await shown(sue, everybodys=True, page=9) == ([2], 3, 2)
    late = [is_overdue(await visit_of(scene, number), at=TEN, business=scene.business) for number in (1, 2)]
    assert late == [True, False]


async def test_the_plan_kept_counts_what_was_promised_and_done_in_time(scene: Scene) -> None:
    anna = await at_hand(scene, 1, due_at=TEN - 2 * DAY, done_at=TEN - 2 * DAY, status=VisitStatus.ANSWERED)
    await at_hand(scene, 2, due_at=TEN - 2 * DAY, done_at=TEN, status=VisitStatus.ANSWERED)  # late
    await at_hand(scene, 3, due_at=TEN - 2 * DAY)  # overdue
    await at_hand(scene, 4, due_at=TEN)  # today is not over
    await at_hand(scene, 5, due_at=TEN, done_at=TEN, status=VisitStatus.ANSWERED)
    await at_hand(scene, 6, due_at=TEN - 40 * DAY)  # long ago
    await at_hand(scene, 7, due_at=TEN - 2 * DAY, staff_id=None)
    await at_hand(scene, 8, due_at=TEN - 2 * DAY, way=VisitWay.BOT, staff_id=None, status=VisitStatus.ASKED, done_at=TEN - 2 * DAY)
    skipped: dict[str, Any] = {"way": VisitWay.BOT, "staff_id": None, "status": VisitStatus.SKIPPED, "due_at": TEN - 2 * DAY}
    await at_hand(scene, 9, **skipped, skipped_why=VisitSkip.TOO_LATE)
    await at_hand(scene, 10, **skipped, skipped_why=VisitSkip.OPTED_OUT)
    sue = await scene.staff(Role.SUPERVISOR, user_id=3002, name="Sue")
    async with scene.database.read() as session:
        kept = await plan_kept(session, by=sue, at=TEN)
        assert await plan_kept(session, by=anna, at=TEN) is None
    assert kept is not None
    assert (kept.everybody, kept.everybody.percent, kept.bot) == (Kept(7, 3), 43, Kept(2, 1))
    assert [(each.name if each else None, part) for each, part in kept.each] == [("Anna", Kept(4, 2)), (None, Kept(1, 0))]
    assert kept.skipped == {VisitSkip.TOO_LATE: 1, VisitSkip.OPTED_OUT: 1}
    assert Kept().percent is None
