"""Visits of a ticket that became a part of another: the other one is looked back on, and not both."""

from datetime import datetime

from storage.database import Session
from storage.tickets import Ticket
from storage.visit_entries import VisitEntry, list_visit_entries
from storage.visits import Visit, drop_visits, lock_visits_on
from storage.vocabulary import VisitOutcome, VisitReason, VisitStatus, VisitWay

_BOT_ASKS = (VisitStatus.PLANNED, VisitStatus.ASKED)


async def let_go_visits(session: Session, *, ticket: Ticket, at: datetime) -> None:
    """Let the bot ask nothing more about a merged ticket. What somebody of the staff has in hand, or promised to the customer, stays."""
    visits = await lock_visits_on(session, reason=VisitReason.TICKET, subject_id=ticket.id)
    begun = {entry.visit_id for entry in await list_visit_entries(session, visit_ids=[visit.id for visit in visits])}
    for visit in visits:
        if visit.way is VisitWay.BOT and visit.attempts and visit.status in _BOT_ASKS:
            _leave(session, visit, at)
    ahead = [visit.id for visit in visits if visit.status is VisitStatus.PLANNED and not visit.attempts and visit.id not in begun]
    await drop_visits(session, visit_ids=ahead)


def _leave(session: Session, visit: Visit, at: datetime) -> None:
    if visit.status is VisitStatus.ASKED:
        session.add(VisitEntry(visit_id=visit.id, outcome=VisitOutcome.NO_ANSWER, at=at))
    visit.status, visit.outcome = VisitStatus.LEFT, VisitOutcome.NO_ANSWER
