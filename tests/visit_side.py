"""What tests of visits begin with: plans of a business, visits that are planned, and the clock that pays them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from crm.business import Business
from crm.rules.visit_plans import Occasion, VisitPlan, VisitStep
from crm.rules.visits import day_ends
from jobs.visits import ask_visits
from storage.customers import Customer
from storage.visits import Visit
from storage.vocabulary import VisitReason, VisitStatus, VisitWay
from tests.desk import Desk
from tests.scene import Scene

IN_PERSON = VisitPlan("care", Occasion.TICKET_CLOSED, VisitWay.STAFF, (VisitStep(3),))
IN_STEPS = VisitPlan(
    "steps", Occasion.TICKET_CLOSED, VisitWay.BOT,
    (VisitStep(3), VisitStep(30, "How do you use it?", "用得怎么样？"), VisitStep(90, "Anything new?", "有新的需要吗？")),
)  # fmt: skip


def with_plans(business: Business, *plans: VisitPlan, **rules: Any) -> Business:
    """Return a business with these plans of visits only."""
    simple = {"after_ticket_days": 0, "after_purchase_days": 0}
    return replace(business, visits=replace(business.visits, plans=plans, **simple | rules))


def desk_with(desk: Desk, *plans: VisitPlan, **rules: Any) -> Desk:
    """Return the desk of a business with these plans of visits only."""
    return desk.of(with_plans(desk.business, *plans, **rules))


async def ticks(desk: Desk) -> int:
    """Let the job of visits run now, and say what follows."""
    done = await ask_visits(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    return done


async def runs(scene: Scene) -> int:
    """Let the job of visits run now."""
    return await ask_visits(scene.database, scene.business, scene.now, scene.make_tell)


async def planned(scene: Scene, customer: Customer, number: int, *, due_at: datetime | None = None, **fields: Any) -> Visit:
    """Keep a visit that is due now, or at a moment; it was asked for unless the fields say otherwise."""
    moment = due_at or scene.at
    values: dict[str, Any] = {
        "reason": VisitReason.REQUEST, "subject_id": number, "status": VisitStatus.PLANNED, "plan": "request", "days": 0, "way": VisitWay.BOT,
        "planned_for": moment, "keep_until": day_ends(moment, customer.time_zone), "words": f"Question {number}?",
    }  # fmt: skip
    visit = Visit(id=number, customer_id=customer.id, due_at=moment, **values | fields)
    await scene.keep(visit)
    return visit


async def visit_of(scene: Scene, number: int) -> Visit:
    """Return a visit as it is stored."""
    visit: Visit = next(each for each in await scene.rows(Visit) if each.id == number)
    return visit


WEEK = timedelta(days=7)
