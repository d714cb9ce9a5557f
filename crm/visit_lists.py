"""Lists of visits: what staff have to pay today, and how much of the plan was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.permissions import is_allowed, require_role
from crm.rules.visit_plans import BY_REQUEST
from crm.rules.visits import day_ends
from crm.visit_plans import find_plan
from storage.database import Session
from storage.staff import StaffMember, find_staff_by_ids
from storage.visit_figures import count_kept_visits, count_skipped_visits
from storage.visits import Visit, count_personal_visits, list_personal_visits
from storage.vocabulary import Language, Role, VisitSkip, VisitWay

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True)
class VisitsToPay:
    """A page of the visits that staff have to pay up to the end of today, the longest overdue first, and how many there are in all."""

    visits: Sequence[Visit]
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class Kept:
    """Of how many visits that were due how many were paid in time."""

    due: int = 0
    kept: int = 0

    @property
    def percent(self) -> int | None:
        """How much that is in percent; None when nothing was due."""
        return round(100 * self.kept / self.due) if self.due else None


@dataclass(frozen=True)
class PlanKept:
    """How much of the plan was kept: in all, by the bot, by each of the staff (None: nobody had it), and what was skipped why."""

    everybody: Kept
    bot: Kept
    each: Sequence[tuple[StaffMember | None, Kept]]
    skipped: Mapping[VisitSkip, int]


async def visits_to_pay(
    session: Session, *, by: StaffMember | None, everybodys: bool, page: int, at: datetime, business: Business, size: int
) -> VisitsToPay:
    """Return a page of today's and overdue visits, counted from 0: everybody's, or those of one and of nobody. Raises NotAllowed."""
    member = require_role(by, Role.AGENT)
    staff_id, until = None if everybodys else member.id, day_ends(at, business.time_zone)
    count = await count_personal_visits(session, staff_id=staff_id, due_before=until)
    pages = max(1, -(-count // size))
    page = min(page, pages - 1)
    visits = await list_personal_visits(session, staff_id=staff_id, due_before=until, offset=page * size, limit=size)
    return VisitsToPay(visits, count, page, pages)


def is_overdue(visit: Visit, *, at: datetime, business: Business) -> bool:
    """Tell whether the day of a visit is past."""
    return day_ends(visit.due_at, business.time_zone) <= at


async def plan_kept(session: Session, *, by: StaffMember | None, at: datetime) -> PlanKept | None:
    """Return how much of the plan of the last 30 days was kept; None for who is no supervisor."""
    if not is_allowed(by, Role.SUPERVISOR):
        return None
    counted = await count_kept_visits(session, since=at - LOOKED_BACK, at=at)
    members = {member.id: member for member in await find_staff_by_ids(session, [number for _, number in counted if number is not None])}
    personal = [(members.get(number or 0), Kept(*counts)) for (way, number), counts in counted.items() if way is VisitWay.STAFF]
    bot = _sum([Kept(*counts) for (way, _), counts in counted.items() if way is VisitWay.BOT])
    return PlanKept(
        everybody=_sum([bot, *(kept for _, kept in personal)]),
        bot=bot,
        each=sorted(personal, key=lambda each: (each[0] is None, each[0].name if each[0] else "")),
        skipped=await count_skipped_visits(session, since=at - LOOKED_BACK, at=at),
    )


async def subject_words(session: Session, *, visit: Visit, language: Language, business: Business) -> str | None:
    """Return what is to be talked about on a visit; None for how it went."""
    if visit.plan == BY_REQUEST:
        return visit.words
    plan = await find_plan(session, key=visit.plan, business=business)
    return None if plan is None else plan.step_after(visit.days).words(language)


def _sum(parts: Sequence[Kept]) -> Kept:
    return Kept(sum(part.due for part in parts), sum(part.kept for part in parts))
