"""Transfers: a ticket goes from one team to another."""

from dataclasses import dataclass
from datetime import datetime

from crm.assignment import TicketAssigned, assign_new_ticket, end_silence, watch_silence
from crm.audit import note_act
from crm.business import Business
from crm.group_choice import groups_of_team
from crm.handovers import require_right_to_give
from crm.notices import Notice, Tell
from crm.refusals import Refusal
from crm.rules.teams import MAIN
from crm.tickets import require_open
from storage.assignment import has_customer_spoken_last
from storage.audit import Facts
from storage.customers import get_customer
from storage.database import Session
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus


class TicketWithTeamAlready(Refusal):
    """The ticket is the team's already and stands in its group; facts: `number`, `team`."""


@dataclass(frozen=True)
class TicketTransferred(Notice):
    """A ticket belongs to another team now: it must be shown in that team's group, and no longer where it stands."""

    ticket: Ticket
    by: StaffMember


async def transfer_ticket(
    session: Session, *, ticket: Ticket, team: str | None, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> Ticket:
    """Let a ticket belong to a team (None: to the main desk), where nobody has it yet: agents their own or one that nobody has.

    Raises NotAllowed, TicketAlreadyClosed, TicketOfColleague, and TicketWithTeamAlready.
    """
    giver = await require_right_to_give(session, ticket=ticket, by=by)
    require_open(ticket)
    places = {group.chat_id for group in await groups_of_team(session, team)}
    if ticket.team == team and (not places or ticket.topic_chat_id in places):
        raise TicketWithTeamAlready(number=ticket.number, team=team or MAIN)
    before = _facts_of(ticket)
    ticket.team = team
    ticket.assignee_id = ticket.assigned_at = None
    ticket.status = TicketStatus.NEW if ticket.status is TicketStatus.OPEN else ticket.status
    end_silence(ticket)
    if await has_customer_spoken_last(session, ticket_id=ticket.id):
        watch_silence(ticket, at=at, business=business)
    note_act(session, act="ticket.transferred", by=giver, at=at, ticket_id=ticket.id, before=before, after=_facts_of(ticket))
    await session.flush()
    customer = await get_customer(session, ticket.customer_id)
    assignee = None
    if ticket.status is TicketStatus.NEW:
        assignee = await assign_new_ticket(session, ticket=ticket, customer=customer, at=at, business=business)
    await tell(TicketTransferred(ticket, giver))
    if assignee is not None:
        await tell(TicketAssigned(ticket, assignee, by=None, is_new=True))
    return ticket


def _facts_of(ticket: Ticket) -> Facts:
    return {"team": ticket.team or MAIN, "status": ticket.status, "assignee": ticket.assignee_id}
