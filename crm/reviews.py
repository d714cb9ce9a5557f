"""Reviews: supervisors look at closed tickets of each colleague, mark them and say why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from storage.database import Session
from storage.reviews import Review, average_marks, find_review_of, list_reviewable
from storage.staff import StaffMember, find_staff_by_ids, get_staff, list_staff
from storage.tickets import Ticket, find_ticket, get_ticket
from storage.vocabulary import Role, TicketStatus

LOOKED_BACK = timedelta(days=30)
AVERAGED = timedelta(days=90)
LONGEST_REMARK = 1000
_MOST_DRAWN_FROM = 20_000

Choose = Callable[[Sequence[int]], int]


class NotReviewable(Refusal):
    """The ticket is not closed, or nobody had it; fact: `number`."""


class ReviewOfOwnWork(Refusal):
    """Nobody reviews their own tickets."""


class AlreadyReviewed(Refusal):
    """Somebody else reviewed the ticket; facts: `number`, `name`."""


@dataclass(frozen=True)
class TicketReviewed(Notice):
    """A ticket got a mark, or another one."""

    review: Review
    ticket: Ticket
    agent: StaffMember
    by: StaffMember


@dataclass(frozen=True)
class ReviewRemarked(Notice):
    """A supervisor says why the mark is as it is."""

    review: Review
    ticket: Ticket
    agent: StaffMember
    by: StaffMember


@dataclass(frozen=True)
class AverageMark:
    """The average of somebody's marks, and how many there are."""

    member: StaffMember
    average: float
    count: int


async def draw_for_review(
    session: Session, *, by: StaffMember | None, member: StaffMember | None, at: datetime, choose: Choose
) -> list[tuple[StaffMember, Ticket]]:
    """Return a closed ticket of each colleague, or of one: chosen from those of the last 30 days that nobody reviewed.

    `choose` picks one of the ids that it is given. Raises NotAllowed unless `by` is a supervisor, and ReviewOfOwnWork.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    if member is not None and member.id == supervisor.id:
        raise ReviewOfOwnWork
    members = [each for each in ([member] if member is not None else await list_staff(session)) if each.id != supervisor.id]
    closed: dict[int, list[int]] = {each.id: [] for each in members}
    for staff_id, ticket_id in await list_reviewable(session, staff_ids=list(closed), since=at - LOOKED_BACK, limit=_MOST_DRAWN_FROM):
        closed[staff_id].append(ticket_id)
    return [(each, await get_ticket(session, choose(closed[each.id]))) for each in members if closed[each.id]]


async def mark_ticket(session: Session, *, ticket_id: int, by: StaffMember | None, mark: int, at: datetime, tell: Tell) -> Review:
    """Mark how a ticket was handled, from 1 to 5, and tell who had it; a further tap changes the mark.

    Raises NotAllowed, NotReviewable, ReviewOfOwnWork, and AlreadyReviewed when somebody else did it.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    ticket = await find_ticket(session, ticket_id)
    if ticket is None or ticket.assignee_id is None or ticket.status is not TicketStatus.CLOSED:
        raise NotReviewable(number=ticket_id)
    agent = await get_staff(session, ticket.assignee_id)
    if agent.id == supervisor.id:
        raise ReviewOfOwnWork
    review = await find_review_of(session, ticket_id=ticket.id)
    previous = None if review is None else review.mark
    if review is None:
        review = Review(ticket_id=ticket.id, agent_id=agent.id, reviewer_id=supervisor.id, mark=mark, at=at)
        session.add(review)
        await session.flush()
    elif review.reviewer_id != supervisor.id:
        raise AlreadyReviewed(number=ticket.number, name=(await get_staff(session, review.reviewer_id)).name)
    elif previous == mark:
        return review
    review.mark, review.at = mark, at
    note_act(session, act="ticket.reviewed", by=supervisor, at=at, ticket_id=ticket.id, before={"mark": previous}, after={"mark": mark})
    await tell(TicketReviewed(review, ticket, agent, supervisor))
    return review


async def remark_review(session: Session, *, ticket_id: int, by: StaffMember | None, remark: str, at: datetime, tell: Tell) -> Review:
    """Keep why a mark is as it is, in place of an earlier remark, and tell whose ticket it was.

    Raises NotAllowed, and NotReviewable unless this supervisor marked the ticket before.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    review = await find_review_of(session, ticket_id=ticket_id)
    if review is None or review.reviewer_id != supervisor.id:
        raise NotReviewable(number=ticket_id)
    review.remark = remark[:LONGEST_REMARK]
    note_act(session, act="ticket.reviewed", by=supervisor, at=at, ticket_id=ticket_id, before={}, after={"remarked": True})
    ticket, agent = await get_ticket(session, ticket_id), await get_staff(session, review.agent_id)
    await tell(ReviewRemarked(review, ticket, agent, supervisor))
    return review


async def average_marks_of_each(session: Session, *, by: StaffMember | None, at: datetime) -> list[AverageMark]:
    """Return the average mark of everybody who was reviewed in the last 90 days, the best first. Raises NotAllowed."""
    require_role(by, Role.SUPERVISOR)
    marks = await average_marks(session, since=at - AVERAGED)
    averages = [AverageMark(member, *marks[member.id]) for member in await find_staff_by_ids(session, list(marks))]
    return sorted(averages, key=lambda each: (-each.average, -each.count, each.member.id))
